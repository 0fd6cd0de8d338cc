"""What happened to a case: a line per change, only added to; and the team's notes, sealed with the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.cases import Case
from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `actor`: "person", "clock", or "volunteer:<id>"; the rest as the case was after it."""

    seq: int
    at: datetime
    actor: str
    type: str
    state_from: str
    state_to: str
    ball: str | None
    owner: str | None
    priority: int
    epoch: int
    ver: int
    rung: int | None


ADD = """
INSERT INTO case_event
    (case_id, seq, at, actor, type, state_from, state_to, ball, owner, priority, epoch, ver, rung)
SELECT :case, coalesce(max(seq), 0) + 1,
    :at, :actor, :type, :was, :state, :ball, :owner, :priority, :epoch, :ver, :rung
FROM case_event WHERE case_id = :case
"""


def add(tx: Tx, before: Case, after: Case, *, what: str, by: str, rung: int | None = None) -> None:
    """Writes down a change: `what` in a word, `by` whom ("person", "clock", "volunteer:<id>")."""
    values = {
        "case": after.id, "at": to_ms(tx.now), "actor": by, "type": what, "was": before.state,
        "state": after.state, "ball": after.ball, "owner": after.owner, "priority": after.priority,
        "epoch": after.epoch, "ver": after.ver, "rung": rung,
    }  # fmt: skip
    tx.execute(ADD, values)


OF_CASE = "SELECT * FROM case_event WHERE case_id = ? ORDER BY seq"


def of_case(tx: Tx, case_id: str) -> list[Event]:
    """Everything that happened to a case, in order."""
    return [_event(row) for row in tx.rows(OF_CASE, (case_id,))]


GAVE_BACK = """
SELECT actor FROM case_event WHERE case_id = ? AND epoch = ? AND type IN ('release', 'off_shift')
ORDER BY seq DESC LIMIT 1
"""


def gave_back(tx: Tx, case: Case) -> str | None:
    """The volunteer whose giving back, or going home, began this turn in the queue, if it began so."""
    actor: str | None = tx.value(GAVE_BACK, (case.id, case.epoch))
    return actor and actor.removeprefix("volunteer:")


LATELY = "SELECT 1 FROM case_event WHERE at > ? AND (owner = ? OR actor = ?) LIMIT 1"


def lately(tx: Tx, volunteer_id: str, since: datetime) -> bool:
    """Whether this volunteer has worked on any case since then."""
    return tx.value(LATELY, (to_ms(since), volunteer_id, f"volunteer:{volunteer_id}")) is not None


def _event(row: Any) -> Event:
    values = {name: row[name] for name in row.keys() if name != "case_id"}  # noqa: SIM118 - a Row is no mapping
    return Event(**values | {"at": from_ms(row["at"])})


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a volunteer to the team. Never goes to a person."""

    kind: str
    author: str
    text: str
    at: datetime


NEXT_NOTE = "SELECT coalesce(max(id), 0) + 1 FROM case_note"
ADD_NOTE = "INSERT INTO case_note (id, case_id, kind, author, body, at) VALUES (?, ?, ?, ?, ?, ?)"


def add_note(tx: Tx, case_id: str, kind: str, author: str, text: str) -> None:
    """kind: "note", "handover" (why the case was given back), "reason" (why a human overrode something)."""
    number: int = tx.value(NEXT_NOTE)
    body = tx.seal(f"case:{case_id}", "case_note", "body", number, text)
    tx.execute(ADD_NOTE, (number, case_id, kind, author, body, to_ms(tx.now)))


REWRITE_NOTE = "UPDATE case_note SET body = ? WHERE id = ?"


def rewrite_note(tx: Tx, case_id: str, author: str, before: str, text: str) -> None:
    """The author has changed the words of a note; what it said before is not kept."""
    for row in tx.rows(NOTES, (case_id,)):
        if (row["kind"], row["author"]) == ("note", author) and _note(tx, row).text == before:
            tx.execute(
                REWRITE_NOTE, (tx.seal(f"case:{case_id}", "case_note", "body", row["id"], text), row["id"])
            )


NOTES = "SELECT * FROM case_note WHERE case_id = ? ORDER BY id"


def notes(tx: Tx, case_id: str) -> list[Note]:
    """The notes of a case, oldest first."""
    return [_note(tx, row) for row in tx.rows(NOTES, (case_id,))]


def _note(tx: Tx, row: Any) -> Note:
    text = tx.open(f"case:{row['case_id']}", "case_note", "body", row["id"], row["body"])
    return Note(row["kind"], row["author"], text, from_ms(row["at"]))


FORGET_NOTES = "DELETE FROM case_note WHERE case_id = ?"
FORGET_EVENTS = "DELETE FROM case_event WHERE case_id = ?"


def forget(tx: Tx, case_id: str) -> None:
    """Erases what happened and what was noted; the tombstone is the case's own row."""
    tx.execute(FORGET_NOTES, (case_id,))
    tx.execute(FORGET_EVENTS, (case_id,))
