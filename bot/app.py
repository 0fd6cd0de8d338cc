"""Wiring: every part of the bot, built once. Tests build the same with another session and clock."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer

from bot import clock as wall
from bot.content import Content
from bot.core.rules import Promises, Quiet, Rules
from bot.services import operators, privacy, ranks
from bot.services.details import details
from bot.services.house import House
from bot.services.moves import Desk
from bot.settings import Settings
from bot.stopping import LONGEST, stop_on_signals
from bot.storage import destinations, timers
from bot.storage.database import Database, Tx
from bot.storage.keys import MasterKey
from bot.storage.pairing import Sweep
from bot.telegram import commands, handlers
from bot.telegram.clockwork import Clockwork, watch_trouble
from bot.telegram.corrections import Corrections
from bot.telegram.fair import OPEN_CASE, OTHERS, STAFF
from bot.telegram.health import Health
from bot.telegram.outcomes import Consequences
from bot.telegram.receiver import Receiver, who_am_i
from bot.telegram.render import render, render_toast
from bot.telegram.sender import Sender
from bot.telegram.session import LeanSession
from bot.telegram.supervisor import Part, StoppedError, settle_memory, supervise, unless_stopped
from bot.telegram.worker import Answers, Worker, feed_to

log = structlog.get_logger()

LATE = timedelta(minutes=1)  # a deadline missed by more was missed by an outage
RANKS_EVERY = 5.0  # seconds
HANDLERS_FINISH = 6.0  # no handler waits for Telegram
SENDER_FINISH = 8.0  # what Telegram has not answered by then comes again, as a possible repeat


class Ranks:
    """Who is read first, looked up in memory and read from disk every few seconds."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._staff: frozenset[int] = frozenset()
        self._open: frozenset[int] = frozenset()

    def __call__(self, sender: int) -> int:
        if sender in self._staff:
            return STAFF
        return OPEN_CASE if sender in self._open else OTHERS

    async def run(self) -> None:
        """Keeps the two sets fresh."""
        while True:
            self._staff, self._open = await self._database.read(ranks.staff_and_open)
            await asyncio.sleep(RANKS_EVERY)


