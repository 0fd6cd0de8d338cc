"""What a press or a typed text means to the step it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.answers.refusal import Refusal
from bot.core.answers.typed import Bounds, read_typed
from bot.core.answers.words import no_answer
from bot.core.flow.accepting import LATER, SEEN, SKIP, STATES, TASK_ANSWERS, UNKNOWN, aliases
from bot.core.flow.conditions import Moment
from bot.core.flow.model import TYPED, Step
from bot.core.flow.plan import Node
from bot.core.flow.spans import on_calendar

DONE = "$done"
NEXT = "next"


@dataclass(frozen=True, slots=True)
class Stored:
    """The step is answered."""

    value: Any


@dataclass(frozen=True, slots=True)
class Marked:
    """Something was ticked; the step stays open until it is closed."""

    marks: Any


@dataclass(frozen=True, slots=True)
class Leaves:
    flow: str


class Unknown:
    """A button this step does not have (any more)."""


Taken = Stored | Marked | Leaves | Refusal | Unknown


def take(node: Node, raw: str, marks: Any, moment: Moment) -> Taken:
    """`marks`: what is ticked so far, or the closed answer when the step is looked at again."""
    step = node.step
    match node.kind:
        case "say":
            return Stored([SEEN, step.edition]) if raw == NEXT else Unknown()
        case "task":
            return Stored(raw) if raw in TASK_ANSWERS else Unknown()
        case "board":
            return _board(step, raw, marks)
        case "ask" if step.ask in TYPED:
            return _typed(step, raw, moment)
        case "ask":
            return _listed(step, raw, marks)
    return Unknown()


def _listed(step: Step, raw: str, marks: Any) -> Taken:
    if step.ask == "choice":
        return _choice(step, raw)
    names = aliases(step.options)
    ticked = [names[name] for name in marks if name in names] if isinstance(marks, list) else []
    if raw == DONE or (raw == LATER and step.ask == "checklist"):
        return _closed(step, raw, ticked)
    name = names.get(raw)
    if name is None:
        return Unknown()
    return Stored([name]) if step.options[name].alone else Marked(_toggled(step, ticked, name))


def _choice(step: Step, raw: str) -> Taken:
    name = aliases(step.options).get(raw)
    if name is None:
        return Unknown()
    flow = step.options[name].go
    return Leaves(flow) if flow else Stored(name)


def _closed(step: Step, raw: str, ticked: list[str]) -> Taken:
    if step.ask == "checklist":
        return Stored([*ticked, LATER] if raw == LATER else ticked)
    return Stored(ticked) if ticked else Refusal("answers-nothing_chosen")


def _toggled(step: Step, ticked: list[str], name: str) -> list[str]:
    """In the order of the file, so that the same set is always the same value."""
    if name in ticked:
        chosen = {one for one in ticked if one != name}
    else:
        chosen = {one for one in ticked if one in step.options and not step.options[one].alone} | {name}
    return [one for one in step.options if one in chosen]


def _board(step: Step, raw: str, marks: Any) -> Taken:
    states: Mapping[str, str] = marks if isinstance(marks, dict) else {}
    names = aliases(step.tracks)
    current = {names[track]: state for track, state in states.items() if track in names}
    if raw == DONE:
        return Stored({track: current.get(track, "free") for track in step.tracks})
    name, _, state = raw.partition(".")
    if name not in names or state not in STATES:
        return Unknown()
    return Marked(current | {names[name]: state})


def _typed(step: Step, raw: str, moment: Moment) -> Taken:
    said = no_answer(raw)
    raw = raw if said is None or (said == SKIP and step.required) else said
    if raw in (SKIP, UNKNOWN):
        return Unknown() if raw == SKIP and step.required else Stored(raw)
    read = read_typed(step.ask or "", raw, moment.today, _bounds(step, moment))
    return read if isinstance(read, Refusal) else Stored(read)


def _bounds(step: Step, moment: Moment) -> Bounds:
    first, last, longest = step.limits.first, step.limits.last, step.limits.max
    return Bounds(
        first=None if first is None else on_calendar(first, moment.today),
        last=None if last is None else on_calendar(last, moment.today),
        longest=longest,
    )
