"""The check of all texts: whether each is there, well formed, readable, kind, and rests on facts.

`lint_texts` is pure; ``python -m bot check`` reads the files for it.

There: E17 missing, W18 unused, E19 lost in parsing or a name that leads nowhere. Form: W20 a common
button's words, E21 plural forms, E22 too long to send, E23 markup, W24 and E24 long buttons. Words: E30
too long to read, E31 hard to read, W32 a long sentence, E33 words we do not use, E34 a figure that is no
fact. Grounds: E25 none, W26 due, W27 overdue, E35 unknown, E36 unsure, E38 not listed. W37: an idle
exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.answers.match import ALSO
from bot.core.facts import FactBook
from bot.core.findings import Finding
from bot.core.ftl import Ftl, Text, uses
from bot.core.text_lint import form, grounds, words
from bot.core.text_lint.code import Named
from bot.core.text_lint.flat import Flattener
from bot.core.text_lint.rules import ALLOWED, Allowed, Rules
from bot.core.text_lint.wanted import Role, Sources, Wanted, by_ref, wanted

# What the screen of a step can fill in; other variables of a step's text would stay empty.
SCREEN_VARIABLES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Book:
    """Everything the checks look at, gathered once."""

    ftl: Ftl
    facts: FactBook
    rules: Rules
    code: Sequence[Named]
    wants: Mapping[str, Wanted]
    roles: Mapping[str, Role]
    flat: Flattener

    def on_facts(self, ref: str) -> bool:
        """May this text name figures itself? Where its step names the facts they come from."""
        wants = (self.wants.get(ref), self.wants.get(ref.partition(".")[0]))
        return any(want and want.facts for want in wants)


def lint_texts(
    sources: Sources,
    ftl: Ftl,
    facts: FactBook,
    *,
    rules: Rules,
    code: Sequence[Named],
    today: date,
    more: Sequence[Wanted] = (),
) -> list[Finding]:
    """Every finding about texts, in order of file and line. `more`: texts that other tables ask for."""
    wants = by_ref([*wanted(sources), *more])
    book = _Book(ftl, facts, rules, code, wants, _roles(ftl, wants, code), Flattener(ftl, facts))
    findings = [*ftl.findings, *_missing(book), *_unused(book), *_variables(book)]
    for want in wants.values():
        for check in (grounds.ungrounded, grounds.unlisted):
            findings += check(want, ftl)
        findings += grounds.unsure(want, facts)
    findings += [*grounds.values(ftl, facts, book.roles), *grounds.ages(facts, today)]
    findings += _each(book)
    return sorted(set(findings))


def _roles(ftl: Ftl, wants: Mapping[str, Wanted], code: Sequence[Named]) -> dict[str, Role]:
    roles: dict[str, Role] = {ref: want.role for ref, want in wants.items()}
    buttons = [named for named in code if named.button]
    for ref in ftl.texts:
        if ref not in roles:
            roles[ref] = "button" if any(named.matches(ref) for named in buttons) else "line"
    return roles


def _missing(book: _Book) -> Iterator[Finding]:
    """E17: somebody would read the fallback instead."""
    for want in book.wants.values():
        if not want.optional and want.ref not in book.ftl:
            yield Finding(want.file, want.line, "E17", f"нет текста «{want.ref}»")
    for named in book.code:
        surely = named.shows or named.exact.startswith("common-")
        if surely and not any(named.matches(ref) for ref in book.ftl.texts):
            what = f"код показывает «{named.words}», а такого текста нет"
            yield Finding(named.file, named.line, "E17", what)


def _unused(book: _Book) -> Iterator[Finding]:
    """W18: nobody names it."""
    referred = {ref for text in book.ftl.texts.values() for ref in uses(text.pattern).references}
    exact = {named.exact for named in book.code if named.exact}
    families = [named for named in book.code if not named.exact]
    for text in book.ftl.texts.values():
        ref = text.ref
        used = ref.removesuffix(ALSO) in book.wants or ref in referred or ref in exact
        if (
            not used
            and not ref.startswith(("zone-", "-"))
            and not any(named.matches(ref) for named in families)
        ):
            yield Finding(text.file, text.line, "W18", f"«{ref}» нигде не используется")


def _variables(book: _Book) -> Iterator[Finding]:
    """E19: a variable that nobody fills; the person would get the fallback."""
    for text in book.ftl.texts.values():
        given = _given(book, text.ref)
        if given is None or text.ref.startswith("-"):
            continue
        used = {name for part in book.ftl.reach(text.ref) for name in uses(part.pattern).variables}
        for name in sorted(used - given):
            yield Finding(text.file, text.line, "E19", f"«{text.ref}»: переменную ${name} никто не заполняет")


def _given(book: _Book, ref: str) -> frozenset[str] | None:
    """Arguments that are surely given; None when that cannot be known."""
    if ref in book.wants:
        return SCREEN_VARIABLES
    matching = [named for named in book.code if named.shows and named.matches(ref)]
    shown = [named for named in matching if named.exact] or matching
    if not shown or any(named.arguments is None for named in shown):
        return None
    return frozenset.intersection(*(named.arguments or frozenset() for named in shown))


def _each(book: _Book) -> list[Finding]:
    """The checks of one text at a time, minus the exceptions; W37 for an exception that excepts nothing."""
    commands = {book.flat.flat(ref).casefold(): ref for ref in form.GLOBAL_BUTTONS if ref in book.ftl}
    spent: set[Allowed] = set()
    kept: list[Finding] = []
    shown = (text for text in book.ftl.texts.values() if not text.ref.endswith(ALSO))
    for text in shown:
        for finding, caught in _one(book, text, commands):
            exception = book.rules.exception(finding.code, text.ref, caught)
            if exception:
                spent.add(exception)
            else:
                kept.append(finding)
    idle = zip(book.rules.allowed, book.rules.lines, strict=True)
    return kept + [
        Finding(ALLOWED, line, "W37", f"исключение для «{allowed.where}» больше ничего не исключает")
        for allowed, line in idle
        if allowed not in spent
    ]


def _one(book: _Book, text: Text, commands: Mapping[str, str]) -> Iterator[tuple[Finding, str]]:
    role = book.roles[text.ref]
    template = book.flat.flat(text.ref)
    visible = form.visible(template)
    label = role in ("button", "name")
    plain = [
        *form.plurals(text),
        *form.lengths(text, visible),
        *form.markup(text, template, allowed=not label),
    ]
    if role == "button":
        plain += form.button(text, visible)
    if role == "button" and text.ref in book.wants:
        plain += form.same_as_global(text, visible, commands)
    if role != "phrase":
        hint = form.visible(book.flat.flat(f"{text.ref}.hint"))  # stands on the same screen
        plain += words.measured(text, role, f"{visible}\n\n{hint}".strip())
    yield from ((finding, "") for finding in plain)
    yield from words.banned(text, role, visible, book.rules)
    if not book.on_facts(text.ref):
        yield from words.figures(text, role, visible)


__all__ = ["lint_texts"]
