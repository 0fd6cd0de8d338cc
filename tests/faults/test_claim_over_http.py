"""Thirty volunteers press «Беру» on one card at once: one has it, the others learn who, nothing else happens."""

from __future__ import annotations

import asyncio
import random

from bot.core.cases import Case
from bot.preview.messages import Message
from bot.preview.people import Person
from bot.storage import cases, events, people, seats, volunteers
from bot.storage.database import Tx
from tests.faults.conftest import Town, hired, settled
from tests.faults.families import Load, data_of
from tests.faults.texts import piece

CARDS = 4
TAKEN = piece("desk.ftl", "desk-taken")
LEARN_WITHIN = 2.0  # seconds (I2), and as much again for a machine that does other things too


def card_of(town: Town, code: str) -> tuple[Message, str] | None:
    """The card of a request and the data of its button."""
    for message in town.staff.from_bot():
        for one in message.buttons():
            if code in message.text and data_of(one).startswith("q|take|"):
                return message, data_of(one)
    return None


async def everybody_presses(town: Town, team: list[Person], code: str) -> dict[str, str]:
    """What each was told, by name."""
    message, data = await town.staff.wait(lambda: card_of(town, code), f"no card of {code}", 30)
    began = asyncio.get_running_loop().time()
    queries = {one.user.first_name: await one.presses_data(message, data) for one in team}
    await town.telegram.changes.until(lambda: all(query.answer for query in queries.values()), 30)
    assert asyncio.get_running_loop().time() - began < 2 * LEARN_WITHIN
    return {name: str((query.answer or {})["text"]) for name, query in queries.items()}


async def test_thirty_press_one_card_and_one_has_it(app_town: Town) -> None:
    town = app_town
    assert town.app is not None
    team = await hired(town, [f"{name}{i}" for i in range(10) for name in ("Аня", "Вера", "Саша")])
    load = Load(town.telegram, town.staff, random.Random(5))
    for round_ in range(CARDS):
        _, family = load.newcomer("Семья")
        await load.to_the_queue(family)
        case = await town.app.database.read(_newest, family.user.id)
        told = await everybody_presses(town, team, case.code)
        winners = [name for name, words in told.items() if TAKEN in words]
        assert len(winners) == 1
        owner, alias, claims, holders = await town.app.database.read(_outcome, case.id)
        assert owner == next(one.user.id for one in team if one.user.first_name == winners[0])
        assert all(alias in words for name, words in told.items() if name != winners[0])
        assert (claims, holders) == (1, 1)
        await settled(town)
        knowing = [one.user.first_name for one in team if any(case.code in m.text for m in one.from_bot())]
        assert knowing == winners, f"round {round_}: details went to others too"


def _newest(tx: Tx, telegram_id: int) -> Case:
    person = people.find(tx, telegram_id)
    assert person is not None
    return cases.of_person(tx, person.id)[-1]


def _outcome(tx: Tx, case_id: str) -> tuple[int | None, str, int, int]:
    """The winner's account and alias, how many claims the log has, how many hold a seat."""
    case = cases.get(tx, case_id)
    assert case is not None
    assert case.owner is not None
    claims = sum(event.type == "claim" for event in events.of_case(tx, case_id))
    return (
        volunteers.chat_of(tx, case.owner),
        volunteers.alias_of(tx, case.owner),
        claims,
        len(seats.holders(tx, case_id)),
    )
