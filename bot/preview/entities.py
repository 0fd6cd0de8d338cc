"""Text with entities: lengths in UTF-16 units, trimming, checks, and what Telegram finds by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.preview.refusals import bad

Entity = dict[str, Any]
Formatted = tuple[str, list[Entity]]

KINDS = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold",
    "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
})  # fmt: skip
ADDRESS = r"(?:https?|tg)://[^\s<>\"«»]*[^\s<>\"«».,;:!?)]"
BARE_ADDRESS = r"(?<![\w@./])(?:[\w-]+\.)+(?:gov|org|com|net|me|ru)\b(?:/[^\s«»]*[^\s«».,;:!?)])?"
FOUND_BY_ITSELF = (
    ("url", re.compile(f"{ADDRESS}|{BARE_ADDRESS}")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b")),
    ("bot_command", re.compile(r"(?<![\w/>])/[A-Za-z0-9_]{1,64}(?:@\w+)?(?![\w/])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w+")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d \-()]{7,18}\d(?!\w)")),
)
EXCLUSIVE = frozenset({"code", "pre", "text_link", "text_mention", "url", "mention", "email", "phone_number"})
NOT_TAKEN = re.compile("[\r\u2028-\u202e]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


def units(text: str) -> int:
    """Length in UTF-16 code units, Telegram's only measure."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The piece between two UTF-16 positions."""
    return text.encode("utf-16-le", "surrogatepass")[offset * 2 : (offset + length) * 2].decode(
        "utf-16-le", "replace"
    )


def cleaned(text: str) -> str:
    """As the server takes text in: no line-direction characters, no control characters, no half pairs."""
    text = CONTROL.sub(" ", NOT_TAKEN.sub("", text))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def checked(text: str, given: Iterable[Any]) -> list[Entity]:
    """Entities that a bot gave by itself: refused when they reach past the text or are of no known kind."""
    size = units(text)
    return [_checked(entity, size) for entity in given]


def _checked(entity: Any, size: int) -> Entity:
    if not isinstance(entity, dict) or entity.get("type") not in KINDS:
        raise bad("can't parse entities: unsupported type specified")
    start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
    if start < 0 or end > size:
        raise bad(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text"
            f" at UTF-16 offset {size}"
        )
    return {name: value for name, value in entity.items() if value is not None}


def trimmed(text: str, entities: list[Entity]) -> Formatted:
    """Without the white space around, entities moved along; empty ones fall away."""
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    size = units(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Given entities plus the links, commands, phones and mentions that Telegram marks by itself."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in EXCLUSIVE]
    found: list[Entity] = []
    for kind, pattern in FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            start, length = units(text[: match.start()]), units(match.group())
            if all(start + length <= a or start >= b for a, b in taken):
                taken.append((start, start + length))
                found.append({"type": kind, "offset": start, "length": length})
    return sorted(entities + found, key=lambda e: (e["offset"], -e["length"], e["type"]))
