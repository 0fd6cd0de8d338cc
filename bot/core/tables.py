"""Tables of flows/ (id → row), read strictly: every fault with its line, in words for their keeper."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.core.findings import Finding

Row = TypeVar("Row", bound=BaseModel)
_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")


def read_table(text: str, file: str, model: type[Row]) -> tuple[dict[str, Row], list[Finding]]:
    """The rows that could be read, and E01, E02 for the others. An empty text is an empty table."""
    try:
        tree: Any = YAML().load(text)
    except YAMLError as broken:
        return {}, [Finding(file, _line_of(broken), "E01", "файл не читается как YAML")]
    if tree is None:
        return {}, []
    if not hasattr(tree, "lc") or not hasattr(tree, "items"):
        return {}, [Finding(file, 1, "E01", "нужны записи вида «имя: поля»")]
    rows: dict[str, Row] = {}
    findings: list[Finding] = []
    for name, raw in tree.items():
        line = tree.lc.key(name)[0] + 1
        if not (isinstance(name, str) and _ID.fullmatch(name)):
            findings.append(Finding(file, line, "E02", f"имя {name!r}: латинские строчные, цифры и _"))
            continue
        try:
            rows[name] = model.model_validate(_plain(raw))
        except ValidationError as wrong:
            said = (f"{name}: {_say(dict(error))}" for error in wrong.errors())
            findings += [Finding(file, line, "E02", words) for words in said]
    return rows, findings


def _plain(raw: Any) -> Any:
    """Plain Python of what ruamel reads."""
    if hasattr(raw, "items"):
        return {str(key): _plain(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_plain(value) for value in raw]
    return str(raw) if isinstance(raw, str) else raw


def _say(error: dict[str, Any]) -> str:
    place = ".".join(map(str, error["loc"]))
    return f"{place}: {error['msg']}"


def _line_of(broken: YAMLError) -> int:
    mark = broken.problem_mark if isinstance(broken, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1
