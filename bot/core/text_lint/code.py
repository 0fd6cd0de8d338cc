"""Which texts the Python code names: read from its syntax, without running it.

``say("start-menu", code=code)`` names a text and the arguments it gets; ``Button(f"start-{menu}.{name}")``
names a family of texts. A text named nowhere is unused; a name without a text would be a fallback on
somebody's screen.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SHOWING = {"say", "Part", "text", "label", "formatted", "label_at", "Button"}
_BUTTONS = {"Button", "label", "label_at"}
_NOT_ARGUMENTS = {"facts", "now", "fallback", "literal", "data", "url", "copy", "style", "mark", "args"}
_ANYTHING = r"[\w.-]+"
_REF = re.compile(r"[a-z][a-z0-9_]*(-[a-z0-9_]*[a-z0-9])+(\.[a-z0-9_]+)?")
_BEGINNING = re.compile(r"[a-z]{3,}[a-z0-9_]*-([a-z0-9_-]*[_.-])?")  # "refusal-", put before a name
_FAMILY = re.compile(r"[a-z]{3,}[a-z0-9_]*-[a-z0-9_.…-]*|…[-.][a-z0-9_.…-]*[a-z]{3}[a-z0-9_.…-]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A place in the code. `pattern` matches the whole reference; `exact` is empty for a family.

    `arguments`: names given there, None where that cannot be read. `shows`: a call that shows the text,
    not just a string that looks like a reference.
    """

    pattern: re.Pattern[str]
    exact: str
    file: str
    line: int
    shows: bool
    button: bool
    arguments: frozenset[str] | None = None

    @property
    def words(self) -> str:
        """The reference as a person reads it; «…» where the code fills something in."""
        return self.exact or self.pattern.pattern.replace(_ANYTHING, "…").replace("\\", "")

    def matches(self, ref: str) -> bool:
        return self.exact == ref if self.exact else self.pattern.fullmatch(ref) is not None


def named_in_code(sources: Mapping[str, str]) -> list[Named]:
    """`sources`: file → Python text."""
    return [named for file, text in sources.items() for named in _file(file, ast.parse(text))]


def _file(file: str, tree: ast.AST) -> Iterator[Named]:
    inside_calls: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _callee(node) in _SHOWING:
            for literal in _literals(node.args[0]):
                inside_calls.add(id(literal))
                yield from _named(literal, file, node)
    for node in ast.walk(tree):
        if id(node) not in inside_calls:
            yield from _named(node, file, None)


def _literals(node: ast.expr) -> Iterable[ast.expr]:
    """The argument itself, or both arms of ``a if … else b``."""
    return (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)


def _named(node: ast.AST, file: str, call: ast.Call | None) -> Iterator[Named]:
    pattern, exact = None, ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _REF.fullmatch(node.value):
            pattern, exact = re.compile(re.escape(node.value)), node.value
        elif _BEGINNING.fullmatch(node.value):
            pattern = re.compile(re.escape(node.value) + _ANYTHING)
    elif isinstance(node, ast.JoinedStr):
        pattern = _family(node)
    if pattern:
        button = call is not None and _callee(call) in _BUTTONS
        arguments = _arguments(call) if call else None
        line = getattr(node, "lineno", 0)
        yield Named(pattern, exact, file, line, call is not None, button, arguments)


def _family(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """An f-string as a pattern; None when nothing in it is like a reference."""
    written = "".join(str(piece.value) if isinstance(piece, ast.Constant) else "…" for piece in node.values)
    if not _FAMILY.fullmatch(written):
        return None
    return re.compile(_ANYTHING.join(map(re.escape, written.split("…"))))


def _arguments(call: ast.Call) -> frozenset[str] | None:
    if _callee(call) in {"Part", "Button", "formatted", "label_at"}:
        return _mapping(call)
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(str(keyword.arg) for keyword in call.keywords) - _NOT_ARGUMENTS


def _mapping(call: ast.Call) -> frozenset[str] | None:
    """The keys of ``Part(ref, {…})`` or ``Button(ref, args={…})``; None when they are not written out."""
    given = next((keyword.value for keyword in call.keywords if keyword.arg == "args"), None)
    if given is None and len(call.args) > 1 and _callee(call) != "Button":
        given = call.args[1]
    if given is None:
        return frozenset()
    if not isinstance(given, ast.Dict):
        return None
    keys = [key.value for key in given.keys if isinstance(key, ast.Constant)]
    return frozenset(map(str, keys)) if len(keys) == len(given.keys) else None


def _callee(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
