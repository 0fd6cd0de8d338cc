"""What is to be said: ids and arguments, never rendered text.

A `Message` travels from a service through the sealed outbox to the renderer, which alone knows
Fluent and HTML. A *reference* is a Fluent id, optionally with an attribute after the first dot:
``"arrest-where"`` or ``"arrest-where.street"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Arg = str | int | date | datetime
Style = Literal["", "primary", "success", "danger"]

CALLBACK_BYTES = 64
FLAGS = ("silent", "linkless", "protect", "ask_contact", "ask_reply")
COPY_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: exactly one of `data` (callback), `url`, `copy` (literal text) is set."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    style: Style = ""
    args: Mapping[str, Arg] = field(default_factory=dict)
    mark: str = ""  # put before the rendered label: "✅ " on a chosen option


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph of a message: a Fluent reference with its arguments.

    With `literal` the reference is not looked up: a person's own words, shown escaped.
    """

    ref: str
    args: Mapping[str, Arg] = field(default_factory=dict)
    literal: bool = False
    tight: bool = False  # on the next line of the paragraph before, not a paragraph of its own


@dataclass(frozen=True, slots=True)
class Message:
    """A message for one chat: paragraphs, rows of buttons, and the facts it rests on."""

    parts: tuple[Part, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    facts: tuple[str, ...] = ()  # numbers from flows/facts.yaml: "1.10"
    silent: bool = False  # no sound
    linkless: bool = False  # no links, no link buttons: somebody whom an open page could harm
    protect: bool = False  # cannot be forwarded or saved
    ask_contact: bool = False  # a reply keyboard that offers to share one's own phone number
    ask_reply: bool = False  # the app of whoever reads it begins a reply to it


def say(ref: str, *rows: tuple[Button, ...], facts: tuple[str, ...] = (), **args: Arg) -> Message:
    """The common case: one paragraph and its buttons."""
    return Message(parts=(Part(ref, args),), rows=rows, facts=facts)


def to_json(message: Message) -> dict[str, Any]:
    """Plain JSON values; dates become ``{"$date": …}`` and ``{"$time": …}``. Defaults are left out."""
    plain: dict[str, Any] = {"parts": [_part(p) for p in message.parts]}
    if message.rows:
        plain["rows"] = [[_button(b) for b in row] for row in message.rows]
    if message.facts:
        plain["facts"] = list(message.facts)
    plain |= {flag: True for flag in FLAGS if getattr(message, flag)}
    return plain


def from_json(plain: Mapping[str, Any]) -> Message:
    """The inverse of `to_json`; raises KeyError or TypeError on anything else."""
    return Message(
        parts=tuple(
            Part(p["ref"], _args_back(p.get("args", {})), p.get("literal", False), p.get("tight", False))
            for p in plain["parts"]
        ),
        rows=tuple(
            tuple(Button(**{**b, "args": _args_back(b.get("args", {}))}) for b in row)
            for row in plain.get("rows", ())
        ),
        facts=tuple(plain.get("facts", ())),
        **{flag: plain.get(flag, False) for flag in FLAGS},
    )


def _part(part: Part) -> dict[str, Any]:
    plain: dict[str, Any] = {"ref": part.ref}
    if part.args:
        plain["args"] = _args(part.args)
    plain |= {flag: True for flag in ("literal", "tight") if getattr(part, flag)}
    return plain


def _button(button: Button) -> dict[str, Any]:
    plain: dict[str, Any] = {"label": button.label}
    plain |= {
        name: getattr(button, name)
        for name in ("data", "url", "copy", "style", "mark")
        if getattr(button, name)
    }
    if button.args:
        plain["args"] = _args(button.args)
    return plain


def _args(args: Mapping[str, Arg]) -> dict[str, Any]:
    return {name: _arg(value) for name, value in args.items()}


def _arg(value: Arg) -> Any:
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    return value


def _args_back(plain: Mapping[str, Any]) -> dict[str, Arg]:
    return {name: _arg_back(value) for name, value in plain.items()}


def _arg_back(value: Any) -> Arg:
    match value:
        case {"$time": str(iso)}:
            return datetime.fromisoformat(iso)
        case {"$date": str(iso)}:
            return date.fromisoformat(iso)
        case str() | int():
            return value
    raise TypeError("not an argument of a message")
