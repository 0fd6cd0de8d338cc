"""Everything that is said and asked, read from disk once at start and checked before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.fact_use import Users, fact_users
from bot.core.facts import FactBook
from bot.core.facts_file import parse_facts
from bot.core.findings import Finding, errors
from bot.core.flow import library
from bot.core.flow.library import Library
from bot.core.tools import Toolbox, read_toolbox
from bot.core.triage import Rules, parse_rules
from bot.telegram.texts import Texts, read_ftl


class BrokenContentError(Exception):
    """Flows, facts or texts have errors; `python -m bot check` tells them all."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))


@dataclass(frozen=True)
class Content:
    """Flows, facts, texts and triage rules that fit together."""

    library: Library
    facts: FactBook
    texts: Texts
    triage: Rules
    tools: Toolbox
    fact_users: Users

    @classmethod
    def load(cls, root: Path, *, clock: Callable[[], datetime], zone: ZoneInfo) -> Content:
        """Reads flows/ and locales/ under `root`. Raises what is wrong with them."""
        folder = root / "flows"
        facts, wrong = parse_facts((folder / "facts.yaml").read_text("utf-8"))
        if errors(wrong):
            raise BrokenContentError(tuple(errors(wrong)))
        ftl = read_ftl(root / "locales" / "ru")
        texts = Texts(ftl, facts=facts, clock=clock, zone=zone)
        files = {path.as_posix(): path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}
        flows = library.load(files, frozenset(ftl.texts), zone)
        rules = parse_rules((folder / "triage.yaml").read_text("utf-8"))
        named = {f"flows/{Path(path).name}": text for path, text in files.items()}
        tools, wrong = read_toolbox(named, facts, texts.label)
        if errors(wrong):
            raise BrokenContentError(tuple(errors(wrong)))
        return cls(flows, facts, texts, rules, tools, fact_users(flows, ftl))
