"""Who may read a case: its seats, and a coordinator who says why. Every opening is on record."""

from __future__ import annotations

from bot.core import people, refusals
from bot.core.ops import Delete, Lane
from bot.core.people import Right
from bot.services.moves import STAFF, Desk, give_details, the_case, the_volunteer
from bot.storage import audit, events, outbox, seats
from bot.storage.tx import Tx


def holds(tx: Tx, volunteer_id: str, case_id: str) -> bool:
    """Whether the volunteer has a seat on the case."""
    return volunteer_id in seats.holders(tx, case_id)


def may_read(tx: Tx, volunteer_id: str, case_id: str, reason: str = "") -> None:
    """Raises unless this volunteer may see, or answer, what was said in the case."""
    volunteer = the_volunteer(tx, volunteer_id)
    if holds(tx, volunteer_id, case_id):
        return
    if not people.may(volunteer, Right.STEP_IN):
        raise refusals.NotYourCase
    if not reason.strip():
        raise refusals.ReasonMissing
    events.add_note(tx, case_id, "reason", volunteer_id, reason)
    audit.note(tx, actor=f"volunteer:{volunteer_id}", verb="case.stepped_in", subject=f"case:{case_id}")


def open_details(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, reason: str = "") -> None:
    """Shows the details in the volunteer's private chat, below all else."""
    case = the_case(tx, case_id)
    may_read(tx, volunteer_id, case_id, reason)
    audit.note(tx, actor=f"volunteer:{volunteer_id}", verb="details.opened", subject=f"case:{case_id}")
    _lift(tx, f"volunteer:{volunteer_id}", f"details:{case_id}")
    give_details(tx, desk, case, volunteer_id)


def _lift(tx: Tx, dest: str, name: str) -> None:
    """Who asks for the details reads them at the end of the chat, not where they once stood."""
    shown = outbox.remembered(tx, dest, name)
    if shown is not None:
        outbox.forget(tx, dest, name)
        outbox.put(tx, dest=dest, op=Delete(shown), lane=Lane.CASE, owner=STAFF)
