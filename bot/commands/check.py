"""``python -m bot check``: flow files, cards, phrases and their texts, each remark with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.commands.check_texts import check_texts
from bot.core.flow.findings import Finding
from bot.core.flow.parse import is_flow, parse_flow


def check(root: Path, today: date) -> list[Finding]:
    """Every finding under `root` (which holds flows/ and locales/), in order of file and line."""
    files = {name: text for name, text in read_flows(root).items() if is_flow(text)}
    findings = [finding for name, text in files.items() for finding in parse_flow(text, name).findings]
    return sorted(findings + check_texts(root, today))


def read_flows(root: Path) -> dict[str, str]:
    """Path from `root` → text of each YAML file in flows/; one with a leading ``_`` is made, not written."""
    paths = sorted((root / "flows").glob("*.yaml"))
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths if path.name[0] != "_"
    }


if __name__ == "__main__":
    for found in check(Path(), date.today()):  # noqa: DTZ011
        print(found)  # noqa: T201
