"""What every change of a case brings with it, in one place: the log, the timer, the card, the status line.

A journey decides a transition and calls `move`; it adds only the words that this very turn needs. All
words are rows of the outbox, in the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core import cards, ladder, refusals, status
from bot.core.cases import OPEN, Case, State
from bot.core.ops import Delete, Edit, EditRemembered, Lane, Send
from bot.core.people import Right, Seat, Volunteer, may
from bot.core.rules import Rules
from bot.core.say import Message, say
from bot.core.status import Duty
from bot.services import outgoing
from bot.storage import cases, events, holding, outbox, people, seats, timers, volunteers
from bot.storage.remembered import dests_of
from bot.storage.tx import Tx

STAFF = "staff"
STATUS_EDIT = "status_edit"
CALL = "call:"  # begins the names of calls to take a case
PERSON, CLOCK = "person", "clock"  # actors beside "volunteer:<id>"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the queue needs beside the transaction.

    `details`: all that may be known of a case (its id), for this reader (the volunteer's id).
    """

    rules: Rules
    details: Callable[[Tx, str, str], Message]


def volunteer(volunteer_id: str) -> str:
    """A volunteer as an actor or a destination."""
    return f"volunteer:{volunteer_id}"


def the_case(tx: Tx, case_id: str) -> Case:
    """The case of this id; NotThere for an unknown or erased one."""
    case = cases.get(tx, case_id)
    if case is None or case.state is State.ERASED:
        raise refusals.NotThere
    return case


def the_volunteer(tx: Tx, volunteer_id: str) -> Volunteer:
    """An active volunteer; Deactivated for anybody else."""
    known = volunteers.get(tx, volunteer_id)
    if known is None or not known.active:
        raise refusals.Deactivated
    return known


def works(tx: Tx, volunteer_id: str | None) -> bool:
    """Whether this volunteer is active and on shift."""
    known = volunteers.get(tx, volunteer_id) if volunteer_id else None
    return known is not None and known.active and known.on_shift


def waiting_for(tx: Tx, one: Volunteer) -> list[Case]:
    """The cases with a free seat for this one: to lead, or to translate for who does nothing else."""
    if may(one, Right.LEAD):
        return cases.queued(tx)
    found = (cases.get(tx, case_id) for case_id in seats.waiting_for_translator(tx))
    return [case for case in found if case is not None]


def move(
    tx: Tx, desk: Desk, before: Case, after: Case, *, what: str, by: str, rung: int | None = None
) -> Case:
    """Stores a change with all that follows from it, and gives the case back.

    what: a word for the log ("claim"); by: PERSON, CLOCK or `volunteer(id)`.
    """
    held = set(seats.holders(tx, after.id))
    cases.save(tx, after)
    events.add(tx, before, after, what=what, by=by, rung=rung)
    arm(tx, desk, after, before)
    gone = held - set(seats.holders(tx, after.id)) | (
        shown_to(tx, after.id) if after.state not in OPEN else set()
    )
    for volunteer_id in sorted(gone):
        take_details_away(tx, after, volunteer_id)
    if before.state is State.QUEUED and after.state is not State.QUEUED:
        _call_off(tx, before, after.owner)
    if after.priority != before.priority:
        for volunteer_id in seats.holders(tx, after.id):
            give_details(tx, desk, after, volunteer_id)
    draw(tx, desk, after)
    return after


def arm(tx: Tx, desk: Desk, case: Case, before: Case | None = None) -> None:
    """The one timer of the case's state, and the one of its status line."""
    owner, kind = f"case:{case.id}", ladder.kind_of(case, desk.rules)
    if before is not None and (was := ladder.kind_of(before, desk.rules)) not in ("", kind):
        timers.cancel(tx, owner, was)
    if kind:
        due = ladder.next_due(case, tx.now, desk.rules)
        timers.arm(tx, owner=owner, kind=kind, due=due, fence=case.ver)
    edit = ladder.status_due(case, tx.now)
    if edit is None:
        timers.cancel(tx, owner, STATUS_EDIT)
    else:
        timers.arm(tx, owner=owner, kind=STATUS_EDIT, due=edit, fence=case.ver)


# --- what stands in one place and is edited there ------------------------------------------------


def draw(tx: Tx, desk: Desk, case: Case) -> None:
    """The card in the group and the person's status line, as they are true now."""
    if case.epoch > 0 and case.state is not State.ERASED:
        draw_card(tx, case)
        draw_status(tx, desk, case)


def draw_card(tx: Tx, case: Case) -> None:
    """One message per case in the group."""
    places = seats.of_case(tx, case.id)
    free = {seat: place.turn for seat, place in places.items() if place.free and _wanted(case, seat)}
    message = cards.card(case, free, volunteers.alias_of(tx, case.owner))
    urgent = case.priority == 0 and case.state is State.QUEUED
    op = EditRemembered(message, f"card:{case.id}")
    _edit(tx, case, STAFF, op, Lane.ALARM if urgent else Lane.CARD)


