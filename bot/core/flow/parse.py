"""Text of a YAML file → a `Flow`, or findings with lines. YAML 1.2: ``no`` and ``22:30`` stay text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.core.flow.findings import Finding, Lines, Path, line_of
from bot.core.flow.model import Card, Flow

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One flow file. `flow` is None when the form is broken; `findings` say why."""

    file: str
    flow: Flow | None
    findings: tuple[Finding, ...] = ()
    lines: Lines = field(default_factory=dict)


def is_flow(text: str) -> bool:
    """Other YAML files (facts, cards, phrases, tables) lie in the same folder."""
    return re.search(r"^(flow|steps)\s*:", text, re.MULTILINE) is not None


def parse_flow(text: str, file: str) -> Parsed:
    """Never raises: what is wrong is in the findings."""
    plain, lines, findings = load_yaml(text, file)
    if findings:
        return Parsed(file, None, tuple(findings), lines)
    flow, findings = validated(Flow, plain, file, lines)
    return Parsed(file, flow, tuple(findings), lines)


def parse_cards(text: str, file: str) -> tuple[dict[str, Card], list[Finding]]:
    """``cards.yaml``: id of a memo → its class, facts, phrases, links."""
    plain, lines, findings = load_yaml(text, file)
    cards: dict[str, Card] = {}
    for name, raw in _mapping(plain).items():
        card, wrong = validated(Card, raw, file, lines, (str(name),))
        findings += wrong
        if card:
            cards[str(name)] = card
    return cards, findings


def parse_phrases(text: str, file: str) -> tuple[dict[int, str], list[Finding]]:
    """``phrases.yaml``: number → the English line, short enough for one copy button (256 characters)."""
    plain, lines, findings = load_yaml(text, file)
    phrases: dict[int, str] = {}
    for number, english in _mapping(plain).items():
        line = line_of(lines, (str(number),))
        if not isinstance(number, int) or not isinstance(english, str):
            findings.append(Finding(file, line, "E02", 'Здесь пишется: номер: "English line"'))
        elif not 0 < len(english) <= 256:
            findings.append(Finding(file, line, "E22", "Фраза длиннее 256 знаков: кнопка её не скопирует"))
        else:
            phrases[number] = english
    return phrases, findings


def load_yaml(text: str, file: str) -> tuple[Any, Lines, list[Finding]]:
    """Plain values, the line of each key and item, and E01 when it is no YAML."""
    if "\t" in text:
        line = text[: text.index("\t")].count("\n") + 1
        return None, {}, [Finding(file, line, "E01", "Табуляция. Отступы делаются пробелами")]
    try:
        loaded = YAML(typ="rt").load(StringIO(text.removeprefix("\ufeff")))
    except MarkedYAMLError as error:
        return None, {}, [_unreadable(error, file)]
    except (YAMLError, ValueError) as error:
        return None, {}, [Finding(file, 0, "E01", f"Не читается как YAML: {type(error).__name__}")]
    lines: Lines = {}
    return _plain(loaded, (), lines), lines, []


def _unreadable(error: MarkedYAMLError, file: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    problem = (error.problem or error.context or "").split("\n")[0]
    return Finding(file, mark.line + 1 if mark else 0, "E01", f"Не читается как YAML: {problem}")


def validated(
    model: type[Model], plain: Any, file: str, lines: Lines, at: Path = ()
) -> tuple[Model | None, list[Finding]]:
    """The model, or one finding per thing wrong with `plain`, which stands at `at` in the file."""
    try:
        return model.model_validate(plain), []
    except ValidationError as refused:
        return None, [_finding(error, file, lines, at) for error in refused.errors(include_url=False)]


def _mapping(plain: Any) -> Mapping[Any, Any]:
    return plain if isinstance(plain, dict) else {}


def _plain(node: Any, at: Path, lines: Lines) -> Any:
    if isinstance(node, CommentedMap):
        for key in node:
            lines[(*at, str(key))] = node.lc.data[key][0] + 1 if key in (node.lc.data or {}) else 0
        return {key: _plain(value, (*at, str(key)), lines) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            lines[(*at, str(index))] = node.lc.data[index][0] + 1
        return [_plain(value, (*at, str(index)), lines) for index, value in enumerate(node)]
    return str(node) if isinstance(node, str) else node


_EXPLAINED = {
    "missing": ("E02", "Не хватает поля «{field}»"),
    "extra_forbidden": ("E02", "Неизвестное поле «{field}»"),
    "string_type": ("E02", "«{field}»: нужен текст; число возьмите в кавычки"),
    "dict_type": ("E02", "«{field}»: здесь нужны пары «имя: значение»"),
    "tuple_type": ("E02", "«{field}»: здесь нужен список в квадратных скобках"),
    "model_type": ("E02", "«{field}»: здесь нужны пары «имя: значение»"),
    "string_pattern_mismatch": ("E02", "«{input}»: только латинские строчные буквы, цифры и _, до 24 знаков"),
    "literal_error": ("E02", "«{field}»: «{input}» не подходит, можно: {expected}"),
    "url_parsing": ("E02", "«{input}» — не ссылка"),
    "url_scheme": ("E02", "«{input}»: ссылка должна начинаться с https://"),
}


def _finding(error: ErrorDetails, file: str, lines: Lines, at: Path) -> Finding:
    path = (*at, *(str(part) for part in error["loc"] if part != "[key]"))
    code, words = _explained(error, path)
    step = f"шаг «{path[1]}»: " if path[:1] == ("steps",) and len(path) > 1 else ""
    return Finding(file, line_of(lines, _exact(error, path, lines)), code, step + words)


def _exact(error: ErrorDetails, path: Path, lines: Lines) -> Path:
    """A refusal of one name among many is placed at that name."""
    name = error.get("ctx", {}).get("name")
    named = [known for known in lines if name and known[-1] == name and known[: len(path)] == path]
    return max(named, key=len, default=path)


def _explained(error: ErrorDetails, path: Path) -> tuple[str, str]:
    if error["type"][:1] == "E" and error["type"][1:].isdigit():  # our own refusals carry their code
        return error["type"], error["msg"]
    code, words = _EXPLAINED.get(error["type"], ("E02", "«{field}»: {message}"))
    field_name = next((part for part in reversed(path) if not part.isdigit()), "")
    if "do" in path[-2:] and error["type"] == "literal_error":
        code = "E04"
    if "facts" in path[-2:]:
        words = '«{input}» — не номер факта. Номера пишутся в кавычках: "3.10"'
    return code, words.format(
        field=field_name,
        input=str(error["input"])[:60],
        message=error["msg"],
        expected=error.get("ctx", {}).get("expected", ""),
    )
