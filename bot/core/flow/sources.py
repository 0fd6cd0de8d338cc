"""The files of flows/ as read, before anything is checked as a whole or compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.flow.findings import Finding
from bot.core.flow.model import Card, Flow
from bot.core.flow.parse import Parsed, is_flow, load_yaml, parse_cards, parse_flow, parse_phrases


@dataclass(frozen=True, slots=True)
class Sources:
    """`facts` are the numbers that facts.yaml has; None when there is no such file."""

    parsed: tuple[Parsed, ...]
    cards: Mapping[str, Card]
    phrases: Mapping[int, str]
    facts: frozenset[str] | None
    findings: tuple[Finding, ...]

    @property
    def flows(self) -> dict[str, Flow]:
        return {parsed.flow.flow: parsed.flow for parsed in self.parsed if parsed.flow}


def read_sources(files: Mapping[str, str]) -> Sources:
    """`files`: path → text of each YAML file, among them …/cards.yaml, …/phrases.yaml, …/facts.yaml."""
    parsed = tuple(parse_flow(text, file) for file, text in sorted(files.items()) if is_flow(text))
    cards, wrong_cards = parse_cards(*_named(files, "cards.yaml"))
    phrases, wrong_phrases = parse_phrases(*_named(files, "phrases.yaml"))
    form = [finding for one in parsed for finding in one.findings]
    return Sources(parsed, cards, phrases, _facts(files), (*form, *wrong_cards, *wrong_phrases))


def _facts(files: Mapping[str, str]) -> frozenset[str] | None:
    """Only the numbers; what a fact says is another module's business."""
    text, file = _named(files, "facts.yaml")
    plain, _, _ = load_yaml(text, file)
    return frozenset(str(number) for number in plain) if isinstance(plain, dict) else None


def _named(files: Mapping[str, str], name: str) -> tuple[str, str]:
    return next(((text, file) for file, text in files.items() if file.rsplit("/", 1)[-1] == name), ("", name))
