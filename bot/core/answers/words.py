"""Names and free text."""

from __future__ import annotations

import re

from bot.core.answers.clean import NAME_UNITS, TEXT_UNITS, clean, clean_line, folded
from bot.core.answers.refusal import Refusal
from bot.core.units import utf16

NAME_WORDS = 7  # a long Spanish or Arabic name; more of them are a story
_CRY = re.compile(r"[!?]")


def parse_name(raw: str) -> str | Refusal:
    """A name in any script, one line, at most 120 UTF-16 units."""
    name = clean_line(raw)
    if not any(character.isalpha() for character in name):
        return Refusal("answers-name_letters")
    if _CRY.search(name) or len(name.split()) > NAME_WORDS:
        return Refusal("answers-name_story")
    if utf16(name) > NAME_UNITS:
        return Refusal("answers-name_long", {"max": NAME_UNITS})
    return name


def parse_text(raw: str, longest: int = TEXT_UNITS) -> str | Refusal:
    """Free text, at most `longest` UTF-16 units."""
    text = clean(raw)
    if not text:
        return Refusal("answers-text_empty")
    if utf16(text) > longest:
        return Refusal("answers-text_long", {"max": longest, "over": utf16(text) - longest})
    return text


_NOT_KNOWN = frozenset(
    {
        "не знаю",
        "незнаю",
        "я не знаю",
        "не помню",
        "не в курсе",
        "неизвестно",
        "хз",
        "i don t know",
        "don t know",
    }
)
_SKIPPED = frozenset({"пропустить", "пропуск", "пропускаю", "пропусти", "дальше", "skip"})


def no_answer(raw: str) -> str | None:
    """``$unknown`` or ``$skip`` when that is what was typed instead of an answer; else None."""
    words = folded(raw)
    if words in _NOT_KNOWN:
        return "$unknown"
    return "$skip" if words in _SKIPPED else None
