"""The ladder of deadlines as data: what happens to a case that waits, and when.

Every state short of erased has exactly one ladder, so no case can be silent for ever. The next deadline
is computed from the case alone. Deadlines missed while the bot was down fire at once as the highest one
due; the person's nudges alone are never skipped, because nobody may be let go without being asked.
Quiet hours move what concerns P2 and P3 to the morning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.cases import Ball, Case, Outcome, Shut, State
from bot.core.rules import Rules

MIN = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Act(StrEnum):
    """What a deadline does."""

    RUNG = "rung"  # alarm an audience
    WARN = "warn"  # tell the owner that an answer is due
    TAKE_BACK = "take_back"
    NUDGE = "nudge"  # ask the silent person
    LET_GO = "let_go"  # of a silent person: to the queue, or to rest
    CARE = "care"  # "how are you?" after the work is done
    FINISH = "finish"
    IDLE = "idle"  # a form left half-way: rescue or abandon
    WAKE = "wake"
    ERASE = "erase"


class Audience(StrEnum):
    """Whom a rung alarms; an empty one widens to the next."""

    CALL = "call"  # on duty
    SHIFT = "shift"
    TEAM = "team"  # everybody who may take it, off shift too
    COORDINATORS = "coordinators"
    ADMINS = "admins"  # and the person gets an honest word with other numbers


RUNGS = tuple(Audience)  # rung 1 is RUNGS[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A deadline, counted from the beginning of the wait; `rung` is 1–5 for Act.RUNG."""

    after: timedelta
    act: Act
    rung: int = 0

    @property
    def audience(self) -> Audience:
        return RUNGS[self.rung - 1]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The deadlines of one wait. `kind` names its timer; after the last step it may repeat."""

    kind: str
    steps: tuple[Step, ...]
    repeat: timedelta | None = None
    each: bool = False  # a missed step is made up for, not skipped


def _rungs(repeat: timedelta, *after: timedelta | None) -> Ladder:
    steps = tuple(Step(wait, Act.RUNG, n) for n, wait in enumerate(after, 1) if wait is not None)
    return Ladder("unclaimed", steps, repeat)


def _reply(warn: timedelta, take_back: timedelta) -> Ladder:
    return Ladder("reply_due", (Step(warn, Act.WARN), Step(take_back, Act.TAKE_BACK)))


def _silence(*after: timedelta) -> Ladder:
    nudges = tuple(Step(wait, Act.NUDGE) for wait in after[:-1])
    return Ladder("person_silence", (*nudges, Step(after[-1], Act.LET_GO)), each=True)


def _followup(*after: timedelta) -> Ladder:
    cares = tuple(Step(wait, Act.CARE) for wait in after[:-1])
    return Ladder("followup", (*cares, Step(after[-1], Act.FINISH)), each=True)


# By priority, P0 to P3. Rung 1 of P3 is "the next shift": going on shift shows what waits.
UNCLAIMED = (
    _rungs(10 * MIN, 0 * MIN, 2 * MIN, 5 * MIN, 10 * MIN, 15 * MIN),
    _rungs(60 * MIN, 10 * MIN, 20 * MIN, 45 * MIN, 60 * MIN, 90 * MIN),
    _rungs(1 * DAY, 60 * MIN, 4 * HOUR, None, 8 * HOUR, 1 * DAY),
    _rungs(2 * DAY, 12 * HOUR, 1 * DAY, None, 2 * DAY),
)
FIRST_REPLY = (
    _reply(3 * MIN, 5 * MIN),
    _reply(10 * MIN, 20 * MIN),
    _reply(2 * HOUR, 4 * HOUR),
    _reply(1 * DAY, 2 * DAY),
)
NEXT_REPLY = (
    _reply(10 * MIN, 20 * MIN),
    _reply(30 * MIN, 60 * MIN),
    _reply(8 * HOUR, 24 * HOUR),
    _reply(2 * DAY, 4 * DAY),
)
SILENCE = (
    _silence(15 * MIN, 60 * MIN, 120 * MIN),
    _silence(4 * HOUR, 12 * HOUR, 24 * HOUR),
    _silence(2 * DAY, 5 * DAY, 7 * DAY),
    _silence(3 * DAY, 6 * DAY),
)
FOLLOWUP = (
    _followup(1 * DAY, 7 * DAY, 30 * DAY, 37 * DAY),
    _followup(1 * DAY, 7 * DAY, 30 * DAY, 37 * DAY),
    _followup(7 * DAY, 14 * DAY),
    _followup(1 * DAY),
)
# A deported person's phone may be in other hands; a silent or foreign case is nobody to ask after.
NO_CARE = frozenset({Outcome.DEPORTED, Outcome.DUPLICATE, Outcome.NOT_OURS, Shut.SILENT})
WITHOUT_CARE = _followup(1 * DAY)

# Only a form that says "now" is nudged by the queue; the flow nudges the others itself.
INTAKE_NOW = Ladder("intake_idle", (Step(3 * MIN, Act.NUDGE), Step(15 * MIN, Act.IDLE)))
INTAKE = Ladder("intake_idle", (Step(24 * HOUR, Act.IDLE),))
RESCUED = 1  # a form left at P0 or P1 goes to the team, any other is abandoned

STATUS_EVERY = (5 * MIN, 20 * MIN, 4 * HOUR, 1 * DAY)
KEPT_SHORT = 14 * DAY  # content of a closed P3
KEPT_ABANDONED = 3 * DAY
UNDISTURBING = frozenset({"retention", "intake_idle"})  # nobody is woken by these


def ladder_of(case: Case, rules: Rules) -> Ladder:
    """The one ladder a case is on; KeyError for an erased case, which has none."""
    return _LADDERS[case.state](case, rules)


def kind_of(case: Case, rules: Rules) -> str:
    """The timer kind a case owns now; empty for an erased one."""
    return "" if case.state is State.ERASED else ladder_of(case, rules).kind


def next_due(case: Case, now: datetime, rules: Rules) -> datetime:
    """When the next deadline of the case fires; in the past for one that was missed."""
    ladder = ladder_of(case, rules)
    due = _due(case, ladder, case.step)
    return rules.quiet.after(max(due, now)) if _sleeps(case, ladder) else due


def fire(case: Case, now: datetime, rules: Rules) -> tuple[Step, Case] | None:
    """The deadline to act on now, with the case past it; None when none is due yet."""
    if next_due(case, now, rules) > now:
        return None
    ladder = ladder_of(case, rules)
    if ladder.each:
        late = now - _due(case, ladder, case.step)
        return ladder.steps[case.step], _past(case, case.step, late)
    index = _highest_due(case, ladder, now)
    return ladder.steps[min(index, len(ladder.steps) - 1)], _past(case, index)


def status_due(case: Case, now: datetime) -> datetime | None:
    """When the person's status line must be edited again; None where it cannot go stale."""
    if case.state not in (State.QUEUED, State.ASSIGNED):
        return None
    due = now + STATUS_EVERY[case.priority]
    breaks = case.due_at if case.state is State.QUEUED and case.due_at and case.due_at > now else due
    return min(due, breaks)


