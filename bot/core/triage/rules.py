"""The rules of triage as data: flows/triage.yaml parsed into `Rules`.

A rule is a line of concepts that must stand near each other: ``kin|he taken -cargo --joke @6``.
``a|b`` either; ``-x`` not nearby; ``--x`` nowhere in the message; ``@6`` how many words apart (default
`SPAN`), ``@*`` anywhere. ``not.x`` is a concept behind a «не».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.core.triage.evidence import Evidence
from bot.core.triage.lexicon import Lexicon, build

SPAN = 10
ANYWHERE = 1_000_000
FLOWS = (
    "arrest", "find", "contact", "lawyer", "stay", "flight", "checkin", "released", "bond", "family",
    "medical", "conditions", "after", "congress", "glossary", "rights", "phrases", "long_detained", "door",
)  # fmt: skip
MASK = "mask"  # the concept whose words count for nothing else
_PARTS = {
    "ordinary", "negation", "words", "languages", "states", "quiet", "doubtful", "alarms", "evidence",
    "signs", "despair", "urgent", "flows", "hints", "replies",
}  # fmt: skip


class TriageRulesError(ValueError):
    """flows/triage.yaml does not say what a rule needs; the message names the place."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`near`: groups of alternatives, one of each within `span` words of the first group's word."""

    text: str
    near: tuple[frozenset[str], ...]
    apart: frozenset[str]
    nowhere: frozenset[str]
    span: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Words, as typed in lower case, that give a language away."""

    begins: tuple[str, ...]
    whole: frozenset[str]


Named = tuple[tuple[str, tuple[Rule, ...]], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything `triage` needs; made once, shared, never changed."""

    lexicon: Lexicon
    negation: frozenset[str]
    quiet: tuple[Rule, ...]  # what makes a whole message no alarm
    doubtful: tuple[Rule, ...]  # what makes an alarm a question
    alarms: Named  # flow → rules, the most urgent first
    evidence: tuple[Evidence, ...]
    signs: Named  # sign of a flight → rules; two signs are an alarm
    despair: Named  # "self", "detained"
    urgent: Named  # "short": of a few words; a flow it may be; "any": nobody knows
    flows: tuple[tuple[str, float, tuple[Rule, ...]], ...]
    hints: tuple[tuple[str, Named], ...]  # hint → value → rules, the first that fits
    replies: Named  # "greeting", "human", "home", …: what a whole message may say
    states: Mapping[str, str]  # the concept of a place → its state's two letters
    languages: Mapping[str, Marks]


def parse_rules(text: str) -> Rules:
    """Rules from the text of flows/triage.yaml; raises TriageRulesError."""
    try:
        data = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise TriageRulesError(f"not YAML: {error}") from error
    if not isinstance(data, dict) or set(data) != _PARTS:
        raise TriageRulesError(f"the parts must be {', '.join(sorted(_PARTS))}")
    try:
        return _rules(data)
    except (TypeError, AttributeError, ValueError, KeyError) as error:
        raise TriageRulesError(str(error)) from error


def _rules(data: Mapping[str, Any]) -> Rules:
    concepts = {name: _spellings(text) for name, text in data["words"].items()}
    places = {f"state.{code}": _spellings(text) for code, text in data["states"].items()}
    read = _Reader(set(concepts))
    return Rules(
        lexicon=build(concepts | places, data["ordinary"].split()),
        negation=frozenset(data["negation"].split()),
        quiet=tuple(map(read.rule, data["quiet"])),
        doubtful=tuple(map(read.rule, data["doubtful"])),
        alarms=read.named(data["alarms"], FLOWS),
        evidence=tuple(read.evidence(flow, parts) for flow, parts in data["evidence"].items()),
        signs=read.named(data["signs"]),
        despair=read.named(data["despair"], ("self", "detained")),
        urgent=read.named(data["urgent"], ("short", *FLOWS, "any")),
        flows=read.weighted(data["flows"]),
        hints=tuple((str(name), read.named(values)) for name, values in data["hints"].items()),
        replies=read.named(data["replies"]),
        states={place: place.removeprefix("state.") for place in places},
        languages={code: _marks(_spellings(text)) for code, text in data["languages"].items()},
    )


def _spellings(text: str) -> list[str]:
    return [spelling.strip() for spelling in text.split(",") if spelling.strip()]


def _points(data: Mapping[str, float]) -> dict[str, float]:
    return {str(concept): float(points) for concept, points in data.items()}


def _marks(spellings: list[str]) -> Marks:
    whole = frozenset(word.removeprefix("=") for word in spellings if word.startswith("="))
    return Marks(tuple(word for word in spellings if not word.startswith("=")), whole)


@dataclass(frozen=True, slots=True)
class _Reader:
    known: set[str]

    def named(self, data: Mapping[str, Iterable[str]], allowed: Iterable[str] | None = None) -> Named:
        for name in data:
            if allowed is not None and name not in allowed:
                raise TriageRulesError(f"{name!r} is not one of {', '.join(allowed)}")
        return tuple((str(name), tuple(map(self.rule, rules))) for name, rules in data.items())

    def weighted(
        self, data: Mapping[str, Mapping[float, Iterable[str]]]
    ) -> tuple[tuple[str, float, tuple[Rule, ...]], ...]:
        for flow in data:
            if flow not in FLOWS:
                raise TriageRulesError(f"{flow!r} is not a flow")
        return tuple(
            (flow, float(weight), tuple(map(self.rule, rules)))
            for flow, weights in data.items()
            for weight, rules in weights.items()
        )

    def evidence(self, flow: str, parts: Mapping[str, Any]) -> Evidence:
        core, more, less = (_points(parts[name]) for name in ("core", "more", "less"))
        self._check(f"evidence of {flow}", (frozenset(core),), {*more, *less})
        against = {concept: -points for concept, points in less.items()}
        enough, nearly, within = float(parts["enough"]), float(parts["nearly"]), int(parts["within"])
        return Evidence(flow, enough, nearly, within, frozenset(core), core | more, against)

    def rule(self, text: str) -> Rule:
        terms = text.split()
        span = next((t[1:] for t in terms if t.startswith("@")), str(SPAN))
        terms = [t for t in terms if not t.startswith("@")]
        nowhere = {name for t in terms if t.startswith("--") for name in t[2:].split("|")}
        apart = {name for t in terms if re.match(r"-[^-]", t) for name in t[1:].split("|")}
        near = tuple(frozenset(t.split("|")) for t in terms if not t.startswith("-"))
        self._check(text, near, apart | nowhere)
        return Rule(text, near, frozenset(apart), frozenset(nowhere), ANYWHERE if span == "*" else int(span))

    def _check(self, text: str, near: tuple[frozenset[str], ...], others: set[str]) -> None:
        unknown = {t for t in frozenset().union(*near, others) if t.removeprefix("not.") not in self.known}
        if unknown:
            raise TriageRulesError(f"{text!r}: unknown {', '.join(sorted(unknown))}")
        if not near:
            raise TriageRulesError(f"{text!r}: nothing to look for")
