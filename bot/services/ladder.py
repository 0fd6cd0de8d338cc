"""Deadlines that have come: what each does, through the same transitions as everything else.

`HANDLERS` is looked up by the timer's kind. A timer whose fence is stale does nothing; one that came too
early (the clock went back, the night began) is set again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core import cards, ladder, status, transitions
from bot.core.cases import Case, State
from bot.core.ladder import Act, Audience, Step
from bot.core.ops import Lane, Send
from bot.core.people import Seat
from bot.core.spans import span
from bot.services import translators
from bot.services.closing import erase
from bot.services.intake import enqueue
from bot.services.moves import (
    CLOCK,
    STAFF,
    STATUS_EDIT,
    Desk,
    arm,
    called,
    draw,
    duty,
    give_details,
    move,
    tell_leaders,
    tell_person,
    tell_volunteer,
    works,
)
from bot.storage import cases, events, outbox, volunteers
from bot.storage.timers import Timer
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline to act on: the case as it is, and as it is once this deadline lies behind it."""

    case: Case
    past: Case
    step: Step


FIRST = frozenset({Audience.CALL, Audience.SHIFT})  # later everybody is asked again
LEADERS_RUNG = ladder.RUNGS.index(Audience.COORDINATORS) + 1

Handler = Callable[[Tx, Desk, Timer], None]


def fire(tx: Tx, desk: Desk, timer: Timer) -> None:
    """One deadline of a case; several missed ones fire as the highest of them."""
    case = cases.get(tx, timer.owner.removeprefix("case:"))
    if case is None or timer.fence != case.ver or timer.kind != ladder.kind_of(case, desk.rules):
        return
    fired = ladder.fire(case, tx.now, desk.rules)
    if fired is None:
        arm(tx, desk, case)
        return
    step, past = fired
    _ACTS[step.act](tx, desk, Due(case, past, step))


def fire_status(tx: Tx, desk: Desk, timer: Timer) -> None:
    """The status line is written anew; a promise that was broken is owned up to, unasked."""
    case = cases.get(tx, timer.owner.removeprefix("case:"))
    if case is None or timer.fence != case.ver or ladder.status_due(case, tx.now) is None:
        return
    if _own_up(tx, desk, case):
        tell_leaders(tx, cards.alarm(case, LEADERS_RUNG, tx.now), f"late:{case.id}:{case.epoch}:team")
    draw(tx, desk, case)
    arm(tx, desk, case)


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(
        ("unclaimed", "reply_due", "person_silence", "wake", "followup", "intake_idle", "retention"), fire
    ),
    STATUS_EDIT: fire_status,
    translators.KIND: translators.fire,
}


def _ring(tx: Tx, desk: Desk, due: Due) -> None:
    """Nobody has taken it: the rung's audience is woken, and at the top the person hears it from us."""
    case, rung = due.case, due.step.rung
    _wake_team(tx, case, due)
    if rung == len(ladder.RUNGS) and not _own_up(tx, desk, case):
        tell_person(tx, case, status.not_taken(case, desk.rules), f"not_taken:{case.id}:{case.epoch}")
    move(tx, desk, case, due.past, what="rung", by=CLOCK, rung=rung)


def _wake_team(tx: Tx, case: Case, due: Due) -> None:
    message = cards.alarm(case, due.step.rung, tx.now)
    lane = Lane.ALARM if case.priority == 0 else Lane.CASE
    key = f"alarm:{case.id}:{due.past.ver}"
    left = events.gave_back(tx, case) if due.step.audience in FIRST else None
    urgent = case.priority <= 1
    woken = volunteers.audience(tx, due.step.audience, Seat.MANAGER, but=left, urgent=urgent)
    for one in woken:
        name = called(tx, case, one.id)
        tell_volunteer(tx, one.id, message, lane=lane, dedupe=f"{key}:{one.id}", remember=name)
    if not woken:
        outbox.put(tx, dest=STAFF, op=Send(message), lane=lane, owner=STAFF, dedupe=key)


def _own_up(tx: Tx, desk: Desk, case: Case) -> bool:
    """Whether the promised time has passed; then we say so, once per turn, with what can help now."""
    is_late = status.line(case, duty(tx), tx.now).ref == "status-late"
    if is_late:
        tell_person(tx, case, status.late(case, desk.rules), f"late:{case.id}:{case.epoch}")
    return is_late


def _warn(tx: Tx, desk: Desk, due: Due) -> None:
    left = span(ladder.next_due(due.past, tx.now, desk.rules) - tx.now)
    tell_volunteer(tx, due.case.owner, cards.warning(due.case, left))
    move(tx, desk, due.case, due.past, what="warn", by=CLOCK)


def _take_back(tx: Tx, desk: Desk, due: Due) -> None:
    case = due.case
    after = transitions.take_back(case, tx.now)
    alias = volunteers.alias_of(tx, case.owner)
    tell_volunteer(tx, case.owner, cards.about("alarm-taken_back", case))
    tell_leaders(tx, cards.taken_back(after, alias), f"back:{case.id}:{case.ver}")
    move(tx, desk, case, after, what="take_back", by=CLOCK)


def _nudge(tx: Tx, desk: Desk, due: Due) -> None:
    made = status.intake_nudge if due.case.state is State.INTAKE else status.nudge
    tell_person(tx, due.case, made(due.case))
    move(tx, desk, due.case, due.past, what="nudge", by=CLOCK)


def _let_go(tx: Tx, desk: Desk, due: Due) -> None:
    after = transitions.silence(due.case, tx.now)
    tell_volunteer(tx, due.case.owner, cards.about("alarm-silent", after))
    if after.state is State.RESOLVED:
        tell_person(tx, after, status.told("queue-rest", after))
    move(tx, desk, due.case, after, what="silence", by=CLOCK)


def _care(tx: Tx, desk: Desk, due: Due) -> None:
    tell_person(tx, due.case, status.care(due.case))
    move(tx, desk, due.case, due.past, what="care", by=CLOCK)


def _finish(tx: Tx, desk: Desk, due: Due) -> None:
    move(tx, desk, due.case, transitions.finish(due.case, tx.now), what="finish", by=CLOCK)


def _idle(tx: Tx, desk: Desk, due: Due) -> None:
    case = due.case
    if case.priority <= ladder.RESCUED:
        after = transitions.rescue(case, tx.now, desk.rules.promises)
        enqueue(tx, desk, case, after, what="rescue", by=CLOCK)
    else:
        move(tx, desk, case, transitions.abandon(case, tx.now), what="abandon", by=CLOCK)


def _wake(tx: Tx, desk: Desk, due: Due) -> None:
    case = due.case
    after = transitions.wake(case, tx.now, desk.rules.promises, owner_works=works(tx, case.owner))
    tell_volunteer(tx, case.owner, cards.woken(after))
    move(tx, desk, case, after, what="wake", by=CLOCK)
    if after.owner is not None:
        give_details(tx, desk, after, after.owner)


def _erase(tx: Tx, desk: Desk, due: Due) -> None:
    erase(tx, desk, due.case.id, CLOCK)


_ACTS: dict[Act, Callable[[Tx, Desk, Due], None]] = {
    Act.RUNG: _ring,
    Act.WARN: _warn,
    Act.TAKE_BACK: _take_back,
    Act.NUDGE: _nudge,
    Act.LET_GO: _let_go,
    Act.CARE: _care,
    Act.FINISH: _finish,
    Act.IDLE: _idle,
    Act.WAKE: _wake,
    Act.ERASE: _erase,
}
