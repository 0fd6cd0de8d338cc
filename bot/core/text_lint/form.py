"""The form of texts: plural forms (E21), lengths (E22), markup (E23), buttons (W20, W24, E24)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.core.findings import Finding
from bot.core.ftl import Text, uses
from bot.core.units import utf16

PLURALS = frozenset({"one", "few", "many", "other"})
_CATEGORIES = PLURALS - {"other"} | {"zero", "two"}
_COUNTING = frozenset({"NUMBER", "DAYS_LEFT"})

LONGEST_PART = 2_400
LONGEST_MESSAGE = 4_000
BUTTON_GOOD, BUTTON_MOST = 28, 30
GLOBAL_BUTTONS = ("common-back", "common-home", "common-human", "common-worse")

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>]*)>")
_ATTRIBUTES: Mapping[str, str] = {
    "a": r'\shref="[^"]+"',
    "span": r'\sclass="tg-spoiler"',
    "code": r'(\sclass="language-[\w-]+")?',
    "blockquote": r"(\sexpandable)?",
    "tg-emoji": r'\semoji-id="\d+"',
}
_PLAIN = frozenset(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "pre", "tg-spoiler"])
_ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def plurals(text: Text) -> Iterator[Finding]:
    """E21: Russian has four forms, and fractions take the last."""
    visitor = _Selections()
    visitor.visit(text.pattern)
    for selection in visitor.found:
        keys = {variant.key.name for variant in selection.variants if isinstance(variant.key, ast.Identifier)}
        counts = _prints_its_count(selection)
        if (keys & _CATEGORIES or counts) and not keys >= PLURALS:
            missing = ", ".join(sorted(PLURALS - keys))
            yield Finding(text.file, text.line, "E21", f"«{text.ref}»: нет форм числа: {missing}")


def _prints_its_count(selection: ast.SelectExpression) -> bool:
    """``{ DAYS_LEFT($d) -> … { DAYS_LEFT($d) } дней }``: a word after a number has to agree with it."""
    selector = selection.selector
    if not isinstance(selector, ast.FunctionReference) or selector.id.name not in _COUNTING:
        return False
    return any(selector.id.name in uses(variant.value).functions for variant in selection.variants)


def lengths(text: Text, visible: str) -> Iterator[Finding]:
    """E22: Telegram refuses over 4,096, Fluent over 2,500 in one piece."""
    longest = max(
        (len(part.value) for part in text.pattern.elements if isinstance(part, ast.TextElement)), default=0
    )
    if longest > LONGEST_PART:
        words = f"«{text.ref}»: кусок в {longest} знаков, больше {LONGEST_PART}"
        yield Finding(text.file, text.line, "E22", words)
    if utf16(visible) > LONGEST_MESSAGE:
        words = f"«{text.ref}»: {utf16(visible)} знаков, Telegram берёт {LONGEST_MESSAGE}"
        yield Finding(text.file, text.line, "E22", words)


def markup(text: Text, template: str, *, allowed: bool) -> Iterator[Finding]:
    """E23: only tags Telegram knows, closed in order; none at all where there is no room for them."""
    faults = list(_faults(template))
    if not allowed and not faults and (_TAG.search(template) or "&" in template):
        faults = ["здесь разметки быть не может: это подпись"]
    for fault in dict.fromkeys(faults):
        yield Finding(text.file, text.line, "E23", f"«{text.ref}»: {fault}")


def button(text: Text, words: str) -> Iterator[Finding]:
    """W24 and E24: a phone shows 28 characters."""
    length = len(words)
    if length > BUTTON_GOOD:
        code = "E24" if length > BUTTON_MOST else "W24"
        words = f"«{text.ref}»: кнопка «{words}» — {length} знаков, на телефоне видно {BUTTON_GOOD}"
        yield Finding(text.file, text.line, code, words)


def same_as_global(text: Text, words: str, globals_: Mapping[str, str]) -> Iterator[Finding]:
    """W20: two buttons with the same words and different deeds on one screen."""
    ref = globals_.get(words.casefold())
    if ref and ref != text.ref:
        yield Finding(
            text.file, text.line, "W20", f"«{text.ref}»: «{words}» — так называется общая кнопка {ref}"
        )


def visible(template: str) -> str:
    """What people see of a template."""
    return html.unescape(_TAG.sub("", template))


def _faults(template: str) -> Iterator[str]:
    open_tags: list[str] = []
    for tag in _TAG.finditer(template):
        closing, name, attributes = tag[1], tag[2], tag[3]
        if closing:
            if not open_tags or open_tags.pop() != name:
                yield f"</{name}> закрывает не то, что открыто"
        elif name not in _PLAIN and name not in _ATTRIBUTES:
            yield f"тег <{name}> Telegram не знает"
        else:
            if not re.fullmatch(_ATTRIBUTES.get(name, ""), attributes):
                yield f"<{name}{attributes}>: такие свойства Telegram не знает"
            open_tags.append(name)
    if open_tags:
        yield f"не закрыто: <{'>, <'.join(open_tags)}>"
    rest = _TAG.sub("", template)
    if "<" in rest or ">" in rest:
        yield "знак < или > не в теге: пишите &lt; или &gt;"
    if "&" in _ENTITY.sub("", rest):
        yield "знак & сам по себе: пишите &amp;"


class _Selections(Visitor):
    def __init__(self) -> None:
        self.found: list[ast.SelectExpression] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - the library's name
        self.found.append(node)
        self.generic_visit(node)
