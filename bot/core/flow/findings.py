"""What a check found in a flow file: a stable code, a place, a sentence for the one who writes flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str, ...]
Lines = dict[Path, int]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark of a check. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    code: str
    message: str

    @property
    def severity(self) -> Severity:
        return "error" if self.code.startswith("E") else "warning"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code} {self.message}"


def line_of(lines: Lines, path: Path) -> int:
    """The line of the longest known beginning of `path`; 1 when nothing of it is known."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def errors(findings: list[Finding]) -> list[Finding]:
    """Only those that stop a merge."""
    return [finding for finding in findings if finding.severity == "error"]
