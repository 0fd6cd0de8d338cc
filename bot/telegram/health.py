"""A file that says whether the bot lives: written by the bot alone, read by `python -m bot status`.

Nobody else may open the database while the bot runs, so numbers travel through this file. They are
counters and times, nothing of anybody's.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.storage import inbox, trouble
from bot.storage.database import Database, Tx

EVERY = 10.0  # seconds
TOO_MANY = 10_000  # waiting rows of the inbox or the outbox: answers are minutes late, a human should know

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much waits; `alarm_waits`: seconds since the oldest unsent alarm was put, 0 for none."""

    inbox: int
    outbox: int
    alarm_waits: float


def numbers(tx: Tx) -> Numbers:
    """As they are now."""
    oldest = trouble.oldest_alarm(tx)
    waits = (tx.now - oldest).total_seconds() if oldest else 0.0
    return Numbers(inbox.waiting(tx), trouble.waiting(tx), waits)


class Health:
    """`beat` after each page that was read and committed; the file is at most ten seconds old.

    `backlog(tx, inbox, outbox)` tells people that so much waits.
    """

    def __init__(
        self,
        database: Database,
        file: Path,
        clock: Callable[[], datetime],
        backlog: Callable[[Tx, int, int], None],
    ) -> None:
        self._database = database
        self._file = file
        self._clock = clock
        self._backlog = backlog
        self._read_at: datetime | None = None

    def beat(self) -> None:
        """Telegram was read and what came is on disk."""
        self._read_at = self._clock()

    async def run(self) -> None:
        """Writes the file, for ever."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Once: the file, and an alarm where too much waits."""
        now = await self._database.read(numbers)
        self._write(now)
        if max(now.inbox, now.outbox) >= TOO_MANY:
            log.error("backlog", count=max(now.inbox, now.outbox))
            await self._database.write(self._backlog, now.inbox, now.outbox)

    def _write(self, now: Numbers) -> None:
        told = asdict(now) | {
            "at": self._clock().isoformat(timespec="seconds"),
            "read_at": self._read_at.isoformat(timespec="seconds") if self._read_at else None,
        }
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(told), "utf-8")
        os.replace(fresh, self._file)
