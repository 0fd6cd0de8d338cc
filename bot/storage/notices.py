"""Dated notices above flows. At most one is pinned above each; days are those where the team is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bot.storage.moments import to_ms
from bot.storage.tx import Tx

STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Notice:
    """Words above every screen of a flow from `since` to `until`, both days included."""

    id: int
    flow: str
    state: Literal["draft", "pinned", "removed"]
    words: str = field(repr=False)
    since: date
    until: date | None
    written_by: str


LAST_ID = "SELECT coalesce(max(id), 0) FROM flow_notice"
DRAFT = """
INSERT INTO flow_notice (id, flow, state, words, since, written_by, at) VALUES (?, ?, 'draft', ?, ?, ?, ?)
"""


def draft(tx: Tx, flow: str, words: str, today: date, by: str) -> int:
    """A notice that is not shown yet; gives its row."""
    row = tx.next_number(LAST_ID)
    sealed = tx.seal(STAFF, "flow_notice", "words", row, words)
    tx.execute(DRAFT, (row, flow, sealed, today.isoformat(), by, to_ms(tx.now)))
    return row


GET = "SELECT * FROM flow_notice WHERE id = ?"


def get(tx: Tx, row: int) -> Notice | None:
    """The notice of this row, or None."""
    found = tx.row(GET, (row,))
    return None if found is None else _notice(tx, found)


SET_UNTIL = "UPDATE flow_notice SET until = ? WHERE id = ? AND state = 'draft' RETURNING 1"


def set_until(tx: Tx, row: int, until: date) -> bool:
    """The last day of a draft; False when it is none."""
    return tx.value(SET_UNTIL, (until.isoformat(), row)) is not None


REPLACE = """
UPDATE flow_notice SET state = 'removed', removed_by = ?
WHERE state = 'pinned'
    AND flow = (SELECT flow FROM flow_notice WHERE id = ? AND state = 'draft' AND until >= ?)
"""
PIN = """
UPDATE flow_notice SET state = 'pinned', since = ? WHERE id = ? AND state = 'draft' AND until >= ?
RETURNING 1
"""


def pin(tx: Tx, row: int, today: date, by: str) -> bool:
    """Above its flow from now on, in place of what stood there. False when it is no draft for today."""
    day = today.isoformat()
    tx.execute(REPLACE, (by, row, day))
    return tx.value(PIN, (day, row, day)) is not None


UNPIN = (
    "UPDATE flow_notice SET state = 'removed', removed_by = ? WHERE id = ? AND state = 'pinned' RETURNING 1"
)


def unpin(tx: Tx, row: int, by: str) -> bool:
    """Taken away; False when it was gone already."""
    return tx.value(UNPIN, (by, row)) is not None


PINNED = "SELECT * FROM flow_notice WHERE state = 'pinned' AND until >= ? ORDER BY flow"


def pinned(tx: Tx, today: date) -> list[Notice]:
    """All that are shown today."""
    return [_notice(tx, row) for row in tx.rows(PINNED, (today.isoformat(),))]


ABOVE = "SELECT * FROM flow_notice WHERE state = 'pinned' AND flow = ? AND until >= ?"


def above(tx: Tx, flows: Collection[str], today: date) -> list[Notice]:
    """What stands above screens of these flows today, in their order."""
    found = (tx.row(ABOVE, (flow, today.isoformat())) for flow in flows)
    return [_notice(tx, row) for row in found if row is not None]


def _notice(tx: Tx, row: Any) -> Notice:
    return Notice(
        row["id"], row["flow"], row["state"],
        tx.open(STAFF, "flow_notice", "words", row["id"], row["words"]),
        date.fromisoformat(row["since"]),
        date.fromisoformat(row["until"]) if row["until"] else None,
        row["written_by"],
    )  # fmt: skip
