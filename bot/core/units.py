"""Lengths as Telegram counts them, cuts that keep words whole, and characters that must not be shown.

Telegram counts UTF-16 units: most emoji are two. Python's strings never split one in half.
"""

from __future__ import annotations

import unicodedata

# Bidi controls and isolates, line and paragraph separators, BOM, soft hyphen, and the private-use area
# (our own marks live there). ZWJ and ZWNJ stay: emoji families and Persian need them.
_UNSHOWN = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_KEPT_CONTROLS = frozenset("\n\t")


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def shown(text: str) -> str:
    """`text` without what could reorder, hide or break what stands around it."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character for character in text if _is_shown(character))


def _is_shown(character: str) -> bool:
    if character in _UNSHOWN:
        return False
    return character in _KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs", "Co"}


def cuts(text: str, limit: int) -> list[tuple[int, int]]:
    """Ranges of `text`, in order, each at most `limit` units; breaks at a blank line, a line, a word.

    White space at a break belongs to no range, so nothing starts with an empty line.
    """
    ranges: list[tuple[int, int]] = []
    start = _past_space(text, 0)
    while start < len(text):
        end = _end(text, start, limit)
        ranges.append((start, start + len(text[start:end].rstrip())))
        start = _past_space(text, end)
    return ranges


def cut_short(text: str, limit: int) -> str:
    """`text`, or its beginning with «…», in at most `limit` units."""
    if utf16(text) <= limit:
        return text
    return text[: _fits(text, 0, limit - 1)].rstrip() + "…"


def _end(text: str, start: int, limit: int) -> int:
    last = _fits(text, start, limit)
    if last == len(text):
        return last
    for mark in ("\n\n", "\n", " "):
        # A break in the first quarter would make a crumb of a message: take a smaller mark instead.
        at = text.rfind(mark, start + (last - start) // 4, last + 1)
        if at > start:
            return at
    return last


def _fits(text: str, start: int, limit: int) -> int:
    """The furthest end whose range from `start` is within the limit; always one character on."""
    end, units = start, 0
    while end < len(text):
        units += 2 if text[end] > "\uffff" else 1
        if units > limit and end > start:
            break
        end += 1
    return end


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
