"""Text as it arrives → text safe to store and to show. Lengths are UTF-16 units, as Telegram counts."""

from __future__ import annotations

import re
import unicodedata

NAME_UNITS = 120
TEXT_UNITS = 3500
MOST_MARKS = 4  # combining marks in a row; more of them climb over the neighbouring lines

_JOINERS = "\u200c\u200d"
_LINES = re.compile("\r\n?|[\u0085\u2028\u2029\u000b\u000c]")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_HIDDEN_KINDS = frozenset({"Cc", "Cs", "Co"})  # the renderer's own marks live in the private area
_BLANKS = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Free text: lines stay, joiners of emoji stay; what is invisible or turns text around goes."""
    lines = _LINES.sub("\n", text).replace("\t", " ")
    visible = "".join(
        c for c in _HIDDEN.sub("", lines) if c == "\n" or unicodedata.category(c) not in _HIDDEN_KINDS
    )
    return _few_marks(unicodedata.normalize("NFC", visible)).strip()


def clean_line(text: str) -> str:
    """A name or another short answer: one line, single spaces, no joiners."""
    joined = "".join(c for c in clean(text) if c not in _JOINERS)
    return _BLANKS.sub(" ", joined.replace("\n", " ")).strip()


def folded(text: str) -> str:
    """For comparing: lower case, ё as е, letters and digits with single spaces."""
    plain = clean_line(text).casefold().replace("ё", "е")
    return " ".join(re.sub(r"[^\w]+|_", " ", plain).split())


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
