"""The state machine of a case: pure functions from a case to the case as it becomes.

Each function is one row of the table in the design; its guard raises a Refusal, its result is stored
whole. What has to be timed follows from the case alone (`ladder.py`), and so does what has to be said
(`cards.py`, `status.py`): a transition decides neither.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.core import refusals
from bot.core.cases import NOT_REOPENED, OPEN, OWNED, Ball, Case, Outcome, Shut, State
from bot.core.rules import Promises, Rules

LONGEST_PAUSE = timedelta(days=30)
HOLD_FOR_PREFERRED = timedelta(minutes=2)

# event → the states in which it may happen
TABLE: dict[str, frozenset[State]] = {
    "submit": frozenset({State.INTAKE}),
    "rescue": frozenset({State.INTAKE}),
    "abandon": frozenset({State.INTAKE}),
    "claim": frozenset({State.QUEUED}),
    "release": OWNED,
    "take_back": frozenset({State.ASSIGNED}),
    "reply": OWNED,
    "undelivered": frozenset({State.ASSIGNED}),
    "pause": frozenset({State.ASSIGNED}),
    "wake": frozenset({State.PAUSED}),
    "resolve": frozenset({State.ASSIGNED}),
    "silence": frozenset({State.ASSIGNED}),
    "finish": frozenset({State.RESOLVED}),
    "off_shift": frozenset({State.ASSIGNED}),
    "deactivate": OWNED,
    "close": frozenset({State.QUEUED, State.ASSIGNED}),
    "cancel": OPEN,
    "priority": OPEN,
    "erase": frozenset(State) - {State.ERASED},
}


def submit(case: Case, priority: int, now: datetime, promises: Promises) -> Case:
    """1. The form is complete enough: into the queue."""
    _need(case, "submit")
    return _into_queue(replace(case, priority=min(priority, case.priority)), now, promises)


def rescue(case: Case, now: datetime, promises: Promises) -> Case:
    """2. The form was left half-way, but what was said cannot wait."""
    _need(case, "rescue")
    return _into_queue(replace(case, incomplete=True), now, promises)


def abandon(case: Case, now: datetime) -> Case:
    """2. The form was left half-way and nothing in it is urgent."""
    return _shut(case, "abandon", Shut.ABANDONED, now)


def claim(case: Case, volunteer_id: str, now: datetime) -> Case:
    """3. A volunteer has it now; storage has already decided that nobody else does."""
    _need(case, "claim")
    return _assigned(case, volunteer_id, now)


def release(case: Case, volunteer_id: str, note: str, now: datetime) -> Case:
    """4. Back to the queue with a line for the next one; age and promise stay."""
    _need(case, "release")
    _own(case, volunteer_id)
    if not note.strip():
        raise refusals.NoteMissing
    return _back(case, now, prefer=None)


def take_back(case: Case, now: datetime) -> Case:
    """5. We owed an answer for too long: the queue, the same volunteer first."""
    _need(case, "take_back")
    return _back(case, now, prefer=case.owner)


def reply(case: Case, now: datetime) -> Case:
    """8. The team has answered: the ball is the person's. A pause goes on."""
    _need(case, "reply")
    if case.state is State.PAUSED:
        return case
    return _moved(case, now, ball=Ball.PERSON, replied=True)


def undelivered(case: Case, now: datetime, promises: Promises, *, owner_works: bool) -> Case:
    """8, taken back. Our answer did not arrive: somebody must give it again."""
    _need(case, "undelivered")
    return _resumed(case, now, promises, owner_works=owner_works)


def person_wrote(case: Case, now: datetime, rules: Rules, *, owner_works: bool) -> Case:
    """9. Somebody must answer: the owner at work, else the queue. CaseOver where a new case is due."""
    match case.state:
        case State.INTAKE | State.QUEUED:
            return case
        case State.ASSIGNED if case.ball is Ball.TEAM:
            return case
        case State.ASSIGNED | State.PAUSED:
            return _resumed(case, now, rules.promises, owner_works=owner_works)
    if reopens(case, now, rules):
        return _reopened(case, now, rules.promises)
    raise refusals.CaseOver


def reopens(case: Case, now: datetime, rules: Rules) -> bool:
    """Whether words of the person bring back a case whose work is over."""
    if case.state is State.CLOSED:
        return case.outcome not in NOT_REOPENED and now <= case.counts_from + rules.reopening
    return case.state is State.RESOLVED


def pause(case: Case, volunteer_id: str, until: datetime, now: datetime) -> Case:
    """10. Nothing to do before a date; the person is told the date."""
    _need(case, "pause")
    _own(case, volunteer_id)
    if not now < until <= now + LONGEST_PAUSE:
        raise refusals.PauseTooLong(days=LONGEST_PAUSE.days)
    return _moved(case, now, state=State.PAUSED, ball=None, wake_at=until)


def wake(case: Case, now: datetime, promises: Promises, *, owner_works: bool) -> Case:
    """11. The date has come."""
    _need(case, "wake")
    return _resumed(case, now, promises, owner_works=owner_works)


