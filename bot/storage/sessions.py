"""Conversations under way: the answers, sealed under the person's key, and a trace without values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.storage.database import Tx
from bot.storage.moments import to_ms


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as it lies on disk. `state` is the engine's session as plain JSON."""

    id: str
    person_id: str
    flow: str
    rev: str
    case_id: str | None
    state: dict[str, Any]


_SAVE = """
INSERT INTO flow_session (id, person_id, flow, rev, case_id, state, is_current, updated_at, erase_at)
VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)
ON CONFLICT (id) DO UPDATE SET flow = excluded.flow, rev = excluded.rev, case_id = excluded.case_id,
    state = excluded.state, is_current = 1, updated_at = excluded.updated_at, erase_at = excluded.erase_at
"""
_SHELVE = "UPDATE flow_session SET is_current = 0 WHERE person_id = ? AND is_current = 1 AND id <> ?"


def save(tx: Tx, stored: Stored, erase_at: datetime) -> None:
    """Stores the conversation as the person's current one; any other is put on the shelf."""
    shelve(tx, stored.person_id, but=stored.id)
    owner = f"person:{stored.person_id}"
    state = tx.seal(owner, "flow_session", "state", stored.id, stored.state)
    row = (stored.id, stored.person_id, stored.flow, stored.rev, stored.case_id, state)
    tx.execute(_SAVE, (*row, to_ms(tx.now), to_ms(erase_at)))


def shelve(tx: Tx, person_id: str, but: str = "") -> None:
    """No conversation is current any more (but the one named); nothing is lost."""
    tx.execute(_SHELVE, (person_id, but))


_COLUMNS = "id, person_id, flow, rev, case_id, state"
_CURRENT = f"SELECT {_COLUMNS} FROM flow_session WHERE person_id = ? AND is_current = 1"
_BY_ID = f"SELECT {_COLUMNS} FROM flow_session WHERE id = ? AND person_id = ?"
_LATEST = (
    f"SELECT {_COLUMNS} FROM flow_session WHERE person_id = ? AND flow = ? ORDER BY updated_at DESC LIMIT 1"
)


def current(tx: Tx, person_id: str) -> Stored | None:
    """The conversation the person is in."""
    return _opened(tx, tx.row(_CURRENT, (person_id,)))


def by_id(tx: Tx, session_id: str, person_id: str) -> Stored | None:
    """A conversation of this very person, by the id on a button."""
    return _opened(tx, tx.row(_BY_ID, (session_id, person_id)))


def latest(tx: Tx, person_id: str, flow: str) -> Stored | None:
    """The last conversation in this flow, to resume it."""
    return _opened(tx, tx.row(_LATEST, (person_id, flow)))


_NEWEST = (
    f"SELECT {_COLUMNS} FROM flow_session WHERE person_id = ? "
    "ORDER BY updated_at DESC, is_current DESC LIMIT 1"
)


def newest(tx: Tx, person_id: str) -> Stored | None:
    """The conversation that was spoken in last."""
    return _opened(tx, tx.row(_NEWEST, (person_id,)))


def _opened(tx: Tx, row: Any) -> Stored | None:
    if row is None:
        return None
    state = tx.open(f"person:{row['person_id']}", "flow_session", "state", row["id"], row["state"])
    return Stored(row["id"], row["person_id"], row["flow"], row["rev"], row["case_id"], state)


_TAKEN = "SELECT 1 FROM flow_session WHERE id = ?"


def is_taken(tx: Tx, session_id: str) -> bool:
    """Whether a conversation, anybody's, bears this id."""
    return tx.value(_TAKEN, (session_id,)) is not None


_IDS = "SELECT id FROM flow_session WHERE person_id = ?"


def of_person(tx: Tx, person_id: str) -> list[str]:
    """Ids of every conversation of a person."""
    return [row["id"] for row in tx.rows(_IDS, (person_id,))]


_FORGET = "DELETE FROM flow_session WHERE id = ?"
_FORGET_PERSON = "DELETE FROM flow_session WHERE person_id = ?"
_EXPIRED = "DELETE FROM flow_session WHERE erase_at <= ?"


def forget(tx: Tx, session_id: str) -> None:
    """Erases one conversation."""
    tx.execute(_FORGET, (session_id,))


def forget_person(tx: Tx, person_id: str) -> None:
    """Erases every conversation of a person."""
    tx.execute(_FORGET_PERSON, (person_id,))


def forget_expired(tx: Tx) -> int:
    """Erases what was kept long enough; returns how many."""
    return int(tx.execute(_EXPIRED, (to_ms(tx.now),)).rowcount)


_JOIN = "UPDATE flow_session SET case_id = ? WHERE id = ?"


def join(tx: Tx, session_id: str, case_id: str) -> None:
    """A case was opened beside the conversation: its answers belong to it."""
    tx.execute(_JOIN, (case_id, session_id))


_DETACH = "UPDATE flow_session SET case_id = NULL WHERE case_id = ?"


def detach(tx: Tx, case_id: str) -> None:
    """A case is gone: its conversations stand alone."""
    tx.execute(_DETACH, (case_id,))


TRACES_KEPT = timedelta(days=365)
_FORGET_TRACES = "DELETE FROM flow_event WHERE at <= ?"


def forget_traces(tx: Tx) -> None:
    """Where people stopped a year ago tells nothing about the flows of today."""
    tx.execute(_FORGET_TRACES, (to_ms(tx.now - TRACES_KEPT),))


_TRACE = "INSERT INTO flow_event (at, session_id, kind, flow, step, rev) VALUES (?, ?, ?, ?, ?, ?)"


def trace(tx: Tx, stored: Stored, kind: str, step: str) -> None:
    """Where people stop and turn back: a step and a kind of event, never a value or a person."""
    tx.execute(_TRACE, (to_ms(tx.now), stored.id, kind, stored.flow, step, stored.rev))
