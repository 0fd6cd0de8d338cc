"""A Fluent pattern as one string, without running Fluent: for measuring and for looking at words.

Of a selection the longest variant is taken. What only the running bot knows is filled with a mark of the
private-use area, as long as the value is likely to be: it counts in length and in nothing else.
"""

from __future__ import annotations

import re

from fluent.syntax import ast

from bot.core.facts import FactBook, UnknownFactError
from bot.core.ftl import Ftl, reference

FILLER = "\ue000"
_USUAL = {"DAY": 18, "DATE": 17, "MONTH": 13, "TIME": 5, "ZONE": 15, "DAYS_LEFT": 2, "NUMBER": 3, "REF": 20}
_VARIABLE = 8


class Flattener:
    """`flat` gives HTML as the template has it, facts and arguments as filler."""

    def __init__(self, ftl: Ftl, facts: FactBook) -> None:
        self._ftl = ftl
        self._facts = facts

    def flat(self, ref: str) -> str:
        """Empty for a missing text. A reference to itself ends the text (E19 tells)."""
        return self._ref(ref, ())

    def _ref(self, ref: str, above: tuple[str, ...]) -> str:
        text = self._ftl.texts.get(ref)
        if text is None or ref in above:
            return ""
        return self._pattern(text.pattern, (*above, ref))

    def _pattern(self, pattern: ast.Pattern, above: tuple[str, ...]) -> str:
        return "".join(
            element.value if isinstance(element, ast.TextElement) else self._expression(element, above)
            for element in pattern.elements
        )

    def _expression(self, node: ast.BaseNode, above: tuple[str, ...]) -> str:
        match node:
            case ast.Placeable():
                made = self._expression(node.expression, above)
            case ast.StringLiteral():
                made = str(node.parse()["value"])
            case ast.MessageReference() | ast.TermReference():
                made = self._ref(reference(node), above)
            case ast.SelectExpression():
                made = max((self._pattern(variant.value, above) for variant in node.variants), key=len)
            case ast.FunctionReference():
                made = FILLER * self._usual(node)
            case _:
                made = FILLER * _VARIABLE
        return made

    def _usual(self, node: ast.FunctionReference) -> int:
        argument = node.arguments.positional[0] if node.arguments.positional else None
        if node.id.name != "FACT" or not isinstance(argument, ast.StringLiteral):
            return _USUAL.get(node.id.name, _VARIABLE)
        try:
            return len(self._facts.value(str(argument.parse()["value"])))
        except UnknownFactError:
            return _VARIABLE


def one_line(visible: str) -> str:
    """For looking at words: one space between them, ё as е, an unknown value as «…»."""
    plain = re.sub(f"{FILLER}+", "…", visible.replace("ё", "е").replace("Ё", "Е"))
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " ")).strip()
