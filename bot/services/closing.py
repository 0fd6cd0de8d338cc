"""20. Erasing a case: the key first, then every row; what is left is a tombstone of dates and a reason."""

from __future__ import annotations

from bot.core import cards, transitions
from bot.core.cases import Case
from bot.core.ops import Delete, EditRemembered, Lane
from bot.services.moves import STAFF, Desk, move, shown_to, take_details_away, tell_volunteer
from bot.storage import cases, erasing, events, messages, msgmap, outbox, seats, sessions, summaries
from bot.storage.tx import Tx


def erase(tx: Tx, desk: Desk, case_id: str, by: str) -> Case | None:
    """Erases the case whatever its state; None for one that is unknown or erased already."""
    case = cases.get(tx, case_id)
    if case is None or not case.code:
        return None
    held = seats.holders(tx, case_id)
    for volunteer_id in held if by == "person" else []:
        tell_volunteer(tx, volunteer_id, cards.about("alarm-erased", case))
    for volunteer_id in shown_to(tx, case_id) | set(held):
        take_details_away(tx, case, volunteer_id)
    _redact(tx, case_id)
    erasing.erase_case(tx, case_id)
    for forget in (events.forget, messages.forget_case, summaries.forget, sessions.detach):
        forget(tx, case_id)
    outbox.forget(tx, f"person:{case.person_id}", f"status:{case_id}")
    if case.epoch > 0:
        gone = EditRemembered(cards.tombstone(case.code), f"card:{case_id}")
        outbox.put(tx, dest=STAFF, op=gone, lane=Lane.CARD, owner=STAFF)
    return move(tx, desk, case, transitions.erase(case, tx.now), what="erase", by=by)


def _redact(tx: Tx, case_id: str) -> None:
    """The family's words leave the chats of the team; what Telegram no longer deletes is written over."""
    copies = {(pair.dst_dest, pair.dst_msg) for pair in msgmap.of_case(tx, case_id)}
    for dest, message_id in sorted(copies):
        if dest.startswith("volunteer:"):
            outbox.put(tx, dest=dest, op=Delete(message_id), lane=Lane.CARD, owner=STAFF)
