"""Rows of the outbox that wait a moment on purpose: looked at and changed until the sender takes them."""

from __future__ import annotations

from datetime import datetime

from bot.core import ops
from bot.core.ops import Op
from bot.storage.moments import to_ms
from bot.storage.tx import Tx

WAITING = "SELECT owner, payload FROM outbox WHERE id = ? AND state = 'pending' AND tries = 0"


def waiting_op(tx: Tx, row_id: int) -> Op | None:
    """What a row will do; None once the sender has touched it."""
    row = tx.row(WAITING, (row_id,))
    if row is None:
        return None
    return ops.from_json(tx.open(row["owner"], "outbox", "payload", row_id, row["payload"]))


LAST_WAITING = """
SELECT id FROM outbox WHERE line = ? AND case_id = ? AND kind IN ('words', 'album', 'copy')
    AND state IN ('pending', 'sending') AND state = 'pending' AND tries = 0
ORDER BY id DESC LIMIT 1
"""


def last_waiting(tx: Tx, dest: str, case_id: str) -> int | None:
    """The newest row of somebody's words in a case that waits for this chat, untouched by the sender."""
    number: int | None = tx.value(LAST_WAITING, (dest, case_id))
    return number


AMEND = "UPDATE outbox SET payload = ?, next_at = max(next_at, ?) WHERE id = ?"


def amend(tx: Tx, row_id: int, op: Op, owner: str, *, not_before: datetime | None = None) -> None:
    """Gives a waiting row another operation of the same kind, and a later time where one is named."""
    payload = tx.seal(owner, "outbox", "payload", row_id, ops.to_json(op))
    tx.execute(AMEND, (payload, to_ms(not_before) if not_before else 0, row_id))
    tx.touched.add("outbox")


WITHDRAW = "DELETE FROM outbox WHERE dest = ? AND case_id = ? AND state IN ('pending', 'parked')"


def withdraw(tx: Tx, dest: str, case_id: str) -> None:
    """What waits to be sent of a case to somebody who may no longer read it; it is kept elsewhere."""
    tx.execute(WITHDRAW, (dest, case_id))


UNDER_WAY = "SELECT 1 FROM outbox WHERE dest = ? AND slot = ? AND state = 'sending'"


def under_way(tx: Tx, dest: str, name: str) -> bool:
    """Whether the message of this name is being sent just now, and will lie in the chat."""
    return tx.value(UNDER_WAY, (dest, name)) is not None


WITHDRAW_ALL = "DELETE FROM outbox WHERE dest = ? AND state IN ('pending', 'parked')"


def withdraw_all(tx: Tx, dest: str) -> None:
    """Everything that waits to be sent to one who left; what is being sent just now ends by itself."""
    tx.execute(WITHDRAW_ALL, (dest,))


NAMED_UNDER_WAY = "SELECT slot FROM outbox WHERE dest = ? AND slot GLOB ? AND state = 'sending' ORDER BY slot"


def named_under_way(tx: Tx, dest: str, prefix: str) -> list[str]:
    """The names of messages that are being sent just now and begin so ("details:")."""
    return [row["slot"] for row in tx.rows(NAMED_UNDER_WAY, (dest, f"{prefix}*"))]
