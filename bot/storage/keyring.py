"""`keys.db`: the data keys, wrapped, and the keyed index. Lives on the database's worker thread.

An owner ("person:<id>", "case:<id>", "staff", "day:<date>", …) has one data key for its whole life.
Destroying it leaves the owner's row without a key, for longer than any copy of the data is kept: nothing
new can be sealed for an erased owner, and a copy from before finishes the erasure when it is opened.
Keys are committed before data (`Store`), so a crash can leave a key without data, never data
without its key. The transaction of this file is opened only when something is written to it.
"""

from __future__ import annotations

import hmac
import os
import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag

from bot.storage.errors import KeyGone, SealBroken
from bot.storage.keys import SECRET, MasterKey
from bot.storage.moments import to_ms
from bot.storage.sealing import NONCE, DataKey

CACHED = 4096
WRAP_VERSION = b"\x01"
INDEX_OWNER = "index"

FIND_KEY = "SELECT kid, wrapped FROM key WHERE owner = ?"
ADD_KEY = "INSERT INTO key (owner, made_at) VALUES (?, ?) RETURNING kid"
WRAP_KEY = "UPDATE key SET wrapped = ? WHERE kid = ?"
DROP_KEY = """
INSERT INTO key (owner, made_at, gone_at) VALUES (:owner, :now, :now)
ON CONFLICT (owner) DO UPDATE SET wrapped = NULL, gone_at = :now, orphan_at = NULL
"""
DROP_GONE = "DELETE FROM key WHERE wrapped IS NULL AND gone_at < ?"
FIND_INDEX = "SELECT owner FROM lookup WHERE digest = ? ORDER BY id DESC"
ADD_INDEX = "INSERT OR IGNORE INTO lookup (digest, owner) VALUES (?, ?)"
DROP_INDEX = "DELETE FROM lookup WHERE owner = ?"


