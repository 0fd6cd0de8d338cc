"""Texts: a reference and arguments in, safe HTML out.

Every string argument is escaped and cleaned here and nowhere else; templates hold the only markup.
Facts are looked up while formatting, so a corrected phone is shown at once and an expired one never.
A text that cannot be made becomes the fallback with the way to a human, and is counted; in tests
(`strict`) it raises instead.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, resolver
from fluent.runtime.types import FluentInt

from bot.core import ftl as fluent_files
from bot.core import markup
from bot.core.facts import FactBook, State, UnknownFactError, split_name
from bot.core.findings import Finding, errors
from bot.core.ftl import Ftl
from bot.core.say import Arg
from bot.core.units import shown
from bot.telegram.dates import Dates

FALLBACK = "common-fallback"
FALLBACK_LABEL = "common-fallback.label"
EXPIRED = "common-fact_expired"
LONGEST_PART = 20_000  # Fluent makes the whole message "{???}" over 2,500; people write longer words

# Stands in a formatted text where an expired value would; private use, so no argument can contain it.
_HIDDEN = "\ue000"
_REFERENCE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)?")


class TextsBrokenError(Exception):
    """The Fluent files cannot be used; one line per fault."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class TextError(Exception):
    """One text could not be made; only raised when strict. Names the reference, never an argument's value."""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as HTML, and the numbers of the facts whose values it looked up."""

    html: str
    facts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Job:
    """What the functions of Fluent need while one text is formatted."""

    facts: FactBook
    now: datetime
    zone: str = ""  # of times that name none: empty is the team's own
    used: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


class Texts:
    """All texts of one locale. Not for several threads at once."""

    def __init__(
        self,
        files: Ftl,
        *,
        facts: FactBook,
        clock: Callable[[], datetime],
        zone: tzinfo = UTC,
        strict: bool = False,
    ) -> None:
        faults = errors((*files.findings, *files.lacking(FALLBACK, FALLBACK_LABEL, EXPIRED)))
        if faults:
            raise TextsBrokenError(faults)
        resolver.MAX_PART_LENGTH = LONGEST_PART
        self.facts = facts  # replaced when a coordinator corrects a fact
        self.failures: Counter[str] = Counter()  # by reference, since the start
        self._strict = strict
        self._clock = clock
        self._dates = Dates(zone)
        self._plain: dict[str, str] = {}  # texts that depend on nothing
        self._jobs: list[_Job] = []
        self._bundle = self._made(files)

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        facts: FactBook,
        clock: Callable[[], datetime],
        zone: tzinfo = UTC,
        strict: bool = False,
    ) -> Texts:
        """Reads every ``*.ftl`` of the folder. Raises TextsBrokenError."""
        return cls(read_ftl(folder), facts=facts, clock=clock, zone=zone, strict=strict)

    def text(self, ref: str, /, **args: Arg) -> str:
        """HTML of a message or an attribute; every string argument escaped."""
        return self.formatted(ref, args).html

    def label(self, ref: str, /, **args: Arg) -> str:
        """The same as plain characters, for a button: nothing escaped, no markup."""
        return self.label_at(ref, args, self._clock())

    def label_at(self, ref: str, args: Mapping[str, Arg], now: datetime) -> str:
        """As `label`, at a given time."""
        return markup.plain(self.formatted(ref, args, now=now, fallback=FALLBACK_LABEL).html).strip()

    def has(self, ref: str) -> bool:
        """Is there such a message or attribute, with words in it?"""
        return self._pattern(ref) is not None

    def formatted(
        self,
        ref: str,
        args: Mapping[str, Arg] | None = None,
        *,
        facts: FactBook | None = None,
        now: datetime | None = None,
        fallback: str = FALLBACK,
        zone: str = "",
    ) -> Formatted:
        """As `text`, at a given time and in a zone, with the facts it used."""
        known = self._plain.get(ref) if not args else None
        if known is not None:
            return Formatted(known)
        job = _Job(facts or self.facts, now or self._clock(), zone)
        try:
            made = self._format(ref, args or {}, job)
        except TextError as fault:
            self.failed(ref, fault)
            return Formatted(self._format(fallback, {}, job))
        if not args and not job.used:
            self._plain[ref] = made
        made = self._without_expired(made, job)
        return Formatted(made, tuple(dict.fromkeys(job.used)))

    def failed(self, ref: str, fault: TextError | str) -> None:
        """Counts what could not be shown; raises TextError when strict."""
        self.failures[ref] += 1
        if self._strict:
            raise fault if isinstance(fault, TextError) else TextError(f"{ref}: {fault}")

    def _format(self, ref: str, args: Mapping[str, Arg], job: _Job) -> str:
        pattern = self._pattern(ref)
        if pattern is None:
            raise TextError(f"{ref}: no such text")
        self._jobs.append(job)
        try:
            made, errors = self._bundle.format_pattern(pattern, {name: _safe(args[name]) for name in args})
        except (TypeError, AttributeError, LookupError, RecursionError) as broken:
            raise TextError(f"{ref}: {type(broken).__name__}") from None
        finally:
            self._jobs.pop()
        if errors or not isinstance(made, str):
            raise TextError(f"{ref}: {'; '.join(_kind(error) for error in errors) or 'no value'}")
        return made

    def _pattern(self, ref: str) -> Any:
        message, _, attribute = ref.partition(".")
        if not self._bundle.has_message(message):
            return None
        compiled = self._bundle.get_message(message)
        return compiled.attributes.get(attribute) if attribute else compiled.value

    def _made(self, files: Ftl) -> FluentBundle:
        dates = self._dates

        def here(zone: str) -> str:
            return zone or self._jobs[-1].zone

        functions: dict[str, Callable[..., Any]] = {
            "FACT": self._fact,
            "REF": self._ref,
            "DAY": lambda day, zone="": dates.day(day, here(zone), self._jobs[-1].now),
            "DAYS_LEFT": lambda day, zone="": FluentInt(dates.days_left(day, here(zone), self._jobs[-1].now)),
            "DATE": dates.full,
            "MONTH": dates.month,
            "TIME": lambda moment, zone="": dates.time(moment, here(zone)),
            "ZONE": lambda zone="": self._ref(f"zone-{dates.zone_id(here(zone))}"),
        }
        # Isolation marks would stand inside links and phone numbers; arguments are cleaned instead.
        bundle = FluentBundle(["ru"], functions, use_isolating=False)
        for resource in files.resources:
            bundle.add_resource(resource)
        return bundle

    def _fact(self, name: str) -> str:
        """FACT("1.10.phone"): the value, or a mark to be taken out where it has expired."""
        job = self._jobs[-1]
        number, _ = split_name(name)
        value = job.facts.value(name)
        job.used.append(number)
        if job.facts.state(number, job.now.date()) is State.EXPIRED:
            job.hidden.append(number)
            return _HIDDEN
        return html.escape(shown(value))

    def _ref(self, ref: str) -> str:
        """REF($topic): another text, named by an argument. It gets no arguments of its own."""
        if not _REFERENCE.fullmatch(ref):
            raise TextError("REF of what is no reference")  # perhaps somebody's words: never repeated
        return self._format(ref, {}, self._jobs[-1])

    def _without_expired(self, made: str, job: _Job) -> str:
        """Takes out each line with an expired value; says once that it is being checked, and where."""
        if not job.hidden:
            return made
        links = (job.facts.fact(number).link for number in dict.fromkeys(job.hidden))
        notice = " ".join((self._format(EXPIRED, {}, job), *map(markup.link, filter(None, links))))
        return markup.replace_lines(made, _HIDDEN, notice)


def read_ftl(folder: Path) -> Ftl:
    """Every Fluent file of a folder, by name; a byte-order mark is no part of a text."""
    return fluent_files.parse(
        {path.as_posix(): path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.ftl"))}
    )


def _safe(value: Arg) -> Any:
    """An argument as Fluent may have it: strings cleaned and escaped; numbers and dates as they are."""
    if isinstance(value, str):
        return html.escape(shown(value))
    if isinstance(value, bool) or not isinstance(value, int | date):
        raise TextError(f"an argument is a {type(value).__name__}")
    return value


def _kind(error: Exception) -> str:
    """What went wrong, without any argument's value."""
    if isinstance(error, UnknownFactError | TextError):
        return str(error)
    named = type(error).__module__.startswith("fluent")
    return f"{type(error).__name__}: {error}" if named else type(error).__name__
