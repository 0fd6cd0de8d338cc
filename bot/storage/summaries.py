"""What a person answered, as the volunteer of the case reads it; sealed under the case's key."""

from __future__ import annotations

from typing import Any

from bot.storage.database import Tx
from bot.storage.moments import to_ms

_PUT = """
INSERT INTO case_summary (case_id, session_id, lines, at) VALUES (?, ?, ?, ?)
ON CONFLICT (case_id, session_id) DO UPDATE SET lines = excluded.lines, at = excluded.at
"""
_OF = "SELECT session_id, lines FROM case_summary WHERE case_id = ? ORDER BY rowid"
_FORGET = "DELETE FROM case_summary WHERE case_id = ?"


def put(tx: Tx, case_id: str, session_id: str, lines: list[dict[str, Any]]) -> None:
    """The answers of one conversation as they stand now."""
    sealed = tx.seal(f"case:{case_id}", "case_summary", "lines", f"{case_id}|{session_id}", lines)
    tx.execute(_PUT, (case_id, session_id, sealed, to_ms(tx.now)))


def of_case(tx: Tx, case_id: str) -> list[dict[str, Any]]:
    """All lines of a case, conversations in the order in which they joined it; a repeated line once."""
    lines: list[dict[str, Any]] = []
    for row in tx.rows(_OF, (case_id,)):
        place = f"{case_id}|{row['session_id']}"
        lines += tx.open(f"case:{case_id}", "case_summary", "lines", place, row["lines"])
    return [line for i, line in enumerate(lines) if line not in lines[:i]]


def forget(tx: Tx, case_id: str) -> None:
    """Erases the answers of a case."""
    tx.execute(_FORGET, (case_id,))
