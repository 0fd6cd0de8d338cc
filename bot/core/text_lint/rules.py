"""flows/banned.yaml and flows/allowed.yaml: words we do not use, and the places where they may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.core.findings import Finding
from bot.core.text_lint.flat import one_line

BANNED = "flows/banned.yaml"
ALLOWED = "flows/allowed.yaml"
Row = TypeVar("Row", bound=BaseModel)
Words = Annotated[str, Field(min_length=3)]


class Banned(BaseModel):
    """A rule of the house: what to find, in which texts, why not, what instead, an example it must catch."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    find: Words
    where: Literal["any", "button"] = "any"
    case: bool = False  # upper and lower case differ
    why: Words
    instead: Words
    example: str

    @field_validator("find")
    @classmethod
    def _readable(cls, find: str) -> str:
        re.compile(find)
        return find

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.find, 0 if self.case else re.IGNORECASE)


class Allowed(BaseModel):
    """An exception with its reason. `where`: a reference, ``*`` and ``?`` stand for any characters.

    `text`: the words the rule caught, or words that contain them; empty: anything in that place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Literal["E24", "E30", "E31", "W32", "E33", "E34"]
    where: Words
    text: str = ""
    reason: Annotated[str, Field(min_length=10)]


@dataclass(frozen=True, slots=True)
class Rules:
    """`lines`: where each exception stands in its file."""

    banned: tuple[Banned, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    lines: tuple[int, ...] = ()

    def exception(self, code: str, ref: str, caught: str) -> Allowed | None:
        """The exception that lets `caught` stand in the text `ref`."""
        for allowed in self.allowed:
            if (
                allowed.code == code
                and fnmatchcase(ref, allowed.where)
                and caught in _folded(allowed, caught)
            ):
                return allowed
        return None


def parse_rules(banned: str, allowed: str) -> tuple[Rules, list[Finding]]:
    """Texts of the two files → rules, and what is wrong with the files (E01, E02)."""
    words, word_lines, wrong = _rows(banned, BANNED, Banned)
    exceptions, lines, wrong_too = _rows(allowed, ALLOWED, Allowed)
    return Rules(tuple(words), tuple(exceptions), tuple(lines)), [
        *wrong,
        *wrong_too,
        *_toothless(words, word_lines),
    ]


def _toothless(rules: list[Banned], lines: list[int]) -> Iterator[Finding]:
    for rule, line in zip(rules, lines, strict=True):
        if not rule.pattern.search(one_line(rule.example)):
            yield Finding(BANNED, line, "E02", f"правило не ловит свой пример «{rule.example}»")


def _folded(allowed: Allowed, caught: str) -> str:
    return allowed.text.replace("ё", "е").replace("Ё", "Е") or caught


def _rows(text: str, file: str, model: type[Row]) -> tuple[list[Row], list[int], list[Finding]]:
    try:
        tree: Any = YAML().load(text)
    except YAMLError as broken:
        mark = broken.problem_mark if isinstance(broken, MarkedYAMLError) else None
        return [], [], [Finding(file, mark.line + 1 if mark else 1, "E01", "файл не читается как YAML")]
    if tree is None:
        return [], [], []
    if not isinstance(tree, CommentedSeq):
        return [], [], [Finding(file, 1, "E01", "нужен список: каждая запись начинается с «- »")]
    rows: list[Row] = []
    lines: list[int] = []
    findings: list[Finding] = []
    for index, raw in enumerate(tree):
        line = tree.lc.data[index][0] + 1
        try:
            rows.append(model.model_validate(dict(raw)))
            lines.append(line)
        except (ValidationError, TypeError, ValueError) as wrong:
            findings.append(Finding(file, line, "E02", _say(wrong)))
    return rows, lines, findings


def _say(wrong: Exception) -> str:
    if not isinstance(wrong, ValidationError):
        return "запись — это пары «имя: значение»"
    first = wrong.errors()[0]
    return f"поле «{'.'.join(map(str, first['loc']))}»: {first['msg']}"
