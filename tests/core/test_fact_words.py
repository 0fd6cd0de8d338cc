"""Buttons about facts are read strictly; what the team types is fit to store, or refused; facts are found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fact_buttons import Asked, Verb, button, named, outdated, parse
from bot.core.fact_given import Unfit, last_day, new_value, notice, source
from bot.core.fact_search import search
from bot.core.facts import Fact, FactBook
from bot.core.units import utf16

TODAY = date(2026, 11, 24)


def fact(number: str, about: str, **values: str) -> Fact:
    return Fact(number, about, values, "contact", True, "high", TODAY, None, "https://www.ice.gov/x")


BOOK = FactBook(
    {
        one.number: one
        for one in (
            fact("1.10", "Линия ICE для родных", phone="+1 888 351 4024"),
            fact("7.1", "Наименьший бонд", sum="$1,500"),
            fact("8.1", "Срок апелляции в BIA", days="30"),
        )
    }
)


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        (button(Verb.HOME), Asked(Verb.HOME)),
        (button(Verb.SHOW, "1.10", number="1.10"), Asked(Verb.SHOW, "1.10")),
        (button(Verb.FIX, "1.10"), Asked(Verb.FIX, "1.10")),
        (button(Verb.FIX, "1.10", "phone"), Asked(Verb.FIX, "1.10", "phone")),
        (button(Verb.UNTIL, 12, 7, days=7), Asked(Verb.UNTIL, "12", "7")),
        (button(Verb.NOTICE, "arrest_long"), Asked(Verb.NOTICE, "arrest_long")),
        (outdated(("1.10", "3.2", "1.10")), Asked(Verb.OUTDATED, "1.10,3.2")),
        (named(Verb.SHOW, "1.10", "Линия"), Asked(Verb.SHOW, "1.10")),
    ],
)
def test_a_button_comes_back_as_it_was_made(made: object, asked: Asked) -> None:
    assert parse(made.data) == asked  # type: ignore[attr-defined]


@given(st.text(max_size=64))
def test_anything_else_is_none_of_ours(data: str) -> None:
    assert parse(data) is None or data.startswith("g|")


@pytest.mark.parametrize(
    "data", ["g|show", "g|show|1", "g|home|1", "g|yes|0", "g|yes|1|2", "g|fix|1.1|A", "g|old|1.1,"]
)
def test_nearly_ours_is_refused(data: str) -> None:
    assert parse(data) is None


@given(st.text())
def test_whatever_is_typed_is_one_visible_line_or_refused(text: str) -> None:
    try:
        value = new_value(text, "было")
    except Unfit:
        return
    assert value == value.strip() != ""
    assert "\n" not in value
    assert utf16(value) <= 120


@given(st.text())
def test_a_source_is_https_or_refused(text: str) -> None:
    with pytest.raises(Unfit):
        source(text.replace("https", ""))


def test_a_notice_keeps_its_lines_and_no_empty_ones() -> None:
    assert notice("  один\n\n\n два ") == "один\nдва"


@pytest.mark.parametrize(
    ("typed", "day"), [("1 декабря", "2026-12-01"), ("сегодня", "2026-11-24"), ("через неделю", "2026-12-01")]
)
def test_a_last_day_as_people_write_it(typed: str, day: str) -> None:
    assert last_day(typed, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("1.10", ["1.10"]), ("факт 8.1", ["8.1"]), ("бонда", ["7.1"]), ("апеляция", ["8.1"]), ("888", ["1.10"]),
        ("ЛИНИЯ родных", ["1.10"]), ("", []), ("!!!", []), ("9.99", []), ("где арест", ["7.1"]),
    ],
)  # fmt: skip
def test_a_fact_is_found_by_what_people_call_it(words: str, numbers: list[str]) -> None:
    found = search(BOOK, words, {"7.1": ("Арест",)})
    assert [one.number for one in found] == numbers
