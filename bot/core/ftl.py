"""The Fluent files of one locale, parsed once, with everything Fluent itself would drop in silence.

Fluent skips what it cannot parse, keeps the first of two messages with one id, prints the name of a
missing variable, and recurses for ever on a cycle. Here each of these is a finding (E19), found before
anybody reads the text. Whoever formats texts refuses to start on any of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.core.findings import Finding

FUNCTIONS = frozenset({"FACT", "DAY", "DATE", "MONTH", "TIME", "ZONE", "DAYS_LEFT", "NUMBER", "REF"})


@dataclass(frozen=True, slots=True)
class Text:
    """One pattern: a message's value or one of its attributes. `ref` is "id" or "id.attr"; terms: "-id"."""

    ref: str
    file: str
    line: int
    pattern: ast.Pattern


@dataclass(frozen=True, slots=True)
class Uses:
    """What a pattern names. References as refs ("id", "id.attr", "-term")."""

    variables: frozenset[str]
    references: frozenset[str]
    functions: frozenset[str]
    facts: frozenset[str]  # "1.10.phone"


@dataclass(frozen=True)
class Ftl:
    """All texts by reference, in the order of the files."""

    texts: Mapping[str, Text] = field(default_factory=dict)
    heads: Mapping[str, Text] = field(default_factory=dict)  # by id: where a message starts
    findings: tuple[Finding, ...] = ()
    resources: tuple[ast.Resource, ...] = ()

    def __contains__(self, ref: str) -> bool:
        return ref in self.texts

    def attributes(self, message: str) -> list[str]:
        """Names of the attributes of a message: for "arrest-where" perhaps ["checkin", "label"]."""
        start = f"{message}."
        return [ref.removeprefix(start) for ref in self.texts if ref.startswith(start)]

    def lacking(self, *refs: str) -> list[Finding]:
        """E17 for each of these that is not there: texts that the bot cannot do without."""
        return [Finding("locales", 0, "E17", f"нет текста «{ref}»") for ref in refs if ref not in self]

    def reach(self, ref: str) -> Iterator[Text]:
        """The text and every text it is built of; a missing one is passed over."""
        seen: set[str] = set()
        waiting = [ref]
        while waiting:
            here = waiting.pop()
            if here in seen or here not in self.texts:
                continue
            seen.add(here)
            yield self.texts[here]
            waiting += sorted(uses(self.texts[here].pattern).references)


def parse(files: Mapping[str, str]) -> Ftl:
    """`files`: name to show → content (decoded; one BOM at the start is let pass)."""
    reader = _Reader()
    for name in sorted(files):
        reader.read(name, files[name].removeprefix("\ufeff"))
    ftl = Ftl(reader.texts, reader.heads, tuple(reader.findings), tuple(reader.resources))
    findings = (*ftl.findings, *_bad_names(ftl), *_cycles(ftl))
    return Ftl(ftl.texts, ftl.heads, tuple(sorted(findings)), ftl.resources)


def uses(node: ast.BaseNode) -> Uses:
    """What a pattern names, without following the references."""
    visitor = _UsesVisitor()
    visitor.visit(node)
    return Uses(
        frozenset(visitor.variables),
        frozenset(visitor.references),
        frozenset(visitor.functions),
        frozenset(visitor.facts),
    )


def reference(node: ast.MessageReference | ast.TermReference) -> str:
    """The ref a reference points to."""
    sigil = "-" if isinstance(node, ast.TermReference) else ""
    tail = f".{node.attribute.name}" if node.attribute else ""
    return f"{sigil}{node.id.name}{tail}"


