"""Everything that is to be said, as rows: written with the change that caused it, drained by the sender.

A row goes pending → sending (committed before the call) → sent | failed | parked. Order: a row waits
for every earlier unfinished row of its destination whose lane is as urgent or more; a more urgent row
overtakes. A row cut off in `sending` comes back with `doubt`: it may have been sent already.
The payload is sealed, and gone once the row has ended.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.core import ops
from bot.core.ops import Op
from bot.storage import destinations, payload, rights, seen
from bot.storage.delivered import sent
from bot.storage.errors import KeyGone, SealBroken
from bot.storage.moments import from_ms, to_ms
from bot.storage.remembered import forget, forget_dest, remember, remembered
from bot.storage.trouble import unpark
from bot.storage.tx import Tx

__all__ = [
    "Row",
    "claim_due",
    "drop_dest",
    "drop_owner",
    "failed",
    "forget",
    "later",
    "next_due",
    "park",
    "purge",
    "put",
    "recover",
    "remember",
    "remembered",
    "sent",
    "unpark",
]

# --- putting in ----------------------------------------------------------------------------------

SAME = "SELECT id FROM outbox WHERE dedupe = ?"
LAST_ID = "SELECT coalesce(max(id), 0) FROM outbox"
PUT = """
INSERT INTO outbox (id, dest, line, lane, kind, owner, case_id, payload, dedupe, slot, after, doubt_marks,
    next_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def put(
    tx: Tx,
    *,
    dest: str,
    op: Op,
    lane: int,
    owner: str,
    dedupe: str | None = None,
    case_id: str | None = None,
    after: str | None = None,
    doubt_marks: bool = True,
    not_before: datetime | None = None,
) -> int:
    """Queues an operation for a destination and gives the row's number.

    owner: whose key seals it ("person:<id>", "case:<id>", "staff"); KeyGone when that one is erased.
    dedupe: a name made of ids; the same name twice is one row (the first).
    after: waits until the row with that `dedupe` is sent, and keeps no order with others.
    doubt_marks: whether a possible repeat is marked for the reader.
    """
    same = None if dedupe is None else tx.value(SAME, (dedupe,))
    if same is not None:
        return int(same)
    tx.touched.add("outbox")
    slot = op.remember if isinstance(op, ops.EditRemembered) else None
    waiting = None if slot is None else _renew(tx, dest, slot, owner, op)
    if waiting is not None:
        return waiting
    number = tx.next_number(LAST_ID)
    line = None if isinstance(op, ops.Toast) or after is not None else dest
    now = to_ms(tx.now)
    when = now if not_before is None else to_ms(not_before)
    sealed = payload.sealed(tx, owner, number, op)
    row = (number, dest, line, lane, ops.name_of(op), owner, case_id, sealed, dedupe, slot, after)
    tx.execute(PUT, (*row, doubt_marks, when, now))
    return number


WAITING_EDIT = "SELECT id FROM outbox WHERE dest = ? AND slot = ? AND state = 'pending' AND owner = ?"
RENEW = "UPDATE outbox SET payload = ? WHERE id = ?"


def _renew(tx: Tx, dest: str, slot: str, owner: str, op: Op) -> int | None:
    """Gives a waiting edit of the same message the newer words."""
    number: int | None = tx.value(WAITING_EDIT, (dest, slot, owner))
    if number is not None:
        tx.execute(RENEW, (payload.sealed(tx, owner, number, op), number))
    return number


# --- taking out ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One claimed row, with what the sender needs looked up.

    repeat: it may have been sent already and that is to be marked.
    chat: the destination's chat (None for "nobody" only); source_chat: of a Copy;
    target: the message now remembered under the name of an Edit, an EditRemembered or a Pin, if any.
    """

    id: int
    dest: str
    lane: int
    op: Op
    case_id: str | None
    tries: int
    doubt: bool
    repeat: bool
    chat: int | None
    source_chat: int | None
    target: int | None


ALL_LANES = (ops.Lane.ALARM, ops.Lane.COSMETIC)

CLAIMABLE = """
SELECT id, dest, lane, kind, owner, case_id, payload, tries, doubt, doubt_marks FROM outbox AS mine
WHERE state = 'pending' AND next_at <= ? AND lane BETWEEN ? AND ?
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS other WHERE other.line = mine.line AND other.id < mine.id
            AND other.lane <= mine.lane AND other.state IN ('pending', 'sending'))
    AND (after IS NULL OR NOT EXISTS (
        SELECT 1 FROM outbox AS first WHERE first.dedupe = mine.after AND first.state <> 'sent'))
