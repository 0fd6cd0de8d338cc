"""What became of a row is written down here, with its consequences, in the transaction of the next claim."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.ops import Delete, Lane
from bot.storage import destinations, outbox, people
from bot.storage.database import Tx
from bot.storage.destinations import STAFF
from bot.storage.outbox import Row
from bot.telegram.answers import Do

MIGRATIONS = 5  # tries; a group that keeps moving is not a group
TOKEN_AGAIN = timedelta(seconds=60)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ids`: messages made, in order. `when`, `chat_id`: as in `Action`. `alarm`: a code, for operators."""

    row: Row
    do: Do
    code: str = ""
    ids: list[int] = field(default_factory=list)
    when: datetime | None = None
    chat_id: int | None = None
    alarm: str = ""


def nobody_there(tx: Tx, row: Row, code: str) -> None:
    """The default: the person is marked; those who look at trouble see the parked row."""
    kind, _, person_id = row.dest.partition(":")
    if kind == "person":
        people.set_reachable(tx, person_id, reachable=False)
    log.warning("unreachable", row=row.id, case=row.case_id, code=code)


def nothing_lost(_: Tx, __: Row, ___: str) -> None:
    """The default: the failed row alone tells it."""


def only_log(_: Tx, row: Row, code: str) -> None:
    """The default: an alarm that nobody is wired to hear."""
    log.error("alarm", row=row.id, code=code)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows outside the outbox, each as ``(tx, row, code)`` in the transaction that ends the row.

    unreachable: a 403 or a chat that is gone (mark, tell the owner of the case).
    lost: a row that will never go out; if it carried somebody's words, those who wait must know.
    alarm: our own mistake, missing rights, a conflict, a dead token, a row tried ten times. Must not
    put a row per call (use a dedupe): an alarm that cannot be sent alarms again.
    """

    unreachable: Callable[[Tx, Row, str], None] = nobody_there
    alarm: Callable[[Tx, Row, str], None] = only_log
    lost: Callable[[Tx, Row, str], None] = nothing_lost


@dataclass(frozen=True, slots=True)
class Ask:
    """What one turn may claim: how many rows of which lanes, and none of these destinations."""

    limit: int
    busy: Collection[str]
    lanes: tuple[int, int]


def settle_and_claim(
    tx: Tx, outcomes: list[Outcome], asks: list[Ask], consequences: Consequences
) -> tuple[list[Row], datetime | None]:
    """One turn of the sender: what ended is written down, the next rows are claimed; when another is due."""
    for outcome in outcomes:
        settle(tx, outcome, consequences)
    rows: list[Row] = []
    for ask in asks:
        busy = {*ask.busy, *(row.dest for row in rows)}
        rows += outbox.claim_due(tx, ask.limit, busy, ask.lanes)
    return rows, outbox.next_due(tx)


def settle(tx: Tx, outcome: Outcome, consequences: Consequences) -> None:
    """Ends the row or queues it again."""
    row = outcome.row
    match outcome.do:
        case Do.DONE:
            for stray in outbox.sent(tx, row.id, outcome.ids):
                outbox.put(tx, dest=row.dest, op=Delete(stray), lane=Lane.CARD, owner=STAFF)
        case Do.WAIT | Do.RETRY | Do.DOUBT:
            outbox.later(tx, row.id, outcome.when or tx.now, doubt=outcome.do is Do.DOUBT)
        case Do.STOP:
            outbox.later(tx, row.id, tx.now + TOKEN_AGAIN)
        case Do.MIGRATE:
            _migrate(tx, outcome)
        case Do.UNREACHABLE:
            outbox.park(tx, row.id, outcome.code)
            consequences.unreachable(tx, row, outcome.code)
        case Do.PARK:
            outbox.park(tx, row.id, outcome.code)
        case _:
            outbox.failed(tx, row.id, outcome.code)
            consequences.lost(tx, row, outcome.code)
    if outcome.alarm:
        consequences.alarm(tx, row, outcome.alarm)


def _migrate(tx: Tx, outcome: Outcome) -> None:
    """Only the staff group can move; everybody else's destination is an account."""
    row, chat_id = outcome.row, outcome.chat_id
    if row.dest != destinations.STAFF or chat_id is None or row.tries > MIGRATIONS:
        outbox.park(tx, row.id, outcome.code)
        return
    destinations.migrate_staff(tx, chat_id)
    outbox.later(tx, row.id, tx.now)
