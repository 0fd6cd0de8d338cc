"""What a row of the outbox asks Telegram to do: plain data, turned into calls by the sender alone.

Every class here is JSON-able through `to_json` / `from_json`. A *target* is a message id in the chat
of the row's destination; `remember` is a name under which the sender keeps the id of what it sent
("status:<case>", "card:<case>", "screen:<person>"); `map_from` is ``"<dest>|<message id>"``, the source
of a relayed message, and makes the sender write a pair into `msgmap`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Literal

from bot.core.say import Message
from bot.core.say import from_json as message_from_json
from bot.core.say import to_json as message_to_json

MediaKind = Literal["photo", "video", "document", "audio"]
Entity = dict[str, Any]  # a MessageEntity as Telegram sends it: {"type": "bold", "offset": 0, "length": 4}


class Lane(IntEnum):
    """How urgent a row is between destinations; smaller goes first."""

    ALARM = 0
    CASE = 1  # between a family and its volunteers, either way: before the answers to a crowd
    PERSON = 2
    CARD = 3  # cards and status lines
    COSMETIC = 4  # broadcasts, stripped keyboards


@dataclass(frozen=True, slots=True)
class Send:
    """A new message. `reply_quote` must be an exact piece of the message replied to."""

    message: Message
    reply_to: int | None = None
    reply_quote: str | None = None
    remember: str | None = None
    map_from: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """New words for a known message; repeatable, since "not modified" is success."""

    message: Message
    target: int
    remember: str | None = None


@dataclass(frozen=True, slots=True)
class EditRemembered:
    """New words for the message last remembered under that name; a new message where there is none.

    A waiting row of the same destination and name takes the newer words instead of a second row.
    """

    message: Message
    remember: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Takes the keyboard off a message."""

    target: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Deletes a message, or blanks it where Telegram no longer deletes."""

    target: int


@dataclass(frozen=True, slots=True)
class Toast:
    """Answers a button press; rendered text is at most 200 characters. Keeps no order with other rows."""

    query_id: str
    message: Message | None = None
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """Copies one message from another chat (media without upload); the header goes before it."""

    source_dest: str
    source_message: int
    header: Message | None = None
    reply_to: int | None = None
    map_from: str | None = None
    remember: str | None = None
    protect: bool = False


@dataclass(frozen=True, slots=True)
class AlbumItem:
    """One file of an album, with its own source for the pairs of the relay."""

    kind: MediaKind
    file_id: str
    caption: str = ""
    entities: tuple[Entity, ...] = ()
    map_from: str | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """Two to ten files as one group; the header goes before them."""

    items: tuple[AlbumItem, ...]
    header: Message | None = None
    reply_to: int | None = None
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A relayed text with its own formatting, between two of our paragraphs. Buttons: the footer's."""

    text: str
    entities: tuple[Entity, ...] = ()
    header: Message | None = None
    footer: Message | None = None
    reply_to: int | None = None
    reply_quote: str | None = None
    map_from: str | None = None
    remember: str | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """Pins the message remembered under that name, without a sound."""

    remember: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leaves a chat that is not ours. Destination of such a row: "nobody"."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Farewell:
    """A last word to a chat whose person is erased. Destination of such a row: "nobody"."""

    chat_id: int
    message: Message
    target: int | None = None  # the screen it replaces


Op = Send | Edit | EditRemembered | Strip | Delete | Toast | Copy | Album | Words | Pin | Leave | Farewell

_NAMES: dict[type, str] = {
    Send: "send",
    Edit: "edit",
    EditRemembered: "edit_remembered",
    Strip: "strip",
    Delete: "delete",
    Toast: "toast",
    Copy: "copy",
    Album: "album",
    Words: "words",
    Pin: "pin",
    Leave: "leave",
    Farewell: "farewell",
}
_CLASSES: dict[str, Any] = {name: kind for kind, name in _NAMES.items()}


def name_of(op: Op) -> str:
    """A short name of what is asked: "send", "edit", "toast", …"""
    return _NAMES[type(op)]


def to_json(op: Op) -> dict[str, Any]:
    """Plain JSON values with the operation's name under "op"; defaults are left out."""
    return {"op": _NAMES[type(op)], **_plain_fields(op)}


def from_json(plain: Mapping[str, Any]) -> Op:
    """The inverse of `to_json`; raises KeyError or TypeError on anything else."""
    values = {name: _back(name, value) for name, value in plain.items() if name != "op"}
    op: Op = _CLASSES[plain["op"]](**values)
    return op


def _plain_fields(thing: Op | AlbumItem) -> dict[str, Any]:
    return {
        field.name: _plain(value)
        for field in fields(thing)
        if (value := getattr(thing, field.name)) != field.default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return message_to_json(value)
    if isinstance(value, AlbumItem):
        return _plain_fields(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _back(name: str, value: Any) -> Any:
    match name:
        case "message" | "header" | "footer":
            return message_from_json(value)
        case "entities":
            return tuple(value)
        case "items":
            return tuple(_item_back(item) for item in value)
    return value


def _item_back(plain: Mapping[str, Any]) -> AlbumItem:
    return AlbumItem(**{name: _back(name, value) for name, value in plain.items()})
