"""HTML of the Bot API, parsed as strictly as the real server does, with its words and byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.preview.entities import Entity, Formatted, units
from bot.preview.refusals import Refused, bad

KIND_OF_TAG = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "span": "spoiler", "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
TAG = re.compile(r"<(/?)([^\s>]*)((?:[^>'\"]|'[^']*'|\"[^\"]*\")*)(>?)", re.DOTALL)
ATTRIBUTE = re.compile(r"\s*([^\s=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.\-]+)))?", re.DOTALL)
CHARACTER = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);")


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    extra: dict[str, Any]


@dataclass(slots=True)
class _Parse:
    source: str
    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def run(self) -> Formatted:
        at = 0
        while at < len(self.source):
            at = self._tag(at) if self.source[at] == "<" else self._words(at)
        if self.stack:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return self.text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def _words(self, at: int) -> int:
        end = self.source.find("<", at)
        end = len(self.source) if end < 0 else end
        self.text += CHARACTER.sub(lambda m: unescape(m.group()), self.source[at:end])
        return end

    def _tag(self, at: int) -> int:
        match = TAG.match(self.source, at)
        assert match is not None  # noqa: S101  the pattern matches any "<"
        closing, name, rest, closed = match.groups()
        where = len(self.source[:at].encode())
        if closing:
            self._close(name.lower(), where, bool(closed) and not rest.strip())
        else:
            self._open(name.lower(), rest, where, bool(closed))
        return match.end()

    def _open(self, name: str, rest: str, where: int, closed: bool) -> None:
        if not closed and not rest:
            raise _cannot(f"Unclosed start tag at byte offset {where}")
        if name not in KIND_OF_TAG:
            raise _cannot(f'Unsupported start tag "{name}" at byte offset {where}')
        if not closed:
            raise _cannot(f'Unclosed start tag "{name}" at byte offset {where}')
        extra = _extra(name, _attributes(name, rest, where), where)
        self.stack.append(_Open(name, units(self.text), extra))

    def _close(self, name: str, where: int, closed: bool) -> None:
        if not self.stack:
            raise _cannot(f"Unexpected end tag at byte offset {where}")
        if not closed:
            raise _cannot(f"Unclosed end tag at byte offset {where}")
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise _cannot(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self._entity(opened)

    def _entity(self, opened: _Open) -> None:
        length = units(self.text) - opened.offset
        kind = opened.extra.pop("type", KIND_OF_TAG[opened.tag])
        if opened.tag == "a" and "url" not in opened.extra:
            return  # Telegram shows a link without an address as plain text
        if length:
            self.entities.append({"type": kind, "offset": opened.offset, "length": length, **opened.extra})


def parse_html(source: str) -> Formatted:
    """Text and its entities; raises `Refused` (400) in Telegram's words for anything it would not take."""
    text, entities = _Parse(source).run()
    return text, _joined_pre(entities)


def _attributes(name: str, rest: str, where: int) -> dict[str, str]:
    found, at = {}, 0
    rest = rest.rstrip()
    while at < len(rest):
        match = ATTRIBUTE.match(rest, at)
        if match is None:
            raise _cannot(f'Empty attribute name in the tag "{name}" at byte offset {where}')
        key, *values = match.groups()
        found[key.lower()] = unescape(next((v for v in values if v is not None), ""))
        at = match.end()
    return found


def _extra(name: str, attributes: dict[str, str], where: int) -> dict[str, Any]:
    """What the attributes of a tag add to its entity."""
    match name:
        case "a":
            return {"url": attributes["href"]} if attributes.get("href") else {}
        case "span" if attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        case "code" if attributes.get("class", "").startswith("language-"):
            return {"language": attributes["class"].removeprefix("language-")}
        case "tg-emoji":
            return {"custom_emoji_id": attributes.get("emoji-id", "")}
        case "tg-time":
            return _moment(attributes, where)
    return {}


def _moment(attributes: dict[str, str], where: int) -> dict[str, Any]:
    if not attributes.get("unix", "").isdigit():
        raise _cannot(f'Tag "tg-time" must have attribute "unix" at byte offset {where}')
    extra: dict[str, Any] = {"unix_time": int(attributes["unix"])}
    if attributes.get("format"):
        extra["date_time_format"] = attributes["format"]
    return extra


def _joined_pre(entities: list[Entity]) -> list[Entity]:
    """`<pre><code class="language-x">` is one entity with a language."""
    spans = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    kept = []
    for entity in entities:
        outer = spans.get((entity["offset"], entity["length"]))
        if entity["type"] == "code" and outer is not None:
            outer |= {"language": entity["language"]} if "language" in entity else {}
        else:
            entity_clean = (
                entity if entity["type"] != "code" else {k: v for k, v in entity.items() if k != "language"}
            )
            kept.append(entity_clean)
    return kept


def _cannot(words: str) -> Refused:
    return bad(f"can't parse entities: {words}")
