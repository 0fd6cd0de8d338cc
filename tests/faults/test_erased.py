"""Erased is erased: in no copy of the data that was ever made, with the newest keys and the master key."""

from __future__ import annotations

import asyncio
import itertools
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.preview.people import Person, person
from bot.storage import people
from tests.faults import deeds, marker
from tests.faults.attacker import Found, Keys, copied, readable, stolen
from tests.faults.conftest import Town, hired, settled
from tests.faults.families import Load, press

ALIVE = "тихоокеанище"  # the word of a family that stays
WANTED = (*marker.PLAIN, ALIVE)
EACH = 8  # commits between two copies
DAY_KEYS = timedelta(days=4)  # the raw message as it came in opens for three


class Backups:
    """Copies of the data all along, each between two transactions, its WAL included."""

    def __init__(self, town: Town, folder: Path) -> None:
        assert town.app is not None
        self._source, self._folder = town.settings.data_dir, folder
        self._database = town.app.database
        self._commits = itertools.count()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.made: list[Path] = []
        self._database.on_commit(self._committed)

    def _committed(self, _: set[str]) -> None:
        if next(self._commits) % EACH == 0:
            task = asyncio.ensure_future(self.take())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def take(self) -> Path:
        to = self._folder / f"data-{len(self.made):03d}"
        self.made.append(to)
        await self._database.read(lambda _: copied(self._source, to, "data.db"))
        return to

    async def keys(self, name: str, town: Town) -> Keys:
        """A copy of the keys, aside, and all that it opens with the master key."""
        to = self._folder / f"keys-{name}"
        await self._database.read(lambda _: copied(self._source, to, "keys.db"))
        return stolen(to, town.master)


class Gate:
    """Between the inbox and the handlers: shut, updates wait on disk."""

    def __init__(self, app: App) -> None:
        self.shut = False
        self.arrived = asyncio.Event()
        self._waiting: list[Any] = []
        self._onward = app.worker.take
        app.receiver._take = self._take

    def _take(self, updates: list[Any]) -> None:
        if self.shut:
            self._waiting += updates
            self.arrived.set()
        else:
            self._onward(updates)

    def open(self) -> None:
        self.shut = False
        self._onward(self._waiting)


@pytest.mark.usefixtures("hurried")
async def test_an_erased_person_is_unreadable_in_every_backup(town: Town, tmp_path: Path) -> None:
    async with town.bot() as app:
        app.worker._retry_after = (0.0, 0.0)
        olga, _ = await hired(town, ["Ольга", "Ирина"])
        backups, gate = Backups(town, tmp_path), Gate(app)
        stays = await _one_who_stays(town)
        who = person(town.telegram, marker.NAME, id=marker.ACCOUNT + 100)
        await deeds.case(town, who, olga)
        await deeds.relay(town, who, olga)
        await deeds.faults(town, who, olga)  # leaves updates in quarantine
        gate.shut = True
        await who.sends(f"последнее слово: {marker.VOICE}")
        await asyncio.wait_for(gate.arrived.wait(), 30)
        waiting = await backups.take()
        gate.open()
        await settled(town)
        before = await backups.keys("before", town)

        await _erases(town, who)
        await backups.take()
        after = await backups.keys("after", town)
        found = _found(backups, after)
        assert {kind: words for kind, words in found.items() if kind != "day"} == {}
        assert marker.VOICE.split()[0] in readable(waiting, after, marker.PLAIN)["day"]  # it was on disk
        assert await app.database.read(lambda tx: tx.index_all(people.TELEGRAM, who.user.id)) == []
        assert await _deleted(town, olga)

        await town.later(DAY_KEYS)
        await settled(town)
        await backups.take()
        assert _found(backups, await backups.keys("last", town)) == {}

        opened = [readable(copy, before, WANTED) for copy in backups.made]  # the control: all of it was open
        seen = {word for found in opened for words in found.values() for word in words}
        assert {*marker.NAME.split(), *marker.FREE.split(), "219876543", ALIVE} <= seen
        assert ALIVE in readable(backups.made[-1], after, WANTED)["case"]
        assert await app.database.read(lambda tx: people.find(tx, stays.user.id))


def _found(backups: Backups, keys: Keys) -> Found:
    """What of the erased person's words opens in any copy."""
    found: Found = {}
    for copy in backups.made:
        for kind, words in readable(copy, keys, marker.PLAIN).items():
            found.setdefault(kind, set()).update(words)
    return found


async def _one_who_stays(town: Town) -> Person:
    """Another family, in the queue, with words of its own."""
    load = Load(town.telegram, town.staff, random.Random(2))
    _, who = load.newcomer("Анна")
    await load.to_the_queue(who)
    await press(who, "next")
    await who.sends(f"мы тоже ждём, {ALIVE}")
    await settled(town)
    return who


async def _erases(town: Town, who: Person) -> None:
    """«Мои данные» → «Стереть всё» → «Да»."""
    for data in ("d|erase_data", "d|erase_data_yes"):
        await who.presses_data(who.last(), data)
        await settled(town)


async def _deleted(town: Town, seat: Person) -> bool:
    """That nothing of the erased person's is left to read in the chat of the seat."""

    def gone() -> bool:
        return not any(marker.in_text("the seat", str(message.content)) for message in seat.from_bot())

    return await town.telegram.changes.until(gone, 30)
