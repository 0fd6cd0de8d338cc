"""Updates as they came, sealed by a key of their day, until they had their effect exactly once."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from bot.storage.errors import AlreadyDone, KeyGone, SealBroken
from bot.storage.moments import day_of, from_ms, to_ms
from bot.storage.tx import Tx

KEPT = timedelta(hours=72)  # Telegram repeats for 24 h; later its numbers may start again at random

PUT = "INSERT OR IGNORE INTO inbox (update_id, raw, received_at) VALUES (?, ?, ?)"


def put(tx: Tx, updates: list[tuple[int, bytes]]) -> list[int]:
    """Stores raw updates and gives the ids of those that were not here yet."""
    owner, now = f"day:{day_of(tx.now)}", to_ms(tx.now)
    fresh = []
    for update_id, raw in updates:
        sealed = tx.seal_bytes(owner, "inbox", "raw", update_id, raw)
        if tx.execute(PUT, (update_id, sealed, now)).rowcount:
            fresh.append(update_id)
    if fresh:
        tx.touched.add("inbox")
    return fresh


PENDING = """
SELECT update_id, raw, received_at FROM inbox
WHERE done_at IS NULL AND update_id > ? ORDER BY update_id LIMIT ?
"""


def pending(tx: Tx, after: int = -1, limit: int = 1000) -> list[tuple[int, bytes]]:
    """Undone updates in order, a page at a time. One that cannot be opened comes as empty bytes."""
    return [(row["update_id"], _open(tx, row)) for row in tx.rows(PENDING, (after, limit))]


WAITING = "SELECT count(*) FROM inbox WHERE done_at IS NULL"


def waiting(tx: Tx) -> int:
    """How many updates have not had their effect yet."""
    count: int = tx.value(WAITING)
    return count


DONE = "UPDATE inbox SET done_at = ?, raw = NULL WHERE update_id = ? AND done_at IS NULL"


def done(tx: Tx, update_id: int) -> None:
    """Marks an update done in the transaction of its effect; AlreadyDone undoes a second effect."""
    if not tx.execute(DONE, (to_ms(tx.now), update_id)).rowcount:
        raise AlreadyDone("this update has had its effect")


FAIL = "UPDATE inbox SET tries = tries + 1 WHERE update_id = ? RETURNING tries"


def fail(tx: Tx, update_id: int) -> int:
    """Counts a failed try and gives their number."""
    tries: int = tx.value(FAIL, (update_id,))
    return tries


ONE = "SELECT update_id, raw, received_at FROM inbox WHERE update_id = ? AND done_at IS NULL"
QUARANTINE = "INSERT INTO quarantine (update_id, error_class, put_at) VALUES (?, ?, ?) RETURNING id"
QUARANTINE_RAW = "UPDATE quarantine SET raw = ? WHERE id = ?"


def quarantine(tx: Tx, update_id: int, error_class: str) -> None:
    """Sets an update aside under a key of its own and marks it done; AlreadyDone where it was."""
    row = tx.row(ONE, (update_id,))
    done(tx, update_id)
    raw = _open(tx, row)
    number: int = tx.value(QUARANTINE, (update_id, error_class, to_ms(tx.now)))
    if raw:
        sealed = tx.seal_bytes(f"quarantine:{number}", "quarantine", "raw", number, raw)
        tx.execute(QUARANTINE_RAW, (sealed, number))
    tx.touched.add("quarantine")


QUARANTINED = "SELECT id, update_id, error_class FROM quarantine ORDER BY id"


def quarantined(tx: Tx) -> list[tuple[int, int, str]]:
    """(number, update id, class of the error) of everything set aside."""
    return [tuple(row) for row in tx.rows(QUARANTINED)]


SET_ASIDE = "SELECT raw FROM quarantine WHERE id = ?"


def read_quarantined(tx: Tx, number: int) -> bytes:
    """The raw update set aside under this number; empty where there is none or it cannot be opened."""
    raw = tx.value(SET_ASIDE, (number,))
    return tx.open_bytes(f"quarantine:{number}", "quarantine", "raw", number, raw) if raw else b""


DROP_QUARANTINED = "DELETE FROM quarantine WHERE id = ?"


def drop_quarantined(tx: Tx, number: int) -> None:
    """Erases what was set aside, key first."""
    tx.destroy_key(f"quarantine:{number}")
    tx.execute(DROP_QUARANTINED, (number,))


def drop_quarantined_of(tx: Tx, telegram_id: int) -> int:
    """Erases all that was set aside in which this account's number stands; gives how many.

    Which field it stands in cannot be asked of an update that could not be read.
    """
    name = str(telegram_id).encode()
    named = [number for number, *_ in quarantined(tx) if name in _set_aside(tx, number)]
    for number in named:
        drop_quarantined(tx, number)
    return len(named)


def _set_aside(tx: Tx, number: int) -> bytes:
    try:
        return read_quarantined(tx, number)
    except (KeyGone, SealBroken):
        return b""


OLD_QUARANTINED = "SELECT id FROM quarantine WHERE put_at < ?"
PURGE_DONE = "DELETE FROM inbox WHERE done_at < ?"
OLDEST_UNDONE = "SELECT min(received_at) FROM inbox WHERE done_at IS NULL"
DAYS = "SELECT owner FROM keyed WHERE owner >= 'day:' AND owner < ?"


def purge(tx: Tx, quarantine_kept: timedelta = timedelta(days=30)) -> int:
    """Deletes what was done long ago and destroys keys of days past; gives the number of such days.

    The key of a day on which something is still undone stays: after a long outage the words people
    sent then must still open.
    """
    limit = tx.now - KEPT
    tx.execute(PURGE_DONE, (to_ms(limit),))
    for row in tx.rows(OLD_QUARANTINED, (to_ms(tx.now - quarantine_kept),)):
        drop_quarantined(tx, row["id"])
    oldest = tx.value(OLDEST_UNDONE)
    if oldest is not None:
        limit = min(limit, from_ms(oldest))
    past = [row["owner"] for row in tx.rows(DAYS, (f"day:{day_of(limit)}",))]
    for owner in past:
        tx.destroy_key(owner)
    return len(past)


def _open(tx: Tx, row: sqlite3.Row) -> bytes:
    owner = f"day:{day_of(from_ms(row['received_at']))}"
    try:
        return tx.open_bytes(owner, "inbox", "raw", row["update_id"], row["raw"])
    except (KeyGone, SealBroken):
        return b""  # does not parse, so it ends in quarantine, seen by a human