class KeyRing:
    """The unwrapped keys in use, the rest in the file. All calls from one thread."""

    def __init__(self, sql: sqlite3.Connection, master: MasterKey) -> None:
        self.sql = sql
        self.destroyed = False  # a key went in this batch: the WAL must not keep its wrapped form
        self._master = master
        self._keys: OrderedDict[str, DataKey] = OrderedDict()
        self._found: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._fresh: set[str] = set()  # owners whose cached facts are not committed yet
        self._marked = False

    def find(self, owner: str) -> DataKey | None:
        """The owner's key, None where none was made; KeyGone where it was destroyed."""
        key = self._keys.get(owner)
        if key is not None:
            self._keys.move_to_end(owner)
            return key
        row = self.sql.execute(FIND_KEY, (owner,)).fetchone()
        if row is None:
            return None
        if row[1] is None:
            raise KeyGone("the key was destroyed")
        return self._keep(owner, DataKey(row[0], self._unwrap(owner, row[0], row[1])))

    def held(self, owner: str) -> DataKey:
        """The owner's key; KeyGone where there is none."""
        key = self.find(owner)
        if key is None:
            raise KeyGone("there is no key for this owner")
        return key

    def make(self, owner: str, now: datetime) -> DataKey:
        """A new key for an owner that has none."""
        self.writing()
        secret = os.urandom(SECRET)
        kid: int = self.sql.execute(ADD_KEY, (owner, to_ms(now))).fetchone()[0]
        self.sql.execute(WRAP_KEY, (self._wrap(owner, kid, secret), kid))
        self._fresh.add(owner)
        return self._keep(owner, DataKey(kid, secret))

    def destroy(self, owner: str, now: datetime) -> None:
        """Forgets the owner's key for good, with its index entries."""
        self.writing()
        self.sql.execute(DROP_KEY, {"owner": owner, "now": to_ms(now)})
        self._keys.pop(owner, None)
        self.index_drop(owner)
        self.destroyed = True

    def forget_gone(self, before: datetime) -> int:
        """Forgets that there ever were keys that were destroyed before this moment; gives how many."""
        self.writing()
        return self.sql.execute(DROP_GONE, (to_ms(before),)).rowcount

    def index_put(self, kind: str, value: str, owner: str) -> None:
        """Lets `owner` be found by a value of which only a keyed hash is stored."""
        key = self.held(INDEX_OWNER)
        self.writing()
        self.sql.execute(ADD_INDEX, (_digest(key, kind, value), owner))
        self._found.pop((kind, value), None)

    def index_find(self, kind: str, value: str) -> str | None:
        """The owner put last under this value."""
        owner = self._found.get((kind, value))
        if owner is None:
            owner = next(iter(self.index_all(kind, value)), None)
            if owner is not None:
                self._fresh.add(owner)
                self._found[kind, value] = owner
                _trim(self._found)
        return owner

    def index_all(self, kind: str, value: str) -> list[str]:
        """Every owner put under this value, newest first."""
        key = self.find(INDEX_OWNER)
        if key is None:
            return []
        return [row[0] for row in self.sql.execute(FIND_INDEX, (_digest(key, kind, value),)).fetchall()]

    def index_drop(self, owner: str) -> None:
        """Takes an owner out of the index."""
        self.writing()
        self.sql.execute(DROP_INDEX, (owner,))
        self._forget(lambda other: other == owner)

    def writing(self) -> None:
        """Opens the transaction and this job's savepoint where they are not open yet."""
        if not self.sql.in_transaction:
            self.sql.execute("BEGIN IMMEDIATE")
        if not self._marked:
            self.sql.execute("SAVEPOINT job")
            self._marked = True

    def keep_job(self) -> None:
        """The job succeeded."""
        if self._marked:
            self.sql.execute("RELEASE job")
            self._marked = False

    def undo_job(self) -> None:
        """The job failed: its keys and entries were never made."""
        if self._marked:
            self.undo_to("job")
            self._marked = False

    def undo_to(self, savepoint: str) -> None:
        """Takes back what was written since a savepoint, here and in what is cached."""
        self.sql.execute(f"ROLLBACK TO {savepoint}")
        self.sql.execute(f"RELEASE {savepoint}")
        self._forget(self._fresh.__contains__)

    def commit(self) -> None:
        """Commits what the batch wrote."""
        if self.sql.in_transaction:
            self.sql.execute("COMMIT")
        self._fresh.clear()

    def _forget(self, stale: Callable[[str], bool]) -> None:
        for owner in [owner for owner in self._keys if stale(owner)]:
            del self._keys[owner]
        for entry in [entry for entry, owner in self._found.items() if stale(owner)]:
            del self._found[entry]

    def _keep(self, owner: str, key: DataKey) -> DataKey:
        self._keys[owner] = key
        _trim(self._keys)
        return key

    def _wrap(self, owner: str, kid: int, secret: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        sealed = self._master.wrapper.encrypt(nonce, secret, _wrap_place(owner, kid))
        return WRAP_VERSION + self._master.id + nonce + sealed

    def _unwrap(self, owner: str, kid: int, wrapped: bytes) -> bytes:
        nonce, sealed = wrapped[5 : 5 + NONCE], wrapped[5 + NONCE :]
        if wrapped[:5] != WRAP_VERSION + self._master.id:
            raise SealBroken("a data key is wrapped by another master key")
        try:
            return self._master.wrapper.decrypt(nonce, sealed, _wrap_place(owner, kid))
        except InvalidTag:
            raise SealBroken("a data key does not unwrap") from None


def _digest(key: DataKey, kind: str, value: str) -> bytes:
    return hmac.digest(key.secret, f"{kind}\x1f{value}".encode(), "sha256")


def _wrap_place(owner: str, kid: int) -> bytes:
    return f"dek|{owner}|{kid}".encode()


def _trim(cache: OrderedDict[Any, Any]) -> None:
    while len(cache) > CACHED:
        cache.popitem(last=False)
