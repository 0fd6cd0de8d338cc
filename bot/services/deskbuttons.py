"""Buttons of the team: each a verb of the desk. The data is a hint; rights are asked about in the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from bot.core import cards, people, queue_buttons, refusals
from bot.core.cases import Case, Outcome, Shut
from bot.core.incoming import Press
from bot.core.ops import Edit, Lane
from bot.core.people import Seat, Shift, Volunteer
from bot.core.queue_buttons import IN_GROUP, PAUSES, Pressed, Verb
from bot.core.say import Message, say
from bot.services import access, asking, board, desk, factdesk, outgoing, relay, staff, staffroom
from bot.services.house import House
from bot.services.moves import tell_volunteer, the_case
from bot.storage import destinations, outbox, volunteers
from bot.storage.database import Tx

SEND = re.compile(r"s\|send\|([1-9]\d{0,14})\|([0-9a-f]{16})")
ALL = re.compile(r"s\|all\|([0-9a-f]{16})")
MOST_HANDS = 10  # names on one screen
SHIFTS = {Verb.SHIFT_ON: Shift.ON, Verb.SHIFT_CALL: Shift.CALL, Verb.SHIFT_OFF: Shift.OFF}


def pressed(tx: Tx, house: House, volunteer: Volunteer, press: Press) -> None:
    """One press; a refusal comes out as an exception and its words as a pop-up."""
    private = press.chat_id == press.sender
    if not volunteer.active:
        raise refusals.Deactivated
    if not private and not destinations.is_staff(tx, press.chat_id):
        raise refusals.StaleButton
    if (found := SEND.fullmatch(press.data)) and private:
        done(tx, volunteer, press, staffroom.send_note(tx, house, volunteer, int(found[1]), found[2]))
        return
    if (found := ALL.fullmatch(press.data)) and private:
        _everything(tx, volunteer, the_case(tx, found[1]))
        outgoing.answer(tx, press.query_id)
        return
    if (to := queue_buttons.parse_give_to(press.data)) and private:
        outgoing.answer(tx, press.query_id, _given(tx, house, volunteer, *to))
        return
    if (newcomer := queue_buttons.parse_newcomer(press.data)) is not None:
        staff.confirm(tx, volunteer.id, newcomer[0], accepted=newcomer[1])
        outgoing.answer(tx, press.query_id, say("desk-decided"))
        return
    if private and (
        board.pressed(tx, house, volunteer, press.data) or factdesk.pressed(tx, house, volunteer, press)
    ):
        outgoing.answer(tx, press.query_id)
        return
    asked = queue_buttons.parse(press.data)
    if asked is None or (not private and asked.verb not in IN_GROUP):
        raise refusals.StaleButton
    said = _do(tx, house, volunteer, asked)
    if said is not None and (asked.end is not None or asked.verb in PAUSES):
        done(tx, volunteer, press, said)
    else:
        outgoing.answer(tx, press.query_id, said)


def done(tx: Tx, volunteer: Volunteer, press: Press, said: Message) -> None:
    """What was asked is settled: the answer stands in place of the question, and pops up."""
    outgoing.answer(tx, press.query_id, said)
    if press.message_id is not None:
        op = Edit(said, press.message_id)
        outbox.put(tx, dest=f"volunteer:{volunteer.id}", op=op, lane=Lane.CASE, owner="staff")


def _do(tx: Tx, house: House, volunteer: Volunteer, asked: Pressed) -> Message | None:
    """Carries it out; gives the words of the pop-up, if any."""
    if asked.verb in SHIFTS:
        _shift(tx, house, volunteer, SHIFTS[asked.verb])
        return None
    if asked.verb is Verb.NEXT:
        return _taken(tx, desk.take_next(tx, house.desk, volunteer.id), volunteer)
    if asked.verb in (Verb.TAKE, Verb.TRANSLATE):
        seat = Seat.MANAGER if asked.verb is Verb.TAKE else Seat.TRANSLATOR
        case = desk.claim(tx, house.desk, volunteer.id, asked.case_id, asked.epoch, seat=seat)
        return _taken(tx, case, volunteer)
    case = the_case(tx, asked.case_id)
    if asked.verb in PAUSES:
        until = tx.now + timedelta(days=PAUSES[asked.verb])
        desk.pause(tx, house.desk, volunteer.id, case.id, until)
        return say("desk-paused", code=case.code, day=until)
    return _VERBS[asked.verb](tx, house, volunteer, case, asked)


def _shift(tx: Tx, house: House, volunteer: Volunteer, shift: Shift) -> None:
    if shift is Shift.OFF:
        staff.end_shift(tx, house.desk, volunteer.id)
    else:
        staff.start_shift(tx, house.desk, volunteer.id, shift)


def _taken(tx: Tx, case: Case, volunteer: Volunteer) -> Message:
    """The seat is theirs: what was said so far goes into their private chat."""
    relay.backlog(tx, case, volunteer.id)
    return say("desk-taken", code=case.code)


def _everything(tx: Tx, volunteer: Volunteer, case: Case) -> None:
    """Their chat was cleared since they last had the case: all of it once more."""
    if not access.holds(tx, volunteer.id, case.id):
        raise refusals.NotYourCase
    relay.backlog(tx, case, volunteer.id, again=True)


def _given(tx: Tx, house: House, volunteer: Volunteer, case_id: str, turn: int, to_id: str) -> Message:
    case = desk.give(tx, house.desk, volunteer.id, case_id, turn, to_id=to_id)
    relay.backlog(tx, case, to_id)
    return say("queue-given", code=case.code, alias=volunteers.alias_of(tx, to_id))


def _choice(ref: str, case: Case, rows: cards.Rows) -> Message:
    return say(ref, *rows, code=case.code)


Act = Callable[[Tx, House, Volunteer, Case, Pressed], Message | None]  # gives the words of the pop-up


def _details(tx: Tx, house: House, volunteer: Volunteer, case: Case, _: Pressed) -> None:
    """The details once more; without a seat a coordinator is asked why."""
    try:
        desk.open_details(tx, house.desk, volunteer.id, case.id)
    except refusals.ReasonMissing:
        asking.ask(tx, volunteer, case, asking.STEP_IN)


def _release(tx: Tx, _: House, volunteer: Volunteer, case: Case, __: Pressed) -> None:
    if not access.holds(tx, volunteer.id, case.id):
        raise refusals.NotYourCase
    ref = "desk-ask_release" if case.owner == volunteer.id else "desk-ask_leave"
    asking.ask(tx, volunteer, case, asking.RELEASE, ref=ref)


def _translator(tx: Tx, house: House, volunteer: Volunteer, case: Case, _: Pressed) -> Message:
    desk.want_translator(tx, house.desk, volunteer.id, case.id)
    return say("desk-translator_called")


def _coordinator(tx: Tx, _: House, volunteer: Volunteer, case: Case, __: Pressed) -> Message:
    desk.call_coordinator(tx, volunteer.id, case.id)
    return say("desk-coordinator_called")


def _pause(tx: Tx, _: House, volunteer: Volunteer, case: Case, __: Pressed) -> None:
    _own(volunteer, case)
    tell_volunteer(tx, volunteer.id, _choice("desk-pause", case, cards.pause_rows(case)))


def _own(volunteer: Volunteer, case: Case) -> None:
    """Nobody is asked how to do what they may not do."""
    if case.owner != volunteer.id:
        raise refusals.NotYourCase


def _lower(tx: Tx, _: House, volunteer: Volunteer, case: Case, __: Pressed) -> None:
    if case.owner != volunteer.id:
        people.need(volunteer, people.Right.DIRECT)
    asking.ask(tx, volunteer, case, asking.LOWER, f"P{min(3, case.priority + 1)}")


def _give(tx: Tx, house: House, volunteer: Volunteer, case: Case, _: Pressed) -> None:
    """To whom? Only those at work whose hands are not full."""
    people.need(volunteer, people.Right.DIRECT)
    desk.check_waits(tx, case)
    able = desk.free_hands(tx, house.desk)[:MOST_HANDS]
    rows = tuple((queue_buttons.give_button(case, one, volunteers.alias_of(tx, one.id)),) for one in able)
    tell_volunteer(tx, volunteer.id, _choice("queue-give_to" if rows else "queue-give_to_nobody", case, rows))


def _raise(tx: Tx, house: House, volunteer: Volunteer, case: Case, _: Pressed) -> Message:
    if not access.holds(tx, volunteer.id, case.id):
        people.need(volunteer, people.Right.DIRECT)
    level = f"P{max(0, case.priority - 1)}"
    after = desk.raise_priority(tx, house.desk, case.id, level, f"volunteer:{volunteer.id}")
    return say("desk-urgency", code=case.code, priority=after.priority)


def _resolve(tx: Tx, house: House, volunteer: Volunteer, case: Case, asked: Pressed) -> Message | None:
    if not isinstance(asked.end, Outcome):
        _own(volunteer, case)
        tell_volunteer(tx, volunteer.id, _choice("desk-outcome", case, cards.outcome_rows(case)))
        return None
    desk.resolve(tx, house.desk, volunteer.id, case.id, asked.end)
    return say("desk-resolved", code=case.code, outcome=f"queue-out.{asked.end}")


def _shut(tx: Tx, house: House, volunteer: Volunteer, case: Case, asked: Pressed) -> Message | None:
    if not isinstance(asked.end, Shut):
        people.need(volunteer, people.Right.CLOSE)
        tell_volunteer(tx, volunteer.id, _choice("desk-shut", case, cards.shut_rows(case)))
        return None
    desk.close(tx, house.desk, volunteer.id, case.id, asked.end)
    return say("desk-resolved", code=case.code, outcome=f"queue-shut.{asked.end}")


_VERBS: dict[Verb, Act] = {
    Verb.DETAILS: _details,
    Verb.RELEASE: _release,
    Verb.TRANSLATOR: _translator,
    Verb.COORDINATOR: _coordinator,
    Verb.GIVE: _give,
    Verb.RAISE: _raise,
    Verb.LOWER: _lower,
    Verb.PAUSE: _pause,
    Verb.RESOLVE: _resolve,
    Verb.SHUT: _shut,
}
