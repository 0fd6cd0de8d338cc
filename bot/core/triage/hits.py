"""Where a message touches each concept, and whether a rule finds its concepts together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from bot.core.triage.lexicon import GAP_WORDS, Lexicon, Phrase
from bot.core.triage.rules import MASK, SPAN, Rule, Rules
from bot.core.triage.tokens import Token

Hits = dict[str, list[int]]  # concept → places (`Token.at`), rising; behind a «не» it is "not.concept"


def find_hits(words: Sequence[Token], rules: Rules) -> Hits:
    """Concepts of the message. Words of a mask («список документов») count for nothing else."""
    atoms = [word.atoms for word in words]
    found = _phrases(words, atoms, rules.lexicon)
    masks = [(start, end) for start, end, concept in found if concept == MASK]
    for start, end in masks:
        atoms[start:end] = [frozenset()] * (end - start)
    hits: defaultdict[str, set[int]] = defaultdict(set)
    for start, _, concept in _phrases(words, atoms, rules.lexicon) if masks else found:
        denied = start > 0 and _denies(words, start, rules)
        hits[f"not.{concept}" if denied else concept].add(words[start].at)
    return {concept: sorted(places) for concept, places in hits.items()}


def _denies(words: Sequence[Token], start: int, rules: Rules) -> bool:
    before = words[start - 1]
    return before.word in rules.negation and before.sentence == words[start].sentence


def _phrases(
    words: Sequence[Token], atoms: Sequence[frozenset[int]], lexicon: Lexicon
) -> list[tuple[int, int, str]]:
    found = []
    for start, (here, after) in enumerate(pairwise([*atoms, frozenset[int]()])):
        for phrase in {id(p): p for atom in here for p in lexicon.phrases.get(atom, ())}.values():
            if phrase.second and phrase.second.isdisjoint(after):  # a plain test: most phrases end here
                continue
            end = start + 1 if len(phrase.places) == 1 else _fits(phrase, words, atoms, start)
            if end and not (here & lexicon.barred.get(phrase.concept, frozenset())):
                found.append((start, end, phrase.concept))
    return found


def _fits(phrase: Phrase, words: Sequence[Token], atoms: Sequence[frozenset[int]], start: int) -> int:
    """The index after the phrase's last word, or 0."""
    at, slack = start, 0
    for place in phrase.places:
        if not place:
            slack += GAP_WORDS
            continue
        while at < len(words) and not (atoms[at] & place) and slack:
            at, slack = at + 1, slack - 1
        if at >= len(words) or not (atoms[at] & place) or words[at].sentence != words[start].sentence:
            return 0
        at, slack = at + 1, 0
    return at


def holds(rule: Rule, hits: Hits) -> bool:
    """Are the rule's concepts in the message, close enough, and nothing that speaks against it?"""
    present = hits.keys()
    for group in rule.near:  # a plain loop: most rules end here, hundreds of times a message
        if present.isdisjoint(group):
            return False
    if not present.isdisjoint(rule.nowhere):
        return False
    first, *others = [[hits[concept] for concept in group if concept in hits] for group in rule.near]
    return any(_together(rule, others, place, hits) for places in first for place in places)


def _together(rule: Rule, groups: Sequence[Sequence[list[int]]], place: int, hits: Hits) -> bool:
    return all(any(_close(places, place, rule.span) for places in group) for group in groups) and not any(
        _close(hits[concept], place, max(rule.span, SPAN)) for concept in rule.apart if concept in hits
    )


def _close(places: list[int], place: int, span: int) -> bool:
    at = bisect_left(places, place - span)
    return at < len(places) and places[at] <= place + span
