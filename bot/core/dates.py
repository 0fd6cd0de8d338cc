"""Which dates follow from a day that a person named in a flow (flows/deadlines.yaml), and when to remind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.core.deadlines import days_after, working_day_by, working_days_after
from bot.core.facts import FactBook, UnknownFactError
from bot.core.findings import Finding
from bot.core.tables import read_table

DEADLINES = "flows/deadlines.yaml"
NOON = time(12)  # in the team's zone: morning on the west coast, evening in Moscow
Step = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$")]


class Rule(BaseModel):
    """One deadline, as the file has it; there the fields are explained."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    step: Step
    flows: tuple[Step, ...] = ()
    count: str = ""
    working: bool = False
    arrives: bool = False
    remind: Annotated[tuple[Annotated[int, Field(ge=0, le=60)], ...], Field(min_length=1)]
    facts: Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Due:
    """A date to remember. `by` differs from `day` where the day is a day off and a paper must arrive.

    moments: when to remind, all still ahead.
    """

    rule: str
    day: date
    by: date
    moments: tuple[datetime, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """`counts`: days to add, by rule; taken from the facts."""

    rules: Mapping[str, Rule]
    counts: Mapping[str, int]


def read_rules(text: str, facts: FactBook) -> tuple[Rules, tuple[Finding, ...]]:
    """Rules whose numbers the facts have; E02 for the others."""
    rules, findings = read_table(text, DEADLINES, Rule)
    counts: dict[str, int] = {}
    for name, rule in list(rules.items()):
        try:
            counts[name] = int(facts.value(rule.count)) if rule.count else 0
        except (UnknownFactError, ValueError):
            del rules[name]
            findings.append(Finding(DEADLINES, 0, "E02", f"{name}: в факте {rule.count} нет числа дней"))
    return Rules(rules, counts), tuple(findings)


def recounted(rules: Rules, facts: FactBook) -> Rules:
    """The same rules by the numbers of these facts, as they are corrected now; what is no number stays."""
    counts = dict(rules.counts)
    for name, rule in rules.rules.items():
        with suppress(UnknownFactError, ValueError):
            counts[name] = int(facts.value(rule.count)) if rule.count else 0
    return Rules(rules.rules, counts)


def follow(rules: Rules, flow: str, step: str, day: date, now: datetime, zone: tzinfo) -> list[Due]:
    """What follows from the day of this step; only what there is still something to remind of."""
    named = (
        _due(name, rule, rules.counts[name], day, now, zone)
        for name, rule in rules.rules.items()
        if rule.step == step and (not rule.flows or flow in rule.flows)
    )
    return [due for due in named if due.moments]


def _due(name: str, rule: Rule, count: int, start: date, now: datetime, zone: tzinfo) -> Due:
    day = working_days_after(start, count) if rule.working else days_after(start, count)
    by = working_day_by(day) if rule.arrives else day
    moments = tuple(moment for moment in _moments(by, rule.remind, zone) if moment > now)
    return Due(name, day, by, moments, rule.facts)


def _moments(by: date, remind: tuple[int, ...], zone: tzinfo) -> Iterator[datetime]:
    for before in sorted(remind, reverse=True):
        yield datetime.combine(by - timedelta(days=before), NOON, zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """When a day is over, where the team is."""
    return datetime.combine(day + timedelta(days=1), time(), zone)
