"""Where in a YAML file a finding belongs."""

from __future__ import annotations

from bot.core.findings import Finding, errors

Path = tuple[str, ...]
Lines = dict[Path, int]
Remark = tuple[str, Path, str]  # code, place in the file, words


def line_of(lines: Lines, path: Path) -> int:
    """The line of the longest known beginning of `path`; 1 when nothing of it is known."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


__all__ = ["Finding", "Lines", "Path", "Remark", "errors", "line_of"]
