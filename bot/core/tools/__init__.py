"""Helpers beside the flows, and what they know: places, the glossary, groups of phrases, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.core.dates import DEADLINES, Rules, read_rules
from bot.core.directory import Directory, read_directory
from bot.core.directory_search import Search
from bot.core.facts import FactBook
from bot.core.findings import Finding
from bot.core.glossary import GLOSSARY, Glossary, Lookup, read_glossary
from bot.core.tables import read_table
from bot.core.tools.beside import HELPERS, Helper

PHRASE_GROUPS = "flows/phrase_groups.yaml"


class PhraseGroup(BaseModel):
    """Where phrases are said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrases: Annotated[tuple[int, ...], Field(min_length=1)]


def _no_title(ref: str) -> str:
    return ref


@dataclass(frozen=True)
class Toolbox:
    """Built once at start; `title` gives the words of a button, for the look-up in the glossary."""

    directory: Directory = field(default_factory=Directory)
    glossary: Glossary = field(default_factory=Glossary)
    dates: Rules = field(default_factory=lambda: Rules({}, {}))
    groups: Mapping[str, PhraseGroup] = field(default_factory=dict)
    helpers: Mapping[str, Helper] = field(default_factory=dict)
    title: Callable[[str], str] = _no_title
    search: Search = field(init=False)
    lookup: Lookup = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "search", Search(self.directory))
        object.__setattr__(
            self, "lookup", Lookup(self.glossary, lambda name: self.title(f"glossary-{name}.title"))
        )

    def phrases_of(self, group: str, known: Iterable[int]) -> list[int]:
        """Numbers of a group; the last group takes in what stands in none."""
        numbers = set(known)
        placed = {number for one in self.groups.values() for number in one.phrases}
        left = sorted(numbers - placed) if group == list(self.groups)[-1] else []
        return [number for number in self.groups[group].phrases if number in numbers] + left


def read_toolbox(
    files: Mapping[str, str], facts: FactBook, title: Callable[[str], str] = _no_title
) -> tuple[Toolbox, tuple[Finding, ...]]:
    """`files`: path from the root of the project → text."""
    directory, wrong = read_directory(files)
    glossary, wrong_glossary = read_glossary(files.get(GLOSSARY, ""))
    dates, wrong_dates = read_rules(files.get(DEADLINES, ""), facts)
    groups, wrong_groups = read_table(files.get(PHRASE_GROUPS, ""), PHRASE_GROUPS, PhraseGroup)
    helpers, wrong_helpers = read_table(files.get(HELPERS, ""), HELPERS, Helper)
    made = Toolbox(directory, glossary, dates, groups, helpers, title)
    return made, (*wrong, *wrong_glossary, *wrong_dates, *wrong_groups, *wrong_helpers)
