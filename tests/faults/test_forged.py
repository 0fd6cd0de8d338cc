"""Forged buttons and links: whatever data comes from whomever, in whatever chat, does only what they may.

The world is made by people over HTTP; then each press is tried on the disk and taken back, so that every
one of them meets the same world. A press is wrong when it raises, or when it changes a row of somebody
whom it does not concern.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.core.cases import Outcome, Shut
from bot.core.incoming import Incoming, Press
from bot.core.people import Role
from bot.core.queue_buttons import IN_GROUP, OF_PERSON, WITHOUT_CASE, Verb
from bot.preview.people import Person, person
from bot.services import speaking
from bot.services.house import House
from bot.storage import cases, invites, people, sessions, volunteers
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.faults.conftest import Town, hired, settled
from tests.faults.families import Load, data_of, press
from tests.journeys.conftest import open_town

FOREIGN_GROUP = -1_009_999_999_999
pytestmark = pytest.mark.xdist_group("forged")  # one world for all

RANDOM_PRESSES = int(os.environ.get("PRESSES", "1500"))
RANDOM_LINKS = 300
# Written at every press, or by design without an owner's name.
BESIDE = frozenset({"inbox", "audit", "keyed", "flow_event", "meta", "sqlite_sequence", "sqlite_stat1"})
TO_THE_TEAM = frozenset({"outbox", "remembered"})  # a row here may name a volunteer: it is a word to them


class TakenBack(Exception):
    """Ends a press that was only tried."""


@dataclass
class Family:
    """What belongs to a family and nobody else."""

    who: Person
    person: str
    case: str
    epoch: int
    sessions: tuple[str, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset({self.person, self.case, *self.sessions})


@dataclass
class World:
    """The disk as the people left it, with everybody's ids."""

    store: Store
    house: House
    staff_chat: int
    led: Family  # Olga has this case
    waiting: Family  # nobody has this one
    team: dict[str, tuple[Person, str]]
    stranger: Person
    harvest: list[str] = field(default_factory=list)  # all data that any button ever carried

    def rows(self, tx: Tx) -> set[tuple[Any, ...]]:
        """Every row of every table."""
        names = [row[0] for row in tx.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            (name, *row) for name in names if name not in BESIDE for row in tx.rows(f"SELECT * FROM {name}")
        }

    def changed(self, work: Any, *args: Any) -> set[tuple[Any, ...]]:
        """The rows that a piece of work would add, change or delete; it is taken back."""
        found: set[tuple[Any, ...]] = set()

        def trial(tx: Tx) -> None:
            before = self.rows(tx)
            work(tx, self.house, *args)
            found.update(self.rows(tx) ^ before)
            raise TakenBack

        with pytest.raises(TakenBack):
            self.store.write(trial)
        return found

    def pressed(self, who: Person, data: str, chat: int | None = None) -> set[tuple[Any, ...]]:
        press = Press(
            sender=who.user.id, query_id="1", data=data, message_id=7, chat_id=chat or who.user.id, name="X"
        )
        return self.changed(speaking.pressed, press)


def touching(rows: set[tuple[Any, ...]], ids: frozenset[str]) -> set[tuple[Any, ...]]:
    """Rows that name one of the ids."""
    return {row for row in rows if any(isinstance(v, str) and any(one in v for one in ids) for v in row[1:])}


def of_colleagues(world: World, rows: set[tuple[Any, ...]], actor: str) -> set[tuple[Any, ...]]:
    """Rows about other volunteers that are more than a word to them."""
    others = frozenset(number for name, (_, number) in world.team.items() if name != actor)
    return {row for row in touching(rows, others) if row[0] not in TO_THE_TEAM}


# --- the world -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once: every try is taken back."""
    made = asyncio.run(_made(tmp_path_factory.mktemp("forged")))
    yield made
    made.store.close()


async def _made(folder: Path) -> World:
    """Two families, a team of every kind, a stranger; the bot has stopped."""
    async with open_town(folder) as town:
        return await _lived(town)


async def _lived(town: Town) -> World:
    async with town.bot() as app:
        house = app.house
        team = {
            "olga": (await hired(town, ["Ольга"]))[0],
            "irina": (await hired(town, ["Ирина"]))[0],
            "translator": (await hired(town, ["Глеб"], Role.TRANSLATOR))[0],
            "coordinator": (await hired(town, ["Наталья"], Role.COORDINATOR))[0],
            "admin": (await hired(town, ["Борис"], Role.ADMIN))[0],
            "pending": (await hired(town, ["Новый"], state="pending"))[0],
            "off": (await hired(town, ["Бывшая"], Role.ADMIN, state="off"))[0],
        }
        load = Load(town.telegram, town.staff, random.Random(1))
        families = [load.newcomer(name)[1] for name in ("Марина", "Анна")]
        for one in families:
            await load.to_the_queue(one)
            await press(one, "next")
        led = await app.database.read(_family, families[0])
        card, button = await town.staff.wait(lambda: _card(town, led.case), "no card", 30)
        await team["olga"].presses_data(card, data_of(button))
        await families[0].sends("мы ждём вестей")
        copy = await team["olga"].sees("мы ждём вестей")
        await team["olga"].replies(copy, "работаем")
        await team["olga"].sends("заметка себе")
        await families[0].sees("работаем")
        await settled(town)
        waiting = await app.database.read(_family, families[1])
        led = await app.database.read(_family, families[0])
        numbers = {name: await app.database.read(_volunteer, one) for name, one in team.items()}
    store = Store(town.settings.data_dir, town.master, clock=town.telegram.clock.now)
    return World(
        store, house, town.staff.chat.id, led, waiting,
        {name: (one, numbers[name]) for name, one in team.items()}, person(town.telegram, "Чужой"),
        sorted(_ever_shown(town)),
    )  # fmt: skip


