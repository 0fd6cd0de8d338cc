"""What has changed: the feed that wakes waiting tests and the page's event stream."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 2000


@dataclass(frozen=True, slots=True)
class Change:
    number: int
    kind: str  # message, deleted, chat, user, typing, toast, clock, faults, link
    body: dict[str, Any]


class Changes:
    """A numbered, bounded list of changes; anyone may wait for the next one."""

    def __init__(self) -> None:
        self.last = 0
        self._kept: deque[Change] = deque(maxlen=KEPT)
        self._waiting: set[asyncio.Future[None]] = set()

    def add(self, kind: str, **body: Any) -> None:
        self.last += 1
        self._kept.append(Change(self.last, kind, body))
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    def since(self, number: int) -> list[Change]:
        return [change for change in self._kept if change.number > number]

    def oldest(self) -> int:
        """The number of the oldest change still kept; a reader behind it has to read the whole state."""
        return self._kept[0].number if self._kept else self.last

    async def wait(self) -> None:
        """Until something changes."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, probe: Callable[[], T | None], seconds: float) -> T:
        """The first truthy `probe()`, asked again at each change; TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not (found := probe()):
                await self.wait()
            return found

    async def follow(self, number: int) -> AsyncIterator[Change]:
        """Every change after `number`, for ever."""
        while True:
            for change in self.since(number):
                number = change.number
                yield change
            if self.last == number:
                await self.wait()
