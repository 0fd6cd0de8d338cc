"""What a check found: one place in one file, with a stable code, in words for the author.

Severity ``"E"`` blocks a merge, ``"W"`` does not. The message says what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["E", "W"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`code` is a letter and two digits ("E17"); `line` counts from 1, 0 means the whole file."""

    file: str
    line: int
    code: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.code} {self.message}"


def found(code: str, file: str, line: int, message: str) -> Finding:
    """A finding whose severity is the first letter of its code: E17, W18."""
    return Finding(file, line, code, "E" if code.startswith("E") else "W", message)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those that stop a merge."""
    return [finding for finding in findings if finding.severity == "E"]
