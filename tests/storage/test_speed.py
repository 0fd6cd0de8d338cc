"""The store's ratios of one run (they hold on any machine); half the target, so that only a slip fails."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.storage import files
from bot.storage.database import Database
from bot.storage.keys import MasterKey
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

UPDATES = 1500
TABLES = (
    "CREATE TABLE session (id INTEGER PRIMARY KEY, state BLOB) STRICT",
    "CREATE TABLE post (id INTEGER PRIMARY KEY, dest TEXT, payload BLOB) STRICT",
)
READ = "SELECT state FROM session WHERE id = ?"
SAVE = "INSERT INTO session VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state"
POST = "INSERT INTO post (dest, payload) VALUES (?, ?)"
STATE, PAYLOAD = bytes(400), bytes(300)


def one_by_one(folder: Path) -> float:
    """Updates a second, each in a durable transaction of its own, nothing between: the floor."""
    folder.mkdir()
    sql = files.connect(folder / "floor.db")
    for table in TABLES:
        sql.execute(table)
    start = time.perf_counter()
    for n in range(UPDATES):
        sql.execute("BEGIN IMMEDIATE")
        sql.execute(READ, (n % 100,)).fetchone()
        sql.execute(SAVE, (n % 100, STATE))
        sql.execute(POST, ("person", PAYLOAD))
        sql.execute("COMMIT")
    rate = UPDATES / (time.perf_counter() - start)
    sql.close()
    return rate


def update(tx: Tx, n: int) -> None:
    tx.row(READ, (n % 100,))
    tx.execute(SAVE, (n % 100, STATE))
    tx.execute(POST, ("person", PAYLOAD))


async def through_the_writer(folder: Path, clients: int) -> float:
    """Updates a second with so many clients that each wait for their own."""
    db = await Database.open(folder, MasterKey.throwaway(), clock=Clock())
    for table in TABLES:
        await db.write(lambda tx, sql=table: tx.execute(sql) and None)
    numbers = iter(range(UPDATES))

    async def client() -> None:
        for n in numbers:
            await db.write(update, n)

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    rate = UPDATES / (time.perf_counter() - start)
    await db.close()
    return rate


async def best_ratio(tmp_path: Path, clients: int) -> float:
    """The best of three rounds: other work on the machine only ever makes it smaller."""
    ratios = []
    for n in range(3):
        floor = one_by_one(tmp_path / f"floor{n}")
        ratios.append(await through_the_writer(tmp_path / f"ours{n}", clients) / floor)
    return max(ratios)


async def test_a_hundred_waiting_writes_are_five_times_the_floor(tmp_path: Path) -> None:
    assert await best_ratio(tmp_path, 100) >= 5


async def test_a_lone_write_is_a_quarter_of_the_floor_at_least(tmp_path: Path) -> None:
    assert await best_ratio(tmp_path, 1) >= 0.225
