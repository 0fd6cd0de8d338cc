"""All flows, memos and phrases of one moment, checked and compiled. Made once at start, shared by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2s
from zoneinfo import ZoneInfo

from bot.core.flow.conditions import Moment
from bot.core.flow.findings import Finding, errors
from bot.core.flow.lint import lint_all
from bot.core.flow.model import Card, Flow
from bot.core.flow.plan import Plan, compiled_plan
from bot.core.flow.sources import Sources, read_sources

NEW_YORK = ZoneInfo("America/New_York")


class BrokenFlows(Exception):
    """Flow files have errors; each finding says where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """`texts`: the references that exist, so that a screen can take its own button text or the common one."""

    flows: Mapping[str, Flow]
    cards: Mapping[str, Card]
    phrases: Mapping[int, str]
    plans: Mapping[str, Plan]
    revs: Mapping[str, str]
    texts: frozenset[str]
    zone: ZoneInfo

    def moment(self, now: datetime) -> Moment:
        """What today is where most people are; `now` is aware."""
        return Moment(now, now.astimezone(self.zone).date())


def load(files: Mapping[str, str], texts: frozenset[str] = frozenset(), zone: ZoneInfo = NEW_YORK) -> Library:
    """Raises BrokenFlows when a file has an error; warnings pass."""
    sources = read_sources(files)
    wrong = errors([*sources.findings, *lint_all(sources)])
    if wrong:
        raise BrokenFlows(wrong)
    return assembled(sources, texts, zone)


def assembled(sources: Sources, texts: frozenset[str] = frozenset(), zone: ZoneInfo = NEW_YORK) -> Library:
    """Compile sources that the lint has found sound."""
    flows = sources.flows
    return Library(
        flows=flows,
        cards=sources.cards,
        phrases=sources.phrases,
        plans={name: compiled_plan(flows, name) for name in flows},
        revs=_revs(flows),
        texts=texts,
        zone=zone,
    )


def _revs(flows: Mapping[str, Flow]) -> dict[str, str]:
    """Twelve hexadecimal digits per flow, which change with it and with every flow it calls."""

    @cache
    def rev(name: str) -> str:
        called = sorted({step.call for step in flows[name].steps.values() if step.call})
        whole = flows[name].model_dump_json() + "".join(rev(one) for one in called)
        return blake2s(whole.encode(), digest_size=6).hexdigest()

    return {name: rev(name) for name in flows}
