"""Names: each flow and step once (E05), and everything that is named exists (E04)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.flow.conditions import atoms
from bot.core.flow.findings import Finding, Remark
from bot.core.flow.model import Flow, Step, Track
from bot.core.flow.sources import Sources


def name_findings(sources: Sources) -> Iterator[Finding]:
    """Across files: two flows of one name, a file not named after its flow, a card's unknown references."""
    seen: set[str] = set()
    for parsed in sources.parsed:
        if parsed.flow is None:
            continue
        name = parsed.flow.flow
        if name in seen:
            yield Finding(parsed.file, 1, "E05", f"Флоу «{name}» уже есть в другом файле")
        if parsed.file.rsplit("/", 1)[-1] != f"{name}.yaml":
            yield Finding(parsed.file, 1, "E05", f"Файл флоу «{name}» должен называться {name}.yaml")
        seen.add(name)
    for name, card in sources.cards.items():
        for words in (*_facts(sources, card.facts), *_phrases(sources, card.phrases)):
            yield Finding("flows/cards.yaml", 0, "E04", f"карточка «{name}»: {words}")
        if not card.facts and card.fact_class != "stable":
            yield Finding("flows/cards.yaml", 0, "E25", f"карточка «{name}»: не назван ни один факт (facts)")


def target_findings(sources: Sources, flow: Flow) -> Iterator[Remark]:
    """Inside a flow: every target, flow, card, phrase and fact it names."""
    if flow.first not in flow.steps:
        yield "E04", ("first",), f"первого шага «{flow.first}» нет"
    for rule_index, rule in enumerate(flow.priority):
        for atom in atoms(rule.when) if rule.when else ():
            if atom.step not in flow.steps:
                yield "E04", ("priority", str(rule_index)), f"условие про шаг «{atom.step}», которого нет"
    for id_, step in flow.steps.items():
        at = ("steps", id_)
        for words in (*_steps(flow, step), *_flows(sources, step), *_references(sources, step)):
            yield "E04", at, f"шаг «{id_}»: {words}"
        for old in step.was:
            if old in flow.steps:
                yield "E05", at, f"шаг «{id_}»: прежнее имя «{old}» носит другой шаг"
        yield from _former_names(id_, step)


def _former_names(id_: str, step: Step) -> Iterator[Remark]:
    former = {name: option.was for name, option in step.options.items()}
    former |= {name: track.was for name, track in step.tracks.items()}
    for name, names in former.items():
        for old in names:
            if old in former:
                yield "E05", ("steps", id_), f"шаг «{id_}»: прежнее имя «{old}» у «{name}» уже занято"


def _steps(flow: Flow, step: Step) -> Iterator[str]:
    options = [option.to for option in step.options.values() if option.to]
    for to in (*options, *(branch.to for branch in step.next)):
        if to not in flow.steps:
            yield f"ведёт в «{to}», а такого шага нет"
    for on in step.depends_on:
        if on not in flow.steps:
            yield f"depends_on: шага «{on}» нет"
    for branch in step.next:
        for atom in atoms(branch.when) if branch.when else ():
            if atom.step not in flow.steps:
                yield f"условие про шаг «{atom.step}», которого нет"


def _flows(sources: Sources, step: Step) -> Iterator[str]:
    going = [option.go for option in step.options.values() if option.go]
    for name in (*([step.call] if step.call else []), *going, *step.doors):
        if name not in sources.flows:
            yield f"флоу «{name}» нет (или в нём ошибка)"


def _references(sources: Sources, step: Step) -> Iterator[str]:
    holders: list[Step | Track] = [step, *step.tracks.values()]
    for holder in holders:
        yield from _facts(sources, holder.facts)
        yield from _phrases(sources, holder.phrases)
        for card in holder.cards:
            if card not in sources.cards:
                yield f"карточки «{card}» нет в cards.yaml"


def _facts(sources: Sources, facts: tuple[str, ...]) -> Iterator[str]:
    for number in facts:
        if sources.facts is not None and number not in sources.facts:
            yield f"факта {number} нет в facts.yaml"


def _phrases(sources: Sources, phrases: tuple[int, ...]) -> Iterator[str]:
    for number in phrases:
        if number not in sources.phrases:
            yield f"фразы {number} нет в phrases.yaml"
