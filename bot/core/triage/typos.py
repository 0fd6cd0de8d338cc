"""One slip in a long word is forgiven: a letter missing, added, swapped, misheard or beside its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

SHORTEST, LONGEST = 5, 24  # letters of a word that is looked at
# A beginning of five letters is near too many words («перед…», «приве…»): only a swap is forgiven in it.
SHORTEST_STEM = 6

KEYS_FROM = 7  # letters of a spelling in which a neighbouring key is forgiven too
_ROWS = ("йцукенгшщзх", "фывапролджэ", "ячсмитьбю")
_HEARD_ALIKE = ("аоеиуяю", "бп", "вф", "гкх", "дт", "зсц", "жшч", "мн", "лр")
_HEARD = frozenset(a + b for group in _HEARD_ALIKE for a in group for b in group if a != b)
_BESIDE = frozenset(pair for row in _ROWS for a, b in pairwise(row) for pair in (a + b, b + a))

Spelling = tuple[str, bool, int]  # letters, is a whole word, atom


@dataclass(frozen=True, slots=True)
class Typos:
    """Spellings by themselves and by each of their letters left out: two words one slip apart meet there."""

    near: Mapping[str, Sequence[Spelling]]
    longest: int

    @classmethod
    def of(cls, begins: Mapping[str, int], whole: Mapping[str, int]) -> Typos:
        near: defaultdict[str, list[Spelling]] = defaultdict(list)
        for table, is_whole in ((begins, False), (whole, True)):
            for letters, atom in table.items():
                if len(letters) >= SHORTEST and letters.isalpha():
                    for key in {letters, *_without_one(letters)}:
                        near[key].append((letters, is_whole, atom))
        return cls(dict(near), max((len(key) for key in near), default=0))

    def atoms(self, word: str) -> set[int]:
        """Atoms of the spellings that the word, or its beginning, misses by one slip."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return set()
        return {
            atom
            for size in range(SHORTEST - 1, min(len(word), self.longest + 1) + 1)
            for letters, is_whole, atom in self._meeting(word[:size])
            if _fits(word, size, letters, is_whole)
        }

    def _meeting(self, cut: str) -> Iterator[Spelling]:
        for key in (cut, *_without_one(cut)):
            yield from self.near.get(key, ())


def _without_one(word: str) -> list[str]:
    return [word[:n] + word[n + 1 :] for n in range(1, len(word))]


def _fits(word: str, size: int, letters: str, is_whole: bool) -> bool:
    """A beginning must end right, or swapped: «самого…» is no slip in «самол…», «забрла…» in «забрал…» is."""
    if is_whole and size != len(word):
        return False
    ends = is_whole or word[size - 1] == letters[-1] or word[size - 2 : size] == letters[:-3:-1]
    if not is_whole and len(letters) < SHORTEST_STEM:
        return ends and sorted(word[:size]) == sorted(letters) and _one_slip(word[:size], letters)
    return ends and _one_slip(word[:size], letters)


def _one_slip(word: str, letters: str) -> bool:
    if OSA.distance(word, letters, score_cutoff=1) > 1:
        return False
    different = [a + b for a, b in zip(word, letters, strict=False) if a != b]
    if len(word) != len(letters) or len(different) != 1:
        return True
    return different[0] in _HEARD or (len(letters) >= KEYS_FROM and different[0] in _BESIDE)
