"""Phones: American by default; +7 and the rest of the world with their code."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from bot.core.answers.clean import clean_line
from bot.core.answers.refusal import Refusal

_NUMBER = re.compile(r"\+?\s*\d[\d\s().\-–—/]{4,}\d")


def parse_phone(raw: str) -> str | Refusal:
    """E.164: ``+12025550123``."""
    candidates = _NUMBER.findall(clean_line(raw))
    if not candidates:
        return Refusal("answers-phone_unclear")
    if len(candidates) > 1:
        return Refusal("answers-phone_many")
    number = _understood(candidates[0])
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if number
        else Refusal("answers-phone_wrong")
    )


def for_eyes(number: str) -> str:
    """``+12025550123`` → ``+1 202 555 0123``: international, so that Telegram makes it tappable."""
    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL).replace("-", " ")


def _understood(text: str) -> PhoneNumber | None:
    digits = re.sub(r"\D", "", text)
    if "+" in text:
        return _valid(f"+{digits}")
    if len(digits) == 11 and digits[0] in "78":  # Russian habit: 8 916 …, 7 916 …
        return _valid(f"+7{digits[1:]}")
    return _valid(digits, "US") or (_valid(f"+{digits}") if len(digits) > 10 else None)


def _valid(text: str, region: str | None = None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
