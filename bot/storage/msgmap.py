"""Which message in one chat is the copy of which in another: what lets a reply find its way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.moments import to_ms
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Pair:
    """A source message and one of its copies (destination and message id of each)."""

    case_id: str
    src_dest: str
    src_msg: int
    dst_dest: str
    dst_msg: int
    part: int


PUT = """
INSERT OR REPLACE INTO msgmap (case_id, src_dest, src_msg, dst_dest, dst_msg, part)
VALUES (?, ?, ?, ?, ?, ?)
"""


def put(tx: Tx, pair: Pair) -> None:
    """Remembers a copy."""
    tx.execute(PUT, (pair.case_id, pair.src_dest, pair.src_msg, pair.dst_dest, pair.dst_msg, pair.part))


SOURCE = "SELECT * FROM msgmap WHERE dst_dest = ? AND dst_msg = ? ORDER BY src_msg DESC LIMIT 1"


def source_of(tx: Tx, dest: str, message_id: int) -> Pair | None:
    """The pair whose copy stands at this place: what a reply to it answers (of a burst, its last message)."""
    row = tx.row(SOURCE, (dest, message_id))
    return None if row is None else Pair(*row)


COPIES = "SELECT * FROM msgmap WHERE src_dest = ? AND src_msg = ? ORDER BY dst_dest, part, dst_msg"


def copies_of(tx: Tx, dest: str, message_id: int) -> list[Pair]:
    """Every copy of a message, in order of their parts."""
    return [Pair(*row) for row in tx.rows(COPIES, (dest, message_id))]


CASE = "SELECT * FROM msgmap WHERE case_id = ? ORDER BY dst_dest, dst_msg"


def of_case(tx: Tx, case_id: str) -> list[Pair]:
    """Every pair of a case: what is to be redacted when it is erased."""
    return [Pair(*row) for row in tx.rows(CASE, (case_id,))]


BURY = """
INSERT OR IGNORE INTO msgmap (case_id, src_dest, src_msg, dst_dest, dst_msg, part)
SELECT case_id, '', 0, dst_dest, dst_msg, 0 FROM msgmap WHERE case_id = ? AND dst_dest GLOB 'volunteer:*'
"""
DROP_CASE = "DELETE FROM msgmap WHERE case_id = ? AND src_dest <> ''"


def bury_case(tx: Tx, case_id: str) -> None:
    """Forgets the pairs of an erased case; of copies to the team stays that they were of that case.

    A reply to such a copy is then no reply to another case, and no words of the volunteer's own.
    """
    tx.execute(BURY, (case_id,))
    tx.execute(DROP_CASE, (case_id,))


PURGE = """
DELETE FROM msgmap WHERE src_dest = '' AND case_id IN (
    SELECT id FROM case_ WHERE state = 'erased' AND counts_from <= ?)
"""


def purge(tx: Tx, before: datetime) -> None:
    """Forgets where copies of cases lay that were erased before this moment."""
    tx.execute(PURGE, (to_ms(before),))


DROP_DEST = "DELETE FROM msgmap WHERE dst_dest = ?1 OR src_dest = ?1"


def drop_dest(tx: Tx, dest: str) -> None:
    """Forgets every pair with an end in this chat."""
    tx.execute(DROP_DEST, (dest,))
