"""Numbered migrations: each runs once, in one transaction, after a copy of the file was made."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.storage.errors import StorageRefused

FOLDER = Path(__file__).parent / "migrations"


def migrations(folder: Path = FOLDER) -> list[tuple[int, Path]]:
    """(number, file) of every ``NNNN_name.sql``, in order; two with one number are refused."""
    found = sorted((int(file.name[:4]), file) for file in folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    numbers = [number for number, _ in found]
    if len(set(numbers)) < len(numbers):
        raise StorageRefused(f"Two migrations in {folder} have the same number.", "twins", folder=folder)
    return found


def version(sql: sqlite3.Connection) -> int:
    """The number of the last migration that ran; 0 for a new file."""
    number: int = sql.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(sql: sqlite3.Connection, file: Path, folder: Path = FOLDER) -> list[int]:
    """Brings the file up to date and gives the numbers that ran. A file from a newer version is refused."""
    known = migrations(folder)
    at = version(sql)
    if known and at > known[-1][0]:
        raise StorageRefused(
            f"{file} was written by a newer version of the bot (schema {at}): start that one.",
            "newer",
            file=file,
            version=at,
        )
    due = [(number, path) for number, path in known if number > at]
    if due and at:
        _copy_aside(sql, file, at)
    for number, path in due:
        _run(sql, number, path.read_text(encoding="utf-8"))
    return [number for number, _ in due]


def _run(sql: sqlite3.Connection, number: int, script: str) -> None:
    try:
        sql.executescript(f"BEGIN IMMEDIATE;\n{script}\n;PRAGMA user_version = {number};\nCOMMIT;")
    except sqlite3.Error:
        if sql.in_transaction:
            sql.execute("ROLLBACK")
        raise


def _copy_aside(sql: sqlite3.Connection, file: Path, at: int) -> None:
    for old in file.parent.glob(f"{file.stem}.before-*.db"):
        old.unlink()
    copy = file.with_name(f"{file.stem}.before-{at:04}.db")
    copy.touch(mode=0o600)  # an empty file is a valid target, and owner-only from the start
    sql.execute("VACUUM INTO ?", (str(copy),))
