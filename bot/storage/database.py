"""The database as the rest of the bot sees it: await a whole function, get what it returned.

One subclass of `aiosqlite.Connection` queues work into its thread. The thread takes everything that is
waiting, runs each function under its own savepoint and commits once (`Store.write_all`), so full
durability costs little when many wait, and an update costs one hop between threads. Nothing of a
transaction is ever awaited: a cancelled caller leaves no open transaction, its function still
runs to its end.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite

from bot.core.ops import Op
from bot.storage import outbox
from bot.storage.errors import StorageClosed
from bot.storage.keys import MasterKey
from bot.storage.pairing import Sweep
from bot.storage.store import Clock, Job, Store, Token
from bot.storage.tx import Tx

__all__ = ["Database", "Tx"]

P = ParamSpec("P")
R = TypeVar("R")
Wait = tuple[Job, "asyncio.Future[Any]"]

GROUP = 256  # of one commit, so that the first of a crowd does not wait for the last


class Writer(aiosqlite.Connection):
    """Runs waiting jobs in groups on aiosqlite's thread.

    Rests on three private parts of aiosqlite 0.22 (a test holds them): the connector runs on the
    thread, `_tx` is its queue of (future or None, function), and items run in order.
    """

    def __init__(self, store: Callable[[], Store], delivered: Callable[[list[Wait], set[str]], None]) -> None:
        super().__init__(self._open, iter_chunk_size=64)
        self._thread.daemon = True  # a writer that nobody closed must not keep the process alive
        self._make = store
        self._delivered = delivered
        self._loop = asyncio.get_running_loop()
        self._writes: deque[Wait] = deque()
        self._reads: deque[Wait] = deque()
        self._woken = False
        self.store: Store

    def submit(self, job: Job, *, read: bool) -> asyncio.Future[Any]:
        """Queues a job; the future gets its outcome after the commit."""
        if not self._running or self._connection is None:
            raise StorageClosed("the database is closed")
        future = self._loop.create_future()
        (self._reads if read else self._writes).append((job, future))
        if not self._woken:
            self._woken = True
            self._tx.put_nowait((None, self._drain))
        return future

    async def shut(self) -> None:
        """Runs what is queued, closes both files on their thread and ends it."""
        if self._connection is None:
            return
        try:
            await self._execute(self._finish)  # type: ignore[no-untyped-call]
        finally:
            await self.close()

    def gone(self) -> None:
        """After a refused open: the thread's last word finds the loop open, or it would be a traceback."""
        self._thread.join(timeout=1.0)

    def _open(self) -> sqlite3.Connection:
        self.store = self._make()
        return self.store.data

    def _drain(self) -> None:
        self._woken = False  # before taking: who comes now wakes us again
        reads, writes = _take(self._reads), _take(self._writes)
        if reads:
            self.store.read_all(job for job, _ in reads)
            self._hand_over(reads, set())
        if writes:
            self._hand_over(writes, self.store.write_all([job for job, _ in writes]))
        if self._reads or self._writes:
            self._tx.put_nowait((None, self._drain))

    def _hand_over(self, done: list[Wait], touched: set[str]) -> None:
        self._loop.call_soon_threadsafe(self._delivered, done, touched)

    def _finish(self) -> None:
        while self._reads or self._writes:
            self._drain()
        self.store.close()


class Database:
    """Both files behind an await. `swept` tells what the start found (`Sweep`)."""

    def __init__(self) -> None:
        self._writer: Writer
        self._commit_hooks: list[Callable[[set[str]], None]] = []
        self._fleeting_hooks: list[Callable[[list[Op]], None]] = []
        self._broken_hooks: list[Callable[[], None]] = []

    @classmethod
    async def open(
        cls, folder: Path, master: MasterKey, *, clock: Clock, token: Token = os.urandom
    ) -> Database:
        """Takes the folder, checks, migrates, sweeps, and queues again what was cut off in sending.

        StorageRefused with one sentence when it may not.
        """
        database = cls()
        database._writer = Writer(lambda: Store(folder, master, clock=clock, token=token), database._deliver)
        try:
            await database._writer
        except BaseException:
            database._writer.gone()
            raise
        try:
            await database.write(outbox.recover)
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def swept(self) -> Sweep:
        """What the start found between the two files."""
        return self._writer.store.swept

    async def write(self, work: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `work(tx, …)` whole, in a transaction, and returns when it is on disk.

        What it raises is raised here, after its part was rolled back. Cancelling the caller cancels
        only the waiting: the work is done all the same.
        """
        result: R = await self._writer.submit(Job(work, args, kwargs), read=False)
        return result

    async def read(self, work: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `work(tx, …)` with writing switched off."""
        result: R = await self._writer.submit(Job(work, args, kwargs), read=True)
        return result

    def on_commit(self, hook: Callable[[set[str]], None]) -> None:
        """Calls `hook(touched)` on the event loop after each commit that touched something."""
        self._commit_hooks.append(hook)

    def on_fleeting(self, hook: Callable[[list[Op]], None]) -> None:
        """Calls `hook(operations)` on the event loop with what committed work left in `tx.fleeting`."""
        self._fleeting_hooks.append(hook)

    def on_broken(self, hook: Callable[[], None]) -> None:
        """Calls `hook()` on the event loop when the disk or the file failed: stop and leave non-zero."""
        self._broken_hooks.append(hook)

    async def close(self) -> None:
        """Finishes what waits and closes. May be called twice."""
        await self._writer.shut()

    def _deliver(self, done: list[Wait], touched: set[str]) -> None:
        for job, future in done:
            _settle(job, future)
        fleeting = [op for job, _ in done if job.error is None for op in job.fleeting]
        if fleeting:
            for fleeting_hook in self._fleeting_hooks:
                fleeting_hook(fleeting)
        if touched:
            for commit_hook in self._commit_hooks:
                commit_hook(touched)
        if self._writer.store.broken:
            while self._broken_hooks:
                self._broken_hooks.pop()()


def _take(waiting: deque[Wait]) -> list[Wait]:
    return [waiting.popleft() for _ in range(min(len(waiting), GROUP))]


def _settle(job: Job, future: asyncio.Future[Any]) -> None:
    if future.done():  # its caller was cancelled meanwhile
        return
    match job.error:
        case None:
            future.set_result(job.result)
        case StopIteration():  # a future cannot carry it
            future.set_exception(RuntimeError("a job raised StopIteration"))
        case error:
            future.set_exception(error)
