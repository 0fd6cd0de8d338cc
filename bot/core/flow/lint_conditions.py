"""Conditions ask steps only for what these can answer (E13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.answers.us_state import CODES
from bot.core.flow.accepting import LATER, SKIP, TASK_ANSWERS, UNKNOWN
from bot.core.flow.conditions import After, Among, AtLeast, Atom, Before, Condition, Given, Within, atoms
from bot.core.flow.findings import Path, Remark
from bot.core.flow.model import TYPED, Flow, Step


def condition_findings(flows: Mapping[str, Flow], flow: Flow) -> Iterator[Remark]:
    """Of every branch and priority rule; needs all steps it names to exist."""
    for at, condition in _conditions(flow):
        for atom in atoms(condition):
            wrong = _wrong(flows, flow.steps[atom.step], atom)
            if wrong:
                yield "E13", at, f"условие про «{atom.step}»: {wrong}"


def _conditions(flow: Flow) -> Iterator[tuple[Path, Condition]]:
    for index, rule in enumerate(flow.priority):
        if rule.when:
            yield ("priority", str(index)), rule.when
    for id_, step in flow.steps.items():
        for index, branch in enumerate(step.next):
            if branch.when:
                yield ("steps", id_, "next", str(index)), branch.when


def _wrong(flows: Mapping[str, Flow], step: Step, atom: Atom) -> str:
    match atom:
        case Among(values=values):
            possible = answers_of(flows, step)
            strange = [value for value in values if value not in possible]
            return f"такого ответа нет: {', '.join(strange)}" if strange else ""
        case Within() | Before() | After():
            return "" if step.ask == "date" else "сравнивать с днём можно только дату"
        case AtLeast():
            return (
                ""
                if step.ask in ("multi", "checklist") or step.board
                else "at_least — только там, где отмечают"
            )
        case Given():
            return "" if step.ask in TYPED else "given — только там, где ответ пишут"


def answers_of(flows: Mapping[str, Flow], step: Step) -> frozenset[str]:
    """What conditions may ask a step for."""
    if step.call:
        return outcomes(flows, step.call)
    if step.task:
        return TASK_ANSWERS
    if step.ask in TYPED:
        return frozenset(CODES if step.ask == "us_state" else ()) | {SKIP, UNKNOWN}
    options = {name for name, option in step.options.items() if not option.go}
    later = {LATER} if step.ask == "checklist" else set()
    return frozenset(options | later | set(step.tracks))


def outcomes(flows: Mapping[str, Flow], name: str) -> frozenset[str]:
    """How a flow can end."""
    flow = flows.get(name)
    return frozenset(step.end for step in flow.steps.values() if step.end) if flow else frozenset()
