"""What a function of storage or of a service receives first: the transaction it runs in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bot.core.ops import Op
from bot.storage.errors import StorageBroken, StorageError
from bot.storage.files import broken, is_broken
from bot.storage.keyring import INDEX_OWNER, KeyRing
from bot.storage.sealing import DataKey, dumps, seal, unseal

Params = tuple[Any, ...] | dict[str, Any]

ADD_KEYED = "INSERT OR IGNORE INTO keyed (owner) VALUES (?)"
DROP_KEYED = "DELETE FROM keyed WHERE owner = ?"


class Tx:
    """One unit of work on the database's thread; made by `Database`, gone when its function returns.

    `now` is the time of this work, `token(n)` gives random bytes, `touched` collects the tags
    ("outbox", "timers", …) whose loops are woken after the commit. `fleeting` collects operations that
    are worth nothing later (the answer to a press): they are done once after the commit, never stored.
    """

    __slots__ = ("_keys", "_numbers", "_sql", "_writable", "execute", "fleeting", "now", "token", "touched")

    def __init__(
        self,
        sql: sqlite3.Connection,
        keys: KeyRing,
        now: datetime,
        token: Callable[[int], bytes],
        numbers: dict[str, int],
        *,
        writable: bool,
    ) -> None:
        self._sql = sql
        self._numbers = numbers
        self._keys = keys
        self._writable = writable
        self.execute = sql.execute
        self.now = now
        self.token = token
        self.touched: set[str] = set()
        self.fleeting: list[Op] = []

    # --- SQL -------------------------------------------------------------------------------------

    def row(self, sql: str, params: Params = ()) -> Any:
        """The first row (`sqlite3.Row`), or None."""
        return self.execute(sql, params).fetchone()

    def rows(self, sql: str, params: Params = ()) -> list[Any]:
        """All rows (`sqlite3.Row`)."""
        return self.execute(sql, params).fetchall()

    def next_number(self, last: str) -> int:
        """The number after the highest that `last` (SQL) gives: none comes twice until the process ends.

        A row that was deleted while somebody still works with it must not lend its number to another.
        """
        number = self._numbers[last] if last in self._numbers else int(self.value(last))
        self._numbers[last] = number + 1
        return number + 1

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.execute(sql, params).fetchone()
        return None if row is None else row[0]

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone, and raised; what was done before stays.

        A failing disk comes out as StorageBroken, so that a caller who goes on after other failures
        does not go on after that.
        """
        self._keys.writing()
        self.execute("SAVEPOINT part")
        self._keys.sql.execute("SAVEPOINT part")
        try:
            yield
        except BaseException as error:
            if isinstance(error, sqlite3.Error) and is_broken(error):
                raise broken(error) from None
            if not self._sql.in_transaction:
                raise StorageBroken("The database gave up a transaction: start again.") from None
            self.execute("ROLLBACK TO part")
            self.execute("RELEASE part")
            self._keys.undo_to("part")
            raise
        self.execute("RELEASE part")
        self._keys.sql.execute("RELEASE part")

    # --- sealing ---------------------------------------------------------------------------------

    def seal(self, owner: str, table: str, column: str, row_id: str | int, value: Any) -> bytes:
        """A JSON value sealed under the owner's key, for this place only. KeyGone for an erased owner."""
        return seal(self._key(owner), (table, column, row_id), dumps(value))

    def open(self, owner: str, table: str, column: str, row_id: str | int, blob: bytes) -> Any:
        """The value back. KeyGone when the owner is erased, SealBroken when it was sealed elsewhere."""
        return json.loads(self.open_bytes(owner, table, column, row_id, blob))

    def seal_bytes(self, owner: str, table: str, column: str, row_id: str | int, plain: bytes) -> bytes:
        """As `seal`, for bytes as they came."""
        return seal(self._key(owner), (table, column, row_id), plain)

    def open_bytes(self, owner: str, table: str, column: str, row_id: str | int, blob: bytes) -> bytes:
        """As `open`, for what `seal_bytes` sealed."""
        return unseal(self._keys.held(owner), (table, column, row_id), blob)

    def secret(self, owner: str) -> bytes:
        """The owner's key itself, for a keyed hash (the audit chain)."""
        return self._key(owner).secret

    def destroy_key(self, owner: str) -> None:
        """What the owner's key sealed is unreadable from the commit on, in backups of the data too."""
        self._must_write()
        self._keys.destroy(owner, self.now)
        self.execute(DROP_KEYED, (owner,))

    def forget_gone_keys(self, before: datetime) -> int:
        """Deletes what is left of keys that were destroyed before this moment; gives how many."""
        self._must_write()
        return self._keys.forget_gone(before)

    # --- the keyed index -------------------------------------------------------------------------

    def index_put(self, kind: str, value: str | int, owner_id: str) -> None:
        """Lets an owner be found by a value ("telegram", 123): only a keyed hash is stored."""
        self._must_write()
        self._key(INDEX_OWNER)
        self._keys.index_put(kind, str(value), owner_id)

    def index_find(self, kind: str, value: str | int) -> str | None:
        """The owner put last under this value, or None."""
        return self._keys.index_find(kind, str(value))

    def index_all(self, kind: str, value: str | int) -> list[str]:
        """Every owner put under this value, newest first."""
        return self._keys.index_all(kind, str(value))

    def index_drop(self, owner_id: str) -> None:
        """Takes an owner out of the index."""
        self._must_write()
        self._keys.index_drop(owner_id)

    def _key(self, owner: str) -> DataKey:
        key = self._keys.find(owner)
        if key is None:
            self._must_write()
            key = self._keys.make(owner, self.now)
            self.execute(ADD_KEYED, (owner,))
        return key

    def _must_write(self) -> None:
        if not self._writable:
            raise StorageError("a read may not write")
