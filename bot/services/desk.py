"""The team's side of the queue: taking a case, working on it, giving it back, ending it.

Also the one door to the whole queue: the person's side (`intake.py`) is to be had from here. A refusal
is raised before anything is written.
"""

from __future__ import annotations

from datetime import datetime

from bot.core import cards, people, refusals, rules, status, transitions
from bot.core.cases import Ball, Case, Outcome, Shut, State
from bot.core.people import Right, Seat, Shift, Volunteer
from bot.core.spans import span
from bot.services.access import holds, may_read, open_details
from bot.services.closing import erase
from bot.services.intake import (
    answered,
    cancel,
    describe,
    details_changed,
    hand_off,
    hearing,
    late_help,
    open_case,
    person_message,
    raise_priority,
    status_of,
    worse,
)
from bot.services.moves import (
    CLOCK,
    Desk,
    draw_waiting,
    give_details,
    move,
    take_details_away,
    tell_leaders,
    tell_person,
    tell_volunteer,
    the_case,
    the_volunteer,
    volunteer,
    works,
)
from bot.services.translators import seated, want_translator, without
from bot.storage import audit, cases, events, seats, volunteers
from bot.storage.seats import Place
from bot.storage.tx import Tx

__all__ = [
    "Desk", "add_note", "answered", "call_coordinator", "cancel", "change_note", "check_waits", "claim",
    "close", "describe", "details_changed", "erase", "free_hands", "give", "hand_off", "hearing",
    "holds", "late_help", "lower_priority", "may_read", "open_case", "open_details", "pause",
    "person_message", "raise_priority", "release", "replied", "resolve", "status_of", "take_next",
    "undelivered", "want_translator", "worse",
]  # fmt: skip


def claim(
    tx: Tx, desk: Desk, volunteer_id: str, case_id: str, turn: int, *, seat: Seat = Seat.MANAGER
) -> Case:
    """3. Takes a seat in the turn its button was made for. Exactly one wins; the others learn who."""
    one, case = the_volunteer(tx, volunteer_id), the_case(tx, case_id)
    _check_place(tx, case, seats.of_case(tx, case_id).get(seat), turn, volunteer_id)
    people.check_claim(one, seat, case.priority, desk.rules.cap)
    if not seats.claim(tx, case_id, seat, turn, volunteer_id):
        raise refusals.CaseOver if case.over else refusals.NotInQueue
    audit.note(tx, actor=volunteer(volunteer_id), verb=f"seat.{seat}", subject=f"case:{case_id}")
    return (_led if seat is Seat.MANAGER else seated)(tx, desk, case, one)


def take_next(tx: Tx, desk: Desk, volunteer_id: str) -> Case:
    """The most urgent seat this volunteer may take. NothingWaiting, or why none of those that wait."""
    if not people.may(the_volunteer(tx, volunteer_id), Right.LEAD):
        return _next_translation(tx, desk, volunteer_id)
    turns = ((transitions.turn(case, volunteer_id, tx.now), case) for case in cases.queued(tx))
    waiting = sorted(((turn, case) for turn, case in turns if turn is not None), key=lambda pair: pair[0])
    if not waiting:
        raise refusals.NothingWaiting
    first = waiting[0][1]
    return claim(tx, desk, volunteer_id, first.id, first.epoch)


def release(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, note: str) -> Case:
    """4. Gives a seat back with a line for the next one."""
    case = the_case(tx, case_id)
    if _translates(tx, case_id, volunteer_id):
        return _leave_translation(tx, desk, case, volunteer_id, note)
    after = transitions.release(case, volunteer_id, note, tx.now)
    events.add_note(tx, case_id, "handover", volunteer_id, note)
    return move(tx, desk, case, after, what="release", by=volunteer(volunteer_id))


