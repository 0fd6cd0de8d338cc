"""Texts that the tables of the helpers ask for, and references of the tables that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.core.dates import DEADLINES
from bot.core.directory import OFFICES
from bot.core.findings import Finding
from bot.core.flow.model import Flow
from bot.core.glossary import GLOSSARY
from bot.core.text_lint.wanted import Wanted
from bot.core.tools import PHRASE_GROUPS, Toolbox
from bot.core.tools.beside import HELPERS


def wanted(toolbox: Toolbox) -> list[Wanted]:
    """For the check of texts: what must be there, in which role, resting on which facts."""
    return [*_terms(toolbox), *_names(toolbox)]


def _terms(toolbox: Toolbox) -> Iterator[Wanted]:
    for name, entry in toolbox.glossary.entries.items():
        ref = f"glossary-{name}"
        yield Wanted(ref, "line", GLOSSARY, 0, facts=entry.facts)
        yield Wanted(f"{ref}.title", "button", GLOSSARY, 0, facts=entry.facts)
        yield Wanted(f"{ref}.more", "line", GLOSSARY, 0, optional=True, facts=entry.facts)


def _names(toolbox: Toolbox) -> Iterator[Wanted]:
    for rule in toolbox.dates.rules:
        yield Wanted(f"tools-date.{rule}", "name", DEADLINES, 0)
    for group in toolbox.groups:
        yield Wanted(f"tools-phrase_group.{group}", "button", PHRASE_GROUPS, 0)
    for office in toolbox.directory.offices:
        yield Wanted(f"directory-area_of.{office}", "name", OFFICES, 0)


def loose(
    toolbox: Toolbox, facts: Collection[str], flows: Mapping[str, Flow], phrases: Collection[int]
) -> list[Finding]:
    """E04: facts, flows and phrases that the tables name and nobody has."""
    used = [
        (GLOSSARY, name, number) for name, entry in toolbox.glossary.entries.items() for number in entry.facts
    ]
    used += [(DEADLINES, name, number) for name, rule in toolbox.dates.rules.items() for number in rule.facts]
    found = [_gone(file, name, f"факта {number}") for file, name, number in used if number not in facts]
    led = ((name, entry.flow) for name, entry in toolbox.glossary.entries.items() if entry.flow)
    found += [_gone(GLOSSARY, name, f"раздела «{flow}»") for name, flow in led if flow not in flows]
    return [*found, *_placed(toolbox, phrases), *_beside(toolbox, flows)]


def _beside(toolbox: Toolbox, flows: Mapping[str, Flow]) -> Iterator[Finding]:
    for name, helper in toolbox.helpers.items():
        if helper.flow not in flows or helper.step not in flows[helper.flow].steps:
            yield _gone(HELPERS, name, f"шага {helper.flow}/{helper.step}")
        if not any(helper.answer in flow.steps for flow in flows.values()):
            yield _gone(HELPERS, name, f"шага «{helper.answer}» ни в одном разделе")


def _placed(toolbox: Toolbox, phrases: Collection[int]) -> Iterable[Finding]:
    placed = [number for group in toolbox.groups.values() for number in group.phrases]
    for number in sorted(set(placed)):
        if number not in phrases:
            yield _gone(PHRASE_GROUPS, str(number), "такой фразы")
        elif placed.count(number) > 1:
            yield Finding(PHRASE_GROUPS, 0, "E04", f"{number}: фраза стоит в двух группах")


def _gone(file: str, name: str, what: str) -> Finding:
    return Finding(file, 0, "E04", f"{name}: нет {what}")
