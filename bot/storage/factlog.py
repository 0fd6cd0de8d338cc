"""What the team did about facts while the bot runs: changes, waiting and accepted, and «Это устарело».

Numbers, days and states are plain; what somebody typed is sealed under the staff key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from bot.core.facts import Correction
from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx

STAFF = "staff"
State = Literal["draft", "waiting", "accepted", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a fact on its way from `before` to `after`; without a value's name only a comparison.

    `source` is empty in a draft: the page is still to be named.
    """

    id: int
    number: str
    value_name: str
    state: State
    proposed_by: str
    decided_by: str
    day: date | None
    before: str = field(repr=False)
    after: str = field(repr=False)
    source: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """Somebody of the team found a fact out of date."""

    number: str
    volunteer_id: str
    why: str = field(repr=False)
    at: datetime


# --- changes -------------------------------------------------------------------------------------

LAST_ID = "SELECT coalesce(max(id), 0) FROM fact_change"
DRAFT = """
INSERT INTO fact_change (id, number, value_name, state, words, proposed_by, made_at)
VALUES (?, ?, ?, 'draft', ?, ?, ?)
"""


def draft(tx: Tx, number: str, value_name: str, *, before: str, after: str, by: str) -> int:
    """A change whose source is still to be named; gives its row."""
    row = tx.next_number(LAST_ID)
    words = _sealed(tx, row, before, after, "")
    tx.execute(DRAFT, (row, number, value_name, words, by, to_ms(tx.now)))
    return row


GET = "SELECT * FROM fact_change WHERE id = ?"


def get(tx: Tx, row: int) -> Change | None:
    """The change of this row, or None."""
    found = tx.row(GET, (row,))
    return None if found is None else _change(tx, found)


SUBMIT = "UPDATE fact_change SET state = 'waiting', words = ? WHERE id = ? AND state = 'draft' RETURNING 1"


def submit(tx: Tx, change: Change, source: str) -> bool:
    """The source is named: from now on it waits for a second person. False when it is no draft any more."""
    words = _sealed(tx, change.id, change.before, change.after, source)
    return tx.value(SUBMIT, (words, change.id)) is not None


WAITING_FOR = "SELECT * FROM fact_change WHERE state = 'waiting' AND number = ? AND value_name = ?"
WAITING = "SELECT * FROM fact_change WHERE state = 'waiting' ORDER BY id"


def waiting_for(tx: Tx, number: str, value_name: str) -> Change | None:
    """The change of this very value that waits, if any."""
    found = tx.row(WAITING_FOR, (number, value_name))
    return None if found is None else _change(tx, found)


def waiting(tx: Tx) -> list[Change]:
    """All that wait for a second person, the oldest first."""
    return [_change(tx, row) for row in tx.rows(WAITING)]


SETTLE = """
UPDATE fact_change SET state = ?, decided_by = ?, day = ?, decided_at = ? WHERE id = ? AND state = 'waiting'
RETURNING 1
"""


def accept(tx: Tx, row: int, by: str, day: date) -> bool:
    """From the commit on every screen shows it. False when somebody was faster."""
    tx.touched.add("facts")
    return tx.value(SETTLE, ("accepted", by, day.isoformat(), to_ms(tx.now), row)) is not None


def drop(tx: Tx, row: int, by: str, state: Literal["refused", "withdrawn"]) -> bool:
    """Nothing comes of it. False when it does not wait any more."""
    return tx.value(SETTLE, (state, by, None, to_ms(tx.now), row)) is not None


ACCEPTED = "SELECT * FROM fact_change WHERE state = 'accepted' ORDER BY decided_at, id"


def corrections(tx: Tx) -> list[Correction]:
    """All that was accepted, in order: what lies over the file."""
    return [_correction(_change(tx, row)) for row in tx.rows(ACCEPTED)]


def _correction(change: Change) -> Correction:
    assert change.day is not None  # noqa: S101 - the table checks it
    values = {change.value_name: change.after} if change.value_name else {}
    return Correction(change.number, values, change.proposed_by, change.day, change.source)


def _sealed(tx: Tx, row: int, before: str, after: str, source: str) -> bytes:
    return tx.seal(STAFF, "fact_change", "words", row, {"before": before, "after": after, "source": source})


def _change(tx: Tx, row: Any) -> Change:
    words = tx.open(STAFF, "fact_change", "words", row["id"], row["words"])
    return Change(
        row["id"], row["number"], row["value_name"], row["state"],
        row["proposed_by"], row["decided_by"] or "",
        date.fromisoformat(row["day"]) if row["day"] else None,
        words["before"], words["after"], words["source"],
    )  # fmt: skip


# --- flags ---------------------------------------------------------------------------------------

FLAG = """
INSERT INTO fact_flag (number, day, volunteer_id, words, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (number, day, volunteer_id) DO UPDATE SET words = excluded.words, at = excluded.at
"""


def flag(tx: Tx, number: str, day: date, by: str, why: str) -> None:
    """«Это устарело»; the same volunteer once more on the same day gives a better word."""
    words = tx.seal(STAFF, "fact_flag", "words", f"{number}|{day}|{by}", why)
    tx.execute(FLAG, (number, day.isoformat(), by, words, to_ms(tx.now)))


# What was corrected or compared since is answered.
OPEN_FLAGS = """
SELECT * FROM fact_flag WHERE at > coalesce(
    (SELECT max(decided_at) FROM fact_change AS done
     WHERE done.state = 'accepted' AND done.number = fact_flag.number), 0)
ORDER BY at DESC, number
"""


def open_flags(tx: Tx) -> list[Flag]:
    """Those that nobody has answered by a correction, the newest first."""
    return [_flag(tx, row) for row in tx.rows(OPEN_FLAGS)]


PRUNE_FLAGS = "DELETE FROM fact_flag WHERE at < ?"


def prune_flags(tx: Tx, before: datetime) -> None:
    """Forgets flags older than that."""
    tx.execute(PRUNE_FLAGS, (to_ms(before),))


def _flag(tx: Tx, row: Any) -> Flag:
    place = f"{row['number']}|{row['day']}|{row['volunteer_id']}"
    why = tx.open(STAFF, "fact_flag", "words", place, row["words"])
    return Flag(row["number"], row["volunteer_id"], why, from_ms(row["at"]))
