"""What a person reads about their request: one status line, always true, and a few words at its turns.

Nothing here can name a volunteer: no function takes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.cases import Ball, Case, State
from bot.core.menu import HOME, HUMAN
from bot.core.queue_buttons import Verb, button
from bot.core.rules import Rules
from bot.core.say import Arg, Button, Message, Part

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether anybody of the team is at work now."""

    on_shift: bool


def line(case: Case, duty: Duty, now: datetime) -> Part:
    """The one sentence that is true of this request now."""
    args: dict[str, Arg] = {"code": case.code, "at": now}
    if case.due_at is not None:
        args["by"] = case.due_at
    if case.wake_at is not None:
        args["day"] = case.wake_at
    return Part(f"status-{_ref(case, duty, now)}", args)


def _ref(case: Case, duty: Duty, now: datetime) -> str:
    match case.state:
        case State.QUEUED:
            return _queued(case, duty, now)
        case State.ASSIGNED:
            return "person" if case.ball is Ball.PERSON else "team"
    return str(case.state)


def _queued(case: Case, duty: Duty, now: datetime) -> str:
    if case.due_at is not None and case.due_at <= now:
        # A case that came back with its promise already over was answered before: only its place is told.
        return "late" if case.epoch == 1 or case.due_at > case.counts_from else "back"
    if duty.on_shift:
        return "queued"
    return "alarm" if case.priority == 0 else "nobody"


def status(case: Case, duty: Duty, now: datetime, rules: Rules) -> Message:
    """The status line as a message of its own, edited in place."""
    part = line(case, duty, now)
    helpless = part.ref in ("status-alarm", "status-late")
    return Message(parts=(part, *(_numbers(case, rules) if helpless else ())), rows=_rows(case), silent=True)


def overview(cases: Sequence[Case], duty: Duty, now: datetime, rules: Rules) -> Message:
    """The answer to /status: every request that is not over, or that there is none."""
    if not cases:
        return Message((Part("status-none"),), ((HUMAN,), (HOME,)))
    if len(cases) == 1:
        return status(cases[0], duty, now, rules)
    return Message(parts=tuple(line(case, duty, now) for case in cases))


def accepted(case: Case, rules: Rules) -> Message:
    """A form cut short is with the team: number, what happens, by when, what to do meanwhile."""
    assert case.due_at is not None  # noqa: S101 - set when a case enters the queue
    args: dict[str, Arg] = {"code": case.code, "by": case.due_at, "priority": case.priority}
    rows = ((button(Verb.WORSE, case, "danger"),), (button(Verb.CANCEL, case),))
    urgent = case.priority == 0
    return Message(
        parts=(Part("queue-accepted_incomplete", args), *(_numbers(case, rules) if urgent else ())), rows=rows
    )


def not_taken(case: Case, rules: Rules) -> Message:
    """Nobody has taken it yet, though everybody was called: an honest word, and what can help now."""
    return _helpless("queue-not_taken", case, rules)


def late(case: Case, rules: Rules) -> Message:
    """The promised time has passed: we say so first."""
    return _helpless("queue-late", case, rules)


def _helpless(ref: str, case: Case, rules: Rules) -> Message:
    rows = tuple((button(verb, case),) for verb in (Verb.WORSE, Verb.WAIT, Verb.OTHER_HELP))
    return Message(parts=(Part(ref, {"code": case.code}), *_numbers(case, rules)), rows=rows)


def other_help(case: Case, rules: Rules) -> Message:
    """Whom else to turn to."""
    return Message(parts=(Part("queue-other_help"), *_numbers(case, rules)))


def told(ref: str, case: Case, *rows: tuple[Button, ...], **args: Arg) -> Message:
    """A word to the person about their request."""
    return Message(parts=(Part(ref, {"code": case.code, **args}),), rows=rows)


def intake_nudge(case: Case) -> Message:
    """The form stopped half-way and what was said cannot wait."""
    return told("queue-intake_nudge", case, (button(Verb.CALL, case, "danger"),))


def nudge(case: Case) -> Message:
    """We wait for an answer; no word of what it is about."""
    return told("queue-nudge", case, (button(Verb.FINE, case),), (button(Verb.WORSE, case),))


def care(case: Case) -> Message:
    """How are you? Some time after the work was done."""
    rows = ((button(Verb.FINE, case),), (button(Verb.HELP, case),), (button(Verb.WORSE, case),))
    return told("queue-care", case, *rows)


def ask_cancel(case: Case) -> Message:
    """Really?"""
    return told(
        "queue-cancel_sure", case, (button(Verb.CANCEL_YES, case, "danger"),), (button(Verb.WAIT, case),)
    )


def _rows(case: Case) -> Rows:
    if case.state is State.QUEUED:
        return ((button(Verb.WORSE, case),), (button(Verb.CANCEL, case),))
    if case.state is State.ASSIGNED:
        return ((button(Verb.WORSE, case),),)
    return ()


def _numbers(case: Case, rules: Rules) -> tuple[Part, ...]:
    phone = (Part("common-phone", {"phone": rules.fallback_phone}),) if rules.fallback_phone else ()
    return (*phone, Part("common-emergency")) if case.priority <= 1 else phone