def _wanted(case: Case, seat: Seat) -> bool:
    return case.state is State.QUEUED if seat is Seat.MANAGER else not case.over


def draw_status(tx: Tx, desk: Desk, case: Case) -> None:
    """One line per request in the person's chat."""
    person = people.get(tx, case.person_id)
    if person is not None and person.reachable:  # drawn anew when they are back
        message = status.status(case, duty(tx), tx.now, desk.rules)
        op = EditRemembered(outgoing.fitted(tx, case.person_id, message), f"status:{case.id}")
        _edit(tx, case, f"person:{case.person_id}", op, Lane.CARD)


def draw_waiting(tx: Tx, desk: Desk) -> None:
    """The status lines of all that wait: somebody came on shift, or the last one went home."""
    for case in cases.queued(tx):
        draw_status(tx, desk, case)


def duty(tx: Tx) -> Duty:
    """Whether anybody who can take a case is at work."""
    return Duty(on_shift=volunteers.anybody_on_shift(tx))


def give_details(tx: Tx, desk: Desk, case: Case, volunteer_id: str) -> None:
    """All that is known of the case, to somebody with a seat, in private."""
    op = EditRemembered(desk.details(tx, case.id, volunteer_id), f"details:{case.id}")
    _edit(tx, case, f"volunteer:{volunteer_id}", op, Lane.CASE)


def take_details_away(tx: Tx, case: Case, volunteer_id: str) -> None:
    """Whoever has no seat any more keeps only the code, and gets nothing that still waits."""
    dest, name = f"volunteer:{volunteer_id}", f"details:{case.id}"
    holding.withdraw(tx, dest, case.id)
    gone, shown = say("queue-details_gone", code=case.code), outbox.remembered(tx, dest, name)
    if shown is not None:
        outbox.forget(tx, dest, name)
        outbox.put(tx, dest=dest, op=Edit(gone, shown), lane=Lane.CASE, owner=STAFF)
    elif holding.under_way(tx, dest, name):
        outbox.put(tx, dest=dest, op=EditRemembered(gone, name), lane=Lane.CASE, owner=STAFF)


def called(tx: Tx, case: Case, volunteer_id: str) -> str:
    """The name of a call to take a case; the one before it goes, a chat holds one a case."""
    dest, name = volunteer(volunteer_id), f"{CALL}{case.id}"
    if (old := outbox.remembered(tx, dest, name)) is not None:
        outbox.forget(tx, dest, name)
        outbox.put(tx, dest=dest, op=Delete(old), lane=Lane.COSMETIC, owner=STAFF)
    return name


def _call_off(tx: Tx, case: Case, owner: str | None) -> None:
    """Whoever was called reads that nobody is needed any more: without a sound, where the call stood."""
    over = cards.over(case, volunteers.alias_of(tx, owner))
    for dest in dests_of(tx, f"{CALL}{case.id}"):
        shown = outbox.remembered(tx, dest, f"{CALL}{case.id}")
        outbox.forget(tx, dest, f"{CALL}{case.id}")
        if shown is not None:
            outbox.put(tx, dest=dest, op=Edit(over, shown), lane=Lane.CARD, owner=STAFF)


def shown_to(tx: Tx, case_id: str) -> set[str]:
    """The volunteers in whose chats the details of a case stand, with a seat or without."""
    return {dest.removeprefix("volunteer:") for dest in dests_of(tx, f"details:{case_id}")}


def _edit(tx: Tx, case: Case, dest: str, op: EditRemembered, lane: Lane) -> None:
    owner = dest if dest.startswith("person:") else f"case:{case.id}"
    outbox.put(tx, dest=dest, op=op, lane=lane, owner=owner, case_id=case.id)


# --- what is said once ---------------------------------------------------------------------------


def tell_person(tx: Tx, case: Case, message: Message, dedupe: str | None = None) -> None:
    """A message beside the status line; to one who was erased it is not sent."""
    if people.get(tx, case.person_id) is not None:
        outgoing.tell(tx, case.person_id, message, dedupe=dedupe)


def tell_volunteer(
    tx: Tx,
    volunteer_id: str | None,
    message: Message,
    *,
    lane: Lane = Lane.CASE,
    dedupe: str | None = None,
    reply_to: int | None = None,
    remember: str | None = None,
) -> None:
    """A word about the work, made of dull facts; to nobody it is not sent."""
    if volunteer_id is not None:
        op = Send(message, reply_to=reply_to, remember=remember)
        outbox.put(tx, dest=volunteer(volunteer_id), op=op, lane=lane, owner=STAFF, dedupe=dedupe)


def tell_leaders(tx: Tx, message: Message, dedupe: str) -> None:
    """Every coordinator and administrator; the group where there is none."""
    leaders = volunteers.leaders(tx)
    for leader in leaders:
        tell_volunteer(tx, leader.id, message, dedupe=f"{dedupe}:{leader.id}")
    if not leaders:
        outbox.put(tx, dest=STAFF, op=Send(message), lane=Lane.CASE, owner=STAFF, dedupe=dedupe)
