"""Counting days and working days (US federal holidays are none), and a date as a US form wants it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays


@lru_cache(maxsize=16)
def federal_holidays(year: int) -> frozenset[date]:
    """Days on which federal offices are closed, those moved from a weekend among them."""
    # A New Year's Day on a Saturday is kept on 31 December of the year before.
    found = country_holidays("US", years=(year, year + 1))
    return frozenset(day for day in found if day.year == year)


def is_working(day: date) -> bool:
    """Monday to Friday and no federal holiday."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def days_after(start: date, count: int) -> date:
    """The day itself is day 0: a decision of 1 June and 30 days give 1 July."""
    return start + timedelta(days=count)


def working_days_after(start: date, count: int) -> date:
    """The count begins on the next working day; 0 gives the day itself."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def working_day_by(day: date) -> date:
    """The day itself, or the last working day before it: what must arrive should not wait for a Sunday."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def american(day: date) -> str:
    """As a form of the US wants it: ``04/03/1990`` for 3 April."""
    return f"{day:%m/%d/%Y}"
