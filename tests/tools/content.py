"""The real tables of flows/, read once for the tests of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.core.directory import Directory, read_directory

ROOT = Path(__file__).resolve().parents[2]


def files() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "flows").glob("*.yaml")
    }


@cache
def directory() -> Directory:
    made, findings = read_directory(files())
    assert not findings
    return made
