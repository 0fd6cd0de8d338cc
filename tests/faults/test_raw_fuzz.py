"""Updates as nobody has seen them: each is handled or set aside, none stops the queue or raises."""

from __future__ import annotations

import functools
import io
import json
import os
import random

import pytest

from bot import logs
from bot.preview.people import Person
from bot.storage import inbox, people
from bot.storage.tx import Tx
from bot.telegram import fair
from tests.faults.conftest import Town, idle
from tests.faults.shapes import mutated, shapes

MUTATIONS = int(os.environ.get("MUTATIONS", "2000"))
FIRST_ACCOUNT = 800_000_001
AT_ONCE = 200
SEED = int(os.environ.get("SEED", "20261124"))
EXPECTED = frozenset({"ValidationError", "UnknownKindError", "AbsurdValueError"})


@pytest.fixture
def said() -> io.StringIO:
    """The log as it is written, lines of JSON."""
    stream = io.StringIO()
    logs.configure("json", stream)
    return stream


async def test_mutated_updates_stop_nothing(
    town: Town, said: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever cannot be told apart shares one queue, and a queue is read at the pace of one person.
    monkeypatch.setattr(fair, "Budget", functools.partial(fair.Budget, burst=MUTATIONS))
    rng = random.Random(SEED)
    updates = town.telegram.the_bot.updates
    async with town.bot() as app:
        await town.marina.starts()
        await town.marina.sees("Что случилось?")
        for start in range(0, MUTATIONS, AT_ONCE):
            for number in range(start, min(start + AT_ONCE, MUTATIONS)):
                shape = rng.choice(shapes(FIRST_ACCOUNT + number, town.staff.chat.id))
                updates.push_raw(mutated(shape, rng))
            await idle(app.database, lambda tx: inbox.waiting(tx) == 0 and not updates.pending, 120)
        before = await app.database.read(_to, town.marina)
        # All the other answers wait before hers: it is enough that it waits too.
        await town.marina.sends("/start")
        await idle(app.database, lambda tx: _to(tx, town.marina) > before, 5)
        aside = await app.database.read(inbox.quarantined)
        stored = await app.database.read(lambda tx: tx.value("SELECT count(*) FROM inbox"))
    events = [json.loads(line) for line in said.getvalue().splitlines()]
    failed = {(event["error"], event["place"]) for event in events if event["event"] == "handler failed"}
    assert failed == set()
    assert stored == len(updates.history)
    assert {error for _, _, error in aside} <= EXPECTED
    assert MUTATIONS // 10 < len(aside) < MUTATIONS
    assert not [event for event in events if event["event"] == "not rendered"]
    assert sum(event["event"] == "update quarantined" for event in events) == len(aside)


def _to(tx: Tx, who: Person) -> int:
    """How much has ever been said, or is to be said, to a person."""
    found = people.find(tx, who.user.id)
    assert found is not None
    count: int = tx.value("SELECT count(*) FROM outbox WHERE dest = ?", (f"person:{found.id}",))
    return count
