"""``python -m bot check``: flow files, cards, phrases and their texts, each remark with file and line."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from bot import clock
from bot.commands.check_texts import check_texts, sources_of
from bot.core.findings import Finding, errors
from bot.core.flow.lint import lint_all
from bot.core.flow.paths import explored, written


def check(root: Path, today: date) -> list[Finding]:
    """Every finding under `root` (which holds flows/ and locales/), in order of file and line."""
    return sorted({*check_flows(root), *check_texts(root, today)})


def check_flows(root: Path) -> list[Finding]:
    """Form, graph and paths of the flow files, and whether flows/_paths is up to date (W41)."""
    sources = sources_of(root)
    findings = [*sources.findings, *lint_all(sources)]
    if not errors(findings):
        findings += _stale_paths(root)
    return sorted(findings)


def write_paths(root: Path) -> list[Path]:
    """Write flows/_paths/<flow>.txt for every flow; the files that changed. Needs flows without errors."""
    changed = []
    for path, text in _paths(root).items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            changed.append(path)
    for left in set((root / "flows" / "_paths").glob("*.txt")) - set(_paths(root)):
        left.unlink()
        changed.append(left)
    return changed


def _paths(root: Path) -> dict[Path, str]:
    flows = sources_of(root).flows
    folder = root / "flows" / "_paths"
    return {folder / f"{name}.txt": written(flow, explored(flows, flow)) for name, flow in flows.items()}


def _stale_paths(root: Path) -> list[Finding]:
    return [
        Finding(
            path.relative_to(root).as_posix(),
            0,
            "W41",
            "пути изменились: python -m bot.commands.check --paths",
        )
        for path, text in _paths(root).items()
        if not path.exists() or path.read_text("utf-8") != text
    ]


def report(root: Path, *, paths: bool = False) -> int:
    """Print every finding; the exit status is 1 when there is an error. `paths` writes flows/_paths first."""
    if paths:
        write_paths(root)
    found = check(root, clock.now().date())
    wrong = errors(found)
    for finding in found:
        print(finding)  # noqa: T201
    print(f"Ошибок: {len(wrong)}. Замечаний: {len(found) - len(wrong)}.")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(report(Path(), paths="--paths" in sys.argv))
