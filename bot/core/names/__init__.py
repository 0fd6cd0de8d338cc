"""Latin spellings of a Cyrillic name, for the locator: it finds only what is spelled as in the papers.

Up to six, the likeliest first. Papers differ by whole styles (DMITRII SHCHERBAKOV, DMITRY SCHERBAKOV), so
name and surname are spelled in one style first, and mixed only after that. Birth dates: `deadlines.american`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.answers.clean import clean_line
from bot.core.names import known
from bot.core.names.letters import Costed, spelled
from bot.core.names.parts import PARTICLES, Parts, taken_apart

MOST = 6
LONGEST = 80  # characters: longer is a story
MOST_WORDS = 6
_MIXED = 5  # tenths: name and surname from papers of two styles

# Styles to try by origin, with what each costs against the first.
_STYLES: Mapping[str, Mapping[str, int]] = {
    "russia": {"passport": 0, "press": 7, "old": 10},
    "ukraine": {"ukraine": 0, "passport": 5, "press": 6},
    "georgia": {"georgia": 0, "passport": 6, "press": 9},
    "armenia": {"armenia": 0, "passport": 6, "press": 7},
    "caspian": {"caspian": 0, "passport": 5, "press": 8},
    "asia": {"asia": 0, "passport": 5, "press": 8},
}
_CYRILLIC = re.compile(r"[а-яёіїєґңәұһқғҳўөү]")
_WORDS = re.compile(r"[^\W\d_]+(?:['’ʻ`-][^\W\d_]+)*['’ʻ`]?")
_FEMININE = (("ская", "ский"), ("цкая", "цкий"), ("ова", "ов"), ("ева", "ев"), ("ёва", "ёв"), ("ина", "ин"))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to print the name; an unknown part is empty."""

    given: str
    family: str

    @property
    def whole(self) -> str:
        """``KSENIIA PETROVA``."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Spelled:
    """What the helper shows. `latin`: it was typed in Latin and is left as given.

    `middle`: a patronymic, which US papers drop or print as a middle name. `husband`: a woman's surname in
    the form of her husband's.
    """

    found: tuple[Spelling, ...]
    middle: str = ""
    husband: str = ""
    latin: bool = False


def spell(raw: str) -> Spelled | None:
    """None for what is no name: no letters, or too many words."""
    line = clean_line(raw)
    words = tuple(_WORDS.findall(line))
    if not words or len(line) > LONGEST or len(words) > MOST_WORDS:
        return None
    if not _CYRILLIC.search(line.lower()):
        return Spelled((Spelling("", " ".join(words)),), latin=True)
    parts = taken_apart(tuple(word.lower() for word in words))
    return Spelled(_pairs(parts), _first(parts.middle, parts.origin), _husband(parts))


def _pairs(parts: Parts) -> tuple[Spelling, ...]:
    """The cheapest pairs of a name and a surname, the first of each whole style surely among them."""
    costs: dict[Spelling, int] = {}
    styles = _STYLES[parts.origin]
    for one, given_prior in styles.items():
        for other, family_prior in styles.items():
            prior = (given_prior + family_prior) // 2 + (_MIXED if one != other else 0)
            for pair, cost in _in_styles(parts, one, other):
                costs[pair] = min(prior + cost, costs.get(pair, prior + cost))
    ranked = sorted(costs, key=lambda pair: costs[pair])
    whole = {next(iter(_in_styles(parts, style, style)))[0] for style in styles}
    kept = {*whole, *[pair for pair in ranked if pair not in whole][: MOST - len(whole)]}
    return tuple(pair for pair in ranked if pair in kept)


def _in_styles(parts: Parts, one: str, other: str) -> Iterable[tuple[Spelling, int]]:
    for given, given_cost in _given(parts, one):
        for family, family_cost in _piece(parts.family, other):
            yield Spelling(given, family), given_cost + family_cost


def _given(parts: Parts, style: str) -> tuple[Costed, ...]:
    """By letters, and what is known of this very name."""
    name = parts.given.replace("ё", "е")
    foreign = {"georgia": known.GEORGIAN, "armenia": known.ARMENIAN}.get(style, {}).get(name)
    if foreign:
        return ((foreign, 0), *((latin, cost + 4) for latin, cost in _piece(parts.given, style)))
    own = known.OWN.get(name, ()) if style == "press" else ()
    if not own:
        return _piece(parts.given, style)
    first = own[0].startswith("=")
    ranked = tuple((latin.lstrip("="), 3 * at + (0 if first else 3)) for at, latin in enumerate(own))
    return (*ranked, *((latin, cost + 4 * first) for latin, cost in _piece(parts.given, style)))


def _piece(piece: str, style: str) -> tuple[Costed, ...]:
    """A word, a double-barrelled one, or a word with «уулу»; an absent piece is one empty spelling."""
    found: tuple[Costed, ...] = (("", 0),)
    for word in re.split(r"([ '’ʻ`-])", piece):
        ends: tuple[Costed, ...]
        if word in PARTICLES:
            ends = ((PARTICLES[word], 0),)
        elif word and _CYRILLIC.search(word):
            ends = spelled(word, style)
        else:
            ends = ((word.upper(), 0),)
        found = tuple((start + end, cost + more) for start, cost in found for end, more in ends)
    return found


def _first(piece: str, origin: str) -> str:
    return _piece(piece, next(iter(_STYLES[origin])))[0][0]


def _husband(parts: Parts) -> str:
    """Only of a surname beside a name: a surname alone may be anybody's."""
    for feminine, masculine in _FEMININE:
        if parts.given and parts.family.endswith(feminine):
            return _first(parts.family.removesuffix(feminine) + masculine, parts.origin)
    return ""
