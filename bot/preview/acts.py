"""What a person does in Telegram: write, send files, press, edit, forward, open a link, block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack
from urllib.parse import parse_qs, urlsplit

from bot.preview.chats import Chat
from bot.preview.entities import Entity, cleaned, cut, trimmed, units, with_found
from bot.preview.messages import Content, Message
from bot.preview.methods.copying import origin
from bot.preview.posting import Extras, hears
from bot.preview.telegram import LocalTelegram, Query
from bot.preview.users import BotAccount, User

TEXT_LIMIT = 4096


class CannotDo(Exception):
    """Telegram's app would not let the person do this; why, in one word (the page has its sentence)."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a press: a query on its way, a link, a copied text, or a message that was sent."""

    query: Query | None = None
    url: str = ""
    copied: str = ""
    sent: Message | None = None


def say(
    telegram: LocalTelegram, user: User, chat: Chat, content: Content, **extras: Unpack[Extras]
) -> Message:
    """Post any content as a person; the first word to a bot starts it."""
    if chat.private:
        if chat.blocked:
            raise CannotDo("blocked")
        chat.started = True
    elif chat.member(user) is None:
        raise CannotDo("not-member")
    return telegram.post(chat, user, content, **extras)


def write(
    telegram: LocalTelegram, user: User, chat: Chat, text: str, entities: list[Entity] | None = None,
    **extras: Unpack[Extras],
) -> list[Message]:  # fmt: skip
    """Text as an app sends it: too long a text goes as several messages."""
    contents = [text_content(piece, entities or []) for piece in _pieces(text)]
    if not contents:
        raise CannotDo("empty")
    return [say(telegram, user, chat, content, **extras) for content in contents]


def text_content(text: str, entities: list[Entity]) -> Content:
    text, entities = trimmed(cleaned(text), entities)
    marked = with_found(text, entities)
    return {"text": text} | ({"entities": marked} if marked else {})


def caption_content(text: str) -> Content:
    """The same as a caption: no fields at all for an empty one."""
    content = text_content(text, []) if text.strip() else {}
    return {_CAPTION_NAMES[name]: value for name, value in content.items()}


_CAPTION_NAMES = {"text": "caption", "entities": "caption_entities"}


def _pieces(text: str) -> list[str]:
    text = cleaned(text).strip()
    size = units(text)
    cuts = [cut(text, at, TEXT_LIMIT) for at in range(0, size, TEXT_LIMIT)]
    return [piece for piece in cuts if piece.strip()]


def start(telegram: LocalTelegram, user: User, bot: BotAccount, payload: str = "") -> Message:
    """Press «Start», also by a deep link; lets a blocked bot in again."""
    chat = telegram.private(bot, user)
    telegram.set_blocked(chat, False)
    return write(telegram, user, chat, f"/start {payload}".strip())[0]


def share_contact(telegram: LocalTelegram, user: User, chat: Chat) -> Message:
    """One's own phone number, as the reply keyboard's button sends it."""
    contact = {"phone_number": user.phone, "first_name": user.first_name, "user_id": user.id}
    return say(
        telegram, user, chat, {"contact": contact | ({"last_name": user.last_name} if user.last_name else {})}
    )


def forward(telegram: LocalTelegram, user: User, chat: Chat, message: Message) -> Message:
    return say(telegram, user, chat, dict(message.content), origin=origin(message))


def edit(
    telegram: LocalTelegram, user: User, message: Message, text: str, entities: list[Entity] | None = None
) -> None:
    """Change one's own text or caption; the bots that heard it hear of it."""
    if message.sender is not user or message.deleted:
        raise CannotDo("not-own")
    changed = text_content(text, entities or [])
    if message.media:
        changed = {_CAPTION_NAMES[name]: value for name, value in changed.items()}
    elif not changed["text"]:
        raise CannotDo("empty")
    kept = {k: v for k, v in message.content.items() if k not in _WORDS}
    message.versions.append(message.content)
    message.content = kept | changed
    message.edited = telegram.clock.seconds()
    telegram.changed(message)
    for bot in message.chat.bots():
        if hears(bot, message):
            bot.updates.push("edited_message", message.view())


_WORDS = ("text", "entities", "caption", "caption_entities")


def delete(telegram: LocalTelegram, user: User, message: Message) -> None:
    """Take a message back; no bot learns of it."""
    if message.sender is not user and not message.chat.private:
        raise CannotDo("not-own")
    telegram.remove(message)


def react(telegram: LocalTelegram, user: User, message: Message, emoji: str) -> None:
    message.reactions[user.id] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    telegram.changed(message)


def press(telegram: LocalTelegram, user: User, message: Message, button: dict[str, Any]) -> Pressed:
    """Press an inline button, whatever kind it is. A message may change under the finger: data decide."""
    if "callback_data" in button:
        return Pressed(query=query(telegram, user, message, str(button["callback_data"])))
    if "copy_text" in button:
        user.clipboard = str(button["copy_text"]["text"])
        return Pressed(copied=user.clipboard)
    if "url" in button:
        return open_link(telegram, user, str(button["url"]))
    return Pressed()


def query(telegram: LocalTelegram, user: User, message: Message, data: str) -> Query:
    """Send callback data to the bot; a forged or an old button is sent in the same way."""
    made = Query(str(4_000_000_000 + len(telegram.queries)), user, message, data, telegram.clock.seconds())
    telegram.queries[made.id] = made
    for bot in message.chat.bots():
        if message.sender is bot:
            bot.updates.push("callback_query", made.view())
    return made


def open_link(telegram: LocalTelegram, user: User, url: str) -> Pressed:
    """A t.me link to one of our bots starts it; any other link is only noted."""
    user.opened.append(url)
    parts = urlsplit(url if "://" in url else f"https://{url}")
    asked = parse_qs(parts.query)
    name = asked["domain"][0] if parts.scheme == "tg" and "domain" in asked else parts.path.strip("/")
    ours = parts.scheme == "tg" or parts.netloc in ("t.me", "telegram.me")
    for bot in telegram.bots.values():
        if ours and name.lower() == bot.username.lower():
            return Pressed(url=url, sent=start(telegram, user, bot, asked.get("start", [""])[0]))
    return Pressed(url=url)


def press_reply(telegram: LocalTelegram, user: User, chat: Chat, caption: str) -> Message:
    """Press a button of the reply keyboard: its words are sent, or one's contact."""
    board = chat.reply_keyboard or {}
    buttons = [button for row in board.get("keyboard", []) for button in row]
    button = next((b for b in buttons if b["text"] == caption), None)
    if button is None:
        raise CannotDo("no-button")
    if board.get("one_time_keyboard"):
        chat.reply_keyboard = None
    if button.get("request_contact"):
        return share_contact(telegram, user, chat)
    return write(telegram, user, chat, caption)[0]


def quote_of(message: Message, words: str) -> dict[str, Any]:
    """A piece of a message as a person quotes it."""
    at = message.text.find(words)
    if at < 0:
        raise CannotDo("no-quote")
    return {"text": words, "position": units(message.text[:at]), "is_manual": True}