def _card(town: Town, case_id: str) -> Any:
    found = [(m, b) for m in town.staff.from_bot() for b in m.buttons() if f"take|{case_id}" in data_of(b)]
    return found[-1] if found else None


def _family(tx: Tx, who: Person) -> Family:
    found = people.find(tx, who.user.id)
    assert found is not None
    case = cases.of_person(tx, found.id)[-1]
    return Family(who, found.id, case.id, case.epoch, tuple(sessions.of_person(tx, found.id)))


def _volunteer(tx: Tx, who: Person) -> str:
    found = volunteers.find(tx, who.user.id)
    assert found is not None
    return found.id


def _ever_shown(town: Town) -> set[str]:
    """Data of every button that was ever sent to anybody."""
    shown: set[str] = set()
    for call in town.telegram.calls:
        markup = call.values.get("reply_markup")
        rows = (json.loads(markup) if isinstance(markup, str) else markup or {}).get("inline_keyboard", [])
        shown |= {button["callback_data"] for row in rows for button in row if "callback_data" in button}
    return shown


# --- the data ------------------------------------------------------------------------------------


def desk_data(world: World, family: Family) -> Iterator[str]:
    """Every verb of the desk on a case, in its turn and in others."""
    for epoch in (family.epoch, 0, family.epoch + 1, 999_999):
        for verb in set(Verb) - WITHOUT_CASE:
            yield f"q|{verb}|{family.case}|{epoch}"
        yield from (f"q|out.{end}|{family.case}|{epoch}" for end in Outcome)
        yield from (f"q|shut.{end}|{family.case}|{epoch}" for end in Shut)
    yield from (f"s|send|{number}|{family.case}" for number in range(1, 40))


def power_data(world: World) -> Iterator[str]:
    """What only leaders may: people in, people out."""
    for _, number in world.team.values():
        yield from (f"{verb}|{number}" for verb in ("v|yes", "v|no", "s|off", "s|off_yes"))
    yield from (f"s|role|{role}" for role in Role)
    yield from ("s|invite", "s|team")


def family_data(world: World, family: Family) -> Iterator[str]:
    """Every button of a family's conversations: what they were shown, and what their sessions allow."""
    yield from (data for data in world.harvest if any(one in data for one in family.ids))
    for session in family.sessions:
        yield from (f"{verb}|{session}" for verb in ("r", "x", "n|back", "n|below", "n|cur", "p|9"))
        yield f"c|what_order|{session}"
    yield from (f"q|{verb}|{family.case}|{family.epoch}" for verb in OF_PERSON)


# --- who may not ---------------------------------------------------------------------------------


def test_a_stranger_moves_nothing_of_anybody(world: World) -> None:
    """Also another family is a stranger to this one, and who is not yet, or no longer, of the team."""
    team_ids = frozenset(number for _, number in world.team.values())
    actors = [world.stranger, world.waiting.who, world.team["pending"][0], world.team["off"][0]]
    data = [*desk_data(world, world.led), *family_data(world, world.led), *power_data(world)]
    assert not touching(world.pressed(world.team["off"][0], "s|desk"), frozenset({world.team["off"][1]}))
    for who in actors:
        for one in data:
            for chat in (None, world.staff_chat):
                rows = world.pressed(who, one, chat)
                assert not touching(rows, world.led.ids), (who.user.first_name, one, chat)
                about_team = {row for row in touching(rows, team_ids) if row[0] not in TO_THE_TEAM}
                assert not about_team, (who.user.first_name, one, chat)
    for one in (*desk_data(world, world.waiting), *family_data(world, world.waiting)):
        assert not touching(world.pressed(world.led.who, one), world.waiting.ids), one


@pytest.mark.parametrize("actor", ["irina", "translator"])
def test_a_volunteer_off_the_case_moves_nothing_of_it(world: World, actor: str) -> None:
    """They may be asked for a reason or a line, in their own chat: such a question moves nothing."""
    who, _ = world.team[actor]
    for one in (*desk_data(world, world.led), *family_data(world, world.led), *power_data(world)):
        for chat in (None, world.staff_chat, FOREIGN_GROUP):
            rows = world.pressed(who, one, chat)
            assert not touching(rows, world.led.ids), (one, chat)
            assert not of_colleagues(world, rows, actor), (one, chat)


