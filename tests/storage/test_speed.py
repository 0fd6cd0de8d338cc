"""What makes the store fast, as counts: commits and hops between threads, which no machine changes."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import Database
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

UPDATES = 1500
NOTE = "INSERT INTO meta (name, value) VALUES (?, ?)"
NOTES = "SELECT count(*) FROM meta WHERE name LIKE 'note:%'"


def update(tx: Tx, n: int) -> None:
    tx.execute(NOTE, (f"note:{n}", "x"))


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the store has committed; hops back from its thread are counted with the writers."""
    counted: Counter[str] = Counter()
    commit = Store._commit

    def committed(store: Store) -> None:
        counted["commits"] += 1
        commit(store)

    monkeypatch.setattr(Store, "_commit", committed)
    return counted


async def through_the_writer(folder: Path, clients: int, counts: Counter[str]) -> None:
    """So many clients write, each waiting for its own."""
    db = await Database.open(folder, MasterKey.throwaway(), clock=Clock())
    loop = asyncio.get_running_loop()
    hop: Callable[..., Any] = loop.call_soon_threadsafe
    numbers = iter(range(UPDATES))

    def hopped(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is not threading.main_thread():
            counts["hops"] += 1
        return hop(*args, **kwargs)

    async def client() -> None:
        for n in numbers:
            await db.write(update, n)

    counts.clear()
    loop.call_soon_threadsafe = hopped  # type: ignore[method-assign]
    await asyncio.gather(*(client() for _ in range(clients)))
    loop.call_soon_threadsafe = hop  # type: ignore[method-assign]
    assert await db.read(lambda tx: tx.value(NOTES)) == UPDATES
    await db.close()


async def test_a_hundred_waiting_writes_share_their_commits(tmp_path: Path, counts: Counter[str]) -> None:
    await through_the_writer(tmp_path, 100, counts)
    assert counts["commits"] <= UPDATES // 20
    assert counts["hops"] == counts["commits"]


async def test_a_lone_write_is_one_commit_and_one_hop_back(tmp_path: Path, counts: Counter[str]) -> None:
    await through_the_writer(tmp_path, 1, counts)
    assert counts["commits"] == UPDATES
    assert counts["hops"] == UPDATES
