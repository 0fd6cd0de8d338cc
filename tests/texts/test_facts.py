"""Facts age by their class; a correction covers the file."""

from datetime import date, timedelta

import pytest

from bot.core.facts import PERIODS, Correction, State, UnknownFactError, in_order, split_name
from tests.texts.text_doubles import book, fact

DAY = date(2026, 11, 24)


@pytest.mark.parametrize("kind", PERIODS)
def test_a_reviewed_fact_ages_by_its_class(kind: str) -> None:
    period = PERIODS[kind]  # type: ignore[index]
    facts = book(fact(kind=kind, reviewed=DAY))

    def state(days: int) -> State:
        return facts.state("1.10", DAY + timedelta(days=days))

    assert state(0) is state(int(period * 0.8)) is State.FRESH
    assert state(int(period * 0.8) + 1) is state(period) is State.DUE
    assert state(period + 1) is state(period * 2) is State.OVERDUE
    assert state(period * 2 + 1) is State.EXPIRED
    assert facts.expires("1.10") == DAY + timedelta(days=period * 2)


def test_a_fact_nobody_compared_is_shown_for_a_year() -> None:
    facts = book(fact(reviewed=None, as_of=DAY))
    assert facts.state("1.10", DAY + timedelta(days=365)) is State.UNREVIEWED
    assert facts.state("1.10", DAY + timedelta(days=366)) is State.EXPIRED
    assert facts.expires("1.10") == DAY + timedelta(days=365)


def test_values_are_named_with_their_number() -> None:
    assert split_name("1.10.phone") == ("1.10", "phone")
    assert split_name("1.10") == ("1.10", "")
    assert book().value("1.10.phone") == "+1 888 351 4024"


@pytest.mark.parametrize("name", ["1.1.phone", "1.10.fax", "1.10", "", "phone"])
def test_a_value_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UnknownFactError):
        book().value(name)


def test_a_correction_is_shown_at_once_and_counts_as_a_review() -> None:
    old = book(fact(reviewed=None, confidence="low"))
    new = old.corrected([Correction("1.10", {"phone": "+1 000"}, "ab12", DAY, "https://www.ice.gov/new")])
    assert new.value("1.10.phone") == "+1 000"
    assert new.value("1.10.hours") == "пн–пт"
    assert new.state("1.10", DAY) is State.FRESH
    assert new.fact("1.10").link == "https://www.ice.gov/new"
    assert old.value("1.10.phone") == "+1 888 351 4024"


def test_the_later_correction_wins() -> None:
    given = [
        Correction("1.10", {"phone": "первый"}, "ab12", DAY, ""),
        Correction("1.10", {"phone": "второй"}, "cd34", DAY + timedelta(days=1), ""),
    ]
    assert book().corrected(given).value("1.10.phone") == "второй"


@pytest.mark.parametrize(
    "stale",
    [
        Correction("9.99", {"phone": "нет такого факта"}, "ab12", DAY, ""),
        Correction("1.10", {"fax": "нет такого значения"}, "ab12", date(2026, 11, 20), ""),
        Correction("1.10", {"phone": "старше сверки в файле"}, "ab12", date(2026, 11, 19), ""),
    ],
)
def test_a_correction_the_file_outgrew_changes_no_value(stale: Correction) -> None:
    assert dict(book().corrected([stale]).fact("1.10").values) == dict(fact().values)


def test_a_source_that_is_no_link_leaves_the_page_as_it_was() -> None:
    given = Correction("1.10", {"phone": "+1 000"}, "ab12", DAY, "позвонили сами")
    assert book().corrected([given]).fact("1.10").link == fact().link


def test_lists_are_oldest_first() -> None:
    facts = book(
        fact("1.10", reviewed=date(2026, 10, 20)),
        fact("1.9", reviewed=date(2026, 10, 20)),
        fact("2.1", reviewed=date(2026, 10, 10)),
        fact("3.1", reviewed=DAY),
    )
    assert [each.number for each in facts.in_state(State.OVERDUE, DAY)] == ["2.1", "1.9", "1.10"]


def test_numbers_are_ordered_as_people_order_them() -> None:
    assert sorted(["10.1", "1.10", "1.9", "2.1"], key=in_order) == ["1.9", "1.10", "2.1", "10.1"]
