"""How hard a Russian text is: Flesch's formula adapted to Russian, and the length of its sentences.

FRE = 206.835 − 1.3·(words per sentence) − 60.1·(syllables per word). 60 and more reads easily; below 40
it has to be written again. Numbers, Latin (names of forms, agencies, English phrases), links and markup
are left out of the count: nobody can shorten them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_VOWELS = frozenset("аеёиоуыэюя")
_LEFT_OUT = re.compile(
    r"""<[^<>]*>                            # markup
    |   https?://\S*[\w/]
    |   [$№§]?\d(?:[\d.,:/–-]*\d)?          # numbers, amounts, dates, times
    |   \b[a-z](?:[\w@./'-]*\w)?            # Latin
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;]+(?=[\s»\"')]|$)|\n+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted. A sentence without a Russian word is none."""

    sentences: tuple[str, ...]
    words: int
    syllables: int
    longest: int  # words in the longest sentence

    @property
    def fre(self) -> float:
        """Readability; 0 words read as 100, for there is nothing to read."""
        if not self.words:
            return 100.0
        return 206.835 - 1.3 * self.words / len(self.sentences) - 60.1 * self.syllables / self.words


def read(text: str) -> Reading:
    """Counts a text as people see it; markup is passed over."""
    sentences = tuple(piece.strip() for piece in _SENTENCE_END.split(_LEFT_OUT.sub(" ", text)))
    sentences = tuple(sentence for sentence in sentences if _WORD.search(sentence))
    words = [word for sentence in sentences for word in words_of(sentence)]
    longest = max((len(words_of(sentence)) for sentence in sentences), default=0)
    return Reading(sentences, len(words), sum(map(syllables, words)), longest)


def words_of(sentence: str) -> list[str]:
    """Russian words; one with a hyphen is one word."""
    return _WORD.findall(sentence)


def syllables(word: str) -> int:
    """Vowels; a word without any (в, к, с) counts as one."""
    return max(1, sum(letter in _VOWELS for letter in word.lower()))
