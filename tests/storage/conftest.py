"""A database in a folder of its own, with a clock that moves when told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.keys import MasterKey
from bot.storage.store import Store


class Clock:
    """A time that stands still until moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def master() -> MasterKey:
    return MasterKey(bytes(range(32)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path, master: MasterKey, clock: Clock) -> Iterator[Store]:
    opened = Store(folder, master, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
async def db(folder: Path, master: MasterKey, clock: Clock) -> AsyncIterator[Database]:
    opened = await Database.open(folder, master, clock=clock)
    yield opened
    await opened.close()
