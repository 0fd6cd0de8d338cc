"""What Telegram answered: which messages it made, under which name, and of which they are copies."""

from __future__ import annotations

import sqlite3

from bot.core import ops
from bot.storage import msgmap, payload, seen
from bot.storage.errors import KeyGone
from bot.storage.moments import to_ms
from bot.storage.remembered import remember
from bot.storage.tx import Tx

TEAM = ("volunteer:", "staff")  # destinations begin so
SENDING = "SELECT id, dest, case_id, owner, payload FROM outbox WHERE id = ? AND state = 'sending'"
END = """
UPDATE outbox SET state = 'sent', payload = NULL, ended_at = ?, noticed = 1
WHERE id = ? AND state = 'sending' RETURNING dedupe
"""


def sent(tx: Tx, row_id: int, message_ids: list[int]) -> list[int]:
    """Telegram took it. `message_ids`: what it made there, in order, header first (empty for an edit).

    Gives those that must not stay with the team: what they tell was erased while the call was under way.
    """
    row = tx.row(SENDING, (row_id,)) if message_ids else None
    stray = _keep_ids(tx, row, message_ids) if row is not None else []
    name = tx.value(END, (to_ms(tx.now), row_id))  # none: erased or ended while the call was under way
    if name is not None and tx.value(WAITS_FOR, (name,)):
        tx.touched.add("outbox")
    return stray


WAITS_FOR = "SELECT 1 FROM outbox WHERE after = ? LIMIT 1"


def _keep_ids(tx: Tx, row: sqlite3.Row, message_ids: list[int]) -> list[int]:
    try:
        op = payload.opened(tx, row)
    except KeyGone:
        return message_ids if row["dest"].startswith(TEAM) else []  # erased meanwhile: no pair is kept
    if row["dest"].startswith("person:"):
        for message_id in message_ids:
            seen.note(tx, row["dest"], message_id)
    name = getattr(op, "remember", None)
    if name is not None:
        remember(tx, row["dest"], name, message_ids[-1])
    if row["case_id"] is None:
        return []
    if isinstance(op, ops.Album):
        ours = message_ids[-len(op.items) :]
        for item, message_id in zip(op.items, ours, strict=False):
            _pair(tx, row, item.map_from, [message_id])
    else:
        _pair(tx, row, getattr(op, "map_from", None), message_ids)
    return []


def _pair(tx: Tx, row: sqlite3.Row, map_from: str | None, message_ids: list[int]) -> None:
    """`map_from` names one source, or several with commas: a burst of texts that left as one."""
    for one in filter(None, (map_from or "").split(",")):
        source, _, message = one.rpartition("|")
        for part, message_id in enumerate(message_ids):
            msgmap.put(tx, msgmap.Pair(row["case_id"], source, int(message), row["dest"], message_id, part))
