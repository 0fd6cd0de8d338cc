"""A street of people, a team, and a bot among them that is ended again and again, and starts again.

Three kinds of death in turn: at a random moment of its life (its start included), inside a call before
Telegram did what was asked, and inside a call after it was done and before the answer.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.people import Role, Shift
from bot.preview.http import run_bot_api
from bot.preview.people import Group, Person, group, person
from bot.preview.telegram import EXAMPLE_TOKEN, LocalTelegram
from bot.storage import volunteers
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.faults.families import PATIENCE, Ledger, Load
from tests.faults.process import MASTER_SECRET, BotProcess, bot_process
from tests.faults.texts import REPEAT
from tests.faults.weather import Weather

FAMILIES, PASSERS_BY = 5, 2
LONGEST_LIFE = 4.0  # seconds until a shot at a random moment; a start takes about half of one
SHOT_COMES_WITHIN = 15.0  # seconds; a bot with nothing to call is shot then
LONGEST_WAIT = 90.0  # seconds for people to get somewhere, before the run is called stuck
CALLS, MESSAGES = 120, 15  # a life may have, of all kinds and of new messages
STEP = timedelta(seconds=20)  # the clock of each next life is that much further
RUNG_TIMES = tuple(timedelta(minutes=m) for m in (10, 20, 45, 60, 90))  # of a P1 that nobody takes
AFTER = timedelta(minutes=1)  # past a rung a life of the night begins
NEVER = datetime.max.replace(tzinfo=UTC)
STOPS_WITHIN = 20.0  # seconds from SIGTERM to the end


@dataclass
class Street:
    """The local Telegram, its people, and the bot that dies."""

    telegram: LocalTelegram
    weather: Weather
    staff: Group
    boss: Person
    team: list[Person]
    folder: Path
    bot: BotProcess
    quiet: str = ""  # the code of a request that nobody takes
    quiet_since: datetime = NEVER
    ahead: timedelta = timedelta()
    stops: list[float] = field(default_factory=list)  # seconds that each clean stop took

    async def live(self, step: timedelta = timedelta()) -> None:
        """Starts the bot with its clock further on."""
        self.ahead += step
        self.telegram.clock.ahead = self.ahead
        self.weather.reading.clear()
        await self.bot.start(self.ahead)

    def store(self) -> Store:
        """The disk, while no bot runs."""
        return Store(self.folder, MasterKey(MASTER_SECRET), clock=self.telegram.clock.now)

    @property
    def said(self) -> Path:
        """Everything that the bots wrote to their standard error."""
        return self.folder.with_name("said.jsonl")


End = Callable[[Street, random.Random, int], Awaitable[None]]


async def shoot(street: Street, rng: random.Random, number: int) -> None:
    """kill -9, at an instant that nobody chose."""
    kind = number % 3
    if kind == 0:
        await asyncio.sleep(rng.uniform(0.0, LONGEST_LIFE))
        street.bot.shoot()
    else:
        late = kind == 2
        calls = rng.randint(1, MESSAGES if late else CALLS)
        street.weather.shoot_in(calls, street.bot.shoot, effect=late)
        try:
            await street.bot.ended(SHOT_COMES_WITHIN)
        except TimeoutError:
            street.bot.shoot()
    status = await street.bot.ended()
    street.weather.calm()
    assert status == -9, f"the bot ended by itself: {status}"


async def ask_to_stop(street: Street, rng: random.Random, number: int) -> None:
    """SIGTERM while everybody writes: a clean end, soon."""
    del number
    await asyncio.wait_for(street.weather.reading.wait(), SHOT_COMES_WITHIN)
    await asyncio.sleep(rng.uniform(0.0, LONGEST_LIFE / 2))
    began = time.monotonic()
    status = await street.bot.terminate()
    street.stops.append(time.monotonic() - began)
    assert status == 0, f"SIGTERM ended with {status}"
    assert street.stops[-1] < STOPS_WITHIN


async def run(ends: int, folder: Path, end: End = shoot, *, seed: int = 7) -> tuple[Street, Ledger]:
    """Load and ends, a long night, a clean stop."""
    rng = random.Random(seed)
    telegram = LocalTelegram()
    telegram.add_bot()
    weather = telegram.faults = Weather(rng)
    team = [person(telegram, name) for name in ("Ольга", "Ирина")]
    boss = person(telegram, "Борис")
    staff = group(telegram, "Дежурные", [boss, *team])
    staff.sets_bot("administrator")
    async with run_bot_api(telegram) as served:
        settings = {
            "bot_token": EXAMPLE_TOKEN, "telegram_api_url": served.url, "data_dir": str(folder / "data"),
            "staff_chat_id": staff.chat.id, "admin_ids": [boss.user.id], "open_cases_per_volunteer": 100,
        }  # fmt: skip
        async with bot_process(settings, folder / "said.jsonl") as bot:
            street = Street(telegram, weather, staff, boss, team, folder / "data", bot)
            return street, await _lives(street, rng, ends, end)


async def _lives(street: Street, rng: random.Random, ends: int, end: End) -> Ledger:
    hire(street)
    changes = street.telegram.changes
    load = Load(street.telegram, street.staff, rng)
    await street.live()
    for one in (street.boss, *street.team):
        await one.starts()
    street.quiet, street.quiet_since = await _quiet_family(load), street.telegram.clock.now()
    async with asyncio.TaskGroup() as tasks:
        standing = [
            tasks.create_task(load.volunteer(one, lambda card: street.quiet in card.text))
            for one in street.team
        ]
        standing.append(tasks.create_task(street.bot.guard()))
        passing = [tasks.create_task(_families(load)) for _ in range(FAMILIES)]
        passing += [tasks.create_task(load.passers_by()) for _ in range(PASSERS_BY)]
        for number in range(ends):
            # On a slow machine a life is left alone until people got that far: else its end would say nothing.
            await changes.until(lambda number=number: len(load.ledger.texts) > number, LONGEST_WAIT)
            await end(street, rng, number)
            await street.live(STEP)
        await changes.until(lambda: _worth(street, load, ends), LONGEST_WAIT)
        load.enough.set()
        await asyncio.wait(passing)
        for task in standing:
            task.cancel()
    await _night(street)
    street.weather.on = False
    status = await street.bot.terminate()
    assert status == 0, f"SIGTERM ended with {status}"
    return load.ledger


def _worth(street: Street, load: Load, ends: int) -> bool:
    """Whether all that the ends were to be survived under has been there."""
    weather = street.weather.counts
    return bool(
        len(load.ledger.texts) > ends
        and load.ledger.presses > 5 * ends
        and load.ledger.malformed
        and weather["lost answers"]
        and weather["429"]
    )


async def _families(load: Load) -> None:
    """Family after family, so that at any end somebody walks and somebody writes."""
    while not load.enough.is_set():
        await load.family()


def hire(street: Street) -> None:
    """Two volunteers on shift, as if they had joined long ago."""

    def work(tx: Tx) -> None:
        for one in street.team:
            number = volunteers.add(
                tx, one.user.id, one.user.first_name, Role.MANAGER, state="active", invited_by=None
            )
            volunteers.set_shift(tx, number, Shift.ON)

    store = street.store()
    store.write(work)
    store.close()


async def _quiet_family(load: Load) -> str:
    """A request that nobody will take: its ladder must ring through all deaths. Gives its code."""
    _, who = load.newcomer("Тихие")
    await load.to_the_queue(who)
    told = await who.sees("№", seconds=PATIENCE)
    found = re.search(r"№([A-Z]+\d+)", told.text)
    assert found
    return found[1]


async def _night(street: Street) -> None:
    """Life after life in which nobody does anything: each finds the next rung overdue and rings it at once.

    A rung that fell due earlier, in a long run of deaths, has rung in a life of its own.
    """
    for rung in RUNG_TIMES:
        street.bot.shoot()
        await street.bot.ended()
        age = street.telegram.clock.now() - street.quiet_since
        before = _calls(street)
        await street.live(max(timedelta(), rung + AFTER - age))
        if age < rung:
            await street.telegram.changes.until(lambda before=before: _calls(street) - before, LONGEST_WAIT)


def _calls(street: Street) -> set[str]:
    """How somebody was woken about the quiet family: each rung says how long it waits, a repeat says nothing new."""
    return {
        message.text.replace(REPEAT, "").strip()
        for room in (street.boss, *street.team)
        for message in room.from_bot()
        if street.quiet in message.text and message.buttons()
    }
