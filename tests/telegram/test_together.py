"""Receiver, worker and sender as one: whatever is cut off, nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot.core.ops import Lane, Send
from bot.core.say import say
from bot.preview.people import Person
from bot.preview.telegram import LocalTelegram
from bot.storage import inbox, outbox, people, trouble
from bot.storage.database import Database, Tx
from bot.storage.keys import MasterKey
from bot.telegram import answers
from bot.telegram.pace import UNLIMITED
from bot.telegram.receiver import Receiver
from bot.telegram.sender import Sender
from bot.telegram.supervisor import Part, supervise
from bot.telegram.worker import Worker, Write, feed_to
from tests.telegram.doubles import (
    Notes,
    note,
    noted,
    plain_render,
    plain_toast,
    until,
    until_read,
    wall_clock,
)

LIVES = 30
MARK = "\n\ncommon-maybe_repeat"


def answer(tx: Tx, sender: int, words: str) -> None:
    """An effect that can be counted, and what is said about it."""
    note(tx, f"{sender}:{words}")
    dest = f"person:{people.find_or_create(tx, sender).id}"
    outbox.put(tx, dest=dest, op=Send(say(f"re {words}")), lane=Lane.PERSON, owner=dest)


async def said(message: Message, write: Write) -> None:
    await write(answer, message.chat.id, message.text or "")


async def alarm(_: str) -> None:
    """A cut poll of the life before may still hang at the server: that is no intruder."""


def parts(bot: Bot, database: Database) -> list[Part]:
    """The transport of one life."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(said)
    worker = Worker(bot, database, feed_to(dispatcher, bot), Notes().answers)
    sender = Sender(
        bot, database, render=plain_render, render_toast=plain_toast, limits=UNLIMITED, clock=wall_clock
    )

    async def soon(_: float) -> None:
        await asyncio.sleep(0.005)

    receiver = Receiver(bot, database, take=worker.take, alarm=alarm, pause=soon, poll_seconds=1)
    return [
        Part("receiver", receiver.run),
        Part("worker", worker.run, worker.stop, 5),
        Part("sender", sender.run, sender.stop, 5),
    ]


@asynccontextmanager
async def living(bot: Bot, database: Database) -> AsyncIterator[None]:
    """One life that ends in order."""
    stopping = asyncio.Event()
    task = asyncio.ensure_future(supervise(parts(bot, database), stopping))
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait_for(task, 30)


async def open_database(folder: Path) -> Database:
    return await Database.open(folder / "data", MasterKey(bytes(32)), clock=wall_clock)


async def cut_short(bot: Bot, folder: Path, seconds: float) -> None:
    """One life that is cut off in the middle of whatever it is doing."""
    database = await open_database(folder)
    tasks = [asyncio.ensure_future(part.run()) for part in parts(bot, database)]
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await database.close()


async def test_many_short_lives_lose_nothing_and_do_nothing_twice(
    bot: Bot,
    tmp_path: Path,
    telegram: LocalTelegram,
    marina: Person,
    oleg: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "BACK_OFF", (0.01,))
    chance = random.Random(7)
    people_ = (marina, oleg)
    for who in people_:
        await who.starts()
    for life in range(LIVES):
        for who in people_:
            await who.sends(f"{life}")
        if life % 5 == 4:
            telegram.faults.lost_answer(method="sendMessage")
        await cut_short(bot, tmp_path, chance.random() * 0.03)
    database = await open_database(tmp_path)
    async with living(bot, database):
        await until_read(database, lambda tx: inbox.waiting(tx) == 0 and trouble.waiting(tx) == 0)
        await until(lambda: not telegram.the_bot.updates.pending)
    effects = await database.read(noted)
    await database.close()
    for who in people_:
        own = [line.split(":")[1] for line in effects if line.startswith(f"{who.user.id}:")]
        assert own == ["/start", *(str(n) for n in range(LIVES))]
        heard = Counter(message.text for message in who.from_bot())
        for words in own:
            first, repeats = heard[f"re {words}"], heard[f"re {words}{MARK}"]
            assert first <= 1
            assert first + repeats >= 1


async def test_a_stop_under_way_leaves_the_rest_for_the_next_start(
    bot: Bot, database: Database, marina: Person
) -> None:
    await marina.starts()
    async with living(bot, database):
        for n in range(30):
            await marina.sends(str(n))
        await marina.sees("re 3")
    async with living(bot, database):
        await marina.sees("re 29")
    assert [message.text for message in marina.from_bot()] == ["re /start", *(f"re {n}" for n in range(30))]


async def test_a_flood_by_one_does_not_delay_another(
    bot: Bot, database: Database, marina: Person, oleg: Person
) -> None:
    await marina.starts()
    await oleg.starts()
    for n in range(300):
        await oleg.sends(str(n))
    await marina.sends("помогите")
    async with living(bot, database):
        await marina.sees("re помогите")
    assert await database.read(inbox.waiting) > 200
