"""How alike two names sound, whatever alphabet and spelling they are typed in.

Both sides are brought to one rough Latin sound: «Стюарт», «Стьюард» and “Stewart” come close to each
other. Used for places and for words of the glossary; typos are left to rapidfuzz.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from bot.core.answers.clean import folded

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ"
_HEARD = "a b v g d e j z i i k l m n o p r s t u f h ts ch sh sh - i - e u a i i e g"
_CYRILLIC = dict(zip(_LETTERS, _HEARD.split(), strict=True))
# Latin clusters as a Russian ear writes them down; the order matters.
_SOUNDS = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("sch", "sh"), ("tch", "ch"), ("ck", "k"), ("ph", "f"),
    ("gh", "g"), ("wh", "v"), ("th", "t"), ("kh", "h"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"),
    ("ee", "i"), ("ea", "i"), ("oo", "u"), ("ou", "u"), ("iu", "u"), ("ia", "a"), ("io", "o"), ("y", "i"),
    ("ei", "e"), ("ai", "e"),
)  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
_HARD_C = re.compile(r"c(?!h)")
_DOUBLE = re.compile(r"(.)\1+")
_MUTE_E = re.compile(r"(?<=[a-z]{3})e$")
SHORTEST = 3  # of fewer letters one typo makes another word


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """One word, lower case, as rough Latin: ``"стюарт"`` → ``"stuart"``."""
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in word).replace("-", "")
    latin = _HARD_C.sub("k", _SOFT_C.sub("s", _MUTE_E.sub("", latin)))
    for written, heard in _SOUNDS:
        latin = latin.replace(written, heard)
    return _DOUBLE.sub(r"\1", latin)


def words(text: str) -> tuple[str, ...]:
    """A text as words to compare: lower case, ё as е, no signs."""
    return tuple(folded(text).split())


def alike(typed: tuple[str, ...], known: tuple[str, ...]) -> float:
    """0–100: how well typed words fit a known name, as written or as heard, with or without spaces."""
    if not typed or not known:
        return 0.0
    written = _near("".join(typed), "".join(known))
    heard = _near("".join(map(sound, typed)), "".join(map(sound, known)))
    return max(written, 0.97 * heard)


def _near(typed: str, known: str) -> float:
    """Likeness of two strings; the beginning of a long name is nearly the name."""
    if len(typed) < SHORTEST or len(known) < SHORTEST:
        return 100.0 if typed == known and len(typed) > 1 else 0.0
    whole = fuzz.ratio(typed, known)
    if 4 <= len(typed) < len(known):
        whole = max(whole, 0.93 * fuzz.ratio(typed, known[: len(typed)]))
    return float(whole)
