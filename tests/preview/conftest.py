"""A local Telegram with one bot, over HTTP, and aiogram's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from bot.preview.clock import Clock
from bot.preview.http import Served, run_bot_api
from bot.preview.people import Person, person
from bot.preview.telegram import EXAMPLE_TOKEN, LocalTelegram

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def telegram() -> LocalTelegram:
    telegram = LocalTelegram(Clock.fixed(NOON))
    telegram.add_bot()
    return telegram


@pytest.fixture
def marina(telegram: LocalTelegram) -> Person:
    return person(telegram, "Марина", last_name="Иванова", key="marina")


@pytest.fixture
async def served(telegram: LocalTelegram) -> AsyncIterator[Served]:
    async with run_bot_api(telegram) as served:
        yield served


@pytest.fixture
async def bot(served: Served) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(served.url), timeout=5)
    async with Bot(EXAMPLE_TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
async def web(served: Served) -> AsyncIterator[ClientSession]:
    """A plain HTTP client, as the page or another library would be."""
    async with ClientSession(served.url, headers={"X-Preview": "1"}) as session:
        yield session
