"""Hours of a phone line or an office: open now, or when it opens, in its own zone and the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.core.deadlines import is_working

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Hours(BaseModel):
    """Open from `opens` to `closes` on `days` (0 is Monday), in `zone`; closed on federal holidays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zone: str
    opens: Clock
    closes: Clock
    days: Annotated[tuple[Annotated[int, Field(ge=0, le=6)], ...], Field(min_length=1)] = (0, 1, 2, 3, 4)
    holidays: Literal["closed", "open"] = "closed"

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        ZoneInfo(zone)
        return zone

    @model_validator(mode="after")
    def _one_day(self) -> Hours:
        if self.opens >= self.closes:
            raise ValueError("opens before it closes, within one day")
        return self

    @property
    def where(self) -> ZoneInfo:
        """The zone of the line."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Now:
    """Whether a line is open, and the aware moment when that changes."""

    is_open: bool
    until: datetime


def look(hours: Hours, now: datetime) -> Now:
    """`now` is aware."""
    local = now.astimezone(hours.where)
    day = local.date()
    while not (_works(hours, day) and local < _at(hours, day, hours.closes)):
        day += timedelta(days=1)
    opens = _at(hours, day, hours.opens)
    is_open = opens <= local
    return Now(is_open, _at(hours, day, hours.closes) if is_open else opens)


def _works(hours: Hours, day: date) -> bool:
    if day.weekday() not in hours.days:
        return False
    return hours.holidays == "open" or day.weekday() > 4 or is_working(day)


def _at(hours: Hours, day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), hours.where)
