"""Lengths of time and days in flow files: ``20h``, ``30d``; ``today``, ``-60d``, ``2026-11-24``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

_SPAN = re.compile(r"(\d{1,4})([mhd])")
_DAY = re.compile(r"([+-]?)(\d{1,4})d")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def read_span(raw: Any) -> timedelta:
    """``"20h"`` → 20 hours; minutes, hours, days only."""
    if isinstance(raw, timedelta):
        return raw
    found = _SPAN.fullmatch(str(raw))
    if not found or int(found[1]) == 0:
        raise PydanticCustomError("E02", "«{raw}» — не срок. Пишите так: 90m, 20h, 30d", {"raw": str(raw)})
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def read_day(raw: Any) -> int | date:
    """``today`` → 0, ``-60d`` → -60 (days from today); an ISO date stays a date."""
    if isinstance(raw, (int, date)) and not isinstance(raw, bool):
        return raw
    if raw == "today":
        return 0
    found = _DAY.fullmatch(str(raw))
    if not found:
        return _iso(str(raw))
    return int(found[1] + found[2])


def _iso(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        words = "«{raw}» — не день. Пишите так: today, -60d, +7d"
        raise PydanticCustomError("E02", words, {"raw": raw}) from None


def on_calendar(day: int | date, today: date) -> date:
    """The day itself, once it is known what today is."""
    return today + timedelta(days=day) if isinstance(day, int) else day


Span = Annotated[timedelta, BeforeValidator(read_span), PlainSerializer(str)]
Day = Annotated[int | date, BeforeValidator(read_day), PlainSerializer(str)]
