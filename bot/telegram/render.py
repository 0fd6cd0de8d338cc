"""A `Message` → what Telegram takes: HTML in pieces, a keyboard, and plain text if the tags are refused.

Under the words stand the age of the facts they rest on and the official page; above them, a caution
where a fact has expired. Buttons that Telegram would refuse are left out and counted: a message
without one button still arrives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from aiogram.types import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.core import markup
from bot.core.facts import Fact, FactBook, State
from bot.core.say import CALLBACK_BYTES, COPY_CHARACTERS, Button, Message, Part
from bot.core.units import cut_short, shown, utf16
from bot.telegram.texts import Formatted, Texts

LABEL_UNITS = 64
TOAST_UNITS = 200  # of answerCallbackQuery
LINKS_SHOWN = 3
ZONE_IN_RUSSIA = "Europe/Moscow"  # every clock there is told by it
NO_LINKS = "common-no_links"  # stands where a page was to be opened: by whom instead
SHARE_PHONE = "common-share_phone"
_URL = re.compile(r"(https?|tg)://\S+")

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ForceReply


@dataclass(frozen=True, slots=True)
class Piece:
    """One message to send: as HTML, and as plain characters for when the tags are refused."""

    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """`before` goes out first, piece by piece; the keyboard belongs to the last piece."""

    html: str
    plain: str
    keyboard: Keyboard | None = None
    before: tuple[Piece, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of it in order; nearly always one."""
        return (*self.before, Piece(self.html, self.plain))


def render(message: Message, texts: Texts, facts: FactBook, now: datetime) -> Rendered:
    """Never empty: a message whose texts cannot be made is the fallback."""
    whole = "\n\n".join(_paragraphs(message, texts, facts, now))
    if message.linkless:
        whole = markup.without_links(whole)
    *before, last = markup.pieces(whole)
    return Rendered(
        last,
        markup.plain_with_links(last),
        _keyboard(message, texts, now),
        tuple(Piece(html, markup.plain_with_links(html)) for html in before),
    )


def render_toast(message: Message, texts: Texts, facts: FactBook, now: datetime) -> str:
    """The words alone, plain, as long as a pop-up may be."""
    words = "\n".join(made.html for made in _parts(message.parts, texts, facts, now))
    return cut_short(markup.plain(words), TOAST_UNITS)


def _paragraphs(message: Message, texts: Texts, facts: FactBook, now: datetime) -> list[str]:
    zone = ZONE_IN_RUSSIA if message.linkless else ""
    made = _parts(message.parts, texts, facts, now, zone)
    words = _joined(message.parts, made)
    if not words:
        words = [texts.formatted("", facts=facts, now=now).html]
    numbers = dict.fromkeys((*message.facts, *(number for part in made for number in part.facts)))
    known = [facts.fact(number) for number in numbers if number in facts]
    if message.linkless and any(button.url for row in message.rows for button in row):
        words.append(texts.formatted(NO_LINKS, now=now).html)
    footer = _footer(known, facts, texts, now, linkless=message.linkless)
    return [*_warning(known, facts, texts, now), *words, *footer]


def _joined(parts: Iterable[Part], made: list[Formatted]) -> list[str]:
    """Paragraphs; a tight part is a line of the paragraph before it."""
    words: list[str] = []
    for part, formatted in zip(parts, made, strict=True):
        if not formatted.html.strip():
            continue
        if part.tight and words:
            words[-1] += f"\n{formatted.html}"
        else:
            words.append(formatted.html)
    return words


def _parts(
    parts: Iterable[Part], texts: Texts, facts: FactBook, now: datetime, zone: str = ""
) -> list[Formatted]:
    return [
        Formatted(markup.escaped(shown(part.ref)))
        if part.literal
        else texts.formatted(part.ref, part.args, facts=facts, now=now, zone=zone)
        for part in parts
    ]


def _warning(known: list[Fact], facts: FactBook, texts: Texts, now: datetime) -> list[str]:
    """Words that rest on an expired fact are not shown as true: this stands above them."""
    if State.EXPIRED not in {facts.state(fact.number, now.date()) for fact in known}:
        return []
    return [texts.formatted("common-warning_expired", now=now).html]


def _footer(known: list[Fact], facts: FactBook, texts: Texts, now: datetime, *, linkless: bool) -> list[str]:
    """A line of caution where one is due, and the line with the date and the official pages."""
    if not known:
        return []
    where = "_linkless" if linkless else ""
    caution = [texts.formatted(ref + where, now=now).html for ref in _caution(known, facts, now.date())]
    sources = "" if linkless else _sources(known, texts)
    line = " · ".join(filter(None, (_age(known, texts, now), sources)))
    return ["\n".join(f"<i>{words}</i>" for words in (*caution, line))]


def _age(known: list[Fact], texts: Texts, now: datetime) -> str:
    """The oldest of them speaks for all; one that nobody compared is older than any review."""
    never = [fact.as_of for fact in known if fact.reviewed is None]
    if never:
        return texts.formatted("common-footer_as_of", {"day": min(never)}, now=now).html
    day = min(fact.checked for fact in known)
    return texts.formatted("common-footer_reviewed", {"day": day}, now=now).html


def _caution(known: list[Fact], facts: FactBook, today: date) -> list[str]:
    states = {fact.number: facts.state(fact.number, today) for fact in known}
    if State.EXPIRED in states.values():
        return []  # said above, in stronger words
    if State.OVERDUE in states.values():
        return ["common-caution_overdue"]
    if any(fact.volatile and states[fact.number] is State.UNREVIEWED for fact in known):
        return ["common-caution_volatile"]
    return []


def _sources(known: list[Fact], texts: Texts) -> str:
    links = list(dict.fromkeys(fact.link for fact in sorted(known, key=_volatile_first) if fact.link))
    if not links:
        return ""
    if len(links) == 1:
        return markup.link(links[0], texts.label("common-source"))
    return texts.text("common-sources") + " " + markup.links(links[:LINKS_SHOWN])


def _volatile_first(fact: Fact) -> bool:
    return not fact.volatile


def _keyboard(message: Message, texts: Texts, now: datetime) -> Keyboard | None:
    if message.ask_contact:
        share = KeyboardButton(text=texts.label(SHARE_PHONE), request_contact=True)
        return ReplyKeyboardMarkup(keyboard=[[share]], resize_keyboard=True, one_time_keyboard=True)
    if message.ask_reply:
        return ForceReply(force_reply=True)
    shown_rows = ([b for b in row if not (b.url and message.linkless)] for row in message.rows)
    made = ([_button(button, texts, now) for button in row] for row in shown_rows)
    rows = [kept for row in made if (kept := [button for button in row if button])]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(button: Button, texts: Texts, now: datetime) -> InlineKeyboardButton | None:
    fault = _fault(button)
    if fault:
        texts.failed(button.label, fault)
        return None
    words = texts.label_at(button.label, button.args, now)
    return InlineKeyboardButton(
        text=cut_short(button.mark + words, LABEL_UNITS),
        callback_data=button.data or None,
        url=button.url or None,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        style=button.style or None,
    )


def _fault(button: Button) -> str:
    """Why Telegram would refuse the whole message because of this button; empty when it would not."""
    if sum(map(bool, (button.data, button.url, button.copy))) != 1:
        return "needs exactly one of data, url, copy"
    if len(button.data.encode()) > CALLBACK_BYTES:
        return f"callback data over {CALLBACK_BYTES} bytes"
    if utf16(button.copy) > COPY_CHARACTERS:
        return f"text to copy over {COPY_CHARACTERS} characters"
    return "" if not button.url or _URL.fullmatch(button.url) else "not a link"
