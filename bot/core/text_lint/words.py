"""The words of texts: length, readability (E30, E31, W32), banned words (E33), figures of the law (E34)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.findings import Finding
from bot.core.ftl import Text
from bot.core.readability import read, words_of
from bot.core.text_lint.flat import one_line
from bot.core.text_lint.rules import Rules
from bot.core.text_lint.wanted import Role
from bot.core.units import utf16

LONGEST: dict[Role, int] = {"crisis": 400, "card": 900}
EASIEST: dict[Role, int] = {"crisis": 60, "card": 50}
SENTENCE_WORDS = 16
ENOUGH_WORDS = 10  # below that the formula measures one long word, not a text

SPAN = "срок"
_SENTENCE = re.compile(r"(?<=[.!?…]) ")
_OURS = re.compile(r"\b(напомн\w+|спрошу|спросим|спрашива\w+|отве(тим|тят|чаем)|проверим)\b", re.IGNORECASE)
_NUMBER_WORDS = "тридцать|девяносто|шестьдесят|сорок|семьдесят|двадцать"
_UNITS = r"дн(?:я|ей|и)|день|суток|час(?:а|ов)?|недел[яиюь]|месяц(?:а|ев)?|лет|год(?:а)?"
FIGURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("сумма", re.compile(r"\$\s?\d[\d,. ]*|\d[\d ]*\s?(?:долл|\$|USD)", re.IGNORECASE)),
    (
        "статья закона",
        re.compile(r"§\s?[\d.]*|\b\d+\s(?:U\.?S\.?C|CFR)\b|\b\d+\sC\.?F\.?R\.?", re.IGNORECASE),
    ),
    (
        "телефон",
        re.compile(r"\+\d[\d \-()]{6,}\d|\b1?[-\s(]*\d{3}[-\s)]+\d{3}-?\s?\d{4}\b|\b1-8\d\d-[\w-]{5,}"),
    ),
    ("номер формы", re.compile(r"\b(?:AR|EOIR|[IGN])-\d{1,4}[A-Z]?\b|\b\d{2}-\d{3}\b")),
    (SPAN, re.compile(rf"\b\d+(?:[–-]\d+)?(?:-го|-й)?\s(?:{_UNITS})\b", re.IGNORECASE)),
    (SPAN, re.compile(rf"\b(?:{_NUMBER_WORDS})\s(?:{_UNITS})\b", re.IGNORECASE)),
)


def measured(text: Text, role: Role, visible: str) -> Iterator[Finding]:
    """E30 too long for its role, E31 too hard to read, W32 a long sentence."""
    reading = read(visible)
    most, least = LONGEST.get(role), EASIEST.get(role)
    if most and utf16(visible) > most:
        words = f"«{text.ref}»: {utf16(visible)} знаков, можно {most}. Лишнее — в памятку или в другой шаг"
        yield Finding(text.file, text.line, "E30", words)
    if least and reading.words >= ENOUGH_WORDS and reading.fre < least:
        words = (
            f"«{text.ref}»: читаемость {reading.fre:.1f}, нужно {least}. "
            f"Слов в предложении {reading.words / len(reading.sentences):.1f}, "
            f"слогов в слове {reading.syllables / reading.words:.2f}"
        )
        yield Finding(text.file, text.line, "E31", words)
    for sentence in reading.sentences:
        count = len(words_of(sentence))
        if count > SENTENCE_WORDS:
            words = f"«{text.ref}»: предложение в {count} слов, можно {SENTENCE_WORDS}: «{_begin(sentence)}»"
            yield Finding(text.file, text.line, "W32", words)


def banned(text: Text, role: Role, visible: str, rules: Rules) -> Iterator[tuple[Finding, str]]:
    """E33, each with the words that were caught."""
    plain = one_line(visible)
    for rule in rules.banned:
        if rule.where == "button" and role != "button":
            continue
        for caught in dict.fromkeys(match[0] for match in rule.pattern.finditer(plain)):
            words = f"«{text.ref}»: «{_begin(caught)}» — {rule.why}. Лучше: {rule.instead}"
            yield Finding(text.file, text.line, "E33", words), caught


def figures(text: Text, role: Role, visible: str) -> Iterator[tuple[Finding, str]]:
    """E34, each with the figure that was caught.

    A span of time on a button is the person's own answer; next to «я напомню» it is ours, not the law's.
    """
    for sentence in _SENTENCE.split(one_line(visible)):
        for name, pattern in FIGURES:
            if name == SPAN and (role == "button" or _OURS.search(sentence)):
                continue
            for caught in dict.fromkeys(match[0].strip() for match in pattern.finditer(sentence)):
                words = (
                    f'«{text.ref}»: {name} «{caught}» прямо в тексте. Число живёт в facts.yaml: FACT("…"); '
                    "не из закона — запись с причиной в allowed.yaml"
                )
                yield Finding(text.file, text.line, "E34", words), caught


def _begin(sentence: str) -> str:
    flat = re.sub(r"\s+", " ", sentence)
    return flat if len(flat) <= 60 else flat[:57] + "…"
