"""Dates and times in words, for Fluent: Babel has the Russian, the team's zone is the default."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date

LOCALE = "ru"


class Dates:
    """`zone` of each method is a name like "America/Phoenix"; empty means the team's own."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def day(self, moment: date, zone: str, now: datetime) -> str:
        """«четверг, 26 ноября»; with the year where it is not this one."""
        local = self._date(moment, zone)
        this_year = local.year == self._date(now, zone).year
        return format_date(local, "EEEE, d MMMM" if this_year else "EEEE, d MMMM y", LOCALE)

    def full(self, moment: date) -> str:
        """«20 ноября 2026»: always with the year."""
        return format_date(self._date(moment, ""), "d MMMM y", LOCALE)

    def days_left(self, moment: date, zone: str, now: datetime) -> int:
        """Whole days from today to that day, by the calendar of the zone; negative when it is past."""
        return (self._date(moment, zone) - self._date(now, zone)).days

    def month(self, moment: date) -> str:
        """«июль 2026»."""
        return format_date(self._date(moment, ""), "LLLL y", LOCALE)

    def time(self, moment: datetime, zone: str = "") -> str:
        """«15:00». Raises TypeError for a bare date."""
        if not isinstance(moment, datetime):
            raise TypeError("TIME needs a moment")
        return self._local(moment, zone).strftime("%H:%M")

    def zone_id(self, zone: str) -> str:
        """The end of a Fluent id: "America/New_York" → "america_new_york"."""
        return str(zone or self._zone).lower().replace("/", "_")

    def _date(self, moment: date, zone: str) -> date:
        if isinstance(moment, datetime):
            return self._local(moment, zone).date()
        return date(moment.year, moment.month, moment.day)

    def _local(self, moment: datetime, zone: str) -> datetime:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(ZoneInfo(zone) if zone else self._zone)
