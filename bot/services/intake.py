"""The person's side of the queue: asking for help, being heard, taking it back, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core import cards, refusals, rules, status, transitions
from bot.core.cases import OPEN, OWNED, Case, State
from bot.core.say import Message
from bot.services.moves import (
    PERSON,
    Desk,
    arm,
    duty,
    give_details,
    move,
    tell_person,
    tell_volunteer,
    the_case,
    works,
)
from bot.storage import cases, events, outbox, seats
from bot.storage.moments import to_ms
from bot.storage.tx import Tx

SAME_CRY = timedelta(minutes=5)  # presses of «Стало хуже» within this time are one


def open_case(tx: Tx, desk: Desk, person_id: str, kind: str, lang: str = "ru") -> Case:
    """A request whose form is being filled in; the one under way if there is one of this kind."""
    if (under_way := cases.open_of(tx, person_id, kind)) is not None:
        return under_way
    case = Case(
        id=tx.token(8).hex(), code=cases.new_code(tx), kind=kind, person_id=person_id,
        opened_at=tx.now, counts_from=tx.now, lang=lang,
    )  # fmt: skip
    cases.add(tx, case)
    events.add(tx, case, case, what="open", by=PERSON)
    arm(tx, desk, case)
    return case


def hand_off(tx: Tx, desk: Desk, case_id: str, level: str, *, incomplete: bool = False) -> Case:
    """1. Into the queue, at least this urgent ("P0"–"P4"); later calls bring it back to whoever answers."""
    case = the_case(tx, case_id)
    if case.state is not State.INTAKE:
        return raise_priority(tx, desk, person_message(tx, desk, case_id).id, level)
    ready = replace(case, incomplete=incomplete)
    after = transitions.submit(ready, rules.level(level), tx.now, desk.rules.promises)
    return enqueue(tx, desk, case, after, what="submit", by=PERSON)


def enqueue(tx: Tx, desk: Desk, before: Case, after: Case, *, what: str, by: str) -> Case:
    """The first time in the queue: the status line brings the promise; a form cut short gets a word more."""
    if after.incomplete:
        tell_person(tx, after, status.accepted(after, desk.rules))
    return move(tx, desk, before, after, what=what, by=by)


def describe(
    tx: Tx,
    desk: Desk,
    case_id: str,
    *,
    stage: str | None = None,
    place: str | None = None,
    lang: str | None = None,
) -> Case:
    """What the card may tell: a neutral stage (a reference), a US state, a language. ValueError for words."""
    case = the_case(tx, case_id)
    after = replace(
        case,
        stage=case.stage if stage is None else stage,
        place=case.place if place is None else place,
        lang=case.lang if lang is None else lang,
    )
    cards.facts_of(after)
    if after == case:
        return case
    return move(tx, desk, case, replace(after, ver=case.ver + 1), what="describe", by=PERSON)


def details_changed(tx: Tx, desk: Desk, case_id: str) -> None:
    """The person has answered something: the form is not idle, and the seats see the new answers."""
    case = cases.get(tx, case_id)
    if case is None or case.over:
        return
    if case.state is State.INTAKE:
        awake = replace(case, counts_from=tx.now, step=0)
        cases.save(tx, awake)
        arm(tx, desk, awake)
    for volunteer_id in seats.holders(tx, case_id):
        give_details(tx, desk, case, volunteer_id)


def answered(tx: Tx, desk: Desk, case_id: str) -> None:
    """Answers that tell something new bring back a case whose work is done, as words do."""
    case = cases.get(tx, case_id)
    if case is not None and transitions.reopens(case, tx.now, desk.rules):
        person_message(tx, desk, case_id)


def raise_priority(tx: Tx, desk: Desk, case_id: str, level: str, by: str = PERSON) -> Case:
    """More urgent than it was; never less. The owner is told."""
    case, wanted = the_case(tx, case_id), rules.level(level)
    if wanted >= case.priority:
        return case
    if by == PERSON and (case.state in OWNED or transitions.reopens(case, tx.now, desk.rules)):
        case = person_message(tx, desk, case_id)
    if wanted >= case.priority or case.state not in transitions.TABLE["priority"]:
        return case  # the words may have reached another request, more urgent already
    after = transitions.prioritise(case, wanted, tx.now, desk.rules.promises)
    if by != f"volunteer:{case.owner}":
        tell_volunteer(tx, case.owner, cards.about("alarm-raised", after))
    return move(tx, desk, case, after, what="raise", by=by)


def worse(tx: Tx, desk: Desk, case_id: str, *, tell: bool = True) -> Case:
    """«Стало хуже»: one level up, and the owner hears it each time. CaseOver when a new case is due.

    tell: the person is told and asked what happened; not where a flow does both.
    """
    case = person_message(tx, desk, case_id)
    if case.state is State.INTAKE:
        return hand_off(tx, desk, case.id, f"P{max(0, case.priority - 1)}", incomplete=True)
    cry = f"worse:{case.id}:{to_ms(tx.now) // (SAME_CRY // timedelta(milliseconds=1))}"
    if tell:
        tell_person(tx, case, status.told("queue-worse", case), dedupe=cry)
    if case.priority == 0:
        tell_volunteer(tx, case.owner, cards.about("alarm-raised", case), dedupe=f"{cry}:team")
        return case
    return raise_priority(tx, desk, case.id, f"P{case.priority - 1}")


def hearing(tx: Tx, desk: Desk, person_id: str) -> Case | None:
    """The request that the person's words belong to: the one under way, else one that they bring back."""
    if (case := cases.open_of(tx, person_id)) is not None:
        return case
    over = cases.of_person(tx, person_id)
    return next((case for case in over if transitions.reopens(case, tx.now, desk.rules)), None)


def person_message(tx: Tx, desk: Desk, case_id: str) -> Case:
    """9. The person wrote: gives the case that hears it. CaseOver when a new case is due.

    Of a case that comes back the status line is said anew, below the words: the old one lies far above.
    """
    case = the_case(tx, case_id)
    if case.state not in OPEN and (other := cases.open_of(tx, case.person_id, case.kind)):
        return other
    at_work = works(tx, case.owner)
    after = transitions.person_wrote(case, tx.now, desk.rules, owner_works=at_work)
    if transitions.reopens(case, tx.now, desk.rules):
        outbox.forget(tx, f"person:{case.person_id}", f"status:{case_id}")
    return case if after is case else move(tx, desk, case, after, what="person_wrote", by=PERSON)


def cancel(tx: Tx, desk: Desk, case_id: str) -> Case:
    """The person takes the request back; whoever has it is told."""
    case = the_case(tx, case_id)
    after = transitions.cancel(case, tx.now)
    tell_volunteer(tx, case.owner, cards.about("alarm-cancelled", case))
    if case.epoch > 0:
        tell_person(tx, case, status.told("queue-cancelled", case))
    return move(tx, desk, case, after, what="cancel", by=PERSON)


def status_of(tx: Tx, desk: Desk, person_id: str) -> Message:
    """The answer to /status: true at this moment, naming nobody."""
    mine = [case for case in cases.of_person(tx, person_id) if not case.over]
    return status.overview(mine, duty(tx), tx.now, desk.rules)


def late_help(tx: Tx, desk: Desk, case_id: str) -> Message:
    """[Другая помощь]: whom else to turn to."""
    case = cases.get(tx, case_id)
    if case is None:
        raise refusals.NotThere
    return status.other_help(case, desk.rules)
