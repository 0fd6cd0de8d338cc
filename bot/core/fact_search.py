"""A fact as people ask for it: its number, or a few words in any form and with a typo."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz

from bot.core.answers.clean import folded
from bot.core.facts import Fact, FactBook, in_order

MOST = 8
ENDING = 2  # letters left off a longer word: «бонда» finds «бонд»
LIKE = 82.0  # of 100: a typo, not another word
NEAR_BEST = 0.6  # of the best score; further behind is another subject
_NUMBER = re.compile(r"\D*(\d{1,2}\.\d{1,3})\D*")
Titles = Mapping[str, Collection[str]]


def search(book: FactBook, words: str, titles: Titles = MappingProxyType({})) -> list[Fact]:
    """The likeliest first, at most eight; a number gives its fact alone.

    titles: by number, what the flows and memos are called that show the fact.
    """
    named = _NUMBER.fullmatch(words.strip())
    if named and named[1] in book:
        return [book.fact(named[1])]
    asked = dict.fromkeys(_words(words))
    scores = {
        number: sum(_best(word, fact, titles.get(number, ())) for word in asked)
        for number, fact in book.facts.items()
    }
    top = max(scores.values(), default=0.0)
    kept = [number for number, score in scores.items() if score > 0 and score >= top * NEAR_BEST]
    kept.sort(key=lambda number: (-scores[number], in_order(number)))
    return [book.fact(number) for number in kept[:MOST]]


def _best(word: str, fact: Fact, titles: Collection[str]) -> float:
    """How well one word fits: what a fact is about counts more than a figure in it, or where it is shown."""
    values = " ".join((*fact.values, *fact.values.values()))
    places = ((fact.about, 1.0), (values, 0.8), (" ".join(titles), 0.5))
    return max(
        share * max((_alike(word, known) for known in _words(text)), default=0.0) for text, share in places
    )


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    return tuple(folded(text).split())


def _alike(word: str, known: str) -> float:
    if word == known:
        return 1.0
    if word.isdigit() or known.isdigit() or len(word) < 3:
        return 0.0
    stem = word[: max(3, len(word) - ENDING)]
    if known.startswith(stem):
        return 0.9
    return 0.7 if len(word) > 4 and fuzz.ratio(word, known) >= LIKE else 0.0
