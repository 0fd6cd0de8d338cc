"""What the team types about facts: a value, a link, a reason, a notice, a day. Fit to store, or a kind no."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit

from bot.core.answers.clean import clean, clean_line
from bot.core.answers.day import parse_date
from bot.core.refusals import Refusal
from bot.core.say import Arg, Message, Part
from bot.core.units import utf16

VALUE_UNITS = 120
LINK_UNITS = 300
WHY_UNITS = 200
NOTICE_UNITS = 250
NOTICE_DAYS = 180  # the longest: what still holds then belongs into the flow itself

Why = Literal[
    "words", "value", "same", "number", "link", "why",  # of a fact
    "notice", "links", "day",  # of a notice
    "waiting", "second", "settled", "moved",  # too early, or too late
]  # fmt: skip

_LINK = re.compile(r"https://[!-~]+", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,24}")
_ANY_LINK = re.compile(r"https?:|www\.|\bt\.me\b|\w\.(?:com|org|net|gov|ru|info)\b", re.IGNORECASE)


class Unfit(Refusal):
    """What was typed about a fact cannot be taken, or comes too late."""

    def __init__(self, why: Why = "words", **args: Arg) -> None:
        super().__init__(**args)
        self.why = why

    def message(self) -> Message:
        return Message((Part(f"factdesk-unfit.{self.why}", self.args_of_text),))


def new_value(text: str, before: str) -> str:
    """One line, another than before; where the bot counts with it, digits alone. Raises Unfit."""
    value = _line(text, VALUE_UNITS, "value")
    if value == before:
        raise Unfit("same")
    if before.isdigit() and not value.isdigit():
        raise Unfit("number")
    return value


def reason(text: str) -> str:
    """Why a fact is out of date: a line. Raises Unfit."""
    return _line(text, WHY_UNITS, "why")


def source(text: str) -> str:
    """The one https address in the words; Unfit for none, for two, or one that could mislead."""
    found: list[str] = [piece.rstrip(".,;:!?)»") for piece in _LINK.findall(clean_line(text))]
    if len(set(found)) != 1 or utf16(found[0]) > LINK_UNITS or not _plain(found[0]):
        raise Unfit("link")
    return found[0]


def notice(text: str) -> str:
    """A paragraph above a flow, without links: some readers must not open any. Raises Unfit."""
    words = re.sub(r"\s*\n\s*", "\n", clean(text))
    if not words:
        raise Unfit("words")
    if utf16(words) > NOTICE_UNITS:
        raise Unfit("notice", most=NOTICE_UNITS, given=utf16(words))
    if _ANY_LINK.search(words):
        raise Unfit("links")
    return words


def last_day(text: str, today: date) -> date:
    """Until when, that day included. Raises Unfit."""
    day = parse_date(text, today, today, today + timedelta(days=NOTICE_DAYS))
    if not isinstance(day, str):
        raise Unfit("day", most=NOTICE_DAYS)
    return date.fromisoformat(day)


def _line(text: str, most: int, why: Why) -> str:
    line = clean_line(text)
    if not line:
        raise Unfit("words")
    if utf16(line) > most:
        raise Unfit(why, most=most, given=utf16(line))
    return line


def _plain(link: str) -> bool:
    """A host by name, no password in the address, nothing that could break out of an attribute."""
    try:
        parts = urlsplit(link)
        return (
            bool(_HOST.fullmatch((parts.hostname or "").lower()))
            and "@" not in parts.netloc
            and not set('"<>\\^`{|}') & set(link)
        )
    except ValueError:
        return False
