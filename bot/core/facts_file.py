"""flows/facts.yaml, read strictly: every fault with its line, in words for a person who keeps facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.core.facts import Confidence, Correction, Fact, FactBook, FactClass
from bot.core.findings import Finding

NUMBER = re.compile(r"\d{1,2}\.\d{1,3}")
_VALUE_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_EXPLAINED = {
    "extra_forbidden": "такого поля у факта нет",
    "missing": "обязательное поле не заполнено",
    "literal_error": "такое значение не допускается",
    "string_type": "нужна строка: возьмите значение в кавычки",
    "bool_type": "нужно true или false",
    "date_type": "нужна дата вида 2026-11-20",
    "dict_type": "нужны пары «имя: значение»",
    "model_type": "нужны поля about, class, volatile, confidence, as_of",
}


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    about: Annotated[str, Field(min_length=3, max_length=200)]
    values: dict[str, Annotated[str, Field(min_length=1, max_length=1000)]] = {}
    kind: FactClass = Field(alias="class")
    volatile: bool
    confidence: Confidence
    as_of: date
    reviewed: date | None = None
    link: str = ""

    @field_validator("values")
    @classmethod
    def _names(cls, values: dict[str, str]) -> dict[str, str]:
        for name in values:
            if not _VALUE_NAME.fullmatch(name):
                raise ValueError(f"имя значения «{name}»: только латинские строчные буквы, цифры и _")
        return values

    @field_validator("link")
    @classmethod
    def _https(cls, link: str) -> str:
        if link and not re.fullmatch(r"https://[^\s\"<>]+", link):
            raise ValueError("ссылка должна начинаться с https:// и быть без пробелов")
        return link


def parse_facts(text: str, file: str = "flows/facts.yaml") -> tuple[FactBook, tuple[Finding, ...]]:
    """The facts that could be read, and what is wrong with the others (E01, E02)."""
    try:
        tree = YAML().load(text)
    except YAMLError as broken:
        return FactBook(), (Finding(file, _mark(broken), "E01", f"файл не читается: {_reason(broken)}"),)
    if tree is None:
        return FactBook(), ()
    if not hasattr(tree, "lc") or not hasattr(tree, "items"):
        return FactBook(), (Finding(file, 1, "E01", 'нужен список вида «"1.10": {about: …}»'),)
    facts: dict[str, Fact] = {}
    findings: list[Finding] = []
    for number, row in tree.items():
        line = tree.lc.key(number)[0] + 1
        if not (isinstance(number, str) and NUMBER.fullmatch(number)):
            findings.append(Finding(file, line, "E02", f'номер факта {number!r}: нужна строка вида "1.10"'))
            continue
        fact, wrong = _fact(number, row, file, line)
        findings += wrong
        if fact is not None:
            facts[number] = fact
    return FactBook(facts), tuple(findings)


def patched(text: str, corrections: Iterable[Correction]) -> str:
    """The file with corrections written in, comments and order kept: what a release takes over.

    `text` must be a file without findings. Corrections that the file outgrew are left out, as in
    `FactBook.corrected`.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    tree = yaml.load(text)
    before, _ = parse_facts(text)
    for number, fact in before.corrected(corrections).facts.items():
        if fact == before.fact(number):
            continue
        row = tree[number]
        for name, value in fact.values.items():
            if row["values"][name] != value:
                row["values"][name] = DoubleQuotedScalarString(value)
        row["as_of"], row["reviewed"], row["confidence"] = fact.as_of, fact.reviewed, fact.confidence
        if fact.link:
            row["link"] = fact.link
    out = StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _fact(number: str, row: Any, file: str, line: int) -> tuple[Fact | None, list[Finding]]:
    try:
        read = _Row.model_validate(_plain(row))
    except ValidationError as wrong:
        return None, [
            Finding(file, _line(row, error["loc"], line), "E02", _say(number, dict(error)))
            for error in wrong.errors()
        ]
    return (
        Fact(
            number, read.about, dict(read.values), read.kind, read.volatile, read.confidence,
            read.as_of, read.reviewed, read.link, line,
        ),
        [],
    )  # fmt: skip


def _plain(row: Any) -> Any:
    if hasattr(row, "items"):
        return {str(key): _plain(value) for key, value in row.items()}
    return str(row) if isinstance(row, str) else row


def _line(row: Any, path: tuple[Any, ...], line: int) -> int:
    """The line of the innermost key of `path` that stands in the file."""
    for key in path:
        try:
            line = row.lc.key(key)[0] + 1
            row = row[key]
        except (AttributeError, KeyError, TypeError):
            break
    return line


def _say(number: str, error: dict[str, Any]) -> str:
    place = ".".join(str(piece) for piece in error["loc"])
    words = _EXPLAINED.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return f"факт {number}, {place}: {words}" if place else f"факт {number}: {words}"


def _mark(broken: YAMLError) -> int:
    mark = broken.problem_mark if isinstance(broken, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1


def _reason(broken: YAMLError) -> str:
    problem = broken.problem if isinstance(broken, MarkedYAMLError) else None
    return str(problem or type(broken).__name__).splitlines()[0]
