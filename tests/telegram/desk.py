"""A worker on a dispatcher, and updates as Telegram sends them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message
from pydantic import TypeAdapter

from bot.preview.telegram import EXAMPLE_TOKEN
from bot.storage import inbox
from bot.storage.database import Database
from bot.telegram.worker import Worker, Write, feed_to
from tests.telegram.doubles import Notes, note, noted, until_read

Handler = Callable[[Message, Write], Awaitable[Any]]


def text(number: int, words: str, sender: int = 7) -> tuple[int, dict[str, Any]]:
    """One private message, as Telegram sends it."""
    account = {"id": sender, "is_bot": False, "first_name": "Имя"}
    chat = {"id": sender, "type": "private", "first_name": "Имя"}
    return number, {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": chat,
            "from": account,
            "text": words,
        },
    }


def press(number: int, data: str, sender: int = 7) -> tuple[int, dict[str, Any]]:
    """One press of a button of a message that is gone."""
    account = {"id": sender, "is_bot": False, "first_name": "Имя"}
    gone = {"message_id": 3, "date": 0, "chat": {"id": sender, "type": "private"}}
    query = {"id": str(number), "from": account, "chat_instance": "1", "data": data, "message": gone}
    return number, {"update_id": number, "callback_query": query}


async def write_down(message: Message, write: Write) -> None:
    await write(note, message.text or "")


class Desk:
    """A worker on a dispatcher with one handler of messages."""

    def __init__(self, database: Database, handler: Handler = write_down, **options: Any) -> None:
        self.bot = Bot(EXAMPLE_TOKEN)
        self.dispatcher = Dispatcher(disable_fsm=True)
        self.dispatcher.message.register(handler)
        self.notes = Notes()
        self.database = database
        self.worker = Worker(
            self.bot,
            database,
            feed_to(self.dispatcher, self.bot),
            self.notes.answers,
            **{"retry_after": (0.0,)} | options,
        )

    async def store(self, *updates: tuple[int, dict[str, Any]]) -> None:
        rows = [(number, TypeAdapter(dict).dump_json(raw)) for number, raw in updates]
        new = await self.database.write(inbox.put, rows)
        self.worker.take([(number, raw) for number, raw in updates if number in new])

    async def drained(self) -> None:
        """Until the inbox holds nothing undone."""
        await until_read(self.database, lambda tx: inbox.waiting(tx) == 0)

    async def effects(self) -> list[str]:
        return await self.database.read(noted)


@asynccontextmanager
async def working(desk: Desk) -> AsyncIterator[Desk]:
    task = asyncio.ensure_future(desk.worker.run())
    try:
        yield desk
    finally:
        desk.worker.stop()
        await asyncio.wait_for(task, 30)