@dataclass
class App:
    """A bot that can run: its parts, for those who look at it from outside."""

    bot: Bot
    database: Database
    house: House
    content: Content
    corrections: Corrections
    receiver: Receiver
    worker: Worker
    sender: Sender
    clockwork: Clockwork
    ranks: Ranks
    health: Health

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping` is set; then in order: no new updates, handlers end, the sender ends its call."""
        parts = (
            Part("receiver", self.receiver.run),
            Part("worker", self.worker.run, self.worker.stop, HANDLERS_FINISH),
            Part("clockwork", self.clockwork.run, self.clockwork.stop, HANDLERS_FINISH),
            Part("trouble", lambda: watch_trouble(self.database)),
            Part("corrections", self.corrections.run),
            Part("ranks", self.ranks.run),
            Part("health", self.health.run),
            Part("sender", self.sender.run, self.sender.stop, SENDER_FINISH),
        )
        self.database.on_broken(stopping.set)
        settle_memory()
        await supervise(parts, stopping)


def rules_of(settings: Settings) -> Rules:
    """What the team has settled, from the settings."""
    minutes = (
        settings.promise_p0_minutes,
        settings.promise_p1_minutes,
        settings.promise_p2_minutes,
        settings.promise_p3_minutes,
    )
    p0, p1, p2, p3 = (timedelta(minutes=m) for m in minutes)
    return Rules(
        promises=Promises(Quiet(settings.zone), (p0, p1, p2, p3)),
        cap=settings.open_cases_per_volunteer,
        retention=timedelta(days=settings.retention_days),
        fallback_phone=settings.fallback_phone,
        admins=frozenset(settings.admin_ids),
    )


def make_bot(settings: Settings, token: str, session: BaseSession | None = None) -> Bot:
    """The aiogram client on our lean session, against Telegram or another Bot API server."""
    url = settings.telegram_api_url
    server = PRODUCTION if url == "https://api.telegram.org" else TelegramAPIServer.from_base(url)
    return Bot(token, session=session or LeanSession(api=server))


async def live(
    settings: Settings,
    root: Path,
    *,
    bot: Bot,
    master: MasterKey,
    clock: Callable[[], datetime] = wall.now,
    poll_seconds: int = 30,
) -> None:
    """One life of the bot: until SIGTERM or Ctrl+C, which may come while it still starts."""
    stopping = asyncio.Event()
    stop_on_signals(stopping, LONGEST)
    with suppress(StoppedError):
        async with build(
            settings,
            root,
            bot=bot,
            master=master,
            clock=clock,
            poll_seconds=poll_seconds,
            stopping=stopping,
        ) as app:
            await app.run(stopping)


@asynccontextmanager
async def build(
    settings: Settings,
    root: Path,
    *,
    bot: Bot,
    master: MasterKey,
    clock: Callable[[], datetime] = wall.now,
    token: Callable[[int], bytes] = os.urandom,
    poll_seconds: int = 30,
    stopping: asyncio.Event | None = None,
) -> AsyncIterator[App]:
    """Everything open and checked; closed again at the end, whatever happens. StoppedError: told to stop."""
    stopping = stopping or asyncio.Event()
    content = Content.load(root, clock=clock, zone=settings.zone)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    opening = Database.open(settings.data_dir, master, clock=clock, token=token)
    database = await unless_stopped(opening, stopping)
    try:
        starting = _start(settings, bot, database, content, clock, poll_seconds)
        yield await unless_stopped(starting, stopping)
    finally:
        await database.close()
        await bot.session.close()


async def _start(
    settings: Settings,
    bot: Bot,
    database: Database,
    content: Content,
    clock: Callable[[], datetime],
    poll_seconds: int,
) -> App:
    me = await who_am_i(bot)
    house = House(
        library=content.library,
        rules=content.triage,
        label=content.texts.label,
        desk=Desk(rules=rules_of(settings), details=details),
        username=me.username or "",
        staff_chat=settings.staff_chat_id,
        tools=content.tools,
        facts=content.facts,
        fact_users=content.fact_users,
    )
    corrections = Corrections(database, content.texts, content.facts)
    await database.write(destinations.set_staff, settings.staff_chat_id)
    await commands.publish(bot, content.texts)
    await database.write(_after_a_stop, house, database.swept)
    await corrections.load()
    health = Health(database, settings.health_file, clock, operators.backlog)
    return _app(bot, database, house, content, corrections, clock, health, poll_seconds)


def _after_a_stop(tx: Tx, house: House, swept: Sweep) -> None:
    """What the last stop cut short: erasing goes on to its end. A missing key, a changed log are alarms."""
    for owner in swept.unfinished:
        privacy.finish(tx, house, owner)
    if swept.missing:
        operators.keys_missing(tx, len(swept.missing))
    operators.audit_checked(tx)
    operators.restarted(tx, timers.overdue(tx, tx.now - LATE))


def _app(
    bot: Bot,
    database: Database,
    house: House,
    content: Content,
    corrections: Corrections,
    clock: Callable[[], datetime],
    health: Health,
    poll_seconds: int,
) -> App:
    dispatcher = Dispatcher(disable_fsm=True, house=house)
    dispatcher.include_router(handlers.router())
    who = Ranks(database)
    answers = Answers(operators.unreadable, operators.slow_down, operators.quarantined)
    worker = Worker(bot, database, feed_to(dispatcher, bot), answers, rank=who)

    async def conflict(_: str) -> None:
        await database.write(operators.conflict)

    return App(
        bot=bot,
        database=database,
        house=house,
        content=content,
        corrections=corrections,
        receiver=Receiver(
            bot, database, take=worker.take, alarm=conflict, beat=health.beat, poll_seconds=poll_seconds
        ),
        worker=worker,
        sender=Sender(
            bot,
            database,
            render=lambda message, at: render(message, content.texts, content.texts.facts, at),
            render_toast=lambda message, at: render_toast(message, content.texts, content.texts.facts, at),
            consequences=Consequences(
                operators.unreachable,
                operators.technical,
                lost=lambda tx, row, _: operators.not_arrived(tx, house.desk, row),
            ),
            clock=clock,
        ),
        clockwork=Clockwork(database, house, clock),
        ranks=who,
        health=health,
    )
