"""Whose turn it is: strict order within a sender, round-robin between senders, the urgent first.

Pure: time is an argument (seconds of a monotonic clock). A sender is *busy* from `take` until `done`.
Nobody's items are dropped, and no rank starves: each fourth turn goes to the least urgent rank
that waits. One account that floods is slowed to the budget; a crowd can delay, but not erase.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Generic, TypeVar

T = TypeVar("T")

STAFF, OPEN_CASE, OTHERS = 0, 1, 2
RANKS = 3
TURN_OF_THE_LAST = 4
SWEEP_EVERY = 1024  # turns


@dataclass(frozen=True, slots=True)
class Budget:
    """What one sender may have handled at once, and then one each `every` seconds.

    A stranger who is over it gets one answer each `stranger` seconds until all they sent is handled.
    """

    burst: int = 30
    every: float = 2.0
    stranger: float = 5.0


@dataclass(frozen=True, slots=True)
class Turn(Generic[T]):
    """One item to handle. `slowed`: its sender is over the budget and was held back before it."""

    sender: int
    item: T
    slowed: bool = False


class FairQueue(Generic[T]):
    """See the module. `rank` gives STAFF, OPEN_CASE or OTHERS for a sender; staff has no budget."""

    def __init__(self, rank: Callable[[int], int], budget: Budget | None = None) -> None:
        self._rank = rank
        self._budget = budget or Budget()
        self._items: dict[int, deque[T]] = {}
        self._rings: tuple[deque[int], ...] = tuple(deque() for _ in range(RANKS))
        self._parked: list[tuple[float, int]] = []  # (until, sender), a heap
        self._whole_at: dict[int, float] = {}  # when the sender's budget is whole again
        self._slowed: set[int] = set()  # until everything they sent is handled
        self._newly_slowed: list[int] = []
        self._turns = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, sender: int, item: T) -> None:
        """Appends to the sender's items."""
        self._count += 1
        if sender in self._items:
            self._items[sender].append(item)
        else:
            self._items[sender] = deque([item])
            self._ready(sender)

    def take(self, now: float) -> Turn[T] | None:
        """The next item of a sender that is free, and makes that sender busy; None if all must wait."""
        self._unpark(now)
        while (sender := self._next()) is not None:
            if (free_at := self._free_at(sender)) <= now:
                return self._turn(sender, now)
            self._hold(sender, free_at)
        return None

    def take_more(self, sender: int, wanted: Callable[[T], bool]) -> list[T]:
        """Further items of a busy sender, in order, as long as they are wanted."""
        more = []
        items = self._items[sender]
        while items and wanted(items[0]):
            more.append(items.popleft())
        self._count -= len(more)
        return more

    def done(self, sender: int) -> None:
        """The sender is free again."""
        if self._items[sender]:
            self._ready(sender)
        else:
            del self._items[sender]
            self._slowed.discard(sender)

    def again(self, sender: int, item: T, at: float) -> None:
        """The item stays first in the sender's order; the sender is free again at that time."""
        self._items[sender].appendleft(item)
        self._count += 1
        heappush(self._parked, (at, sender))

    def newly_slowed(self) -> list[int]:
        """Senders held back for the first time since their queue was empty; each is named once."""
        named, self._newly_slowed = self._newly_slowed, []
        return named

    def next_at(self) -> float | None:
        """When the first of those who wait is free."""
        return self._parked[0][0] if self._parked else None

    def _turn(self, sender: int, now: float) -> Turn[T]:
        self._whole_at[sender] = max(now, self._whole_at.get(sender, now)) + self._price(sender)
        self._count -= 1
        self._turns += 1
        if self._turns % SWEEP_EVERY == 0:
            self._whole_at = {who: at for who, at in self._whole_at.items() if at > now}
        return Turn(sender, self._items[sender].popleft(), sender in self._slowed)

    def _price(self, sender: int) -> float:
        strange = sender in self._slowed and self._rank(sender) == OTHERS
        return self._budget.stranger if strange else self._budget.every

    def _free_at(self, sender: int) -> float:
        if self._rank(sender) == STAFF:
            return 0.0
        return self._whole_at.get(sender, 0.0) - (self._budget.burst - 1) * self._budget.every

    def _hold(self, sender: int, until: float) -> None:
        heappush(self._parked, (until, sender))
        if sender not in self._slowed:
            self._slowed.add(sender)
            self._newly_slowed.append(sender)

    def _ready(self, sender: int) -> None:
        rank = min(max(self._rank(sender), STAFF), OTHERS)
        self._rings[rank].append(sender)

    def _next(self) -> int | None:
        rings = self._rings if (self._turns + 1) % TURN_OF_THE_LAST else reversed(self._rings)
        return next((ring.popleft() for ring in rings if ring), None)

    def _unpark(self, now: float) -> None:
        while self._parked and self._parked[0][0] <= now:
            self._ready(heappop(self._parked)[1])
