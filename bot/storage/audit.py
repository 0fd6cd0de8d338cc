"""Who did what: only added to, each row chained to the one before by a keyed hash. No content."""

from __future__ import annotations

import hmac
import re
from typing import Any

from bot.storage.moments import to_ms
from bot.storage.tx import Tx

OWNER = "audit"
DULL = re.compile(r"[A-Za-z0-9_.:,#-]{0,100}")
COLUMNS = "at, actor, verb, subject, fields, outcome"

LAST = "SELECT chain FROM audit ORDER BY id DESC LIMIT 1"
NOTE = f"INSERT INTO audit ({COLUMNS}, chain) VALUES (?, ?, ?, ?, ?, ?, ?)"


def note(tx: Tx, *, actor: str, verb: str, subject: str = "", fields: str = "", outcome: str = "ok") -> None:
    """Adds a line of ids and names of things: ``note(tx, actor="volunteer:ab", verb="details.opened")``.

    Words raise ValueError: this table outlives erasure.
    """
    words = (actor, verb, subject, fields, outcome)
    if not all(DULL.fullmatch(word) for word in words):
        raise ValueError("the audit holds ids, never words")
    line = (to_ms(tx.now), *words)
    tx.execute(NOTE, (*line, _link(tx.secret(OWNER), tx.value(LAST) or b"", line)))


ALL = f"SELECT {COLUMNS}, chain, id FROM audit ORDER BY id"


def first_broken(tx: Tx) -> int | None:
    """The id of the first row that does not follow from the one before; None when all do.

    The oldest row kept is taken as given: its predecessors were deleted after their year.
    """
    before: bytes | None = None
    for row in tx.rows(ALL):
        if before is not None and row["chain"] != _link(tx.secret(OWNER), before, tuple(row)[:6]):
            return int(row["id"])
        before = row["chain"]
    return None


ABOUT = f"SELECT {COLUMNS} FROM audit WHERE subject = ? ORDER BY id"


def about(tx: Tx, subject: str) -> list[Any]:
    """Every row about a case or a person (`sqlite3.Row`: at, actor, verb, subject, fields, outcome)."""
    return tx.rows(ABOUT, (subject,))


YEAR_MS = 366 * 24 * 60 * 60 * 1000
# Counted from the newest row too, as the table's own guard does: after a quiet day it would refuse more.
PURGE = "DELETE FROM audit WHERE at < min(?, (SELECT max(at) FROM audit) - 31536000000)"


def purge(tx: Tx) -> int:
    """Deletes what is older than a year; the table refuses more."""
    return tx.execute(PURGE, (to_ms(tx.now) - YEAR_MS,)).rowcount


def _link(secret: bytes, before: bytes, line: tuple[Any, ...]) -> bytes:
    text = "\x1f".join(str(value) for value in line)
    return hmac.digest(secret, before + text.encode(), "sha256")
