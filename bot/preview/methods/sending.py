"""Sending: text, media, albums, contacts, places, chat actions."""

from __future__ import annotations

from typing import Any

from bot.preview import refusals
from bot.preview.chats import Chat
from bot.preview.messages import Content, Message
from bot.preview.methods.call import Call
from bot.preview.params import Params
from bot.preview.refusals import bad

ALBUM_KINDS = ("photo", "video", "document", "audio")
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def deliver(call: Call, chat: Chat, content: Content) -> Message:
    """Post to a chat with everything the call asks for."""
    extras = call.extras(chat)
    message = call.telegram.post(chat, call.bot, content, **extras)
    if message.effect:
        chat.reply_keyboard = None if message.effect.get("remove_keyboard") else message.effect
    return message


def _send_file(call: Call, kind: str) -> dict[str, Any]:
    chat = call.chat()
    content = media(call, kind, call.params)
    return deliver(call, chat, content | call.caption()).view()


def media(call: Call, kind: str, params: Params) -> Content:
    """Media content from an upload or a file_id under the name of its kind."""
    source = params.upload(kind)
    if source is None:
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    shape = {
        name: params.integer(name) for name in ("duration", "width", "height", "length") if params.has(name)
    }
    if params.flag("has_spoiler"):
        shape["has_media_spoiler"] = True
    spoiler = shape.pop("has_media_spoiler", None)
    content = call.telegram.files.content(kind, source, **shape)
    return content | ({"has_media_spoiler": True} if spoiler else {})


def send_message(call: Call) -> dict[str, Any]:
    chat = call.chat()
    return deliver(call, chat, call.text()).view()


def send_photo(call: Call) -> dict[str, Any]:
    return _send_file(call, "photo")


def send_document(call: Call) -> dict[str, Any]:
    return _send_file(call, "document")


def send_voice(call: Call) -> dict[str, Any]:
    return _send_file(call, "voice")


def send_video(call: Call) -> dict[str, Any]:
    return _send_file(call, "video")


def send_video_note(call: Call) -> dict[str, Any]:
    return _send_file(call, "video_note")


def send_sticker(call: Call) -> dict[str, Any]:
    return _send_file(call, "sticker")


def send_audio(call: Call) -> dict[str, Any]:
    return _send_file(call, "audio")


def send_animation(call: Call) -> dict[str, Any]:
    return _send_file(call, "animation")


def send_contact(call: Call) -> dict[str, Any]:
    chat = call.chat()
    if not call.params.text("phone_number") or not call.params.text("first_name"):
        raise bad("contact's phone number and first name must be non-empty")
    fields = {name: call.params.text(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
    return deliver(call, chat, {"contact": {name: value for name, value in fields.items() if value}}).view()


def send_location(call: Call) -> dict[str, Any]:
    chat = call.chat()
    place = {name: call.params.number(name) for name in ("latitude", "longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad("can't parse location: invalid coordinates specified")
    return deliver(call, chat, {"location": place}).view()


def send_media_group(call: Call) -> list[dict[str, Any]]:
    chat = call.chat()
    items = call.params.json("media")
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad("group send failed: 2 to 10 media expected")
    contents = [album_item(call, item) for item in items]
    if len({next(iter(c)) in ("photo", "video") or next(iter(c)) for c in contents}) > 1:
        raise bad("can't use the media of the specified type in the album")
    extras = call.extras(chat) | {"album": call.telegram.next_album()}
    return [call.telegram.post(chat, call.bot, content, **extras).view() for content in contents]


def album_item(call: Call, item: dict[str, Any]) -> Content:
    """One `InputMedia…` as message content."""
    kind = item.get("type", "")
    if kind not in (*ALBUM_KINDS, "animation"):
        raise bad("can't parse InputMedia: unknown media type specified")
    fields = Params({**item, kind: item.get("media")}, call.params.files)
    return media(call, kind, fields) | call.caption(item)


def send_chat_action(call: Call) -> bool:
    chat = call.chat()
    action = call.params.text("action")
    if action not in ACTIONS:
        raise bad("wrong parameter action in request")
    call.telegram.changes.add("typing", chat=chat.key, action=action)
    return True


def answer_callback_query(call: Call) -> bool:
    query = call.telegram.queries.get(call.params.text("callback_query_id"))
    fresh = query is not None and call.telegram.clock.seconds() - query.at <= 900
    if query is None or query.answer is not None or not fresh:
        raise bad(refusals.OLD_QUERY)
    text = call.params.text("text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    query.answer = {"text": text, "alert": call.params.flag("show_alert"), "url": call.params.text("url")}
    call.telegram.changes.add("toast", user=query.user.id, query=query.id, **query.answer)
    return True


METHODS = (
    send_message, send_photo, send_document, send_voice, send_video, send_video_note, send_sticker,
    send_audio, send_animation, send_contact, send_location, send_media_group, send_chat_action,
    answer_callback_query,
)  # fmt: skip
