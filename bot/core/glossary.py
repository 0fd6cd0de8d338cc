"""The glossary as data (flows/glossary.yaml) and its look-up by any spelling. Words: glossary.ftl."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from bot.core.answers.lookalike import alike, words
from bot.core.findings import Finding
from bot.core.tables import read_table

GLOSSARY = "flows/glossary.yaml"
Group = Literal["a", "g", "i", "o", "s", "u"]  # six parts of the alphabet, by their first letters
GROUPS: tuple[Group, ...] = get_args(Group)

EXACT = 100.0
GOOD = 80.0  # below it is rather another word
NEAR_BEST = 10.0
_QUESTION = re.compile(
    r"\s*(?:а\s+)?(?:что\s+(?:такое|значит|означает|это(?:\s+такое)?|за)|шо\s+такое|чо\s+такое)\s+"
    r"(?:слово\s+)?(?:за\s+)?(\S.{1,38}?)[\s?!.]*",
    re.IGNORECASE,
)
_PART_BEHIND = 6.0  # the word is a part of what the entry is called


class Entry(BaseModel):
    """A term. `write`: how people spell it; `facts`: what its words rest on; `flow`: where it leads."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    group: Group
    english: Annotated[str, Field(min_length=2, max_length=256)]  # fits a button that copies
    write: tuple[Annotated[str, Field(min_length=2, max_length=60)], ...] = ()
    facts: tuple[Annotated[str, Field(pattern=r"^\d{1,2}\.\d{1,3}$")], ...] = ()
    flow: str = ""


@dataclass(frozen=True)
class Glossary:
    """Entries by id, in the order of the file, which is that of the alphabet."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    def of(self, group: str) -> list[str]:
        """Ids of one part of the alphabet."""
        return [name for name, entry in self.entries.items() if entry.group == group]


def read_glossary(text: str) -> tuple[Glossary, tuple[Finding, ...]]:
    """What cannot be read is left out and told."""
    entries, findings = read_table(text, GLOSSARY, Entry)
    return Glossary(entries), tuple(findings)


def asked_about(text: str) -> str:
    """The word of «что такое хабеас?»; empty when nothing is asked."""
    found = _QUESTION.fullmatch(text)
    return found[1].strip("«»\"'") if found else ""


class Lookup:
    """Built once; `title` gives the words on the button of an entry."""

    def __init__(self, glossary: Glossary, title: Callable[[str], str]) -> None:
        self._keys = [
            (name, tuple(_keys((title(name), entry.english, *entry.write))))
            for name, entry in glossary.entries.items()
        ]

    def find(self, typed: str, limit: int = 5) -> list[str]:
        """Ids of entries, the likeliest first; empty rather than a guess. An exact one leaves out others."""
        said = words(typed)
        scored = sorted(((self._score(said, keys), name) for name, keys in self._keys), reverse=True)
        best = scored[0][0] if scored else 0.0
        least = EXACT if best >= EXACT else max(GOOD, best - NEAR_BEST)
        return [name for score, name in scored[:limit] if score >= least]

    def _score(self, said: tuple[str, ...], keys: tuple[tuple[str, ...], ...]) -> float:
        whole = max((alike(said, key) for key in keys), default=0.0)
        parts = {word for key in keys for word in key if len(word) > 3}
        part = max((alike(said, (word,)) for word in parts), default=0.0) if len(said) == 1 else 0.0
        return max(whole, part - _PART_BEHIND)


def _keys(spellings: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Each spelling whole, and the pieces between commas and brackets."""
    for spelling in spellings:
        yield words(spelling)
        pieces = spelling.replace("(", ",").replace(")", ",").split(",")
        yield from (found for piece in pieces if (found := words(piece)))
