"""Our own long polling: fetch a page raw, commit it sealed, and only then ask for the next.

aiogram's polling validates the whole page at once (one malformed update stops it for good) and moves
the offset on while handlers still run, so a kill loses what they held. Here the offset is kept in
memory only: without one Telegram sends what was never acknowledged, and the inbox knows its own.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import User

from bot.storage import inbox
from bot.storage.database import Database
from bot.telegram.peek import KINDS, lean, update_id_of
from bot.telegram.session import RawUpdates

POLL_SECONDS = 30
ANSWER_SECONDS = 15  # on top of the poll, for the answer to arrive
BACK_OFF = (1, 2, 5, 15, 30)  # seconds; the last one repeats

log = structlog.get_logger()
Raw = dict[str, Any]


class TokenDeadError(Exception):
    """Telegram does not know this token: nothing can be read or sent until it is replaced."""


class Receiver:
    """Reads until it is cancelled, which is safe anywhere: what was not committed comes again.

    `take(updates)` gets the new updates of a page, as (update_id, raw), after their commit.
    `alarm("conflict")` is awaited once when somebody else reads with our token, until reading works again.
    `beat()` is called after each page that was read and committed, for a heartbeat.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        take: Callable[[list[tuple[int, Raw]]], None],
        alarm: Callable[[str], Awaitable[None]],
        beat: Callable[[], None] = lambda: None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._bot = bot
        self._database = database
        self._take = take
        self._alarm = alarm
        self._beat = beat
        self._pause = pause
        self._poll_seconds = poll_seconds
        self._offset: int | None = None
        self._failures = 0
        self._conflict = False

    async def run(self) -> None:
        """Reads for ever. TokenDeadError when the token is refused; a database that fails comes through."""
        while True:
            try:
                page = await self._page()
            except AiogramError as error:
                await self._wait_after(error)
            else:
                self._failures, self._conflict = 0, False
                await self._keep(page)
                self._beat()

    async def _page(self) -> list[Any]:
        ask = RawUpdates(offset=self._offset, timeout=self._poll_seconds, allowed_updates=list(KINDS))
        page = await self._bot(ask, request_timeout=self._poll_seconds + ANSWER_SECONDS)
        return page if isinstance(page, list) else []

    async def _keep(self, page: list[Any]) -> None:
        """Commits the page, hands the new ones on, and moves the offset: in this order."""
        known = {number: lean(raw) for raw in page if (number := update_id_of(raw)) is not None}
        if len(known) < len(page):
            log.error("updates without a number", count=len(page) - len(known))
        if not known:
            if page:  # it will be the same page again
                await self._pause(BACK_OFF[-1])
            return
        rows = [(number, _stored(raw)) for number, raw in known.items()]
        new = await self._database.write(inbox.put, rows)
        self._offset = max(known) + 1
        self._take([(number, known[number]) for number in new])

    async def _wait_after(self, error: AiogramError) -> None:
        self._failures += 1
        seconds = _seconds_after(error, self._failures)
        log.warning("polling failed", error=type(error).__name__, count=self._failures)
        if isinstance(error, TelegramConflictError) and not self._conflict:
            self._conflict = True
            await self._alarm("conflict")
        await self._pause(seconds)


def _stored(raw: Raw) -> bytes:
    """As it lies in the inbox; nothing, which ends in quarantine, where it is nested too deep."""
    try:
        return json.dumps(raw).encode()
    except RecursionError:
        return b"{}"


async def who_am_i(bot: Bot, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> User:
    """Our own account, as soon as Telegram can be reached. TokenDeadError when the token is refused."""
    failures = 0
    while True:
        try:
            return await bot.me()
        except AiogramError as error:
            failures += 1
            seconds = _seconds_after(error, failures)
            log.warning("no word from Telegram yet", error=type(error).__name__, count=failures)
        await pause(seconds)


def _seconds_after(error: AiogramError, failures: int) -> float:
    """How long to wait after the failure of that number; TokenDeadError where waiting does not help."""
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        raise TokenDeadError("Telegram refuses the bot token: check BOT_TOKEN.") from None
    if isinstance(error, TelegramRetryAfter):
        return error.retry_after
    return BACK_OFF[min(failures, len(BACK_OFF)) - 1]
