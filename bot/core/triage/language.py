"""Which language a message is in: by its script, then by words that give one away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.triage.rules import Rules
from bot.core.triage.tokens import Token

READ_RUSSIAN = frozenset({"ru", "uk"})  # who writes in these reads our screens
FOREIGN_SHARE = 0.6  # of the words whose language is known

_SCRIPTS = (
    ("ka", re.compile("[ა-ჿ]")),
    ("hy", re.compile("[ա-ֆ]", re.IGNORECASE)),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("other", re.compile("[\u0590-\u05ff\u0900-\u0dff\u0e00-\u0fff\u1100-\u11ff\u3040-\u30ff\uac00-\ud7af]")),
)
# Letters Russian does not have. Kazakh and Tajik share some: the guess is for the volunteer's tag only.
_LETTERS = (("uk", re.compile("[іїєґ]")), ("uz", re.compile("[ўқғҳ]")), ("ky", re.compile("[өүң]")))
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Language:
    """`code`: "ru" when in doubt; `foreign`: the person may not read Russian."""

    code: str
    foreign: bool


def language(text: str, words: Sequence[Token], rules: Rules) -> Language:
    """A guess from script, known words and letters; `text` as typed."""
    for code, letters in _SCRIPTS:
        if share := len(letters.findall(text)):
            return Language(code, share * 2 > len(_LETTER.findall(text)))
    code, strange = _strangest(words, rules)
    russian = sum(_is_russian(word, rules) for word in words if word.at not in strange)
    if strange:
        mostly = len(strange) >= FOREIGN_SHARE * (len(strange) + russian)
        return Language(code, mostly and code not in READ_RUSSIAN)
    if not russian and _LATIN.search(text):
        return Language("other", foreign=True)
    lower = text.lower()
    return Language(next((code for code, letters in _LETTERS if letters.search(lower)), "ru"), foreign=False)


def _strangest(words: Sequence[Token], rules: Rules) -> tuple[str, set[int]]:
    """The language with most words here, and their places."""
    found = {
        code: {w.at for w in words if w.raw in marks.whole or w.raw.startswith(marks.begins)}
        for code, marks in rules.languages.items()
    }
    code = max(found, key=lambda one: len(found[one]), default="")
    return code, found.get(code, set())


def _is_russian(word: Token, rules: Rules) -> bool:
    return word.word in rules.lexicon.ordinary or (bool(word.atoms) and not word.word[0].isdigit())
