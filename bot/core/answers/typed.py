"""The one door for typed answers: kind of step → its parser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.answers.a_number import parse_a_number
from bot.core.answers.clean import TEXT_UNITS
from bot.core.answers.day import parse_date
from bot.core.answers.phone import parse_phone
from bot.core.answers.refusal import Refusal
from bot.core.answers.time_of_day import parse_time
from bot.core.answers.us_state import parse_us_state
from bot.core.answers.words import parse_name, parse_text


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of a step, on the calendar: days inclusive; `longest` of a text in UTF-16 units."""

    first: date | None = None
    last: date | None = None
    longest: int | None = None


def read_typed(kind: str, raw: str, today: date, bounds: Bounds) -> str | Refusal:
    """The value to store, or a refusal; raises KeyError for a kind that is not typed."""
    match kind:
        case "date":
            return parse_date(raw, today, bounds.first, bounds.last)
        case "text":
            return parse_text(raw, bounds.longest or TEXT_UNITS)
    return _SIMPLE[kind](raw)


_SIMPLE = {
    "time": parse_time,
    "phone": parse_phone,
    "a_number": parse_a_number,
    "us_state": parse_us_state,
    "name": parse_name,
}
