"""Callback data of the helpers, all under ``k|``. Nothing in it is trusted: strict patterns or not at all.

=================================  ===========================================================
``k|ask|<tool>``                   a question that the next text answers
``k|own|<helper>``                 the same with what was answered in the flow
``k|phrases`` ``k|glossary``       the groups; ``k|airports``, ``k|dates``
``k|pl|<group>|<page>``            phrases of a group; ``k|gl|…`` terms; ``k|fl|<state>|<page>`` centres
``k|p|<number>|<group>``           a phrase
``k|t|<term>`` ``k|te|<term>``     a term; with its English
``k|f|<id>`` ``k|o|…`` ``k|a|…``   a centre, an office, an airport
``k|on|<flow>|<step>|<yyyymmdd>``  remind of what follows from this day; 63 bytes with the longest names
``k|no``                           do not; ``k|off|<rule>``: no more of this one
=================================  ===========================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

Tool = Literal["names", "birth", "a_number", "directory", "glossary"]
Place = Literal["phrases", "glossary", "airports", "dates"]
ListOf = Literal["pl", "gl", "fl"]
CardOf = Literal["t", "te", "f", "o", "a"]


@dataclass(frozen=True, slots=True)
class Ask:
    tool: Tool


@dataclass(frozen=True, slots=True)
class Own:
    helper: str


@dataclass(frozen=True, slots=True)
class Open:
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    of: ListOf
    group: str
    page: int


@dataclass(frozen=True, slots=True)
class Phrase:
    number: int
    group: str


@dataclass(frozen=True, slots=True)
class Card:
    of: CardOf
    id: str


@dataclass(frozen=True, slots=True)
class Remember:
    flow: str
    step: str
    day: date


@dataclass(frozen=True, slots=True)
class Decline:
    pass


@dataclass(frozen=True, slots=True)
class Forget:
    rule: str


Pressed = Ask | Own | Open | Listing | Phrase | Card | Remember | Decline | Forget

_ID = "[a-z][a-z0-9_]{0,31}"
_STEP = "[a-z][a-z0-9_]{0,23}"
_ASK = re.compile("names|birth|a_number|directory|glossary")
_OPEN = re.compile("phrases|glossary|airports|dates")
_LIST = re.compile(rf"(pl|gl|fl)\|({_ID}|[A-Z]{{2}})\|([0-9]{{1,2}})")
_PHRASE = re.compile(rf"p\|([0-9]{{1,3}})\|({_ID})")
_CARD = re.compile(rf"(te|t|f|o|a)\|({_ID})")
_REMEMBER = re.compile(rf"on\|({_STEP})\|({_STEP})\|([0-9]{{8}})")
_OWN = re.compile(rf"own\|({_ID})")
_FORGET = re.compile(rf"off\|({_ID})")


def parse(data: str) -> Pressed | None:
    """None for anything that is not exactly one of ours."""
    start, _, rest = data.partition("|")
    if start != "k":
        return None
    head, _, tail = rest.partition("|")
    if head == "ask" and _ASK.fullmatch(tail):
        return Ask(cast("Tool", tail))
    if _OPEN.fullmatch(rest):
        return Open(cast("Place", rest))
    if rest == "no":
        return Decline()
    for pattern, made in _PATTERNS:
        if found := pattern.fullmatch(rest):
            return made(found)
    return None


def _remember(found: re.Match[str]) -> Remember | None:
    try:
        return Remember(found[1], found[2], date.fromisoformat(found[3]))
    except ValueError:
        return None


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Pressed | None]], ...] = (
    (_LIST, lambda found: Listing(cast("ListOf", found[1]), found[2], int(found[3]))),
    (_PHRASE, lambda found: Phrase(int(found[1]), found[2])),
    (_CARD, lambda found: Card(cast("CardOf", found[1]), found[2])),
    (_REMEMBER, _remember),
    (_OWN, lambda found: Own(found[1])),
    (_FORGET, lambda found: Forget(found[1])),
)


def ask(tool: Tool) -> str:
    return f"k|ask|{tool}"


def own(helper: str) -> str:
    return f"k|own|{helper}"


def opening(place: Place) -> str:
    return f"k|{place}"


def listing(of: ListOf, group: str, page: int = 0) -> str:
    return f"k|{of}|{group}|{page}"


def phrase(number: int, group: str) -> str:
    return f"k|p|{number}|{group}"


def card(of: CardOf, name: str) -> str:
    return f"k|{of}|{name}"


def remember(flow: str, step: str, day: date) -> str:
    return f"k|on|{flow}|{step}|{day:%Y%m%d}"


def forget(rule: str) -> str:
    return f"k|off|{rule}"
