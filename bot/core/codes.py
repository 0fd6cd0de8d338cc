"""The number a person and a volunteer call a case by: a letter and digits, said in one breath.

The letters look the same in both scripts, so a code is found whichever keyboard it was typed on. The
code says nothing: it is drawn at random and never derived from an id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LETTERS = "ABEKMHPTX"
_CYRILLIC = (0x410, 0x412, 0x415, 0x41A, 0x41C, 0x41D, 0x420, 0x422, 0x425)  # the same shapes, in that order
_TO_LATIN = dict(zip(_CYRILLIC, LETTERS, strict=True))
CODE = re.compile(rf"[{LETTERS}]\d{{3,6}}")
TRIES_PER_LENGTH = 8


def draw(token: Callable[[int], bytes]) -> Iterator[str]:
    """Codes without end; when eight in a row were taken the next ones are a digit longer."""
    digits = 3
    while True:
        for _ in range(TRIES_PER_LENGTH):
            number = int.from_bytes(token(8))
            lowest = 10 ** (digits - 1)
            yield f"{LETTERS[number % len(LETTERS)]}{lowest + number // len(LETTERS) % (9 * lowest)}"
        digits = min(digits + 1, 6)


def typed(text: str) -> str | None:
    """The code somebody typed («к 417», "k-417"), or None."""
    plain = re.sub(r"[\s№#-]", "", text).upper().translate(_TO_LATIN)
    return plain if CODE.fullmatch(plain) else None
