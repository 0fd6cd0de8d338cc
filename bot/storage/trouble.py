"""What of the outbox failed, is parked or waits too long: seen by a human, never silently dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that failed or is parked, for a human: what kind, where to, why; never what it said."""

    id: int
    dest: str
    lane: int
    kind: str
    case_id: str | None
    state: str
    code: str
    at: datetime


TROUBLE = """
SELECT id, dest, lane, kind, case_id, state, code, ended_at FROM outbox
WHERE state IN ('failed', 'parked') AND noticed = 0 ORDER BY id LIMIT ?
"""
NOTICED = "UPDATE outbox SET noticed = 1 WHERE id = ?"


def unnoticed(tx: Tx, limit: int = 50) -> list[Trouble]:
    """Failed and parked rows that no human was told of yet."""
    return [_trouble(row) for row in tx.rows(TROUBLE, (limit,))]


def _trouble(row: Any) -> Trouble:
    fields = {name: row[name] for name in ("id", "dest", "lane", "kind", "case_id", "state", "code")}
    return Trouble(**fields, at=from_ms(row["ended_at"]))


def noticed(tx: Tx, row_id: int) -> None:
    """A human was told."""
    tx.execute(NOTICED, (row_id,))


OLDEST_ALARM = "SELECT min(created_at) FROM outbox WHERE lane = 0 AND state IN ('pending', 'sending')"


def oldest_alarm(tx: Tx) -> datetime | None:
    """Since when the oldest unsent alarm waits: older than a minute is an alarm itself."""
    at = tx.value(OLDEST_ALARM)
    return None if at is None else from_ms(at)


WAITING = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"


def waiting(tx: Tx) -> int:
    """How many rows have not ended."""
    count: int = tx.value(WAITING)
    return count


UNPARK = """
UPDATE outbox SET state = 'pending', code = NULL, ended_at = NULL, next_at = ?
WHERE dest = ? AND state = 'parked'
"""


def unpark(tx: Tx, dest: str) -> int:
    """Queues again what was parked for a destination; gives how many rows."""
    count = tx.execute(UNPARK, (to_ms(tx.now), dest)).rowcount
    if count:
        tx.touched.add("outbox")
    return count
