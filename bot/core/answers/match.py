"""Typed words that are nearly a button's words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from bot.core.answers.clean import folded

ALSO = "_also"  # `.checkin_also`: what people type instead of the button's words; read, never shown
NEAR = 86
LEAD = 10  # how much better than the second best
BEGUN = 6  # letters of a beginning that say enough
SHORTEST = 4  # of fewer letters one typo makes another word
_DENIALS = frozenset({"не", "нет", "ни", "без", "никто", "ничего", "никогда"})
_PLAIN = frozenset({"да", "нет"})
_PARTS = re.compile(r",|\bили\b")


def match_option(labels: Mapping[str, str], typed: str) -> str | None:
    """The option whose label was typed, exactly or nearly; None rather than a guess."""
    words = folded(typed)
    if not words:
        return None
    known = {option: folded(label) for option, label in labels.items()}
    exact = [option for option, label in known.items() if _joined(label) == _joined(words)]
    if exact or words in _PLAIN:
        return _only(exact or [option for option, label in known.items() if label.split()[:1] == [words]])
    return _by_part(labels, words) or _by_beginning(known, words) or _nearest(known, words)


def _by_part(labels: Mapping[str, str], words: str) -> str | None:
    """«чартер» is «Чартер, много людей»; «есть» is neither «Есть, отвечает» nor «Есть, но молчит»."""
    parts = {option: [folded(part) for part in _PARTS.split(label)] for option, label in labels.items()}
    option = _only([option for option, found in parts.items() if words in found])
    qualified = option is not None and any(part.startswith("но ") for part in parts[option])
    return None if qualified else option


def _by_beginning(known: Mapping[str, str], words: str) -> str | None:
    """«на чекине» is «На чек-ине в ICE»: two words at least, and no other label begins so."""
    begun = _joined(words)
    if " " not in words or len(begun) < BEGUN:
        return None
    found = [option for option, label in known.items() if _joined(label).startswith(begun)]
    option = _only(found)
    return None if option is None or _denies(known[option]) != _denies(words) else option


def _nearest(known: Mapping[str, str], words: str) -> str | None:
    if len(words) < SHORTEST:
        return None
    ranked = sorted(((fuzz.ratio(label, words), option) for option, label in known.items()), reverse=True)
    best, option = ranked[0] if ranked else (0.0, "")
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if best < NEAR or best - second < LEAD or _denies(known[option]) != _denies(words):
        return None
    return option


def _joined(words: str) -> str:
    """«незнаю» is «не знаю»."""
    return words.replace(" ", "")


def _denies(words: str) -> bool:
    return not _DENIALS.isdisjoint(words.split())


def _only(options: list[str]) -> str | None:
    return options[0] if len(options) == 1 else None
