"""A sender at work on the local Telegram, and short ways to give it rows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot

from bot.core import ops
from bot.core.ops import Lane
from bot.core.say import say
from bot.preview.people import Person
from bot.storage import outbox, people, trouble
from bot.storage.database import Database, Tx
from bot.storage.outbox import Row
from bot.telegram.outcomes import Consequences, nobody_there
from bot.telegram.pace import UNLIMITED
from bot.telegram.sender import Sender
from tests.telegram.doubles import plain_render, plain_toast, until_read, wall_clock


class Heard:
    """Consequences, noted."""

    def __init__(self) -> None:
        self.alarms: list[str] = []
        self.unreachable: list[str] = []

    @property
    def consequences(self) -> Consequences:
        return Consequences(unreachable=self.lost, alarm=self.alarm)

    def lost(self, tx: Tx, row: Row, code: str) -> None:
        nobody_there(tx, row, code)
        self.unreachable.append(code)

    def alarm(self, _: Tx, row: Row, code: str) -> None:
        self.alarms.append(code)


class Post:
    """A sender at work, and short ways to put rows."""

    def __init__(self, bot: Bot, database: Database, **options: Any) -> None:
        self.database = database
        self.heard = Heard()
        self.sender = Sender(
            bot,
            database,
            **{
                "render": plain_render,
                "render_toast": plain_toast,
                "consequences": self.heard.consequences,
                "limits": UNLIMITED,
                "clock": wall_clock,
            }
            | options,
        )

    async def person(self, who: Person) -> str:
        """The destination of a person who has started the bot."""
        await who.starts()
        known = await self.database.write(people.find_or_create, who.user.id)
        return f"person:{known.id}"

    async def put(self, dest: str, op: ops.Op | str, lane: int = Lane.PERSON, **about: Any) -> int:
        what = ops.Send(say(op)) if isinstance(op, str) else op
        return await self.database.write(outbox.put, dest=dest, op=what, lane=lane, owner="staff", **about)

    async def passing(self, op: ops.Toast) -> None:
        await self.database.write(lambda tx: tx.fleeting.append(op))

    async def drained(self) -> None:
        """Until every row has ended."""
        await until_read(self.database, lambda tx: trouble.waiting(tx) == 0)

    async def troubles(self) -> list[tuple[str, str]]:
        return [(row.state, row.code) for row in await self.database.read(trouble.unnoticed)]


@asynccontextmanager
async def posting(bot: Bot, database: Database, **options: Any) -> AsyncIterator[Post]:
    post = Post(bot, database, **options)
    task = asyncio.ensure_future(post.sender.run())
    try:
        yield post
    finally:
        post.sender.stop()
        await asyncio.wait_for(task, 30)


def texts(room: Any) -> list[str]:
    return [message.text for message in room.from_bot()]
