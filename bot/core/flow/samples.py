"""Answers to try at a step: one for each way it can lead on, named after all the answers that lead alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.core.flow.accepting import LATER, SKIP, UNKNOWN
from bot.core.flow.conditions import After, Among, Atom, Before, Moment, Within, atoms, compiled
from bot.core.flow.lint_conditions import outcomes
from bot.core.flow.model import TYPED, Flow, Step
from bot.core.flow.spans import on_calendar


@dataclass(frozen=True, slots=True)
class Sample:
    """`value` as conditions see it. `to`: an option's own target; `go`: it leaves for that flow."""

    label: str
    value: Any
    to: str | None = None
    go: str | None = None


def samples_of(flows: Mapping[str, Flow], flow: Flow, id_: str, moment: Moment) -> list[Sample]:
    """At least one for every step that is no end."""
    step = flow.steps[id_]
    about = [atom for atom in _all_atoms(flow) if atom.step == id_]
    tests = [compiled(atom) for atom in about]
    alike: dict[tuple[Any, ...], list[Sample]] = {}
    for sample in _candidates(flows, step, about, moment):
        sign = (sample.to, sample.go, *(test({id_: sample.value}, moment) for test in tests))
        alike.setdefault(sign, []).append(sample)
    return [_merged(group, whole=len(alike) == 1) for group in alike.values()]


def _merged(group: list[Sample], *, whole: bool) -> Sample:
    """A step whose answers all lead alike needs no label."""
    label = "" if whole else "|".join(dict.fromkeys(sample.label for sample in group))
    return Sample(label, group[0].value, group[0].to, group[0].go)


def _all_atoms(flow: Flow) -> Iterator[Atom]:
    conditions = [branch.when for step in flow.steps.values() for branch in step.next]
    for condition in (*conditions, *(rule.when for rule in flow.priority)):
        yield from atoms(condition) if condition else ()


def _candidates(flows: Mapping[str, Flow], step: Step, about: list[Atom], moment: Moment) -> Iterator[Sample]:
    if step.call:
        yield from (Sample(outcome, outcome) for outcome in sorted(outcomes(flows, step.call)))
    elif step.task:
        yield from (Sample(answer, answer) for answer in ("done", "failed", "later"))
    elif step.say:
        yield Sample("", "$seen")
    elif step.ask in TYPED:
        yield from _typed(step, about, moment)
    elif step.ask == "choice":
        yield from (Sample(name, name, option.to, option.go) for name, option in step.options.items())
    else:
        yield from _ticked(step)


def _ticked(step: Step) -> Iterator[Sample]:
    names = list(step.options or step.tracks)
    yield from (Sample(name, [name]) for name in names)
    together = [name for name in names if name in step.tracks or not step.options[name].alone]
    yield from (Sample("+".join(together[:count]), together[:count]) for count in range(2, len(together) + 1))
    if step.ask == "checklist":
        yield Sample("later", [LATER])
    if step.ask != "multi":
        yield Sample("nothing", [])


def _typed(step: Step, about: list[Atom], moment: Moment) -> Iterator[Sample]:
    if step.ask == "date":
        yield from (
            Sample(f"{(day - moment.today).days:+d}d", day.isoformat()) for day in _days(step, about, moment)
        )
    else:
        yield Sample("given", "XX")
        named = {value for atom in about if isinstance(atom, Among) for value in atom.values}
        yield from (Sample(value, value) for value in sorted(named - {SKIP, UNKNOWN}))
    yield Sample("unknown", UNKNOWN)
    if not step.required:
        yield Sample("skip", SKIP)


def _days(step: Step, about: list[Atom], moment: Moment) -> list[Any]:
    """The limits, today, and both sides of every day a condition looks at."""
    edges = {moment.today}
    for atom in about:
        match atom:
            case Within(days=days):
                edges |= {moment.today + timedelta(days=sign * days) for sign in (-1, 1)}
            case Before(day=day) | After(day=day):
                edges.add(on_calendar(day, moment.today))
    around = {edge + timedelta(days=shift) for edge in edges for shift in (-1, 0, 1)}
    first, last = (
        None if d is None else on_calendar(d, moment.today) for d in (step.limits.first, step.limits.last)
    )
    return sorted(d for d in around if (first is None or d >= first) and (last is None or d <= last))
