"""The bot as `app.build` makes it, over real HTTP against the local Telegram; only time and keys are ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build, make_bot
from bot.preview.clock import Clock
from bot.preview.http import Served, run_bot_api
from bot.preview.people import Group, Person, group, person
from bot.preview.telegram import LocalTelegram
from bot.settings import Settings
from bot.storage.keys import MasterKey
from bot.telegram import fair, pace

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # noon in New York


@dataclass
class Town:
    """The local Telegram with its people and, while it runs, the bot."""

    telegram: LocalTelegram
    served: Served
    settings: Settings
    master: MasterKey
    staff: Group
    marina: Person
    olga: Person
    irina: Person
    boss: Person
    app: App | None = None

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[App]:
        """The bot runs as long as the context; leaving is a clean stop."""
        token = self.telegram.the_bot.token
        stopping = asyncio.Event()
        async with build(
            self.settings,
            ROOT,
            bot=make_bot(self.settings, token),
            master=self.master,
            clock=self.telegram.clock.now,
            poll_seconds=1,
        ) as app:
            self.app = app
            running = asyncio.ensure_future(app.run(stopping))
            try:
                yield app
            finally:
                stopping.set()
                await running
                self.app = None

    async def later(self, step: timedelta) -> None:
        """Moves the clock; what falls due fires."""
        await self.telegram.clock.advance(step)
        if self.app:
            await self.app.clockwork.fire()


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    """A relative, two volunteers to be, a coordinator in charge, and the staff group."""
    clock = Clock()
    clock.ahead = NOON - datetime.now(UTC)
    telegram = LocalTelegram(clock)
    telegram.add_bot()
    marina, olga, irina, boss = (
        person(telegram, name, key=key)
        for name, key in (("Марина", "marina"), ("Ольга", "olga"), ("Ирина", "irina"), ("Борис", "boss"))
    )
    staff = group(telegram, "Дежурные", [boss, olga, irina])
    staff.sets_bot("administrator")
    async with run_bot_api(telegram) as served:
        settings = Settings(
            _env_file=None,
            telegram_api_url=served.url,
            data_dir=folder / "data",
            staff_chat_id=staff.chat.id,
            admin_ids=(boss.user.id,),
        )
        yield Town(telegram, served, settings, MasterKey(bytes(range(32))), staff, marina, olga, irina, boss)


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pace of Telegram, none of one person."""
    generous = fair.Budget(burst=100_000)
    monkeypatch.setattr(pace, "Limits", lambda: pace.UNLIMITED)
    monkeypatch.setattr(fair, "Budget", lambda: generous)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The paces have their own tests; the bot under faults keeps them."""
    hurry(monkeypatch)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town in a folder of its own."""
    async with open_town(tmp_path) as opened:
        yield opened


async def joins(town: Town, volunteer: Person, role: str = "Куратора") -> None:
    """The boss invites, the volunteer opens the link, the boss confirms, the volunteer goes on shift."""
    await town.boss.sends("/desk")
    await town.boss.presses("Пригласить")
    await town.boss.presses(role)
    link = await town.boss.gets("t.me/")
    payload = link.text.split("start=")[1].split()[0]
    await volunteer.starts(payload)
    await town.boss.gets(volunteer.user.first_name)
    await town.boss.presses("Это наш человек")
    await volunteer.sees("команд")
    await volunteer.presses("смен")
