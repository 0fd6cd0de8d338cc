"""The two files behind one door, synchronous: whole functions, each under its savepoint, one commit.

`Database` runs a Store on aiosqlite's thread; commands and tests use it directly. Order of a commit:
keys first, then data, so that data never lacks its key; and when a key was destroyed, both WALs
are emptied, so that its wrapped form is nowhere left.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.core.ops import Op
from bot.storage import files
from bot.storage.errors import StorageBroken
from bot.storage.keyring import KeyRing
from bot.storage.keys import MasterKey
from bot.storage.migrate import migrate
from bot.storage.pairing import Sweep, open_keys, pair, sweep
from bot.storage.tx import Tx

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]
Token = Callable[[int], bytes]


@dataclass(slots=True, eq=False)
class Job:
    """One function to run in a transaction, and what became of it."""

    work: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    error: BaseException | None = None
    fleeting: list[Op] = field(default_factory=list)


class Store:
    """`data.db` and `keys.db` of one folder, open and checked. All calls from the thread that opened it.

    `clock` gives aware times in whole milliseconds, as columns keep them; `swept` is what the start found.
    """

    def __init__(self, folder: Path, master: MasterKey, *, clock: Clock, token: Token = os.urandom) -> None:
        self.folder = folder
        self.broken = False
        self._clock = clock
        self._token = token
        self._lock = files.lock(folder)
        opened: list[sqlite3.Connection] = []
        try:
            self.swept = self._open(master, opened)
        except BaseException as error:
            for sql in opened:
                sql.close()
            files.unlock(self._lock)
            if isinstance(error, sqlite3.Error):
                raise files.broken(error) from None
            raise

    def _open(self, master: MasterKey, opened: list[sqlite3.Connection]) -> Sweep:
        data, keys = self.folder / files.DATA, self.folder / files.KEYS
        has_data = files.has_data(data)
        opened.append(files.connect(keys))
        open_keys(opened[0], master, self._clock(), has_data=has_data, folder=self.folder)
        opened.append(files.connect(data))
        self.keys, self.data = opened
        migrate(self.data, data)
        pair(self.data, self.keys, self.folder)
        self._ring = KeyRing(self.keys, master)
        self._numbers: dict[str, int] = {}
        self._truncate = False
        return sweep(self.data, self.keys, self._clock())

    def close(self) -> None:
        """Empties both WALs, closes, and gives the folder back. May be called twice."""
        if self._lock < 0:
            return
        try:
            if not self.broken:
                files.empty_wal(self.keys)
                files.empty_wal(self.data)
        finally:
            self.keys.close()
            self.data.close()
            files.unlock(self._lock)
            self._lock = -1

    def write(self, work: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs one function in a transaction of its own; its exception comes out after the rollback."""
        job = Job(work, args, kwargs)
        self.write_all([job])
        result: R = _outcome(job)
        return result

    def read(self, work: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs one function that writes nothing."""
        job = Job(work, args, kwargs)
        self.read_all([job])
        result: R = _outcome(job)
        return result

    def write_all(self, jobs: Iterable[Job]) -> set[str]:
        """Runs the jobs, each under its own savepoint, and commits once; gives what they touched."""
        touched: set[str] = set()
        jobs = list(jobs)
        try:
            self._must_work()
            self.data.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._attempt(job, touched)
            self._commit()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may hang on it
            self._break(error, jobs)
            touched.clear()
        return touched

    def read_all(self, jobs: Iterable[Job]) -> None:
        """Runs the jobs with writing switched off."""
        jobs = list(jobs)
        try:
            self._must_work()
            self.data.execute("PRAGMA query_only = ON")
            for job in jobs:
                self._look(job)
            self.data.execute("PRAGMA query_only = OFF")
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may hang on it
            self._break(error, jobs)

    def _must_work(self) -> None:
        if self.broken:
            raise StorageBroken("The database failed before: start again.")

    def _attempt(self, job: Job, touched: set[str]) -> None:
        tx = Tx(self.data, self._ring, self._clock(), self._token, self._numbers, writable=True)
        self.data.execute("SAVEPOINT job")
        try:
            job.result = job.work(tx, *job.args, **job.kwargs)
        except BaseException as error:  # noqa: BLE001 - a job's failure is its caller's, who gets it
            self._undo(error)
            job.error = error
            return
        self.data.execute("RELEASE job")
        self._ring.keep_job()
        touched |= tx.touched
        job.fleeting = tx.fleeting

    def _undo(self, error: BaseException) -> None:
        """Takes one job back; raises when not only the job failed."""
        if isinstance(error, StorageBroken) or (isinstance(error, sqlite3.Error) and files.is_broken(error)):
            raise error
        if not self.data.in_transaction:  # SQLite gave the whole transaction up, others' work too
            raise StorageBroken("The database gave up a transaction: start again.")
        self.data.execute("ROLLBACK TO job")
        self.data.execute("RELEASE job")
        self._ring.undo_job()

    def _look(self, job: Job) -> None:
        tx = Tx(self.data, self._ring, self._clock(), self._token, self._numbers, writable=False)
        try:
            job.result = job.work(tx, *job.args, **job.kwargs)
        except BaseException as error:
            code = getattr(error, "sqlite_errorcode", 0)
            if (
                isinstance(error, sqlite3.Error)
                and files.is_broken(error)
                and code != sqlite3.SQLITE_READONLY
            ):
                raise
            job.error = error

    def _commit(self) -> None:
        self._truncate |= self._ring.destroyed
        self._ring.commit()
        if self._ring.destroyed:
            self._ring.destroyed = not files.empty_wal(self.keys)
        self.data.execute("COMMIT")
        if self._truncate:
            self._truncate = not files.empty_wal(self.data)

    def _break(self, error: BaseException, jobs: list[Job]) -> None:
        self.broken = True
        for sql in (self.data, self.keys):
            if sql.in_transaction:
                try:
                    sql.execute("ROLLBACK")
                except sqlite3.Error:
                    continue  # the file is given up anyway; the next start rolls back
        for job in jobs:
            job.error = files.broken(error)


def _outcome(job: Job) -> Any:
    if job.error is not None:
        raise job.error
    return job.result
