"""What the page does in a person's name. Each takes a JSON body and answers with plain JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.preview import acts
from bot.preview.acts import CannotDo
from bot.preview.chats import Chat
from bot.preview.keys import TELEGRAM
from bot.preview.messages import Message
from bot.preview.params import Upload
from bot.preview.posting import Extras
from bot.preview.telegram import LocalTelegram
from bot.preview.users import User

Act = Callable[[web.Request], Awaitable[Any]]
KINDS = ("photo", "document", "voice", "video", "audio", "video_note", "animation", "sticker")


def _who(request: web.Request) -> tuple[LocalTelegram, User]:
    telegram = request.app[TELEGRAM]
    return telegram, telegram.users[int(request.match_info["user"])]


def _chat(telegram: LocalTelegram, user: User, key: Any) -> Chat:
    chat = telegram.chats[str(key)]
    if user not in chat.people():
        raise CannotDo("not-member")
    return chat


def _message(chat: Chat, number: Any) -> Message:
    if (message := chat.found(int(number))) is None:
        raise CannotDo("gone")
    return message


def _extras(chat: Chat, body: Any) -> Extras:
    """`reply_to` (a message id), `quote` (words of it), `thread`."""
    extras: Extras = {}
    if body.get("thread"):
        extras["thread"] = int(body["thread"])
    if body.get("reply_to"):
        target = extras["reply_to"] = _message(chat, body["reply_to"])
        if target.thread:
            extras["thread"] = target.thread
        if body.get("quote"):
            extras["quote"] = acts.quote_of(target, str(body["quote"]))
    return extras


async def write(request: web.Request) -> Any:
    """``{chat, text, reply_to?, quote?, thread?}``"""
    telegram, user = _who(request)
    body = await request.json()
    chat = _chat(telegram, user, body["chat"])
    sent = acts.write(telegram, user, chat, str(body["text"]), **_extras(chat, body))
    return {"message": sent[-1].id}


async def send_files(request: web.Request) -> Any:
    """A form: chat, kind, caption, duration, reply_to, and one or more `file`s (several make an album)."""
    telegram, user = _who(request)
    form = await request.post()
    chat = _chat(telegram, user, form["chat"])
    files = [f for f in form.getall("file") if isinstance(f, FileField)]
    kind = str(form["kind"])
    if kind not in KINDS or not 1 <= len(files) <= 10:
        raise CannotDo("bad-file")
    extras = _extras(chat, form) | {"album": telegram.next_album() if len(files) > 1 else ""}
    for index, file in enumerate(files):
        caption = str(form.get("caption", "")) if index == 0 else ""
        duration = int(str(form.get("duration", 0) or 0))
        acts.say(telegram, user, chat, _content(telegram, kind, file, caption, duration), **extras)
    return None


def _content(telegram: LocalTelegram, kind: str, file: FileField, caption: str, duration: int) -> Any:
    upload = Upload(file.file.read(), file.filename, file.content_type)
    shape = {"duration": duration} if kind in ("voice", "audio", "video", "video_note") else {}
    content = telegram.files.content(kind, upload, **shape)
    return content | acts.caption_content(caption)


async def share(request: web.Request) -> Any:
    """``{chat, what: "contact" | "location"}``"""
    telegram, user = _who(request)
    body = await request.json()
    chat = _chat(telegram, user, body["chat"])
    if body["what"] == "contact":
        acts.share_contact(telegram, user, chat)
    else:
        acts.say(telegram, user, chat, {"location": {"latitude": 38.5816, "longitude": -121.4944}})


async def edit(request: web.Request) -> Any:
    """``{chat, message, text}``"""
    telegram, user = _who(request)
    body = await request.json()
    message = _message(_chat(telegram, user, body["chat"]), body["message"])
    acts.edit(telegram, user, message, str(body["text"]))


async def delete(request: web.Request) -> Any:
    """``{chat, message}``"""
    telegram, user = _who(request)
    body = await request.json()
    acts.delete(telegram, user, _message(_chat(telegram, user, body["chat"]), body["message"]))


async def react(request: web.Request) -> Any:
    """``{chat, message, emoji}``"""
    telegram, user = _who(request)
    body = await request.json()
    message = _message(_chat(telegram, user, body["chat"]), body["message"])
    acts.react(telegram, user, message, str(body["emoji"]))


async def forward(request: web.Request) -> Any:
    """``{chat, message, to}``"""
    telegram, user = _who(request)
    body = await request.json()
    message = _message(_chat(telegram, user, body["chat"]), body["message"])
    acts.forward(telegram, user, _chat(telegram, user, body["to"]), message)


async def press(request: web.Request) -> Any:
    """``{chat, message, row, column, text}``: refused when the button has changed under the finger."""
    telegram, user = _who(request)
    body = await request.json()
    message = _message(_chat(telegram, user, body["chat"]), body["message"])
    rows = (message.keyboard or {}).get("inline_keyboard", [])
    try:
        button = rows[int(body["row"])][int(body["column"])]
    except IndexError:
        raise CannotDo("changed") from None
    if button["text"] != body["text"]:
        raise CannotDo("changed")
    pressed = acts.press(telegram, user, message, button)
    query = pressed.query.id if pressed.query else ""
    return {"query": query, "url": pressed.url, "copied": pressed.copied, "started": pressed.sent is not None}


async def press_reply(request: web.Request) -> Any:
    """``{chat, text}``"""
    telegram, user = _who(request)
    body = await request.json()
    acts.press_reply(telegram, user, _chat(telegram, user, body["chat"]), str(body["text"]))


async def start(request: web.Request) -> Any:
    """``{payload?}``: «Start» in the chat with the bot."""
    telegram, user = _who(request)
    acts.start(telegram, user, telegram.the_bot, str((await request.json()).get("payload", "")))


async def open_link(request: web.Request) -> Any:
    """``{url}``: started is true when the link led to the bot."""
    telegram, user = _who(request)
    pressed = acts.open_link(telegram, user, str((await request.json())["url"]))
    return {"started": pressed.sent is not None}


async def block(request: web.Request) -> Any:
    """``{blocked}``: the chat with the bot."""
    telegram, user = _who(request)
    blocked = bool((await request.json())["blocked"])
    telegram.set_blocked(telegram.private(telegram.the_bot, user), blocked)


ACTS: dict[str, Act] = {
    "text": write,
    "files": send_files,
    "share": share,
    "edit": edit,
    "delete": delete,
    "react": react,
    "forward": forward,
    "press": press,
    "reply-key": press_reply,
    "start": start,
    "open": open_link,
    "block": block,
}
