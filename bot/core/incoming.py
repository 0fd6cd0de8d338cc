"""What somebody sent, as plain values: the only shape in which a message enters the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "text", "photo", "document", "voice", "video", "video_note", "audio", "animation",
    "sticker", "contact", "location", "poll", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incoming:
    """A private message: cleaned words, the kind of attachment, and what it answers.

    `entities` are Telegram's, as plain mappings; their offsets fit `raw_text`.
    """

    sender: int
    message_id: int
    kind: Kind = "text"
    text: str = field(default="", repr=False)
    raw_text: str = field(default="", repr=False)
    entities: tuple[Mapping[str, Any], ...] = ()
    album: str = ""
    reply_to: int | None = None
    quote: str = field(default="", repr=False)
    file_id: str = ""  # of the attachment, to send it on without upload
    phone: str = field(default="", repr=False)  # of a shared contact
    size: int = 0  # bytes of the attachment
    lang: str = ""  # Telegram's language code of the sender
    name: str = field(default="", repr=False)  # as the account shows it; only the team's is ever used
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed inline button. `data` is a hint, never an authority."""

    sender: int
    query_id: str
    data: str
    message_id: int | None
    chat_id: int
    lang: str = ""
    name: str = field(default="", repr=False)
