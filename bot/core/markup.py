"""HTML as Telegram reads it: pieces of a given length, plain characters, lines taken out.

Telegram counts a message's length after it has read the tags, so a text is cut where people see it and
the tags are closed and opened again around the cut.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bot.core.units import cuts

MESSAGE_UNITS = 4_000  # of Telegram's 4,096
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>")
_HREF = re.compile(r'href="([^"]*)"')


def escaped(words: str) -> str:
    """Plain characters as HTML."""
    return html.escape(words)


def plain(text: str) -> str:
    """Without tags, entities read: what people see."""
    return html.unescape(_TAG.sub("", text))


def plain_with_links(text: str) -> str:
    """As `plain`, with the address after the words of each link: for when Telegram refuses our tags."""
    shown: list[str] = []
    address = ""
    for tag, words in _tokens(text):
        shown.append(html.unescape(words))
        if tag and tag[2] == "a":
            if tag[1]:
                shown.append(f" ({address})" if address else "")
            href = _HREF.search(tag[3])
            address = html.unescape(href[1]) if href else ""
    return "".join(shown)


def link(address: str, words: str = "") -> str:
    """A link; its words are the site's name unless given (plain characters)."""
    return f'<a href="{html.escape(address)}">{html.escape(words or _site(address))}</a>'


def links(addresses: Sequence[str]) -> str:
    """Links one after another, named by their sites; a second page of a site has a number: «ice.gov (2)»."""
    seen: Counter[str] = Counter()
    made: list[str] = []
    for address in addresses:
        site = _site(address)
        seen[site] += 1
        made.append(link(address, site if seen[site] == 1 else f"{site} ({seen[site]})"))
    return ", ".join(made)


def _site(address: str) -> str:
    return (urlsplit(address).hostname or address).removeprefix("www.")


def replace_lines(text: str, mark: str, notice: str) -> str:
    """Lines with `mark` lose their words, keep tags that reach over them; the first one gets `notice`."""
    lines: list[str] = []
    told = False
    for line in text.split("\n"):
        if mark not in line:
            lines.append(line)
            continue
        tags = "".join(tag[0] for tag in _crossing(list(_TAG.finditer(line))))
        if tags or not told:
            lines.append(tags + ("" if told else notice))
        told = True
    return "\n".join(lines)


def pieces(text: str, limit: int = MESSAGE_UNITS) -> list[str]:
    """`text` in order, each piece at most `limit` units when read, each with its tags balanced."""
    visible, tags = _apart(text)
    ranges = cuts(visible, limit)
    if len(ranges) <= 1 and ranges == [(0, len(visible))]:
        return [text]
    return [_piece(visible, tags, start, end) for start, end in ranges]


def _tokens(text: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Pairs (tag, words before it); the last pair has no tag."""
    at = 0
    for tag in _TAG.finditer(text):
        yield tag, text[at : tag.start()]
        at = tag.end()
    yield None, text[at:]


def _apart(text: str) -> tuple[str, list[tuple[int, re.Match[str]]]]:
    """What is seen, and the tags with their places in it."""
    visible = ""
    tags: list[tuple[int, re.Match[str]]] = []
    for tag, words in _tokens(text):
        visible += html.unescape(words)
        if tag:
            tags.append((len(visible), tag))
    return visible, tags


def _piece(visible: str, tags: list[tuple[int, re.Match[str]]], start: int, end: int) -> str:
    first, last = _before(tags, start), len(tags) if end == len(visible) else _before(tags, end)
    stack = _crossing([tag for _, tag in tags[:first]])
    made = "".join(tag[0] for tag in stack)
    here = start
    for at, tag in tags[first:last]:
        made += html.escape(visible[here:at]) + tag[0]
        here = at
    made += html.escape(visible[here:end])
    left = _crossing([*stack, *(tag for _, tag in tags[first:last])])
    return made + "".join(f"</{tag[2]}>" for tag in reversed(left))


def _before(tags: list[tuple[int, re.Match[str]]], place: int) -> int:
    """How many tags stand before a cut: those left of it, and those that close right at it."""
    count = 0
    while count < len(tags) and (tags[count][0] < place or (tags[count][0] == place and tags[count][1][1])):
        count += 1
    return count


def _crossing(tags: list[re.Match[str]]) -> list[re.Match[str]]:
    """Tags without their partner among these, in order."""
    stack: list[re.Match[str]] = []
    for tag in tags:
        if tag[1] and stack and not stack[-1][1] and stack[-1][2] == tag[2]:
            stack.pop()
        else:
            stack.append(tag)
    return stack


_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)


def without_links(whole: str) -> str:
    """The same words, their links taken off."""
    return _LINK.sub(r"\1", whole)
