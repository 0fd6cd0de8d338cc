"""The preview's clock: real or fixed time, and a hand to move it forward."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

Hook = Callable[[datetime], Awaitable[None]]


def system_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Time as `base()` plus what was added by hand. Give tests a fixed `base`."""

    def __init__(self, base: Callable[[], datetime] = system_now) -> None:
        self._base = base
        self.ahead = timedelta()
        self._hooks: list[Hook] = []

    @classmethod
    def fixed(cls, moment: datetime) -> Clock:
        """A clock that stands still until `advance`."""
        return cls(lambda: moment)

    def now(self) -> datetime:
        """An aware UTC time."""
        return self._base() + self.ahead

    def seconds(self) -> int:
        """Unix seconds, as Telegram writes dates."""
        return int(self.now().timestamp())

    def on_advance(self, hook: Hook) -> None:
        """`hook(now)` is awaited after each move of the clock: the place to fire timers that fell due."""
        self._hooks.append(hook)

    async def advance(self, step: timedelta) -> None:
        """Move forward; raises ValueError for a step back."""
        if step < timedelta():
            raise ValueError("the clock only moves forward")
        self.ahead += step
        for hook in self._hooks:
            await hook(self.now())
