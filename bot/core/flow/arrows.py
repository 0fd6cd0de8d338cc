"""Where a step leads, as a person would say it: which answers, under which further condition, to where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.flow.accepting import TASK_ANSWERS
from bot.core.flow.conditions import All, Among, Condition, Either, Is, Moment, Not, compiled
from bot.core.flow.model import Branch, Flow, Step


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way on. `away`: `to` is another flow, which the person leaves for.

    `answers`: options (or done, failed, later) that lead this way; empty: any. `when`: what else must hold.
    `otherwise`: taken when no arrow before it was.
    """

    start: str
    to: str
    away: bool = False
    answers: tuple[str, ...] = ()
    when: Condition | None = None
    otherwise: bool = False


def arrows(flow: Flow, id_: str) -> list[Arrow]:
    """All ways on from a step, in the order in which they are tried; none from an end."""
    step = flow.steps[id_]
    return [*_jumps(id_, step), *_branches(id_, step)]


def ways(found: list[Arrow], answer: str = "") -> list[Arrow]:
    """Those of a step's arrows that one of its answers may take; no answer given: all."""
    possible: list[Arrow] = []
    for arrow in found:
        if not answer:
            possible.append(arrow)
        elif not arrow.answers or answer in arrow.answers:
            possible.append(arrow)
            if arrow.when is None:
                break
    return possible


def taken(found: list[Arrow], value: str, moment: Moment) -> list[Arrow]:
    """Those that a typed value may take: conditions on the step itself are tried, others stay open."""
    possible: list[Arrow] = []
    for arrow in found:
        if arrow.answers and value not in arrow.answers:
            continue
        settled = arrow.when is None or _only_about(arrow.when, arrow.start)
        if not settled or compiled(arrow.when)({arrow.start: value}, moment):
            possible.append(arrow)
            if settled:
                break
    return possible


def _only_about(condition: Condition, step: str) -> bool:
    match condition:
        case All(parts) | Either(parts):
            return all(_only_about(part, step) for part in parts)
        case Not(part):
            return _only_about(part, step)
        case Is():
            return False
        case _:
            return condition.step == step


def _jumps(id_: str, step: Step) -> Iterator[Arrow]:
    """Options with a way of their own, those to the same place together."""
    places: dict[tuple[str, bool], list[str]] = {}
    for name, option in step.options.items():
        if place := option.to or option.go:
            places.setdefault((place, bool(option.go)), []).append(name)
    for (place, away), names in places.items():
        yield Arrow(id_, place, away, tuple(names))


def _branches(id_: str, step: Step) -> Iterator[Arrow]:
    left = _left(step)
    jumped = len(left) < len(step.options)
    if jumped and not left:
        return
    for branch in step.next:
        own, rest = _split(id_, branch)
        if branch.when is None:
            last = len(step.next) > 1
            yield Arrow(id_, branch.to, answers=left if jumped or _shrunk(step, left) else (), otherwise=last)
            return
        yield Arrow(id_, branch.to, answers=own, when=rest)
        if rest is None and step.ask != "multi":  # of a multi others may be ticked besides
            left = tuple(name for name in left if name not in own)


def _left(step: Step) -> tuple[str, ...]:
    """Answers that follow `next`."""
    if step.task:
        return tuple(sorted(TASK_ANSWERS))
    return tuple(name for name, option in step.options.items() if not (option.to or option.go))


def _shrunk(step: Step, left: tuple[str, ...]) -> bool:
    return bool(left) and len(left) < len(_left(step))


def _split(id_: str, branch: Branch) -> tuple[tuple[str, ...], Condition | None]:
    """The answers of the step itself that a branch asks for, and what it asks for besides."""
    parts = branch.when.parts if isinstance(branch.when, All) else (branch.when,) if branch.when else ()
    about = [part for part in parts if isinstance(part, Among) and part.step == id_]
    own = tuple(value for part in about for value in part.values)
    rest = tuple(part for part in parts if part not in about)
    return own, (rest[0] if len(rest) == 1 else All(rest)) if rest else None
