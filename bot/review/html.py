"""HTML out of Python values: whatever is not `Html` already is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias, Union


class Html(str):
    """Markup that is safe to be shown as it is."""

    __slots__ = ()


Child: TypeAlias = Union["Html", str, int, Iterable["Child"], None]
VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """An element. ``cls`` is class, ``aria_label`` aria-label; True stands alone, None and False vanish."""
    opened = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(opened if name in VOID else f"{opened}{joined(*children)}</{name}>")


def joined(*children: Child) -> Html:
    """Children one after the other."""
    return Html("".join(map(_shown, children)))


def between(words: str, children: Iterable[Child]) -> Html:
    """Children with the same words between each two."""
    return joined([words if at else None, child] for at, child in enumerate(children))


def _shown(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str | int):
        return escape(str(child))
    return joined(*child)


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = "class" if key == "cls" else key.replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