class _Reader:
    def __init__(self) -> None:
        self.texts: dict[str, Text] = {}
        self.heads: dict[str, Text] = {}
        self.findings: list[Finding] = []
        self.resources: list[ast.Resource] = []

    def read(self, file: str, content: str) -> None:
        lines = _Lines(content)
        self._unseen_characters(file, content, lines)
        resource = FluentParser().parse(content)
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                self._junk(file, entry, lines)
            elif isinstance(entry, ast.Message | ast.Term):
                self._entry(file, entry, lines)
        self.resources.append(resource)

    def _unseen_characters(self, file: str, content: str, lines: _Lines) -> None:
        for mark in re.finditer("[\t\ufeff\u2066-\u2069\u202a-\u202e\ue000-\uf8ff]", content):
            name = "табуляция" if mark[0] == "\t" else f"невидимый знак U+{ord(mark[0]):04X}"
            self._say(file, lines.at(mark.start()), f"{name}: уберите, отступы — пробелами")

    def _junk(self, file: str, junk: ast.Junk, lines: _Lines) -> None:
        reason = junk.annotations[0] if junk.annotations else None
        at = reason.span.start if reason and reason.span else _start(junk)
        at = min(at, _start(junk) + len((junk.content or "").rstrip()))  # an unclosed brace is noticed later
        words = f"{reason.code} {reason.message}" if reason else "неизвестная ошибка"
        self._say(file, lines.at(at), f"не разобрано, текст пропал бы молча ({words})")

    def _entry(self, file: str, entry: ast.Message | ast.Term, lines: _Lines) -> None:
        name = ("-" if isinstance(entry, ast.Term) else "") + entry.id.name
        line = lines.at(_start(entry))
        if name in self.heads:
            first = self.heads[name]
            self._say(file, line, f"«{name}» уже есть: {first.file}:{first.line}; осталось бы первое")
            return
        self.heads[name] = Text(name, file, line, entry.value or ast.Pattern([]))
        if entry.value is not None:
            self.texts[name] = self.heads[name]
        for attribute in entry.attributes:
            self._attribute(file, f"{name}.{attribute.id.name}", attribute, lines)

    def _attribute(self, file: str, ref: str, attribute: ast.Attribute, lines: _Lines) -> None:
        line = lines.at(_start(attribute))
        if ref in self.texts:
            self._say(file, line, f"«{ref}» записано дважды; остался бы последний")
        self.texts[ref] = Text(ref, file, line, attribute.value)

    def _say(self, file: str, line: int, words: str) -> None:
        self.findings.append(Finding(file, line, "E19", words))


class _Lines:
    """Line numbers of offsets."""

    def __init__(self, content: str) -> None:
        self._starts = [0, *(mark.end() for mark in re.finditer("\n", content))]

    def at(self, offset: int) -> int:
        return bisect_right(self._starts, offset)


class _UsesVisitor(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.references: set[str] = set()
        self.functions: set[str] = set()
        self.facts: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.references.add(reference(node))

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.references.add(reference(node))
        self.generic_visit(node)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        self.functions.add(node.id.name)
        first = node.arguments.positional[0] if node.arguments.positional else None
        if node.id.name == "FACT":
            self.facts.add(first.parse()["value"] if isinstance(first, ast.StringLiteral) else "")
        self.generic_visit(node)


def _start(node: ast.SyntaxNode) -> int:
    return node.span.start if node.span else 0


def _bad_names(ftl: Ftl) -> Iterator[Finding]:
    for text in ftl.texts.values():
        named = uses(text.pattern)
        for missing in sorted(named.references - ftl.texts.keys()):
            yield Finding(text.file, text.line, "E19", f"«{text.ref}» ссылается на «{missing}», а его нет")
        for unknown in sorted(named.functions - FUNCTIONS):
            hint = "; дату пишет DAY($d)" if unknown == "DATETIME" else ""
            yield Finding(text.file, text.line, "E19", f"«{text.ref}»: нет функции {unknown}{hint}")


def _cycles(ftl: Ftl) -> Iterator[Finding]:
    done: set[str] = set()
    for ref in ftl.texts:
        ring = _ring(ftl, ref, [], done)
        if ring:
            text = ftl.texts[ring[0]]
            yield Finding(text.file, text.line, "E19", "ссылки идут по кругу: " + " → ".join(ring))


def _ring(ftl: Ftl, ref: str, trail: list[str], done: set[str]) -> list[str]:
    """The first circle met from `ref` that was not reported yet, closed: ["a", "b", "a"]."""
    if ref in trail:
        return [*trail[trail.index(ref) :], ref]
    if ref in done or ref not in ftl.texts:
        return []
    trail.append(ref)
    for following in sorted(uses(ftl.texts[ref].pattern).references):
        ring = _ring(ftl, following, trail, done)
        if ring:
            done.update(ring)
            return ring
    trail.pop()
    done.add(ref)
    return []
