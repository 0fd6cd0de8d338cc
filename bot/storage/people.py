"""People who write to the bot. Their Telegram id is sealed; it is found again by a keyed hash."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.storage import trouble
from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx

TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Person:
    """One who writes to the bot. `safe`: in Russia, so without links; `quiet`: wants no sound."""

    id: str
    safe: bool
    quiet: bool
    reachable: bool
    created_at: datetime


def find_or_create(tx: Tx, telegram_id: int) -> Person:
    """The person behind a Telegram id; a new one where there is none (or the last one was erased)."""
    person = find(tx, telegram_id)
    return person if person is not None else _create(tx, telegram_id)


def find(tx: Tx, telegram_id: int) -> Person | None:
    """The person behind a Telegram id, or None."""
    owner = tx.index_find(TELEGRAM, telegram_id)
    if owner is None or not owner.startswith("person:"):
        return None
    return get(tx, owner.removeprefix("person:"))


GET = "SELECT id, safe, quiet, reachable, created_at FROM person WHERE id = ?"


def get(tx: Tx, person_id: str) -> Person | None:
    """The person of this id, or None."""
    row: sqlite3.Row | None = tx.row(GET, (person_id,))
    if row is None:
        return None
    return Person(
        row["id"],
        bool(row["safe"]),
        bool(row["quiet"]),
        bool(row["reachable"]),
        from_ms(row["created_at"]),
    )


CREATE = "INSERT INTO person (id, chat, created_at) VALUES (?, ?, ?)"


def _create(tx: Tx, telegram_id: int) -> Person:
    person_id = tx.token(8).hex()
    owner = f"person:{person_id}"
    chat = tx.seal(owner, "person", "chat", person_id, telegram_id)
    tx.execute(CREATE, (person_id, chat, to_ms(tx.now)))
    tx.index_put(TELEGRAM, telegram_id, owner)
    return Person(person_id, safe=False, quiet=False, reachable=True, created_at=tx.now)


CHAT = "SELECT chat FROM person WHERE id = ?"


def chat_of(tx: Tx, person_id: str) -> int | None:
    """The Telegram chat of a person; None for one who is not (or no longer) known."""
    sealed = tx.value(CHAT, (person_id,))
    if sealed is None:
        return None
    chat: int = tx.open(f"person:{person_id}", "person", "chat", person_id, sealed)
    return chat


SET_QUIET = "UPDATE person SET quiet = ? WHERE id = ?"


def set_quiet(tx: Tx, person_id: str, *, quiet: bool) -> None:
    """Whether the person wants messages without a sound."""
    tx.execute(SET_QUIET, (quiet, person_id))


SET_SAFE = "UPDATE person SET safe = ? WHERE id = ?"


def set_safe(tx: Tx, person_id: str, *, safe: bool) -> None:
    """Whether the person is in Russia: no links, no names of organisations."""
    tx.execute(SET_SAFE, (safe, person_id))


SET_REACHABLE = "UPDATE person SET reachable = ? WHERE id = ? AND reachable <> ?"


def set_reachable(tx: Tx, person_id: str, *, reachable: bool) -> bool:
    """Whether Telegram still takes messages for them; gives whether that is new.

    What was parked while they were out of reach goes out when they are back.
    """
    changed = tx.execute(SET_REACHABLE, (reachable, person_id, reachable)).rowcount > 0
    if changed and reachable:
        trouble.unpark(tx, f"person:{person_id}")
    return changed


IDLE = """
SELECT id FROM person WHERE created_at <= ? AND quiet = 0 AND safe = 0
    AND NOT EXISTS (SELECT 1 FROM case_ WHERE person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM flow_session WHERE person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM relay_message WHERE person_id = person.id)
    AND NOT EXISTS (SELECT 1 FROM seen_message WHERE dest = 'person:' || person.id)
    AND NOT EXISTS (SELECT 1 FROM timer WHERE owner = 'person:' || person.id)
    AND NOT EXISTS (
        SELECT 1 FROM outbox WHERE dest = 'person:' || person.id AND state IN ('pending', 'sending'))
LIMIT ?
"""


def idle(tx: Tx, before: datetime, limit: int = 100) -> list[str]:
    """Who came before this moment and of whom nothing is kept but the account.

    Somebody who asked for silence or is in Russia stays: the next message must not give them away.
    """
    return [row["id"] for row in tx.rows(IDLE, (to_ms(before), limit))]


DELETE = "DELETE FROM person WHERE id = ?"


def delete(tx: Tx, person_id: str) -> None:
    """Deletes the row; the whole way is `erasing.erase_person`."""
    tx.execute(DELETE, (person_id,))
