"""Parameters of a call as Telegram takes them: JSON values or strings from a form, and uploaded files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.preview.refusals import bad

TRUE = ("true", "yes", "1")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    data: bytes
    name: str = "file"
    mime: str = "application/octet-stream"


class Params:
    """Read one parameter at a time, by the type the method expects."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.values = dict(values)
        self.files = dict(files or {})

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def number(self, name: str, default: float = 0) -> float:
        value = self.values.get(name)
        try:
            return default if value in (None, "") else float(value)
        except (TypeError, ValueError):
            raise bad(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in TRUE

    def json(self, name: str) -> Any:
        """A list or an object, given as such or as a JSON string; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | str | None:
        """A file field: an upload of that name, an ``attach://`` pointer, or a file_id."""
        if name in self.files:
            return self.files[name]
        value = self.values.get(name)
        return self.attached(value) if value else None

    def attached(self, value: Any) -> Upload | str:
        """What ``attach://name`` points at; anything else is taken for a file_id."""
        if not isinstance(value, str):
            raise bad("wrong file identifier/HTTP URL specified")
        if not value.startswith("attach://"):
            return value
        if (found := self.files.get(value.removeprefix("attach://"))) is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return found
