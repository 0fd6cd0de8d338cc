"""`triage`: what a first free text is about, and whether somebody must be woken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.core.triage.evidence import strength
from bot.core.triage.hits import Hits, find_hits, holds
from bot.core.triage.language import language
from bot.core.triage.rules import FLOWS, Named, Rule, Rules
from bot.core.triage.tokens import tokens

Kind = Literal["sure", "two", "none", "urgent", "despair", "greeting", "foreign", "command"]
Hint = str | bool

ENOUGH = 2.0  # a flow with less is not offered
STRONG = 3.0  # a flow with as much is no mere word in passing
CALM = 5.0  # a flow that wakes nobody, with as much: the words say what they are about, nothing is asked
LEAD = 1.0  # by how much the first flow must win to be shown alone
SUPPORT, SUPPORT_MOST = 0.5, 1.5  # what each further rule of a flow adds to its best one
REPLY_WORDS = 7  # a longer message is neither a greeting nor a command
SHORT_WORDS = 4  # «увозят», «уже на трапе»: so few words say that it is urgent, not what it is
FOREIGN_REPLY_WORDS = 2  # «salom» is a greeting; with more words the language matters more
SIGNS = 2  # so many signs of a flight are an alarm (content/flows.md, F6.1)
_GRAVE = frozenset({"arrest", "flight", "door", "medical", "family"})  # even a few words may be urgent
_KINDS: tuple[Kind, ...] = ("none", "sure", "two")  # by how many flows are shown
_SLASH = re.compile(r"\s*/([a-z_]{1,32})(?:@\w+)?(?:\s+\S{1,64})?\s*", re.IGNORECASE)  # with a link's payload


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to show first.

    `flows`: one when sure, two when two, else what was recognised, best first. «urgent»: it may be happening
    now, and the words do not say what (what is likeliest comes first); the person is asked, nobody is woken
    yet. `p0`: wake the coordinator now, whatever the kind. `hints`: what the text already tells: the keys of
    the rules' hints, and ``state`` (two letters), ``despair`` ("self", "detained"), ``command`` (its name),
    ``thanks``. `lang`: a guess.
    `why`: rules that fired, never a word of the text.
    """

    kind: Kind
    flows: tuple[str, ...] = ()
    p0: bool = False
    hints: Mapping[str, Hint] = field(default_factory=dict)
    lang: str = "ru"
    why: tuple[str, ...] = ()


def triage(text: str, rules: Rules) -> Verdict:
    """A verdict on any text at all; pure, in time bounded whatever the length."""
    if slash := _SLASH.fullmatch(text):
        return Verdict("command", hints={"command": slash[1].lower()})
    words = tokens(text, rules.lexicon)
    hits = find_hits(words, rules)
    tongue = language(text, words, rules)
    most = FOREIGN_REPLY_WORDS if tongue.foreign else REPLY_WORDS
    seen = _Seen(hits, rules, reply=len(words) <= most, short=len(words) <= SHORT_WORDS)
    kind = seen.kind(foreign=tongue.foreign)
    return Verdict(kind, seen.shown(kind), bool(seen.alarm), seen.hints(kind), tongue.code, tuple(seen.why))


