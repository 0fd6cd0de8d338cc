"""The database behind an await: groups, cancelled callers, hooks, and the parts of aiosqlite it rests on."""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import aiosqlite
import pytest

from bot.storage.database import GROUP, Database
from bot.storage.errors import StorageBroken, StorageClosed, StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

ADD = "INSERT INTO meta (name) VALUES (?)"
COUNT = "SELECT count(*) FROM meta WHERE name <> 'pair'"


def add(tx: Tx, name: str) -> str:
    tx.execute(ADD, (name,))
    return name


def count(tx: Tx) -> int:
    number: int = tx.value(COUNT)
    return number


def hold(db: Database) -> threading.Event:
    """Keeps the thread busy until the event is set, so that what comes meanwhile waits."""
    release = threading.Event()
    db._writer._tx.put_nowait((None, lambda: release.wait(10)))
    return release


def commits(db: Database) -> list[str]:
    """Every COMMIT from now on."""
    seen: list[str] = []
    trace = lambda sql: seen.append(sql) if sql == "COMMIT" else None  # noqa: E731
    db._writer._tx.put_nowait((None, lambda: db._writer.store.data.set_trace_callback(trace)))
    return seen


# --- what it does --------------------------------------------------------------------------------


async def test_a_write_gives_what_the_function_gave(db: Database) -> None:
    assert await db.write(add, "a") == "a"
    assert await db.write(add, name="b") == "b"
    assert await db.read(count) == 2


async def test_the_function_sees_the_given_time_and_randomness(
    folder: Path, master: MasterKey, clock: Clock
) -> None:
    db = await Database.open(folder, master, clock=clock, token=lambda n: b"\x07" * n)
    assert await db.write(lambda tx: (tx.now, tx.token(2))) == (clock.now, b"\x07\x07")
    clock.forward(hours=1)
    assert await db.read(lambda tx: tx.now) == clock.now
    await db.close()


async def test_all_that_waits_is_committed_once(db: Database) -> None:
    seen = commits(db)
    release = hold(db)
    waiting = asyncio.gather(*(db.write(add, str(n)) for n in range(100)))
    await asyncio.sleep(0)
    release.set()
    assert await waiting == [str(n) for n in range(100)]
    assert seen == ["COMMIT"]


async def test_a_crowd_is_served_in_groups_and_in_order(db: Database) -> None:
    seen = commits(db)
    release = hold(db)
    order: list[int] = []

    def note(tx: Tx, n: int) -> None:
        add(tx, str(n))
        order.append(n)

    waiting = asyncio.gather(*(db.write(note, n) for n in range(GROUP * 2 + 5)))
    await asyncio.sleep(0)
    release.set()
    await waiting
    assert order == list(range(GROUP * 2 + 5))
    assert len(seen) == 3


async def test_one_failure_hurts_nobody_else(db: Database) -> None:
    def fail(tx: Tx, n: int) -> None:
        add(tx, str(n))
        raise ValueError(f"refused {n}")

    release = hold(db)
    waiting = asyncio.gather(
        *(db.write(fail if n % 3 == 0 else add, str(n)) for n in range(30)), return_exceptions=True
    )
    await asyncio.sleep(0)
    release.set()
    results = await waiting
    assert [str(result) for result in results] == [
        f"refused {n}" if n % 3 == 0 else str(n) for n in range(30)
    ]
    assert await db.read(count) == 20


async def test_a_read_does_not_wait_for_the_writes_beside_it(db: Database) -> None:
    release = hold(db)
    write = asyncio.ensure_future(db.write(add, "a"))
    read = asyncio.ensure_future(db.read(count))
    await asyncio.sleep(0)
    release.set()
    assert await read == 0
    await write
    assert await db.read(count) == 1


async def test_stop_iteration_reaches_its_caller_too(db: Database) -> None:
    def stop(tx: Tx) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError):
        await asyncio.wait_for(db.write(stop), 30)


async def test_hooks_hear_of_a_commit_after_it(db: Database) -> None:
    heard: list[set[str]] = []
    db.on_commit(heard.append)

    def touch(tx: Tx, *tags: str) -> None:
        tx.touched.update(tags)

    def touch_and_fail(tx: Tx) -> None:
        tx.touched.add("never")
        raise ValueError

    release = hold(db)
    waiting = asyncio.gather(
        db.write(touch, "outbox"), db.write(touch_and_fail), db.write(touch, "timers"), return_exceptions=True
    )
    await asyncio.sleep(0)
    release.set()
    await waiting
    await db.write(touch)
    assert heard == [{"outbox", "timers"}]


# --- cancelled callers ---------------------------------------------------------------------------


