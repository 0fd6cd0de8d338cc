"""Timers: a row with a due time and the version it was set for. Late after an outage, never skipped."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx

PLAIN = re.compile(r"[A-Za-z0-9_.:|$#/-]{0,80}")


@dataclass(frozen=True, slots=True)
class Timer:
    """One armed timer; `fence` is the version of its owner when it was armed."""

    id: int
    owner: str
    kind: str
    fence: int
    due: datetime
    payload: Any


# REPLACE, not an update: the successor has a new id, so `done` for the old one leaves it alone.
ARM = "INSERT OR REPLACE INTO timer (owner, kind, fence, due_at, payload) VALUES (?, ?, ?, ?, ?) RETURNING id"


def arm(tx: Tx, *, owner: str, kind: str, due: datetime, fence: int, payload: Any = None) -> int:
    """Arms the owner's one timer of this kind; an earlier one is replaced.

    The payload is plain JSON in clear: ids and numbers. A text that looks like words raises TypeError.
    """
    _refuse_words(payload)
    packed = None if payload is None else json.dumps(payload)
    number: int = tx.value(ARM, (owner, kind, fence, to_ms(due), packed))
    tx.touched.add("timers")
    return number


CANCEL = "DELETE FROM timer WHERE owner = ?1 AND (?2 IS NULL OR kind = ?2)"


def cancel(tx: Tx, owner: str, kind: str | None = None) -> int:
    """Disarms the owner's timer of this kind, or all of them; gives how many there were."""
    return tx.execute(CANCEL, (owner, kind)).rowcount


DUE = "SELECT * FROM timer WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"


def due(tx: Tx, now: datetime, limit: int = 100) -> list[Timer]:
    """What is due, the earliest first."""
    return [_timer(row) for row in tx.rows(DUE, (to_ms(now), limit))]


DONE = "DELETE FROM timer WHERE id = ?"


def done(tx: Tx, timer_id: int) -> None:
    """This timer has fired. One armed anew meanwhile stays."""
    tx.execute(DONE, (timer_id,))


ARMED = "SELECT * FROM timer WHERE owner = ? ORDER BY due_at, id"


def armed(tx: Tx, owner: str) -> list[Timer]:
    """The owner's armed timers, the earliest first."""
    return [_timer(row) for row in tx.rows(ARMED, (owner,))]


NEXT = "SELECT min(due_at) FROM timer"


def next_due(tx: Tx) -> datetime | None:
    """When the earliest timer is due; None when nothing is armed."""
    at = tx.value(NEXT)
    return None if at is None else from_ms(at)


OVERDUE = "SELECT count(*) FROM timer WHERE due_at < ? AND owner LIKE 'case:%'"


def overdue(tx: Tx, before: datetime) -> int:
    """How many deadlines of cases were due before this moment and have not fired."""
    count: int = tx.value(OVERDUE, (to_ms(before),))
    return count


def _timer(row: Any) -> Timer:
    payload = None if row["payload"] is None else json.loads(row["payload"])
    return Timer(row["id"], row["owner"], row["kind"], row["fence"], from_ms(row["due_at"]), payload)


def _refuse_words(value: Any) -> None:
    match value:
        case None | bool() | int() | float():
            return
        case str() if PLAIN.fullmatch(value):
            return
        case dict():
            _refuse_words(list(value) + list(value.values()))
        case list() | tuple():
            for item in value:
                _refuse_words(item)
        case _:
            raise TypeError("a timer carries ids and numbers, never words")
