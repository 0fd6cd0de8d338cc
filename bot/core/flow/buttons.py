"""Callback data of a conversation's buttons. Nothing in it is trusted: read by strict patterns or not at all.

===================================  =======================================================
``f|<session>|<key hash>|<option>``  an answer; 48 bytes with the longest names (64 are allowed)
``e|<session>|<key hash>``           the answer of an earlier step, to be changed
``c|<card>|<session>``               a memo
``p|<number>|<session>``             an English phrase
``t|<session>|<key hash>|<track>``   a card of a board
``h|<session>|<key hash>``           memos and phrases for which the screen had no room
``n|back|<session>``                 also ``below`` and ``cur``; without a session ``home human worse cur``
===================================  =======================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.flow.plan import key_hash

_ID = "[a-z][a-z0-9_]{0,23}"
_SESSION = "[0-9a-z]{6}"
_HASH = "[0-9a-f]{8}"
_OPTION = rf"\${_ID}|{_ID}(?:\.(?:free|taken|done))?"


@dataclass(frozen=True, slots=True)
class Pressed:
    session: str
    key_hash: str
    option: str


@dataclass(frozen=True, slots=True)
class Editing:
    session: str
    key_hash: str


@dataclass(frozen=True, slots=True)
class Card:
    card: str
    session: str


@dataclass(frozen=True, slots=True)
class Phrase:
    number: int
    session: str


@dataclass(frozen=True, slots=True)
class Track:
    session: str
    key_hash: str
    track: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What a step has besides its answers and could not show."""

    session: str
    key_hash: str


@dataclass(frozen=True, slots=True)
class Back:
    session: str


@dataclass(frozen=True, slots=True)
class Uncover:
    """From an interrupt to what it covered."""

    session: str


@dataclass(frozen=True, slots=True)
class Current:
    """The step one is at; `session` is empty for whatever is going on."""

    session: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    pass


@dataclass(frozen=True, slots=True)
class Human:
    pass


@dataclass(frozen=True, slots=True)
class Worse:
    pass


FlowButton = (
    Pressed | Editing | Card | Phrase | Track | Hints | Back | Uncover | Current | Home | Human | Worse
)
Opening = Card | Phrase | Track | Hints  # opened in place of the step

_PLAIN: dict[str, FlowButton] = {"n|home": Home(), "n|human": Human(), "n|worse": Worse(), "n|cur": Current()}
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., FlowButton]], ...] = (
    (re.compile(rf"f\|({_SESSION})\|({_HASH})\|({_OPTION})"), Pressed),
    (re.compile(rf"e\|({_SESSION})\|({_HASH})"), Editing),
    (re.compile(rf"c\|({_ID})\|({_SESSION})"), Card),
    (re.compile(rf"t\|({_SESSION})\|({_HASH})\|({_ID})"), Track),
    (re.compile(rf"h\|({_SESSION})\|({_HASH})"), Hints),
    (re.compile(rf"n\|back\|({_SESSION})"), Back),
    (re.compile(rf"n\|below\|({_SESSION})"), Uncover),
    (re.compile(rf"n\|cur\|({_SESSION})"), Current),
)
_PHRASE = re.compile(rf"p\|([0-9]{{1,3}})\|({_SESSION})")


def parse(data: str) -> FlowButton | None:
    """None for anything that is not exactly one of ours."""
    if data in _PLAIN:
        return _PLAIN[data]
    if found := _PHRASE.fullmatch(data):
        return Phrase(int(found[1]), found[2])
    for pattern, made in _PATTERNS:
        if found := pattern.fullmatch(data):
            return made(*found.groups())
    return None


def answer(session: str, key: str, option: str) -> str:
    """`option` may be a state of a track: ``court.taken``."""
    return f"f|{session}|{key_hash(key)}|{option}"


def editing(session: str, key: str) -> str:
    return f"e|{session}|{key_hash(key)}"


def card(name: str, session: str) -> str:
    return f"c|{name}|{session}"


def phrase(number: int, session: str) -> str:
    return f"p|{number}|{session}"


def track(session: str, key: str, name: str) -> str:
    return f"t|{session}|{key_hash(key)}|{name}"


def hints(session: str, key: str) -> str:
    return f"h|{session}|{key_hash(key)}"


def back(session: str) -> str:
    return f"n|back|{session}"


def below(session: str) -> str:
    return f"n|below|{session}"


def current(session: str) -> str:
    return f"n|cur|{session}"