ORDER BY lane, id
"""


def claim_due(
    tx: Tx, limit: int, busy_dests: Collection[str] = (), lanes: tuple[int, int] = ALL_LANES
) -> list[Row]:
    """Marks up to `limit` rows as sending and gives them: at most one per destination, none of a busy one.

    busy_dests: where a call is under way or a pause is on.
    lanes: from and to, both included; the sender paces the urgent and the others apart.
    Toasts go whatever is busy. A row that no longer opens ends as failed, and so does one of a case for
    whoever has lost it since, at each try; one without a chat is parked.
    """
    taken: list[sqlite3.Row] = []
    passed = set(busy_dests)
    for row in tx.execute(CLAIMABLE, (to_ms(tx.now), *lanes)):
        if row["kind"] != "toast":
            if row["dest"] in passed:
                continue
            passed.add(row["dest"])
        taken.append(row)
        if len(taken) >= limit:
            break
    claimed = [one for row in taken if (one := _look_up(tx, row)) is not None]
    if claimed:
        tx.execute(CLAIM, (json.dumps([row.id for row in claimed]),))
    if len(claimed) < len(taken):
        tx.touched.add("outbox")  # what ended here held others up, and nobody else will wake the sender
    return claimed


CLAIM = """
UPDATE outbox SET state = 'sending', tries = tries + 1 WHERE id IN (SELECT value FROM json_each(?))
"""


def _look_up(tx: Tx, row: sqlite3.Row) -> Row | None:
    if not rights.may_go(tx, row):
        failed(tx, row["id"], "no_seat", visible=False)  # the words are kept: the next one gets them
        return None
    try:
        op = payload.opened(tx, row)
    except (KeyGone, SealBroken, KeyError, TypeError) as error:
        failed(tx, row["id"], type(error).__name__, visible=not isinstance(error, KeyGone))
        return None
    chat = None if _chatless(op) else destinations.resolve(tx, row["dest"])
    source = destinations.resolve(tx, op.source_dest) if isinstance(op, ops.Copy) else None
    if (chat is None and not _chatless(op)) or (source is None and isinstance(op, ops.Copy)):
        park(tx, row["id"], "no_chat")
        return None
    doubt = bool(row["doubt"])
    name = op.remember if isinstance(op, ops.Edit | ops.EditRemembered | ops.Pin) else None
    return Row(
        id=row["id"],
        dest=row["dest"],
        lane=row["lane"],
        op=op,
        case_id=row["case_id"],
        tries=row["tries"] + 1,
        doubt=doubt,
        repeat=doubt and bool(row["doubt_marks"]),
        chat=chat,
        source_chat=source,
        target=remembered(tx, row["dest"], name) if name else None,
    )


def _chatless(op: Op) -> bool:
    return isinstance(op, ops.Toast | ops.Leave | ops.Farewell)


NEXT_DUE = "SELECT min(next_at) FROM outbox WHERE state = 'pending' AND next_at > ?"


def next_due(tx: Tx) -> datetime | None:
    """When the next row that waits for a time is due; rows that wait for another row do not count."""
    at = tx.value(NEXT_DUE, (to_ms(tx.now),))
    return None if at is None else from_ms(at)


# --- what became of it ---------------------------------------------------------------------------

FAILED = """
UPDATE outbox SET state = 'failed', code = ?, payload = NULL, ended_at = ?, noticed = ? WHERE id = ?
"""
ORPHANED = """
UPDATE outbox SET state = 'failed', code = 'after', payload = NULL, ended_at = ?, noticed = 1
WHERE state = 'pending' AND after = (SELECT dedupe FROM outbox WHERE id = ?)
"""


def failed(tx: Tx, row_id: int, code: str, *, visible: bool = True) -> None:
    """It will never go out. `code` is a class of error, nobody's words; rows after it fail too."""
    tx.execute(FAILED, (code, to_ms(tx.now), not visible, row_id))
    tx.execute(ORPHANED, (to_ms(tx.now), row_id))
    if visible:
        tx.touched.add("trouble")


PARK = "UPDATE outbox SET state = 'parked', code = ?, ended_at = ?, noticed = 0 WHERE id = ?"


def park(tx: Tx, row_id: int, code: str) -> None:
    """It cannot go out now and holds nobody up; `unpark` brings it back."""
    tx.execute(PARK, (code, to_ms(tx.now), row_id))
    tx.touched.add("trouble")


LATER = (
    "UPDATE outbox SET state = 'pending', next_at = ?, doubt = doubt OR ? WHERE id = ? AND state = 'sending'"
)


def later(tx: Tx, row_id: int, when: datetime, *, doubt: bool = False) -> None:
    """Try again at `when`; `doubt`: the answer was lost, it may have been sent."""
    tx.execute(LATER, (to_ms(when), doubt, row_id))


CUT_OFF = "UPDATE outbox SET state = 'pending', doubt = 1 WHERE state = 'sending'"


def recover(tx: Tx) -> int:
    """At the start: what was under way when the process ended may have been sent. Gives how many rows."""
    count = tx.execute(CUT_OFF).rowcount
    tx.touched.add("outbox")
    return count


# --- erasing -------------------------------------------------------------------------------------

DROP_OWNER = "DELETE FROM outbox WHERE owner = ? AND state <> 'sending'"
EMPTY_OWNER = "UPDATE outbox SET payload = NULL WHERE owner = ?"
DROP_DEST = "DELETE FROM outbox WHERE dest = ?"
PURGE = "DELETE FROM outbox WHERE ended_at < ? AND state IN ('sent', 'failed') AND noticed = 1"


def drop_owner(tx: Tx, owner: str) -> None:
    """Deletes every row sealed for an owner that is being erased.

    Of what is being sent just now the words go, and the row stays until we know which messages it made.
    """
    tx.execute(DROP_OWNER, (owner,))
    tx.execute(EMPTY_OWNER, (owner,))


def drop_dest(tx: Tx, dest: str) -> None:
    """Deletes every row to a destination, and what was remembered there."""
    tx.execute(DROP_DEST, (dest,))
    forget_dest(tx, dest)
    seen.forget(tx, dest)


def purge(tx: Tx, before: datetime) -> int:
    """Deletes rows that ended before; unnoticed failures and parked rows stay."""
    return tx.execute(PURGE, (to_ms(before),)).rowcount
