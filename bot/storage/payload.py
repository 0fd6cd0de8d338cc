"""The sealed operation inside a row of the outbox."""

from __future__ import annotations

import sqlite3

from bot.core import ops
from bot.core.ops import Op
from bot.storage.tx import Tx


def sealed(tx: Tx, owner: str, row_id: int, op: Op) -> bytes:
    """The operation sealed for this row; KeyGone when its owner is erased."""
    return tx.seal(owner, "outbox", "payload", row_id, ops.to_json(op))


def opened(tx: Tx, row: sqlite3.Row) -> Op:
    """The operation of a row with `id`, `owner` and `payload`. KeyGone, SealBroken, KeyError or TypeError."""
    return ops.from_json(tx.open(row["owner"], "outbox", "payload", row["id"], row["payload"]))
