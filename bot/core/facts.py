"""Facts: every phone, fee, deadline and form number once, with its age, and who corrected it.

A text names a value, ``FACT("1.10.phone")``, and never writes the figure. A fact ages by its class; a
coordinator's correction covers the file's value while the bot runs, because the law changes faster
than releases. Nothing here reads a clock: `today` is an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

FactClass = Literal["law", "procedure", "contact", "stable"]
Confidence = Literal["high", "medium", "low"]

# Days after which somebody must look at the official page again.
PERIODS: Mapping[FactClass, int] = {"law": 30, "contact": 30, "procedure": 90, "stable": 365}
DUE_SHARE = 0.8  # of the period: time to plan the review
EXPIRED_PERIODS = 2
UNREVIEWED_DAYS = 365  # a value that nobody ever compared is shown, with its date, this long


class State(StrEnum):
    """How old a fact is. `UNREVIEWED`: no person has compared it with the official page yet."""

    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    UNREVIEWED = "unreviewed"


class UnknownFactError(KeyError):
    """There is no such fact, or the fact has no value of that name."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`as_of` is the date of its own source, `reviewed` the day a person last compared it."""

    number: str  # "1.10"
    about: str
    values: Mapping[str, str]
    kind: FactClass
    volatile: bool
    confidence: Confidence
    as_of: date
    reviewed: date | None
    link: str  # a page that may be shown to people; may be empty
    line: int = 0  # in flows/facts.yaml

    @property
    def checked(self) -> date:
        """The date that may be told to people."""
        return self.reviewed or self.as_of


@dataclass(frozen=True, slots=True)
class Correction:
    """New values of a fact, given by a coordinator; counts as a review on that day.

    `by` is a volunteer's id: for the log, never for people. `source` is the page that was read.
    """

    number: str
    values: Mapping[str, str]
    by: str
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class FactBook:
    """All facts as they stand now: those of the file, under the corrections."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    periods: Mapping[FactClass, int] = field(default_factory=lambda: dict(PERIODS))

    def __contains__(self, number: str) -> bool:
        return number in self.facts

    def fact(self, number: str) -> Fact:
        """Raises UnknownFactError."""
        try:
            return self.facts[number]
        except KeyError as missing:
            raise UnknownFactError(number) from missing

    def value(self, name: str) -> str:
        """`name` is "1.10.phone". Raises UnknownFactError."""
        number, value = split_name(name)
        try:
            return self.fact(number).values[value]
        except KeyError as missing:
            raise UnknownFactError(name) from missing

    def state(self, number: str, today: date) -> State:
        """Raises UnknownFactError."""
        fact = self.fact(number)
        if fact.reviewed is None:
            return State.EXPIRED if _age(fact.as_of, today) > UNREVIEWED_DAYS else State.UNREVIEWED
        period = self.periods[fact.kind]
        age = _age(fact.reviewed, today)
        if age > period * EXPIRED_PERIODS:
            return State.EXPIRED
        if age > period:
            return State.OVERDUE
        return State.DUE if age > period * DUE_SHARE else State.FRESH

    def expires(self, number: str) -> date:
        """The last day on which the fact is shown. Raises UnknownFactError."""
        fact = self.fact(number)
        days = UNREVIEWED_DAYS if fact.reviewed is None else self.periods[fact.kind] * EXPIRED_PERIODS
        return fact.checked + timedelta(days=days)

    def in_state(self, state: State, today: date) -> list[Fact]:
        """Oldest first: what to look at, in the order to look at it."""
        facts = [fact for fact in self.facts.values() if self.state(fact.number, today) is state]
        return sorted(facts, key=lambda fact: (fact.checked, in_order(fact.number)))

    def corrected(self, corrections: Iterable[Correction]) -> FactBook:
        """The book with these corrections on top, later ones over earlier ones.

        A correction of a fact that is gone, or of a value it no longer has, is left out: the file moved
        on. One older than the file's own review or source is left out too.
        """
        facts = dict(self.facts)
        for correction in corrections:
            fact = facts.get(correction.number)
            if fact is not None and _still_fits(fact, correction):
                facts[correction.number] = _corrected(fact, correction)
        return replace(self, facts=facts)


def split_name(name: str) -> tuple[str, str]:
    """ "1.10.phone" → ("1.10", "phone"); a name without a value gives an empty one."""
    section, _, rest = name.partition(".")
    item, _, value = rest.partition(".")
    return f"{section}.{item}", value


def in_order(number: str) -> tuple[int, ...]:
    """A key for sorting: "1.9" before "1.10"."""
    return tuple(int(piece) for piece in number.split(".") if piece.isdigit())


def _age(since: date, today: date) -> int:
    return (today - since).days


def _still_fits(fact: Fact, correction: Correction) -> bool:
    newest = max(fact.as_of, fact.reviewed or date.min)
    return correction.on >= newest and set(correction.values) <= set(fact.values)


def _corrected(fact: Fact, correction: Correction) -> Fact:
    values = {name: correction.values.get(name, value) for name, value in fact.values.items()}
    link = correction.source if correction.source.startswith("https://") else fact.link
    return replace(
        fact, values=values, reviewed=correction.on, as_of=correction.on, link=link, confidence="high"
    )
