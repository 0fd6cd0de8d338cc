"""Callback data of the helpers: what is made is read back, anything else is nobody's, and all fits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.say import CALLBACK_BYTES
from bot.core.tools import buttons
from tests.tools.content import content

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,23}", fullmatch=True)


@given(NAMES, NAMES, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_longest_button_fits(flow: str, step: str, day: date) -> None:
    data = buttons.remember(flow, step, day)
    assert len(data.encode()) <= CALLBACK_BYTES
    assert buttons.parse(data) == buttons.Remember(flow, step, day)


@given(NAMES, st.integers(0, 99), st.integers(0, 999))
def test_what_is_made_is_read_back(name: str, page: int, number: int) -> None:
    assert buttons.parse(buttons.listing("pl", name, page)) == buttons.Listing("pl", name, page)
    assert buttons.parse(buttons.phrase(number, name)) == buttons.Phrase(number, name)
    assert buttons.parse(buttons.forget(name)) == buttons.Forget(name)
    for of in ("t", "te", "f", "o", "a"):
        assert buttons.parse(buttons.card(of, name)) == buttons.Card(of, name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        "", "k", "k|", "k|x", "k|ask|", "k|ask|other", "k|ask|names|", "k|phrases|1", "k|pl|find",
        "k|pl|find|100",
        "k|pl|FIND|0", "k|fl|TEX|0", "k|p|1", "k|p|x|find", "k|t|", "k|t|a b", "k|t|../x",
        "k|on|a|b|20261340",
        "k|on|a|b|2026", "k|on|a|20261120", "k|off|", "k|no|1", "K|no", "m|names", "k|t|хабеас", "k|t|a\n",
    ],
)  # fmt: skip
def test_anything_else_is_nobodys(data: str) -> None:
    assert buttons.parse(data) is None


@given(st.text(max_size=70))
def test_no_input_breaks_the_reading(data: str) -> None:
    assert buttons.parse(data) is None or data.startswith("k|")
    buttons.parse("k|" + data)


def test_every_id_of_the_tables_fits_a_button() -> None:
    box = content().tools
    made = [
        *(buttons.card("te", name) for name in box.glossary.entries),
        *(buttons.card("f", name) for name in box.directory.facilities),
        *(buttons.forget(name) for name in box.dates.rules),
        *(buttons.phrase(999, name) for name in box.groups),
    ]
    assert all(buttons.parse(data) is not None and len(data.encode()) <= CALLBACK_BYTES for data in made)
