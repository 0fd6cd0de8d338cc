"""Days, working days and hours, over holidays, weekends and time zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.deadlines import american, days_after, is_working, working_day_by, working_days_after
from bot.core.facts_file import parse_facts
from bot.core.hours import Hours, look
from tests.tools.content import directory, files

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
ICE = Hours(zone="America/New_York", opens="08:00", closes="20:00")


def at(local: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))


def test_thirty_days_from_a_decision() -> None:
    assert days_after(date(2026, 11, 20), 30) == date(2026, 12, 20)
    assert days_after(date(2028, 2, 1), 30) == date(2028, 3, 2)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 5, date(2026, 11, 30)),  # over Thanksgiving (26th) and two weekends
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 7, 2), 1, date(2026, 7, 6)),  # 4 July is a Saturday, kept on Friday the 3rd
        (date(2021, 12, 30), 1, date(2022, 1, 3)),  # New Year's Day 2022 was kept on 31 December
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_working_days_leave_out_weekends_and_federal_holidays(start: date, count: int, end: date) -> None:
    assert working_days_after(start, count) == end


@given(DAYS, st.integers(1, 40))
def test_working_days_end_on_a_working_day_and_never_before_plain_days(start: date, count: int) -> None:
    end = working_days_after(start, count)
    assert is_working(end)
    assert end >= days_after(start, count)
    assert sum(is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)) == count


@given(DAYS)
def test_what_must_arrive_by_a_day_is_due_on_the_working_day_before(day: date) -> None:
    found = working_day_by(day)
    assert is_working(found)
    assert timedelta(0) <= day - found <= timedelta(days=4)


def test_a_form_writes_the_month_first() -> None:
    assert american(date(1990, 4, 3)) == "04/03/1990"


@pytest.mark.parametrize(
    ("now", "is_open", "until"),
    [
        ("2026-11-24T12:00", True, "2026-11-24T20:00"),
        ("2026-11-24T07:59", False, "2026-11-24T08:00"),
        ("2026-11-24T08:00", True, "2026-11-24T20:00"),
        ("2026-11-24T20:00", False, "2026-11-25T08:00"),
        ("2026-11-25T21:00", False, "2026-11-27T08:00"),  # Thanksgiving between
        ("2026-11-27T20:01", False, "2026-11-30T08:00"),  # the weekend
    ],
)
def test_a_line_is_open_or_says_when_it_opens(now: str, is_open: bool, until: str) -> None:
    found = look(ICE, at(now).astimezone(UTC))
    assert found.is_open == is_open
    assert found.until == at(until)


def test_hours_are_those_of_the_line_not_of_the_caller() -> None:
    assert look(ICE, at("2026-11-24T06:00", "America/Los_Angeles")).is_open
    assert not look(ICE, at("2026-11-24T18:00", "America/Los_Angeles")).is_open


def test_the_hour_stays_over_the_change_of_clocks() -> None:
    assert look(ICE, at("2026-10-30T21:00")).until == at("2026-11-02T08:00")


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "America/Nowhere"}, {"opens": "8:00"}, {"opens": "20:00"}, {"days": ()}, {"days": (7,)}],
)
def test_hours_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((ValidationError, KeyError)):
        Hours.model_validate({"zone": "UTC", "opens": "08:00", "closes": "20:00"} | wrong)


def test_the_table_of_lines_says_what_the_fact_says() -> None:
    facts, _ = parse_facts(files()["flows/facts.yaml"])
    line = directory().lines["ice"]
    words = facts.value(f"{line.fact}.hours")
    assert "пн–пт" in words
    assert line.hours.days == (0, 1, 2, 3, 4)
    assert f"{line.hours.opens.lstrip('0')}–{line.hours.closes}" in words
    assert "Нью-Йорк" in words
    assert line.hours.zone == "America/New_York"