def give(tx: Tx, desk: Desk, coordinator_id: str, case_id: str, turn: int, *, to_id: str) -> Case:
    """7. A coordinator gives a case that waits to somebody at work, as if they had taken it themselves."""
    people.need(the_volunteer(tx, coordinator_id), Right.DIRECT)
    check_waits(tx, the_case(tx, case_id))
    if not the_volunteer(tx, to_id).on_shift:
        raise refusals.ElsewhereNow
    case = claim(tx, desk, to_id, case_id, turn)
    audit.note(
        tx, actor=volunteer(coordinator_id), verb="case.given", subject=f"case:{case_id}", fields=to_id
    )
    tell_volunteer(tx, to_id, cards.about("alarm-given", case))
    return case


def check_waits(tx: Tx, case: Case) -> None:
    """Raises who has the case, or that it waits for nobody."""
    place = seats.of_case(tx, case.id).get(Seat.MANAGER)
    if place is not None and place.owner is not None:
        raise _taken(tx, case, place)
    if case.state is not State.QUEUED:
        raise refusals.NotInQueue


def free_hands(tx: Tx, desk: Desk) -> list[Volunteer]:
    """Who is at work and may lead one case more, those with the fewest first."""
    able = [
        one for one in volunteers.active(tx) if one.on_shift and one.reachable and one.load < desk.rules.cap
    ]
    return sorted((one for one in able if people.may(one, Right.LEAD)), key=lambda one: one.load)


def replied(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, reason: str = "") -> Case:
    """8. The team has answered the person. Without a seat: a coordinator who says why steps in."""
    case = the_case(tx, case_id)
    may_read(tx, volunteer_id, case_id, reason)
    after = transitions.reply(case, tx.now)
    return case if after is case else move(tx, desk, case, after, what="reply", by=volunteer(volunteer_id))


def undelivered(tx: Tx, desk: Desk, case_id: str) -> Case:
    """8, taken back: the answer did not arrive, so it is still ours to give."""
    case = the_case(tx, case_id)
    if case.state is not State.ASSIGNED or case.ball is Ball.TEAM:
        return case
    at_work = works(tx, case.owner)
    after = transitions.undelivered(case, tx.now, desk.rules.promises, owner_works=at_work)
    return move(tx, desk, case, after, what="undelivered", by=CLOCK)


def pause(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, until: datetime) -> Case:
    """10. Nothing to do before a date: the person learns the date."""
    case = the_case(tx, case_id)
    after = transitions.pause(case, volunteer_id, until, tx.now)
    tell_person(tx, after, status.told("queue-paused", after, day=until))
    return move(tx, desk, case, after, what="pause", by=volunteer(volunteer_id))


def resolve(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, outcome: Outcome) -> Case:
    """12. The work is done; the person can still write."""
    case = the_case(tx, case_id)
    after = transitions.resolve(case, volunteer_id, outcome, tx.now)
    tell_person(tx, after, status.told("queue-resolved", after))
    return move(tx, desk, case, after, what="resolve", by=volunteer(volunteer_id))


def close(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, why: Shut) -> Case:
    """19. A coordinator closes without work. Spam is not answered."""
    people.need(the_volunteer(tx, volunteer_id), Right.CLOSE)
    case = the_case(tx, case_id)
    after = transitions.close(case, why, tx.now)
    if why is not Shut.SPAM:
        tell_person(tx, after, status.told(f"queue-shut_{why}", after))
    audit.note(tx, actor=volunteer(volunteer_id), verb="case.closed", subject=f"case:{case_id}", fields=why)
    return move(tx, desk, case, after, what="close", by=volunteer(volunteer_id))


def lower_priority(tx: Tx, desk: Desk, volunteer_id: str, case_id: str, *, level: str, reason: str) -> Case:
    """Less urgent: the owner or a coordinator, with a reason. Never automatic."""
    one, case = the_volunteer(tx, volunteer_id), the_case(tx, case_id)
    if case.owner != volunteer_id:
        people.need(one, Right.DIRECT)
    if not reason.strip():
        raise refusals.ReasonMissing
    wanted = rules.level(level)
    if wanted <= case.priority:
        return case
    after = transitions.prioritise(case, wanted, tx.now, desk.rules.promises)
    events.add_note(tx, case_id, "reason", volunteer_id, reason)
    return move(tx, desk, case, after, what="lower", by=volunteer(volunteer_id))


