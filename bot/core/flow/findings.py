"""Places in a flow file: the line of each key, and the findings of the house."""

from __future__ import annotations

from bot.core.findings import Finding, errors

__all__ = ["Finding", "Lines", "Path", "errors", "line_of"]

Path = tuple[str, ...]
Lines = dict[Path, int]


def line_of(lines: Lines, path: Path) -> int:
    """The line of the longest known beginning of `path`; 1 when nothing of it is known."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1
