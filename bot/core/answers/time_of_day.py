"""Times of day: «в 9», «9:30», «9 утра», «полдень», «3 pm» → ``HH:MM``."""

from __future__ import annotations

import re

from bot.core.answers.clean import clean_line
from bot.core.answers.refusal import Refusal

_NAMED = {"полдень": "12:00", "в полдень": "12:00", "полночь": "00:00", "в полночь": "00:00"}
_HOURS = {
    "час": 1, "один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7,
    "восемь": 8, "девять": 9, "десять": 10, "одиннадцать": 11, "двенадцать": 12,
}  # fmt: skip
_OF_HOUR = {
    "первого": 1, "второго": 2, "третьего": 3, "четвертого": 4, "пятого": 5, "шестого": 6, "седьмого": 7,
    "восьмого": 8, "девятого": 9, "десятого": 10, "одиннадцатого": 11, "двенадцатого": 12,
}  # fmt: skip
_TIME = re.compile(
    r"(?:в |к |около |на )?(\d{1,2})(?:\s?(?:[:.\-]|ч\.?|час\w*)\s?(\d{2})(?:\s?мин\w*)?)?"
    r"(?:\s?(?:ч\.?|час\w*))?"
    r"(?:\s?(утра|утром|дня|днем|вечера|вечером|ночи|ночью|[ap]\.?m\.?))?"
)
_HALF = re.compile(r"(?:в )?(?:пол|половин[ауе]) ?(\w+)(?: (утра|дня|вечера|ночи))?")


def parse_time(raw: str) -> str | Refusal:
    """``HH:MM``. An hour from 1 to 6 without a part of the day is asked back: night, or an office hour?"""
    text = clean_line(raw).casefold().replace("ё", "е").rstrip(".!")
    if text in _NAMED:
        return _NAMED[text]
    if re.fullmatch(r"t\d{4}", text):  # a button of our own question
        return _clock(int(text[1:3]), int(text[3:]), "whole")
    half = _HALF.fullmatch(text)
    if half and half[1] in _OF_HOUR:
        return _clock((_OF_HOUR[half[1]] - 1) or 12, 30, half[2] or "")
    found = _TIME.fullmatch(" ".join(str(_HOURS.get(word, word)) for word in text.split()))
    if not found:
        return Refusal("answers-time_unclear")
    return _clock(int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", ""))


def _clock(hour: int, minute: int, part: str) -> str | Refusal:
    if hour > 23 or minute > 59:
        return Refusal("answers-time_unclear")
    if not part and 1 <= hour <= 6:
        choices = (f"t{hour:02}{minute:02}", f"t{hour + 12:02}{minute:02}")
        first, second = (f"{choice[1:3]}:{choice[3:]}" for choice in choices)
        return Refusal("answers-time_two", {"first": first, "second": second}, choices)
    return f"{_hour(hour, part):02}:{minute:02}"


def _hour(hour: int, part: str) -> int:
    """The hour of 24, of one said with its part of the day."""
    if part[:3] in ("дня", "дне", "веч", "pm") and hour < 12:
        return hour + 12
    if hour == 12 and part[:3] in ("ноч", "утр", "am"):
        return 0
    return hour