def _due(case: Case, ladder: Ladder, index: int) -> datetime:
    last = len(ladder.steps) - 1
    beyond = max(0, index - last) * (ladder.repeat or timedelta())
    return _origin(case, ladder) + ladder.steps[min(index, last)].after + beyond


def _origin(case: Case, ladder: Ladder) -> datetime:
    """A family that is back in the queue has waited already: the first rung is due at once."""
    again = ladder.kind == "unclaimed" and case.epoch > 1
    return case.counts_from - ladder.steps[0].after if again else case.counts_from


def _sleeps(case: Case, ladder: Ladder) -> bool:
    """Whether the deadline waits for the morning."""
    return ladder.kind == "followup" or (case.priority >= 2 and ladder.kind not in UNDISTURBING)


def _highest_due(case: Case, ladder: Ladder, now: datetime) -> int:
    """The index of the last step whose time has come; past the end, of the last repetition."""
    last = len(ladder.steps) - 1
    index = case.step
    while index < last and _due(case, ladder, index + 1) <= now:
        index += 1
    if index < last or ladder.repeat is None:
        return index
    return max(index, last + (now - _due(case, ladder, last)) // ladder.repeat)


def _past(case: Case, index: int, late: timedelta = timedelta()) -> Case:
    return replace(case, step=index + 1, ver=case.ver + 1, counts_from=case.counts_from + late)


def _intake(case: Case, _rules: Rules) -> Ladder:
    return INTAKE_NOW if case.priority == 0 else INTAKE


def _unclaimed(case: Case, _rules: Rules) -> Ladder:
    return UNCLAIMED[case.priority]


def _assigned(case: Case, _rules: Rules) -> Ladder:
    if case.ball is Ball.PERSON:
        return SILENCE[case.priority]
    return (NEXT_REPLY if case.replied else FIRST_REPLY)[case.priority]


def _paused(case: Case, _rules: Rules) -> Ladder:
    assert case.wake_at is not None  # noqa: S101 - set with the state, by the same transition
    return Ladder("wake", (Step(case.wake_at - case.counts_from, Act.WAKE),))


def _resolved(case: Case, _rules: Rules) -> Ladder:
    return WITHOUT_CARE if case.outcome in NO_CARE else FOLLOWUP[case.priority]


def _closed(case: Case, rules: Rules) -> Ladder:
    kept = KEPT_SHORT if case.priority == 3 else rules.retention
    kept = KEPT_ABANDONED if case.outcome == Shut.ABANDONED else min(kept, rules.retention)
    return Ladder("retention", (Step(kept, Act.ERASE),))


_LADDERS = {
    State.INTAKE: _intake,
    State.QUEUED: _unclaimed,
    State.ASSIGNED: _assigned,
    State.PAUSED: _paused,
    State.RESOLVED: _resolved,
    State.CLOSED: _closed,
}