def test_a_case_that_waits_is_taken_in_its_turn_only(world: World) -> None:
    irina, _ = world.team["irina"]
    right = f"q|take|{world.waiting.case}|{world.waiting.epoch}"
    assert touching(world.pressed(irina, right), world.waiting.ids)  # the control: this one may
    assert touching(world.pressed(irina, right, world.staff_chat), world.waiting.ids)
    assert not touching(world.pressed(irina, right, FOREIGN_GROUP), world.waiting.ids)
    for one in desk_data(world, world.waiting):
        if one != right:
            assert not touching(world.pressed(irina, one), world.waiting.ids), one
    gleb, _ = world.team["translator"]
    assert not touching(world.pressed(gleb, right), world.waiting.ids)


def test_in_a_group_even_the_owner_only_takes(world: World) -> None:
    """Details, notes, endings: never where others look on."""
    olga, _ = world.team["olga"]
    for one in desk_data(world, world.led):
        if one.split("|")[1] not in IN_GROUP:
            for chat in (world.staff_chat, FOREIGN_GROUP):
                assert not touching(world.pressed(olga, one, chat), world.led.ids), (one, chat)
    assert touching(world.pressed(olga, f"q|details|{world.led.case}|1"), world.led.ids)  # the control


def test_a_coordinator_reads_nothing_without_a_reason(world: World) -> None:
    natalya, _ = world.team["coordinator"]
    for verb in (Verb.DETAILS, Verb.RELEASE, Verb.LOWER, Verb.RESOLVE, Verb.PAUSE):
        rows = world.pressed(natalya, f"q|{verb}|{world.led.case}|{world.led.epoch}")
        assert not touching(rows, world.led.ids), verb
    for note in range(1, 40):
        assert not touching(world.pressed(natalya, f"s|send|{note}|{world.led.case}"), world.led.ids)
    for role in (Role.COORDINATOR, Role.ADMIN):
        assert not [row for row in world.pressed(natalya, f"s|role|{role}") if row[0] == "invite"]
    for name in ("admin", "coordinator", "off"):
        rows = world.pressed(natalya, f"s|off_yes|{world.team[name][1]}")
        assert not [row for row in rows if row[0] == "volunteer"], name


def test_a_family_cannot_do_the_desks_work_on_its_own_case(world: World) -> None:
    theirs = {"q|" + verb for verb in OF_PERSON}
    for one in desk_data(world, world.led):
        if "|".join(one.split("|")[:2]) not in theirs:
            assert not touching(world.pressed(world.led.who, one), frozenset({world.led.case})), one


# --- at random -----------------------------------------------------------------------------------


def mutated(rng: random.Random, data: str) -> str:
    """One to three changes of a character, a piece cut out, or two pieces of data grown together."""
    letters = [*string.printable, "|", "|", ".", "$", "Ж", "\u202e", "\x00", "٣", "²"]
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(4):
            case 0:
                data = data[:at] + rng.choice(letters) + data[at:]
            case 1:
                data = data[:at] + data[at + 1 :]
            case 2:
                data = data[:at] + rng.choice(letters) + data[at + 1 :]
            case _:
                data = data[:at] + data[rng.randrange(len(data) + 1) :]
    return data[:64]


def test_random_buttons_raise_nothing_and_move_nothing(world: World) -> None:
    rng = random.Random(20_261_124)
    known = [*world.harvest, *desk_data(world, world.led), *power_data(world), *family_data(world, world.led)]
    actors = [(world.stranger, ""), (world.team["irina"][0], "irina"), (world.waiting.who, "")]
    for _ in range(RANDOM_PRESSES):
        who, actor = rng.choice(actors)
        data = mutated(rng, rng.choice(known))
        rows = world.pressed(who, data, rng.choice([None, None, world.staff_chat]))
        assert not touching(rows, world.led.ids), (who.user.first_name, data)
        assert not of_colleagues(world, rows, actor), (who.user.first_name, data)


def test_random_links_let_nobody_in(world: World) -> None:
    rng = random.Random(7)
    alphabet = string.ascii_letters + string.digits + "-_"
    token = "".join(rng.choices(alphabet, k=22))

    def issue(tx: Tx) -> None:
        invites.add(tx, token, Role.ADMIN, world.team["admin"][1])

    world.store.write(issue)
    payloads = [f"v_{mutated(rng, token)}" for _ in range(RANDOM_LINKS)]
    payloads += [
        "v_",
        "v_" + "я" * 22,
        f"v_{token}x",
        f"V_{token}",
        f" v_{token}",
        f"v_{token} v_{token}",
        "c_1",
        "v_" + "a" * 64,
    ]
    for payload in payloads:
        if payload.split()[:1] == [f"v_{token}"]:
            continue  # that is the link itself
        rows = world.changed(speaking.said, _start(world.stranger, payload))
        assert not [row for row in rows if row[0] in ("volunteer", "invite")], payload
    rows = world.changed(speaking.said, _start(world.stranger, f"v_{token}"))  # the control: pending, no more
    (joined,) = [row for row in rows if row[0] == "volunteer"]
    assert "pending" in joined
    assert "active" not in joined


def _start(who: Person, payload: str) -> Incoming:
    words = f"/start {payload}"
    return Incoming(sender=who.user.id, message_id=3, text=words, raw_text=words, name="X")
