"""Copying and forwarding messages."""

from __future__ import annotations

from typing import Any

from bot.preview import refusals
from bot.preview.chats import Chat
from bot.preview.messages import Message
from bot.preview.methods.call import Call
from bot.preview.methods.sending import deliver
from bot.preview.refusals import bad


def copyable(message: Message) -> bool:
    return not message.is_service and not message.protected


def copy_message(call: Call) -> dict[str, int]:
    chat, source = call.chat(), call.chat("from_chat_id")
    message = call.message(source, refusals.COPY_GONE)
    if not copyable(message):
        raise bad(refusals.NOT_COPYABLE)
    return {"message_id": deliver(call, chat, _content(call, message)).id}


def _content(call: Call, message: Message) -> dict[str, Any]:
    """The copied content, under the new caption when one is given (an empty one takes the old away)."""
    content = dict(message.content)
    if not message.media or call.params.values.get("caption") is None:
        return content
    for name in ("caption", "caption_entities"):
        content.pop(name, None)
    return content | call.caption()


def copy_messages(call: Call) -> list[dict[str, int]]:
    return [{"message_id": m.id} for m in _several(call, forward=False)]


def forward_messages(call: Call) -> list[dict[str, int]]:
    return [{"message_id": m.id} for m in _several(call, forward=True)]


def forward_message(call: Call) -> dict[str, Any]:
    chat, source = call.chat(), call.chat("from_chat_id")
    message = call.message(source, refusals.FORWARD_GONE)
    if not copyable(message):
        raise bad(refusals.NOT_FORWARDABLE)
    return _forward(call, chat, message, "").view()


def _several(call: Call, *, forward: bool) -> list[Message]:
    chat, source = call.chat(), call.chat("from_chat_id")
    albums: dict[str, str] = {}
    made = []
    for message in call.each(source, copyable):
        album = albums.setdefault(message.album, call.telegram.next_album()) if message.album else ""
        made.append(_forward(call, chat, message, album) if forward else _copy(call, chat, message, album))
    return made


def _copy(call: Call, chat: Chat, message: Message, album: str) -> Message:
    content = dict(message.content)
    if call.params.flag("remove_caption"):
        content.pop("caption", None)
        content.pop("caption_entities", None)
    return call.telegram.post(chat, call.bot, content, **(call.extras(chat) | {"album": album}))


def _forward(call: Call, chat: Chat, message: Message, album: str) -> Message:
    extras = call.extras(chat) | {"album": album, "origin": origin(message)}
    return call.telegram.post(chat, call.bot, dict(message.content), **extras)


def origin(message: Message) -> dict[str, Any]:
    """Where a forwarded message came from: the first author stays."""
    return message.origin or {"type": "user", "date": message.date, "sender_user": message.sender.view()}


METHODS = (copy_message, copy_messages, forward_message, forward_messages)
