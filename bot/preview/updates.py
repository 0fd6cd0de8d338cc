"""Updates waiting for a bot: offsets, redelivery until confirmed, one poller at a time."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.preview.refusals import conflict, webhook_is_set

# What Telegram leaves out unless it is asked for by name.
ASKED_FOR_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """The updates of one bot. An update stays until a poll confirms it with a higher offset."""

    def __init__(self, first: int) -> None:
        self._next = first
        self.pending: dict[int, dict[str, Any]] = {}
        self.history: dict[int, dict[str, Any]] = {}
        self.allowed: list[str] = []
        self.webhook = ""
        self.polled = asyncio.Event()  # a poll has begun to wait: the bot is up and has taken what there was
        self._waiting: asyncio.Future[None] | None = None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ASKED_FOR_ONLY

    def push(self, kind: str, body: Any) -> int | None:
        """Queue an update; None when the bot did not ask for this kind."""
        if not self.wants(kind):
            return None
        return self.push_raw({kind: body})

    def push_raw(self, fields: dict[str, Any]) -> int:
        """Queue an update of any shape, also a malformed or a future one."""
        number = self._next
        self._next += 1
        self.pending[number] = self.history[number] = {"update_id": number, **fields}
        self._wake()
        return number

    def redeliver(self, *numbers: int) -> None:
        """Hand out again what was confirmed already (all of it without `numbers`)."""
        again = {n: self.history[n] for n in (numbers or self.history)}
        self.pending = dict(sorted((self.pending | again).items()))
        self._wake()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """A page of updates; waits up to `seconds` for the first one. 409 for the poll it displaces."""
        if self.webhook:
            raise webhook_is_set()
        self._displace()
        self._confirm(offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds)
        return [dict(update) for update in list(self.pending.values())[:limit]]

    def _confirm(self, offset: int) -> None:
        if offset < 0 and self.pending:  # counted from the end: what is older is forgotten
            offset = list(self.pending)[max(offset, -len(self.pending))]
        self.pending = {n: update for n, update in self.pending.items() if n >= offset}

    def _displace(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(conflict())

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    async def _wait(self, seconds: float) -> None:
        self.polled.set()
        mine = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            return
        finally:
            if self._waiting is mine:
                self._waiting = None
