"""A network as it is: some answers are lost, some calls refused; and the one call in which the bot dies."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from bot.preview.faults import Cut, Fault, Faults
from bot.preview.refusals import too_many

LOST, FLOODED = 0.02, 0.03
MESSAGES = ("sendmessage", "copymessage", "sendmediagroup")
RETRY_AFTER = 1  # seconds: the least that Telegram says


class Shot(Fault):
    """The bot is killed inside this call: before its effect, or after it and before the answer."""

    shoot: Callable[[], None]

    async def strike(self, run: Callable[[], Awaitable[Any]]) -> Any:
        if self.effect:
            await run()
        self.shoot()
        raise Cut


class Slow(Fault):
    """The call works, and its answer takes a while."""

    seconds: float

    def within(self, seconds: float) -> Fault:
        self.seconds = seconds
        return self.begin()

    async def strike(self, run: Callable[[], Awaitable[Any]]) -> Any:
        result = await run()
        await asyncio.sleep(self.seconds)
        return result


class Weather(Faults):
    """2 % of answers lost (the call worked), 3 % refused with 429; `getUpdates` loses answers too."""

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.on = True
        self.reading = asyncio.Event()  # the bot has asked for updates
        self.slow = 0.0  # seconds that an answer may take, evenly spread
        self._rng = rng
        self._shot: tuple[int, Shot] | None = None

    def shoot_in(self, calls: int, shoot: Callable[[], None], *, effect: bool) -> None:
        """Kill inside the call of that number, counted from now; with `effect`, of those that make a message."""
        shot = Shot(Cut(), effect=effect)
        shot.shoot = shoot
        self._shot = (calls, shot)

    def calm(self) -> None:
        """No shot is planned any more."""
        self._shot = None

    def take(self, method: str, chat: int | None) -> Fault | None:
        if method.lower() == "getupdates":
            self.reading.set()
        return self._aimed(method) or super().take(method, chat) or self._chance(method)

    def _aimed(self, method: str) -> Fault | None:
        if self._shot is None or method.lower() == "getupdates":
            return None
        calls, shot = self._shot
        if shot.effect and method.lower() not in MESSAGES:
            return None
        self._shot = (calls - 1, shot) if calls > 1 else None
        return None if calls > 1 else shot.begin()

    def _chance(self, method: str) -> Fault | None:
        if not self.on:
            return None
        chance = self._rng.random()
        if chance < LOST:
            self.counts["lost answers"] += 1
            return Fault(Cut(), effect=True).begin()
        if chance < LOST + FLOODED and method.lower() != "getupdates":
            self.counts["429"] += 1
            return Fault(too_many(RETRY_AFTER)).begin()
        return Slow(None, effect=True).within(self._rng.uniform(0, self.slow)) if self.slow else None
