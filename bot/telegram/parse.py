"""From aiogram's types to the plain values that the services take."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from bot.core.answers.clean import clean
from bot.core.incoming import Incoming, Kind, Press

_KINDS: tuple[Kind, ...] = (
    "photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker",
    "contact", "location", "poll",
)  # fmt: skip


def incoming(message: Message) -> Incoming:
    """A private message as plain values; its words are cleaned, the raw ones kept beside their entities."""
    kind = kind_of(message)
    raw = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or []
    return Incoming(
        sender=message.chat.id,
        message_id=message.message_id,
        kind=kind,
        text=clean(raw),
        raw_text=raw,
        entities=tuple(
            entity.model_dump(mode="json", exclude_none=True, exclude={"user"}) for entity in entities
        ),
        album=message.media_group_id or "",
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        quote=message.quote.text if message.quote else "",
        file_id=getattr(_attachment(message, kind), "file_id", "") or "",
        phone=message.contact.phone_number if message.contact else "",
        size=getattr(_attachment(message, kind), "file_size", None) or 0,
        lang=(message.from_user.language_code or "") if message.from_user else "",
        name=message.from_user.full_name if message.from_user else "",
        forwarded=message.forward_origin is not None,
    )


def kind_of(message: Message) -> Kind:
    """What the message carries; an animation is also a document, so it is asked first."""
    if message.text is not None:
        return "text"
    if message.animation is not None:
        return "animation"
    return next((kind for kind in _KINDS if getattr(message, kind) is not None), "other")


def _attachment(message: Message, kind: Kind) -> object:
    """The file of a message, of a photo its largest size."""
    return message.photo[-1] if kind == "photo" and message.photo else getattr(message, kind, None)


def press(query: CallbackQuery) -> Press:
    """A pressed button as plain values."""
    message = query.message
    return Press(
        sender=query.from_user.id,
        query_id=query.id,
        data=query.data or "",
        message_id=message.message_id if message else None,
        chat_id=message.chat.id if message else query.from_user.id,
        lang=query.from_user.language_code or "",
        name=query.from_user.full_name,
    )
