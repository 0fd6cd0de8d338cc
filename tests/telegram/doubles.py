"""What several tests of the transport need: words without texts, waiting, services that note."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.say import Message
from bot.storage.database import Database, Tx
from bot.telegram.render import Rendered
from bot.telegram.worker import Answers


def plain_render(message: Message, _: datetime) -> Rendered:
    """References as words, so that tests need no texts."""
    words = "\n\n".join(part.ref for part in message.parts)
    rows = [
        [InlineKeyboardButton(text=button.label, callback_data=button.data) for button in row]
        for row in message.rows
    ]
    keyboard = InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
    return Rendered(words, words, keyboard)


def plain_toast(message: Message, now: datetime) -> str:
    return plain_render(message, now).plain


def wall_clock() -> datetime:
    """The real time: what the database's own is here."""
    return datetime.now(UTC)


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Waits, without a fixed pause, until something is so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # the condition is anybody's
            await asyncio.sleep(0.002)


class Notes:
    """Answers of the worker, noted instead of sent."""

    def __init__(self) -> None:
        self.unreadable: list[int] = []
        self.slow_down: list[int] = []
        self.quarantined: list[tuple[int, str]] = []

    @property
    def answers(self) -> Answers:
        return Answers(
            unreadable=lambda _, person: self.unreadable.append(person),
            slow_down=lambda _, person: self.slow_down.append(person),
            quarantined=lambda _, update_id, error: self.quarantined.append((update_id, error)),
        )


def note(tx: Tx, name: str) -> int:
    """A service with an effect that can be counted: one row of `meta` per call."""
    count = int(tx.value("SELECT count(*) FROM meta WHERE name LIKE 'note:%'"))
    tx.execute("INSERT INTO meta (name, value) VALUES (?, ?)", (f"note:{count:06d}", name))
    return count


def noted(tx: Tx) -> list[str]:
    """The effects so far, in order."""
    rows = tx.rows("SELECT value FROM meta WHERE name LIKE 'note:%' ORDER BY name")
    return [row["value"] for row in rows]


async def until_read(database: Database, work: Callable[[Tx], bool], seconds: float = 30.0) -> None:
    """Waits until something is so on disk."""
    async with asyncio.timeout(seconds):
        while not await database.read(work):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
