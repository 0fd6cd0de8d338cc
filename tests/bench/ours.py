"""Our transport, durable, against the fake API. Argument: the fake API's port."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from bot import logs
from bot.core.ops import Edit, Lane, Toast
from bot.core.say import Button, Message, Part
from bot.storage import outbox, people
from bot.storage.database import Database, Tx
from bot.storage.keys import MasterKey
from bot.telegram.fair import Budget
from bot.telegram.receiver import Receiver
from bot.telegram.render import Rendered
from bot.telegram.sender import Sender
from bot.telegram.session import LeanSession
from bot.telegram.supervisor import Part as Task
from bot.telegram.supervisor import run, settle_memory, supervise
from bot.telegram.worker import Answers, Worker, Write, feed_to
from tests.bench.screen import LABELS, WORDS

SCREEN = Message(parts=(Part("where"),), rows=tuple((Button(label, data=data),) for label, data in LABELS))


def press(tx: Tx, sender: int, query_id: str, message_id: int) -> None:
    """What a press costs at least: who it is, the new screen, the answer."""
    dest = f"person:{people.find_or_create(tx, sender).id}"
    outbox.put(
        tx, dest=dest, op=Edit(SCREEN, message_id, remember=f"screen:{dest}"), lane=Lane.PERSON, owner=dest
    )
    tx.fleeting.append(Toast(query_id))


async def pressed(query: CallbackQuery, write: Write) -> None:
    assert query.message
    await write(press, query.from_user.id, query.id, query.message.message_id)


def render(message: Message, _: datetime) -> Rendered:
    rows = [[InlineKeyboardButton(text=b.label, callback_data=b.data) for b in row] for row in message.rows]
    return Rendered(WORDS, WORDS, InlineKeyboardMarkup(inline_keyboard=rows))


async def alarm(_: str) -> None:
    """Nobody listens here."""


async def main(port: str, folder: Path) -> None:
    logs.configure()
    database = await Database.open(folder / "data", MasterKey(bytes(32)), clock=lambda: datetime.now(UTC))
    session = LeanSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"))
    bot = Bot("42:TOKEN", session=session)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.callback_query.register(pressed)
    nothing = Answers(lambda *_: None, lambda *_: None, lambda *_: None)
    worker = Worker(bot, database, feed_to(dispatcher, bot), nothing, budget=Budget(burst=1_000_000))
    sender = Sender(bot, database, render=render, render_toast=lambda *_: "", clock=lambda: datetime.now(UTC))
    receiver = Receiver(bot, database, take=worker.take, alarm=alarm)
    settle_memory()
    print("ready", flush=True)
    parts = [
        Task("receiver", receiver.run),
        Task("worker", worker.run, worker.stop, 20),
        Task("sender", sender.run),
    ]
    await supervise(parts, asyncio.Event())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        run(main(sys.argv[1], Path(place)))
