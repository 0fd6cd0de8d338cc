"""The shape of a flow: no circles (E06), nothing out of reach (E07), ways to say «не знаю» (E08) …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from bot.core.flow import room
from bot.core.flow.conditions import atoms
from bot.core.flow.findings import Remark
from bot.core.flow.model import Flow, Step

MOST_STEPS = 25


def targets(step: Step) -> list[str]:
    """Steps a step may lead to, in the order of the file."""
    options = [option.to for option in step.options.values() if option.to]
    return [*options, *(branch.to for branch in step.next)]


def graph_findings(flow: Flow) -> Iterator[Remark]:
    """Needs all targets to exist."""
    try:
        TopologicalSorter({id_: targets(step) for id_, step in flow.steps.items()}).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        yield "E06", ("steps", error.args[1][0]), f"шаги идут по кругу: {circle}"
    reached = _reached(flow)
    for id_ in flow.steps:
        if id_ not in reached:
            yield "E07", ("steps", id_), f"до шага «{id_}» нельзя дойти"
    if len(flow.steps) > MOST_STEPS:
        yield "W10", ("steps",), f"шагов {len(flow.steps)}; больше {MOST_STEPS} трудно читать, разделите флоу"
    if flow.urgent and not _asks_red_flag_first(flow):
        yield "E16", ("first",), "флоу срочный, а первый вопрос не выясняет, есть ли угроза"


def question_findings(flow: Flow) -> Iterator[Remark]:
    """What each step must have by itself."""
    for id_, step in flow.steps.items():
        at = ("steps", id_)
        if step.ask in ("choice", "multi") and not _may_not_know(step):
            words = "нет варианта unknown; если так и нужно, напишите причину в no_unknown"
            yield "E08", at, f"шаг «{id_}»: {words}"
        if step.next and step.next[-1].when is not None:
            yield "E09", (*at, "next"), f"шаг «{id_}»: последняя ветка next должна быть без when"
        for index, branch in enumerate(step.next[:-1]):
            if branch.when is None:
                yield "W11", (*at, "next", str(index)), f"шаг «{id_}»: ветки ниже этой никогда не выбираются"
        if step.fact_class not in (None, "stable") and not _facts(step):
            yield "E25", at, f"шаг «{id_}»: не назван ни один факт (facts), на котором он стоит"


def room_findings(flow: Flow) -> Iterator[Remark]:
    """W40: more buttons than a frightened person reads, even with memos and phrases behind one of them."""
    for id_, step in flow.steps.items():
        if too_many := room.lacking(step):
            besides = ", с памятками и фразами за одной" if room.extras(step) else ""
            words = f"шаг «{id_}»: кнопок на {too_many} больше, чем {room.most(step)}{besides}"
            yield "W40", ("steps", id_), f"{words}; разделите шаг или уберите лишнее"


def call_findings(flows: Mapping[str, Flow], flow: Flow) -> Iterator[Remark]:
    """E06 for flows that call one another in a circle, E14 for a called flow that never comes back."""
    for id_, step in flow.steps.items():
        if step.call is None:
            continue
        if flow.flow in _called(flows, step.call):
            yield "E06", ("steps", id_), f"шаг «{id_}»: «{step.call}» снова вызывает этот флоу, это круг"
        if not any(inner.end for inner in flows[step.call].steps.values()):
            yield (
                "E14",
                ("steps", id_),
                f"шаг «{id_}»: у «{step.call}» нет ни одного end, из него не вернуться",
            )


def _called(flows: Mapping[str, Flow], name: str) -> set[str]:
    """A flow and all that it calls, directly or not."""
    found, todo = set[str](), [name]
    while todo:
        one = todo.pop()
        if one not in found and one in flows:
            found.add(one)
            todo += [step.call for step in flows[one].steps.values() if step.call]
    return found


def _facts(step: Step) -> bool:
    return bool(step.facts) or any(track.facts for track in step.tracks.values())


def _may_not_know(step: Step) -> bool:
    alone = step.ask == "multi" and any(option.alone for option in step.options.values())
    return "unknown" in step.options or bool(step.no_unknown) or alone


def _reached(flow: Flow) -> set[str]:
    reached, todo = set(), [flow.first]
    while todo:
        id_ = todo.pop()
        if id_ not in reached:
            reached.add(id_)
            todo += targets(flow.steps[id_])
    return reached


def _asks_red_flag_first(flow: Flow) -> bool:
    """The first question is a choice that can raise P0, hand off, or leave for another flow."""
    id_, seen = flow.first, set[str]()
    while not flow.steps[id_].ask and flow.steps[id_].next and id_ not in seen:
        seen.add(id_)
        id_ = flow.steps[id_].next[-1].to
    step = flow.steps[id_]
    raises = any(
        atom.step == id_
        for rule in flow.priority
        if rule.level == "P0" and rule.when
        for atom in atoms(rule.when)
    )
    calls = any(option.go or (option.to and flow.steps[option.to].do) for option in step.options.values())
    return step.ask in ("choice", "multi") and (raises or calls)
