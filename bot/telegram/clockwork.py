"""The loop that fires timers: sleeps until the next is due, wakes when one is set or the clock is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.services import operators, timers
from bot.services.house import House
from bot.storage.database import Database

LONGEST_SLEEP = 30.0  # seconds; a clock that jumps is noticed by then


class Clockwork:
    """Down for six hours means late, never skipped: what is overdue fires at once."""

    def __init__(self, database: Database, house: House, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._house = house
        self._clock = clock
        self._wake = asyncio.Event()
        self._stopping = False
        database.on_commit(self._committed)

    def stop(self) -> None:
        """Nothing more is fired."""
        self._stopping = True
        self._wake.set()

    def wake(self) -> None:
        """Look at once: the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        """Fires what is due, for ever."""
        await self._database.write(timers.start)
        while not self._stopping:
            self._wake.clear()
            due = await self.fire()
            await self._sleep(due)

    async def fire(self) -> datetime | None:
        """Fires everything that is due now; gives when the next timer is."""
        while True:
            due = await self._database.write(timers.fire_due, self._house)
            if due is None or due > self._clock():
                return due

    def _committed(self, touched: set[str]) -> None:
        if "timers" in touched:
            self._wake.set()

    async def _sleep(self, due: datetime | None) -> None:
        wait = LONGEST_SLEEP if due is None else (due - self._clock()).total_seconds()
        try:
            await asyncio.wait_for(self._wake.wait(), min(max(wait, 0.0), LONGEST_SLEEP))
        except TimeoutError:
            return


async def watch_trouble(database: Database) -> None:
    """Tells humans what could not be sent, as soon as it is known."""
    found = asyncio.Event()
    found.set()
    database.on_commit(lambda touched: found.set() if "trouble" in touched else None)
    while True:
        await found.wait()
        found.clear()
        await database.write(operators.troubles)
