"""The transport against the local Telegram over HTTP, and a database in a real file."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot import logs
from bot.preview.http import Served, run_bot_api
from bot.preview.people import Person, person
from bot.preview.telegram import EXAMPLE_TOKEN, LocalTelegram
from bot.storage.database import Database
from bot.storage.keys import MasterKey
from bot.telegram import answers
from bot.telegram.session import LeanSession
from tests.telegram.doubles import wall_clock

MASTER = MasterKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def logged() -> io.StringIO:
    """All that is logged, through the gate that the bot itself uses."""
    stream = io.StringIO()
    logs.configure("json", stream)
    return stream


@pytest.fixture
def telegram() -> LocalTelegram:
    telegram = LocalTelegram()
    telegram.add_bot()
    return telegram


@pytest.fixture
async def served(telegram: LocalTelegram) -> AsyncIterator[Served]:
    async with run_bot_api(telegram) as served:
        yield served


@pytest.fixture
async def bot(served: Served) -> AsyncIterator[Bot]:
    session = LeanSession(api=TelegramAPIServer.from_base(served.url), timeout=5)
    async with Bot(EXAMPLE_TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "data", MASTER, clock=wall_clock)
    yield database
    await database.close()


@pytest.fixture
def marina(telegram: LocalTelegram) -> Person:
    return person(telegram, "Марина", key="marina")


@pytest.fixture
def oleg(telegram: LocalTelegram) -> Person:
    return person(telegram, "Олег", key="oleg")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sender's table of answers, a hundred times as fast."""
    monkeypatch.setattr(answers, "BACK_OFF", (0.01,))
