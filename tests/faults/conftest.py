"""The town of the journeys: the bot over real HTTP, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.core.ops import Lane
from bot.core.people import Role, Shift
from bot.preview.people import Person, person
from bot.storage import inbox, volunteers
from bot.storage.database import Database, Tx
from tests.journeys.conftest import Town, hurry, town

__all__ = ["Town", "hired", "idle", "settled", "town"]


@pytest.fixture
async def app_town(town: Town) -> AsyncIterator[Town]:
    """The same with the bot running."""
    async with town.bot():
        yield town


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram's pace and the pace of one person are other tests' business."""
    hurry(monkeypatch)


async def hired(
    town: Town, names: list[str], role: Role = Role.MANAGER, *, state: str = "active", shift: Shift = Shift.ON
) -> list[Person]:
    """Volunteers who joined long ago; each has started the bot and is in the group."""
    assert town.app is not None
    made = [person(town.telegram, name) for name in names]
    town.staff.adds(*made)

    def work(tx: Tx) -> None:
        for one in made:
            number = volunteers.add(tx, one.user.id, one.user.first_name, role, state=state, invited_by=None)
            if state == "active":
                volunteers.set_shift(tx, number, shift)

    await town.app.database.write(work)
    for one in made:
        await one.starts()
    return made


async def idle(database: Database, true: Callable[[Tx], bool], seconds: float = 30.0) -> None:
    """Until something is so on disk; asked again after each transaction that others had in between."""
    async with asyncio.timeout(seconds):
        while not await database.read(true):  # noqa: ASYNC110  # the condition is anybody's
            await asyncio.sleep(0.01)


async def settled(town: Town, seconds: float = 60.0) -> None:
    """Until everything that came in is handled and everything that is to be said now is said."""
    assert town.app is not None

    def quiet(tx: Tx) -> bool:
        held = "SELECT count(*) FROM outbox WHERE state = 'sending' OR (state = 'pending' AND lane < ?)"
        return inbox.waiting(tx) == 0 and tx.value(held, (Lane.CARD,)) == 0

    await town.telegram.changes.until(lambda: not town.telegram.the_bot.updates.pending, seconds)
    await idle(town.app.database, quiet, seconds)
