"""What the team has settled: promised times, quiet hours, limits. Values come from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOWEST = 3  # P0 now … P3 information


@dataclass(frozen=True, slots=True)
class Quiet:
    """The team's night, from `start` to `end` of the next morning, by the clock of `zone`."""

    zone: ZoneInfo
    start: time = time(22)
    end: time = time(8)

    def holds(self, moment: datetime) -> bool:
        clock = moment.astimezone(self.zone).time()
        return clock >= self.start or clock < self.end

    def after(self, moment: datetime) -> datetime:
        """The moment itself by day; by night the coming morning (aware UTC)."""
        if not self.holds(moment):
            return moment
        local = moment.astimezone(self.zone)
        day = local.date() + timedelta(days=local.time() >= self.start)
        return datetime.combine(day, self.end, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Promises:
    """How soon people are usually answered, by priority; at night all but P0 wait for the morning."""

    quiet: Quiet
    spans: tuple[timedelta, timedelta, timedelta, timedelta] = (
        timedelta(minutes=30),
        timedelta(hours=3),
        timedelta(hours=24),
        timedelta(days=3),
    )

    def due(self, priority: int, now: datetime) -> datetime:
        """The moment by which a case of this priority, sent now, is usually answered."""
        due = now + self.spans[priority]
        return due if priority == 0 else self.quiet.after(due)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything about the queue that an organisation may want to set for itself."""

    promises: Promises
    cap: int = 4  # cases one volunteer leads at a time; P0 is above the cap
    retention: timedelta = timedelta(days=30)  # content is erased this long after a case is closed
    reopening: timedelta = timedelta(days=14)  # a message within this time after closing wakes the case
    fallback_phone: str = ""
    admins: frozenset[int] = field(default=frozenset(), repr=False)  # Telegram ids from the settings

    @property
    def quiet(self) -> Quiet:
        return self.promises.quiet


def level(name: str) -> int:
    """ "P0" → 0; P4, which needs no case, counts as the lowest. ValueError for anything else."""
    if name not in ("P0", "P1", "P2", "P3", "P4"):
        raise ValueError("not a priority")
    return min(int(name[1]), LOWEST)
