"""Stems and phrases: which concepts a message touches, and where.

A spelling in the rules' file is one word or several: ``забрал`` is the beginning of a word, ``=муж`` a whole
word, ``№`` a number, ``а|б`` either, ``~`` up to two words in between. Up to three letters are a whole word
(«за» is not «забрали»), unless a star says otherwise: ``зуб*``. Five letters and more forgive one slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.triage.alphabet import fold, plain
from bot.core.triage.typos import Typos

SHORT = 3
NUMBER = 0
SPLIT = 5  # letters a spelling needs before two pieces are read as one word
LONG = 7  # letters of a word of which a stem of four says little
GLUED = 9  # letters a word needs before it is searched for several stems written together
MOST = 0.6
GAP = "~"
GAP_WORDS = 2

Place = frozenset[int]  # atoms that fit one place of a phrase; empty = a gap


@dataclass(frozen=True, slots=True)
class Phrase:
    """A spelling of `concept`: places to be filled by consecutive words."""

    concept: str
    places: tuple[Place, ...]
    second: Place  # what the word behind the first must fit; empty = anything


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Built once by `build`. Atoms are numbers of the distinct stems and whole words; 0 is «a number»."""

    begins: Mapping[str, int]
    whole: Mapping[str, int]
    typos: Typos
    phrases: Mapping[int, Sequence[Phrase]]  # by an atom of the first place
    barred: Mapping[str, frozenset[int]]  # atoms a concept does not mean: «депорт», not «депортировал»
    ordinary: frozenset[str]  # words never taken for somebody's typo
    longest: int

    def exact(self, word: str) -> set[int]:
        """Atoms of a folded word without forgiving anything."""
        begins, most = self.begins, min(len(word), self.longest)
        found = {begins[cut] for n in range(1, most + 1) if (cut := word[:n]) in begins}
        if word in self.whole:
            found.add(self.whole[word])
        if word[:1].isdigit():
            found.add(NUMBER)
        return found

    def knows(self, word: str) -> bool:
        """Is a folded word an everyday one, or one of ours?"""
        return word in self.ordinary or bool(self.exact(word))

    def spans(self, word: str, beyond: int) -> bool:
        """Does one spelling of ours fill more than `beyond` letters of `word`: «за брали», «са дика»?"""
        if word in self.whole and len(word) >= SPLIT:
            return True
        most = min(len(word), self.longest)
        return any(word[:n] in self.begins for n in range(max(beyond + 1, SPLIT), most + 1))

    def atoms(self, word: str) -> set[int]:
        """Atoms of a folded word; a long word of which none says much may be one slip away."""
        found = self.exact(word)
        if word in self.ordinary or (found and self._says_much(word)):
            return found
        return found | self.typos.atoms(word)

    def _says_much(self, word: str) -> bool:
        """«депо» says little of «депротируют»."""
        return word in self.whole or len(word) < LONG or self.spans(word, SHORT + 1) or word[0].isdigit()

    def unglue(self, word: str) -> list[str]:
        """«мужазабралиайс» → stems found inside, two or more that make up most of it; else nothing."""
        if not GLUED <= len(word) <= 60 or word in self.whole:
            return []
        found, at = [], 0
        while at < len(word):
            size = self._longest_at(word, at)
            if size:
                found.append(word[at : at + size])
            at += size or 1
        return found if len(found) > 1 and sum(map(len, found)) > MOST * len(word) else []

    def _longest_at(self, word: str, at: int) -> int:
        for size in range(min(self.longest, len(word) - at), 2, -1):
            cut = word[at : at + size]
            if cut in self.begins or cut in self.whole:
                return size
        return 0


@dataclass(slots=True)
class _Builder:
    begins: dict[str, int] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    size: int = 1

    def place(self, written: str) -> Place:
        return frozenset() if written == GAP else frozenset(self.atom(w) for w in written.split("|"))

    def atom(self, written: str) -> int:
        if written == "№":
            return NUMBER
        word = fold(plain(written.strip("=*").replace("-", "")))
        if not word:
            raise ValueError(f"an empty spelling: {written!r}")
        whole = written.startswith("=") or (len(word) <= SHORT and not written.endswith("*"))
        table = self.whole if whole else self.begins
        if word not in table:
            table[word] = self.size
            self.size += 1
        return table[word]


def build(concepts: Mapping[str, Iterable[str]], ordinary: Iterable[str]) -> Lexicon:
    """`concepts`: name → spellings; one that starts with ``!`` bars a word from the concept."""
    builder = _Builder()
    phrases: defaultdict[int, list[Phrase]] = defaultdict(list)
    barred: defaultdict[str, set[int]] = defaultdict(set)
    for concept, spellings in concepts.items():
        for spelling in spellings:
            if spelling.startswith("!"):
                barred[concept].add(builder.atom(spelling[1:]))
                continue
            places = tuple(builder.place(w) for w in spelling.split())
            phrase = Phrase(concept, places, places[1] if len(places) > 1 else frozenset())
            for atom in places[0]:
                phrases[atom].append(phrase)
    return Lexicon(
        begins=builder.begins,
        whole=builder.whole,
        typos=Typos.of(builder.begins, builder.whole),
        phrases=phrases,
        barred={concept: frozenset(atoms) for concept, atoms in barred.items()},
        ordinary=frozenset(fold(plain(word)) for word in ordinary),
        longest=max(map(len, [*builder.begins, *builder.whole]), default=0),
    )