async def test_a_cancelled_caller_leaves_its_work_whole(db: Database) -> None:
    def two(tx: Tx, n: int) -> None:
        add(tx, f"{n}a")
        add(tx, f"{n}b")

    tasks = [asyncio.ensure_future(db.write(two, n)) for n in range(600)]
    for n, task in enumerate(tasks):
        if n % 3 == 0:
            task.cancel()
        if n % 50 == 0:
            await asyncio.sleep(0)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(result is None for n, result in enumerate(results) if n % 3)
    halves = "SELECT 1 FROM meta WHERE name <> 'pair' GROUP BY name + 0 HAVING count(*) <> 2"
    assert await db.read(lambda tx: tx.rows(halves)) == []
    assert await db.read(count) >= 800
    assert not db._writer.store.data.in_transaction


async def test_work_that_was_queued_is_done_although_its_caller_left(db: Database) -> None:
    release = hold(db)
    task = asyncio.ensure_future(db.write(add, "left"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    release.set()
    assert await db.write(count) == 1


async def test_a_cancelled_caller_makes_no_noise(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    def fail(tx: Tx) -> None:
        raise ValueError

    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            task = asyncio.ensure_future(db.write(fail))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
        await db.write(count)
    assert caplog.records == []


# --- opening, breaking, closing ------------------------------------------------------------------


async def test_what_waits_is_done_before_closing(folder: Path, master: MasterKey, clock: Clock) -> None:
    db = await Database.open(folder, master, clock=clock)
    waiting = asyncio.gather(*(db.write(add, str(n)) for n in range(GROUP + 50)))
    await asyncio.sleep(0)
    await db.close()
    await waiting
    again = await Database.open(folder, master, clock=clock)
    assert await again.read(count) == GROUP + 50
    await again.close()


async def test_after_closing_nothing_is_taken_and_no_thread_is_left(
    folder: Path, master: MasterKey, clock: Clock
) -> None:
    db = await Database.open(folder, master, clock=clock)
    thread = db._writer._thread
    await db.close()
    await db.close()
    for call in (db.write, db.read):
        with pytest.raises(StorageClosed):
            await call(count)
    thread.join(5)
    assert not thread.is_alive()


async def test_a_refused_start_leaves_no_thread_and_no_lock(
    db: Database, folder: Path, master: MasterKey, clock: Clock
) -> None:
    before = set(threading.enumerate())
    with pytest.raises(StorageRefused, match="Another process"):
        await Database.open(folder, master, clock=clock)
    assert set(threading.enumerate()) <= before  # at once: its last word must not find a closed loop
    assert await db.write(add, "a") == "a"


async def test_a_broken_disk_reaches_every_caller_and_the_app(db: Database) -> None:
    told: list[str] = []
    db.on_broken(lambda: told.append("broken"))
    pages = await db.read(lambda tx: tx.value("PRAGMA page_count"))
    await db.write(lambda tx: tx.execute(f"PRAGMA max_page_count = {pages}"))
    release = hold(db)
    waiting = asyncio.gather(db.write(add, "a"), db.write(add, "x" * 99_999), return_exceptions=True)
    await asyncio.sleep(0)
    release.set()
    assert [type(result) for result in await waiting] == [StorageBroken, StorageBroken]
    with pytest.raises(StorageBroken):
        await db.read(count)
    assert told == ["broken"]


# --- the parts of aiosqlite we rest on -----------------------------------------------------------


def test_the_pinned_version_is_the_one_tested() -> None:
    assert aiosqlite.__version__.startswith("0.22.")


async def test_aiosqlite_runs_its_queue_in_order_on_the_thread_of_its_connector(tmp_path: Path) -> None:
    where: list[tuple[str, int]] = []

    def note(name: str) -> Callable[[], None]:
        return lambda: where.append((name, threading.get_ident()))

    connection = aiosqlite.Connection(
        lambda: note("connector")() or __import__("sqlite3").connect(":memory:"), 64
    )
    async with connection:
        assert isinstance(connection._tx, SimpleQueue)
        for name in "abc":
            connection._tx.put_nowait((None, note(name)))
        await connection.execute("SELECT 1")
    assert [name for name, _ in where] == ["connector", "a", "b", "c"]
    assert {ident for _, ident in where} == {connection._thread.ident}


async def test_a_failing_item_does_not_stop_aiosqlite(tmp_path: Path) -> None:
    async with aiosqlite.connect(":memory:") as connection:
        connection._tx.put_nowait((None, lambda: 1 / 0))
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)


def test_the_parts_have_their_shape() -> None:
    names = {"_running", "_connection", "_tx", "_thread"}
    source = inspect.getsource(aiosqlite.Connection.__init__)
    assert all(f"self.{name}" in source for name in names)
    assert list(inspect.signature(aiosqlite.Connection._execute).parameters)[:2] == ["self", "fn"]
