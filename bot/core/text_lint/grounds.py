"""What texts rest on: facts named, known, sure and fresh (E25, E35, E36, E38, W26, W27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.core.facts import FactBook, State, UnknownFactError, split_name
from bot.core.findings import Finding
from bot.core.ftl import Ftl, uses
from bot.core.text_lint.wanted import Role, Wanted

FACTS_FILE = "flows/facts.yaml"
GROUNDED = frozenset({"law", "procedure", "contact"})
SOURCED = frozenset({"crisis", "card", "line"})  # screens: under them stand the sources of their facts


def named_facts(ftl: Ftl, ref: str) -> frozenset[str]:
    """Names of the values that a text shows, also through the texts it is built of: "1.10.phone"."""
    return frozenset(name for text in ftl.reach(ref) for name in uses(text.pattern).facts)


def ungrounded(want: Wanted, ftl: Ftl) -> Iterator[Finding]:
    """E25: a rule, an order of things or a contact that names no fact."""
    if want.fact_class in GROUNDED and not want.facts and not named_facts(ftl, want.ref):
        words = f'«{want.ref}»: класс {want.fact_class}, а фактов нет. Назовите их: facts: ["1.10"]'
        yield Finding(want.file, want.line, "E25", words)


def unlisted(want: Wanted, ftl: Ftl) -> Iterator[Finding]:
    """E38: a value in the words whose fact the screen does not list: its source would be missing below."""
    shown = {split_name(name)[0] for name in named_facts(ftl, want.ref) if name}
    for number in sorted(shown - set(want.facts)) if want.role in SOURCED else ():
        words = f"«{want.ref}»: показано значение факта {number}, а в facts его нет"
        yield Finding(want.file, want.line, "E38", words)


def unsure(want: Wanted, facts: FactBook) -> Iterator[Finding]:
    """E36: a screen that rests on what nobody is sure of. (Numbers that do not exist are E04 of the flow.)"""
    for number in want.facts:
        if number in facts and facts.fact(number).confidence == "low":
            words = f"«{want.ref}»: факт {number} не проверен (confidence: low), людям он не говорится"
            yield Finding(want.file, want.line, "E36", words)


def values(ftl: Ftl, facts: FactBook, roles: Mapping[str, Role]) -> Iterator[Finding]:
    """E35 and E36 for every FACT() of every text."""
    for text in ftl.texts.values():
        for name in sorted(uses(text.pattern).facts):
            fault = _value(name, facts)
            if fault:
                yield Finding(text.file, text.line, fault[0], f"«{text.ref}»: {fault[1]}")
            if roles.get(text.ref) == "button":
                words = f"«{text.ref}»: FACT в подписи кнопки: устаревшее значение оттуда не убрать"
                yield Finding(text.file, text.line, "E35", words)


def ages(facts: FactBook, today: date) -> Iterator[Finding]:
    """W26 due, W27 overdue or no longer shown; one W26 for all that nobody has compared yet."""
    for state, code, words in (
        (State.DUE, "W26", "пора сверить с официальной страницей"),
        (State.OVERDUE, "W27", "просрочен: людям показана оговорка"),
        (State.EXPIRED, "W27", "устарел: значение людям больше не показывается"),
    ):
        for fact in facts.in_state(state, today):
            yield Finding(FACTS_FILE, fact.line, code, f"факт {fact.number} ({fact.about}): {words}")
    never = facts.in_state(State.UNREVIEWED, today)
    if never:
        words = f"{len(never)} из {len(facts.facts)} фактов ещё никто не сверял: python -m bot facts"
        yield Finding(FACTS_FILE, 0, "W26", words)


def _value(name: str, facts: FactBook) -> tuple[str, str] | None:
    if not name:
        return "E35", 'у FACT нужна строка в кавычках: FACT("1.10.phone")'
    try:
        facts.value(name)
    except UnknownFactError:
        return "E35", f"значения {name} нет в facts.yaml"
    number, _ = split_name(name)
    if facts.fact(number).confidence == "low":
        return "E36", f"{name} не проверено (confidence: low), людям оно не говорится"
    return None
