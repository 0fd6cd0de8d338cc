"""The two files: one process, owner-only, and the pragmas set and read back on every open."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path

from bot.storage.errors import StorageBroken, StorageRefused

DATA = "data.db"
KEYS = "keys.db"
LOCK = "lock"

# None of these is kept in the file by SQLite (except the journal's mode): a connection that forgot one
# would run with the default of whoever compiled the library.
PRAGMAS: tuple[tuple[str, str, str | int], ...] = (
    ("busy_timeout", "5000", 5000),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
)

BROKEN = frozenset(
    {
        sqlite3.SQLITE_BUSY,  # nobody else may hold the file: after five seconds somebody does
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


def lock(folder: Path) -> int:
    """Takes the data folder for this process; the descriptor holds it. Refused where another has it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageRefused(
            f"The data folder {folder} cannot be used: {error.strerror}.",
            "unusable",
            folder=folder,
            error=error.strerror,
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise StorageRefused(
            f"Another process of the bot already uses {folder}: stop it, or set DATA_DIR to another folder.",
            "busy",
            folder=folder,
        ) from None
    return descriptor


def unlock(descriptor: int) -> None:
    """Gives the data folder back."""
    os.close(descriptor)


def has_data(file: Path) -> bool:
    """Whether a database was ever written there."""
    return file.exists() and file.stat().st_size > 0


def connect(file: Path) -> sqlite3.Connection:
    """Opens one file with every pragma set and read back; a damaged or refused one raises."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    sql = sqlite3.connect(file, isolation_level=None, cached_statements=512)
    try:
        sql.row_factory = sqlite3.Row
        _set_pragmas(sql)
        _check(sql, file)
    except BaseException:
        sql.close()
        raise
    return sql


def is_broken(error: sqlite3.Error) -> bool:
    """Whether the disk or the file failed, rather than one statement."""
    code = getattr(error, "sqlite_errorcode", 0)
    return (code & 0xFF) in BROKEN


def broken(error: BaseException) -> StorageBroken:
    """The exception for everybody, with the kind of failure and nothing else."""
    if isinstance(error, StorageBroken):
        return StorageBroken(*error.args)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StorageBroken(f"The database failed ({name}): check the disk, then start again.")


def empty_wal(sql: sqlite3.Connection) -> bool:
    """Moves everything from the WAL into the file and cuts it to nothing; False while it is read."""
    try:
        return bool(sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_LOCKED:
            raise
        return False  # a cursor of ours still reads: the caller tries again


def _set_pragmas(sql: sqlite3.Connection) -> None:
    for name, value, expected in PRAGMAS:
        sql.execute(f"PRAGMA {name} = {value}")
        found = sql.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise StorageRefused(
                f"This SQLite does not keep {name} = {value}: another build is needed.",
                "sqlite",
                name=name,
                value=value,
            )


def _check(sql: sqlite3.Connection, file: Path) -> None:
    found = sql.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StorageRefused(
            f"{file} is damaged: put it aside and restore the newest backup.", "damaged", file=file
        )
