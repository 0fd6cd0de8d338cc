"""That `keys.db` and `data.db` belong to this key and to each other, and what a crash left between them.

Keys are committed before data. So after a crash there may be a key without data (dropped when it has
stayed alone for two days: until then somebody may only have started with the wrong copy of the
data), or data whose key was destroyed (an erasure to be finished), never data without a key. Data whose
key is not known at all means that `keys.db` is older than the data: nothing is deleted, it is told.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.storage.errors import StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.moments import to_ms

ALONE = timedelta(hours=48)

KEYS_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE master (id BLOB PRIMARY KEY, proof BLOB NOT NULL, added_at INTEGER NOT NULL) STRICT;
CREATE TABLE pair (id TEXT PRIMARY KEY) STRICT;
CREATE TABLE key (
    kid INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL UNIQUE,
    wrapped BLOB,          -- NULL: destroyed, and nothing may be sealed for this owner again
    made_at INTEGER NOT NULL,
    gone_at INTEGER,
    orphan_at INTEGER      -- since when no data is known for it
) STRICT;
CREATE TABLE lookup (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,  -- HMAC-SHA-256 of kind and value under the index key
    owner TEXT NOT NULL,
    UNIQUE (digest, owner)
) STRICT;
CREATE INDEX lookup_owner ON lookup (owner);
PRAGMA user_version = 1;
COMMIT;
"""

FIND_MASTER = "SELECT proof FROM master"
ADD_MASTER = "INSERT INTO master (id, proof, added_at) VALUES (?, ?, ?)"
ADD_PAIR = "INSERT INTO pair (id) VALUES (?)"
FIND_PAIR = "SELECT id FROM pair"
FIND_DATA_PAIR = "SELECT value FROM meta WHERE name = 'pair'"
ADD_DATA_PAIR = "INSERT INTO meta (name, value) VALUES ('pair', ?)"
LIST_KEYED = "SELECT owner FROM keyed"
LIST_KEYS = "SELECT owner, wrapped IS NOT NULL AS alive, orphan_at FROM key"
MARK_ORPHAN = "UPDATE key SET orphan_at = ? WHERE owner = ?"
DROP_ORPHAN = "DELETE FROM key WHERE owner = ?"
DROP_ORPHAN_INDEX = "DELETE FROM lookup WHERE owner = ?"


@dataclass(frozen=True, slots=True)
class Sweep:
    """What the start found: erasures to finish, owners whose key is unknown, keys dropped."""

    unfinished: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    dropped: int = 0


def open_keys(
    keys: sqlite3.Connection, master: MasterKey, now: datetime, *, has_data: bool, folder: Path
) -> None:
    """Makes `keys.db` in an empty folder, or checks that what is there belongs to this master key."""
    if not has_data and _number(keys, "PRAGMA user_version") == 0:
        keys.executescript(KEYS_SCHEMA)
    proofs = _proofs(keys)
    if not proofs and has_data:
        raise StorageRefused(
            f"{folder} holds data.db without its keys.db: restore keys.db first.", "no_keys", folder=folder
        )
    if not proofs:
        _begin(keys, master, now)
    elif not any(master.proves(proof) for proof in proofs):
        raise StorageRefused(
            f"MASTER_KEY_FILE is not the key of the data in {folder}: use the key it was made with.",
            "wrong_key",
            folder=folder,
        )
    if not has_data and _number(keys, "SELECT count(*) FROM key"):
        raise StorageRefused(
            f"{folder} holds keys.db without its data.db: restore data.db first.", "no_data", folder=folder
        )


def pair(data: sqlite3.Connection, keys: sqlite3.Connection, folder: Path) -> None:
    """Refuses two files that were not made together."""
    ours = keys.execute(FIND_PAIR).fetchone()[0]
    theirs = data.execute(FIND_DATA_PAIR).fetchone()
    if theirs is None:
        data.execute(ADD_DATA_PAIR, (ours,))
    elif theirs[0] != ours:
        raise StorageRefused(
            f"data.db and keys.db in {folder} do not belong together: restore both.",
            "strangers",
            folder=folder,
        )


def sweep(data: sqlite3.Connection, keys: sqlite3.Connection, now: datetime) -> Sweep:
    """Finds what a crash left between the files, and drops keys that stayed alone for two days."""
    keyed = {row[0] for row in data.execute(LIST_KEYED)}
    known = {row["owner"]: row for row in keys.execute(LIST_KEYS)}
    alive = {owner for owner, row in known.items() if row["alive"]}
    keys.execute("BEGIN IMMEDIATE")
    dropped = _drop_orphans(keys, known, alive - keyed, now)
    for owner in alive & keyed:
        if known[owner]["orphan_at"] is not None:
            keys.execute(MARK_ORPHAN, (None, owner))
    keys.execute("COMMIT")
    return Sweep(
        unfinished=tuple(sorted(keyed & (known.keys() - alive))),
        missing=tuple(sorted(keyed - known.keys())),
        dropped=dropped,
    )


def _proofs(keys: sqlite3.Connection) -> list[bytes]:
    if _number(keys, "PRAGMA user_version") == 0:
        return []
    return [row[0] for row in keys.execute(FIND_MASTER).fetchall()]


def _begin(keys: sqlite3.Connection, master: MasterKey, now: datetime) -> None:
    keys.execute("BEGIN IMMEDIATE")
    keys.execute(ADD_MASTER, (master.id, master.proof, to_ms(now)))
    keys.execute(ADD_PAIR, (os.urandom(8).hex(),))
    keys.execute("COMMIT")


def _drop_orphans(
    keys: sqlite3.Connection, known: dict[str, sqlite3.Row], orphans: set[str], now: datetime
) -> int:
    dropped = 0
    for owner in orphans:
        since = known[owner]["orphan_at"]
        if since is None:
            keys.execute(MARK_ORPHAN, (to_ms(now), owner))
        elif since <= to_ms(now - ALONE):
            keys.execute(DROP_ORPHAN, (owner,))
            keys.execute(DROP_ORPHAN_INDEX, (owner,))
            dropped += 1
    return dropped


def _number(sql: sqlite3.Connection, query: str) -> int:
    number: int = sql.execute(query).fetchone()[0]
    return number
