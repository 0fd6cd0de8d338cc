"""Callback data of everything about facts: ``g|<verb>[|<argument>[|<value's name>]]``.

Read strictly or not at all. Facts go by number, changes and notices by their row, flows by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.say import CALLBACK_BYTES, Arg, Button, Style
from bot.core.units import cut_short

LABEL_UNITS = 28


class Verb(StrEnum):
    """Everything a button about facts may ask for."""

    HOME = "home"
    FIND = "find"
    SHOW = "show"
    OUTDATED = "old"
    # corrections
    FIX = "fix"
    SAME = "same"  # compared with the official page: nothing has changed
    PAGE = "page"  # the source is the page we have
    LOOK = "look"
    YES = "yes"
    ALONE = "alone"  # the only leader confirms their own
    NO = "no"
    WITHDRAW = "back"
    # notices above a flow
    NOTICES = "notices"
    FLOWS = "flows"
    WARN = "warn"  # above the flows that rest on a fact
    NOTICE = "notice"
    UNTIL = "until"
    PIN = "pin"
    UNPIN = "unpin"


_NUMBER = r"\d{1,2}\.\d{1,3}"
_ROW = r"[1-9]\d{0,14}"
_NAME = r"[a-z][a-z0-9_]{0,30}"
_ARGUMENTS: dict[Verb, str] = {
    Verb.HOME: "", Verb.FIND: "", Verb.NOTICES: "",
    Verb.SHOW: rf"\|({_NUMBER})", Verb.SAME: rf"\|({_NUMBER})", Verb.WARN: rf"\|({_NUMBER})",
    Verb.OUTDATED: rf"\|({_NUMBER}(?:,{_NUMBER})*)",
    Verb.FIX: rf"\|({_NUMBER})(?:\|({_NAME}))?",
    Verb.FLOWS: r"\|(\d{1,2})",
    Verb.NOTICE: rf"\|({_NAME})",
    Verb.UNTIL: rf"\|({_ROW})\|(\d{{1,3}})",
}  # fmt: skip
_ON_A_ROW = (Verb.PAGE, Verb.LOOK, Verb.YES, Verb.ALONE, Verb.NO, Verb.WITHDRAW, Verb.PIN, Verb.UNPIN)
_PATTERNS = {
    verb: re.compile(rf"g\|{verb}{arguments}")
    for verb, arguments in (_ARGUMENTS | dict.fromkeys(_ON_A_ROW, rf"\|({_ROW})")).items()
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A button that was pressed. `of`: number, row or flow; `more`: a value's name, or days."""

    verb: Verb
    of: str = ""
    more: str = ""

    @property
    def row(self) -> int:
        return int(self.of)

    @property
    def numbers(self) -> list[str]:
        return self.of.split(",")


def parse(data: str) -> Asked | None:
    """What a callback asks for; None for anything this module did not make."""
    for verb, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(data):
            return Asked(verb, *(piece or "" for piece in found.groups()))
    return None


def button(verb: Verb, *of: object, style: Style = "", **args: Arg) -> Button:
    """A button with its own words, ``factdesk-do.<verb>``."""
    data = "|".join(map(str, ("g", verb, *of)))
    return Button(f"factdesk-do.{verb}", data=data, style=style, args=args)


def named(verb: Verb, number: str, about: str) -> Button:
    """A button that bears the name of a fact: «1.10 · Линия ICE для…»."""
    short = cut_short(about, LABEL_UNITS - len(number) - 3)
    args: dict[str, Arg] = {"number": number, "about": short}
    return Button("factdesk-fact.short", data=f"g|{verb}|{number}", args=args)


def outdated(numbers: Iterable[str]) -> Button:
    """Under a screen that rests on these facts; those that no longer fit are found by /facts."""
    data = f"g|{Verb.OUTDATED}|"
    for number in dict.fromkeys(numbers):
        longer = f"{data}{number},"
        if len(longer) - 1 > CALLBACK_BYTES:
            break
        data = longer
    return Button("common-outdated", data=data.removesuffix(","))
