"""A fact as people ask for it: its number, or a few words in any form and with a typo."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from bot.core.answers.clean import folded
from bot.core.facts import Fact, FactBook, in_order

MOST = 8
ENDING = 2  # letters left off a longer word: «бонда» finds «бонд»
LIKE = 82.0  # of 100: a typo, not another word
_NUMBER = re.compile(r"\D*(\d{1,2}\.\d{1,3})\D*")


def search(book: FactBook, words: str) -> list[Fact]:
    """The likeliest first, at most eight; a number gives its fact alone."""
    number = _NUMBER.fullmatch(words.strip())
    if number and number[1] in book:
        return [book.fact(number[1])]
    asked = folded(words).split()
    scored = [(sum(_best(word, fact) for word in asked), fact) for fact in book.facts.values()]
    top = max((score for score, _ in scored), default=0.0)
    kept = [(score, fact) for score, fact in scored if score > 0 and score >= top * 0.7]
    kept.sort(key=lambda pair: (-pair[0], in_order(pair[1].number)))
    return [fact for _, fact in kept[:MOST]]


def _best(word: str, fact: Fact) -> float:
    """How well one word fits: what a fact is about counts more than a figure in it."""
    about = max((_alike(word, known) for known in folded(fact.about).split()), default=0.0)
    values = folded(" ".join((*fact.values, *fact.values.values()))).split()
    return max(about, 0.8 * max((_alike(word, known) for known in values), default=0.0))


def _alike(word: str, known: str) -> float:
    if word == known:
        return 1.0
    if word.isdigit() or known.isdigit() or len(word) < 3:
        return 0.0
    stem = word[: max(3, len(word) - ENDING)]
    if known.startswith(stem):
        return 0.9
    return 0.7 if len(word) > 4 and fuzz.ratio(word, known) >= LIKE else 0.0