def call_coordinator(tx: Tx, volunteer_id: str, case_id: str) -> None:
    """Somebody on a case needs a coordinator."""
    case = the_case(tx, case_id)
    if not holds(tx, volunteer_id, case_id):
        raise refusals.NotYourCase
    message = cards.asks_leader(case, volunteers.alias_of(tx, volunteer_id))
    tell_leaders(tx, message, f"coordinator:{case_id}:{case.ver}")


def add_note(tx: Tx, volunteer_id: str, case_id: str, text: str) -> None:
    """A line for the team. It makes no row to the person."""
    the_case(tx, case_id)
    if not holds(tx, volunteer_id, case_id):
        raise refusals.NotYourCase
    events.add_note(tx, case_id, "note", volunteer_id, text)


def change_note(tx: Tx, volunteer_id: str, case_id: str, before: str, text: str) -> None:
    """Other words for such a line; a picture may get its first ones, or lose them."""
    if before:
        events.rewrite_note(tx, case_id, volunteer_id, before, text)
    elif text:
        add_note(tx, volunteer_id, case_id, text)


def _check_place(tx: Tx, case: Case, place: Place | None, turn: int, volunteer_id: str) -> None:
    if case.over:
        raise refusals.CaseOver
    if place is None:
        raise refusals.SeatNotOpen
    if place.owner == volunteer_id:
        raise refusals.AlreadyYours
    if place.owner is not None:
        raise _taken(tx, case, place)
    if place.turn != turn:
        raise refusals.StaleButton


def _taken(tx: Tx, case: Case, place: Place) -> refusals.AlreadyTaken:
    wait = span(tx.now - (place.taken_at or tx.now))
    return refusals.AlreadyTaken(alias=volunteers.alias_of(tx, place.owner), code=case.code, **wait)


def _led(tx: Tx, desk: Desk, case: Case, one: Volunteer) -> Case:
    """The manager's seat is taken. Whoever takes a P0 off shift is at work from now on."""
    if not one.on_shift:
        first = not volunteers.anybody_on_shift(tx)
        volunteers.set_shift(tx, one.id, Shift.ON)
        tell_volunteer(tx, one.id, cards.about("staff-on_shift_now", case))
        if first:
            draw_waiting(tx, desk)
    after = transitions.claim(case, one.id, tx.now)
    tell_person(tx, after, status.told("queue-taken", after))
    move(tx, desk, case, after, what="claim", by=volunteer(one.id))
    give_details(tx, desk, after, one.id)
    return after


def _next_translation(tx: Tx, desk: Desk, volunteer_id: str) -> Case:
    for case_id in seats.waiting_for_translator(tx):
        turn = seats.of_case(tx, case_id)[Seat.TRANSLATOR].turn
        return claim(tx, desk, volunteer_id, case_id, turn, seat=Seat.TRANSLATOR)
    raise refusals.NothingWaiting


def _translates(tx: Tx, case_id: str, volunteer_id: str) -> bool:
    place = seats.of_case(tx, case_id).get(Seat.TRANSLATOR)
    return place is not None and place.owner == volunteer_id


def _leave_translation(tx: Tx, desk: Desk, case: Case, volunteer_id: str, note: str) -> Case:
    if not note.strip():
        raise refusals.NoteMissing
    events.add_note(tx, case.id, "handover", volunteer_id, note)
    events.add(tx, case, case, what="leave_translation", by=volunteer(volunteer_id))
    take_details_away(tx, case, volunteer_id)
    without(tx, desk, case, volunteer_id)
    return case