class _Seen:
    """One message under the rules."""

    def __init__(self, hits: Hits, rules: Rules, *, reply: bool, short: bool) -> None:
        self.hits, self.rules = hits, rules
        self.why: list[str] = []
        self.despair = self._first(rules.despair)
        self.quiet = self._fired(rules.quiet) is not None
        self.weights = [] if self.quiet else [(one, strength(one, hits)) for one in rules.evidence]
        alarm = self._alarm()
        doubtful = bool(alarm) and self._fired(rules.doubtful) is not None
        self.alarm = "" if doubtful else alarm
        self.ranked = self._rank()
        self.reply = self._first(rules.replies) if reply and not self.alarm else ""
        calm = bool(alarm) or self.quiet or self._calm()
        self.urgent = alarm if doubtful else "" if calm else self._urgent(short=short)

    def kind(self, *, foreign: bool) -> Kind:
        if self.despair == "self":
            return "despair"
        if self.alarm:
            return "foreign" if foreign else "sure"
        if self.reply and not self.ranked:
            return "greeting" if self.reply in {"greeting", "thanks"} else "command"
        if self.urgent or foreign:
            return "urgent" if self.urgent else "foreign"
        return _KINDS[len(self._best())]

    def shown(self, kind: Kind) -> tuple[str, ...]:
        """The alarm's flow alone; if the person is asked, what it may be comes first; else the best."""
        if self.alarm:
            return (self._alarm_flow(),)
        # whom they hold at the counter is taken now
        likely = "door" if self.urgent == "checkin" else self.urgent
        first = (likely,) if kind == "urgent" and likely in FLOWS else ()
        return tuple(dict.fromkeys((*first, *self._best())))[:2]

    def _best(self) -> tuple[str, ...]:
        """The flow with most points, or two that are close."""
        first, *others = self.ranked or [("", 0.0)]
        close = [flow for flow, score in others[:1] if first[1] - score < LEAD]
        return (first[0], *close) if first[0] else ()

    def _calm(self) -> bool:
        """Is it surely about what wakes nobody?"""
        best = self._best()
        return len(best) == 1 and best[0] not in _GRAVE and self.ranked[0][1] >= CALM

    def hints(self, kind: Kind) -> dict[str, Hint]:
        found: dict[str, Hint] = {}
        for name, values in self.rules.hints:
            if value := self._first(values, note=False):
                found[name] = True if value == "true" else value
        if state := self._state():
            found["state"] = state
        if self.despair:
            found["despair"] = self.despair
        if kind == "command":
            found["command"] = self.reply
        if self.reply == "thanks" and kind == "greeting":
            found["thanks"] = True
        return found

    def _alarm(self) -> str:
        if self.quiet:
            return ""
        if alarm := self._first(self.rules.alarms):
            return alarm
        for evidence, found in self.weights:
            if found >= evidence.enough:
                self.why.append(f"evidence: {evidence.flow}")
                return evidence.flow
        signs = [rule for _, rules in self.rules.signs if (rule := self._fired(rules))]
        if len(signs) >= SIGNS:
            self.why += [f"sign: {rule.text}" for rule in signs]
            return "flight"
        return "medical" if self.despair == "detained" else ""

    def _urgent(self, *, short: bool) -> str:
        """What may be happening now, in words too few or too faint for an alarm: a flow, "short" or "any"."""
        short = short and all(score < STRONG for _, score in self.ranked[:1])
        near = [(found / one.nearly, one.flow) for one, found in self.weights if found >= one.nearly]
        if near:
            self.why.append("urgent: evidence")
            return max(near)[1]
        return self._first(tuple(named for named in self.rules.urgent if short or named[0] != "short"))

    def _alarm_flow(self) -> str:
        """Children left alone by an arrest: the arrest's first steps come first, and it asks about them."""
        arrested = any(flow == "arrest" and score >= STRONG for flow, score in self.ranked)
        return "arrest" if self.alarm == "family" and arrested else self.alarm

    def _rank(self) -> list[tuple[str, float]]:
        weights: defaultdict[str, list[float]] = defaultdict(list)
        for flow, weight, rules in self.rules.flows:
            for rule in rules:
                if holds(rule, self.hits):
                    weights[flow].append(weight)
                    self.why.append(f"{flow} {weight:g}: {rule.text}")
        scores = {flow: _score(found) for flow, found in weights.items()}
        return sorted(((f, s) for f, s in scores.items() if s >= ENOUGH), key=lambda pair: -pair[1])

    def _state(self) -> str:
        """The two letters of the state whose place is named first, or nothing."""
        named = [place for place in self.rules.states if place in self.hits]
        return self.rules.states[min(named, key=lambda place: self.hits[place][0])] if named else ""

    def _first(self, named: Named, *, note: bool = True) -> str:
        for name, rules in named:
            if rule := self._fired(rules):
                if note:
                    self.why.append(f"{name}: {rule.text}")
                return name
        return ""

    def _fired(self, rules: Iterable[Rule]) -> Rule | None:
        return next((rule for rule in rules if holds(rule, self.hits)), None)


def _score(weights: list[float]) -> float:
    """The best rule, and a little for the others that agree with it."""
    best, *others = sorted(weights, reverse=True)
    return best + min(SUPPORT_MOST, SUPPORT * sum(weight > 0 for weight in others))
