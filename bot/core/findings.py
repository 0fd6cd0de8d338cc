"""What a check found: one place in one file, with a stable code, in words for the author.

A code is a letter and two digits: ``"E17"`` blocks a merge, ``"W18"`` does not. The message says what
is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["E", "W"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark of a check. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        return "E" if self.code.startswith("E") else "W"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.code} {self.message}"


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Only those that stop a merge."""
    return [finding for finding in findings if finding.severity == "E"]
