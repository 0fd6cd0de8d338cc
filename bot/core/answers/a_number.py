"""A-numbers as people copy them: Cyrillic А, spaces, dashes, #; seven to nine digits → nine."""

from __future__ import annotations

import re

from bot.core.answers.clean import clean_line
from bot.core.answers.refusal import Refusal

DIGITS = 9
_RECEIPT = re.compile(r"\b[A-Z]{3}[ -]?\d{10}\b")
_DIGITS_WITH_GAPS = re.compile(r"(?:(?<![0-9A-Z])A[ ]?)?[#№:.]*[ ]?((?:\d[ \-–—.,/]{0,3})+)")
_LETTER_O = re.compile(r"(?<=[\d \-])[OО](?=[\d \-])|(?<=\d)[OО]$")


def parse_a_number(raw: str) -> str | Refusal:
    """Nine digits with zeros in front; the refusal says how many digits were found."""
    text = clean_line(raw).upper().replace("А", "A")
    if _RECEIPT.search(text):
        return Refusal("answers-a_number_receipt")
    numbers = [re.sub(r"\D", "", found) for found in _DIGITS_WITH_GAPS.findall(_LETTER_O.sub("0", text))]
    fitting = [number for number in numbers if 7 <= len(number) <= DIGITS]
    if len(fitting) == 1 and int(fitting[0]):
        return fitting[0].zfill(DIGITS)
    if len(fitting) > 1:
        return Refusal("answers-a_number_many")
    digits = 0 if fitting else sum(len(number) for number in numbers)
    return (
        Refusal("answers-a_number_length", {"digits": digits})
        if digits
        else Refusal("answers-a_number_unclear")
    )


def aloud(number: str) -> str:
    """``214567890`` → ``2 1 4 — 5 6 7 — 8 9 0``, for reading over the phone and for checking."""
    return " — ".join(" ".join(number[at : at + 3]) for at in range(0, len(number), 3))