def resolve(case: Case, volunteer_id: str, outcome: Outcome, now: datetime) -> Case:
    """12. The work is done; we ask again later."""
    _need(case, "resolve")
    _own(case, volunteer_id)
    return _let_go(case, State.RESOLVED, now, outcome=str(outcome), prefer=case.owner)


def silence(case: Case, now: datetime) -> Case:
    """13. The person does not answer: urgent cases are looked at by the team, others rest."""
    _need(case, "silence")
    if case.priority <= 1:
        return _back(case, now, prefer=case.owner)
    return _let_go(case, State.RESOLVED, now, outcome=str(Shut.SILENT), prefer=case.owner)


def finish(case: Case, now: datetime) -> Case:
    """14. We have asked often enough."""
    _need(case, "finish")
    return _let_go(case, State.CLOSED, now)


def off_shift(case: Case, now: datetime) -> Case:
    """17. Its owner went home: what we owe goes to the queue, the rest waits for them."""
    _need(case, "off_shift")
    return case if case.ball is Ball.PERSON else _back(case, now, prefer=case.owner)


def deactivate(case: Case, now: datetime) -> Case:
    """18. Its owner is no longer of the team."""
    _need(case, "deactivate")
    return _back(case, now, prefer=None)


def close(case: Case, why: Shut, now: datetime) -> Case:
    """19. A coordinator shuts it: spam, wrong door, duplicate."""
    return _shut(case, "close", why, now)


def cancel(case: Case, now: datetime) -> Case:
    """The person takes the request back."""
    return _shut(case, "cancel", Shut.CANCELLED, now)


def erase(case: Case, now: datetime) -> Case:
    """20. A tombstone: id, dates, reason."""
    _need(case, "erase")
    blank = dict.fromkeys(("code", "kind", "person_id", "lang", "stage", "place"), "")
    return _let_go(case, State.ERASED, now, prefer=None, **blank)


def prioritise(case: Case, level: int, now: datetime, promises: Promises) -> Case:
    """Another priority: the wait of the new level starts now, the promise never gets later by a raise."""
    _need(case, "priority")
    changed = _moved(case, now, priority=level)
    if case.queued_at is None or case.due_at is None:
        return changed
    due = promises.due(level, now) if level < case.priority else promises.due(level, case.queued_at)
    return replace(changed, due_at=min(due, case.due_at) if level < case.priority else due)


def turn(case: Case, volunteer_id: str, now: datetime) -> tuple[Any, ...] | None:
    """The place of a queued case in "take next" for this volunteer; None while it is held for another.

    P0 first, then the earliest promise, the longest wait, the id. A case that came back is held two
    minutes for whom it prefers; a P0 is held for nobody.
    """
    held = case.prefer not in (None, volunteer_id) and now < case.counts_from + HOLD_FOR_PREFERRED
    if held and case.priority > 0:
        return None
    return (case.priority > 0, case.due_at, case.queued_at, case.id)


def _need(case: Case, event: str) -> None:
    if case.state in TABLE[event]:
        return
    raise refusals.CaseOver if case.over else refusals.NotInQueue if event == "claim" else refusals.NotNow


def _own(case: Case, volunteer_id: str) -> None:
    if case.owner != volunteer_id:
        raise refusals.NotYourCase


def _moved(case: Case, now: datetime, **changes: Any) -> Case:
    return replace(case, ver=case.ver + 1, counts_from=now, step=0, **changes)


def _let_go(case: Case, state: State, now: datetime, **changes: Any) -> Case:
    return _moved(case, now, state=state, ball=None, owner=None, wake_at=None, replied=False, **changes)


def _shut(case: Case, event: str, why: Shut, now: datetime) -> Case:
    _need(case, event)
    return _let_go(case, State.CLOSED, now, outcome=str(why), prefer=None)


def _assigned(case: Case, volunteer_id: str, now: datetime) -> Case:
    return _moved(
        case, now, state=State.ASSIGNED, ball=Ball.TEAM, owner=volunteer_id, prefer=None, replied=False
    )


def _resumed(case: Case, now: datetime, promises: Promises, *, owner_works: bool) -> Case:
    """A wait that begins now: with the owner, or in the queue under a fresh promise."""
    if owner_works:
        return _moved(case, now, state=State.ASSIGNED, ball=Ball.TEAM, wake_at=None)
    return replace(_back(case, now, prefer=case.owner), due_at=promises.due(case.priority, now))


def _back(case: Case, now: datetime, *, prefer: str | None) -> Case:
    return _let_go(case, State.QUEUED, now, epoch=case.epoch + 1, prefer=prefer)


def _into_queue(case: Case, now: datetime, promises: Promises) -> Case:
    due = promises.due(case.priority, now)
    return _let_go(case, State.QUEUED, now, epoch=case.epoch + 1, queued_at=now, due_at=due)


def _reopened(case: Case, now: datetime, promises: Promises) -> Case:
    return replace(_into_queue(case, now, promises), outcome="")
