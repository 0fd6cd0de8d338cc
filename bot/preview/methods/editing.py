"""Editing, deleting, pinning and reacting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.preview import keyboards, refusals
from bot.preview.chats import Chat
from bot.preview.messages import Content, Message
from bot.preview.methods.call import Call
from bot.preview.methods.sending import album_item
from bot.preview.refusals import bad

DELETE_WITHIN = 48 * 3600


def _edit(call: Call, change: Callable[[Message], Content]) -> dict[str, Any]:
    """Edit the bot's own message; refuses an edit that changes nothing."""
    chat = call.chat()
    message = call.message(chat, refusals.EDIT_GONE)
    if message.sender is not call.bot or message.is_service or message.origin:
        raise bad(refusals.NOT_EDITABLE)
    content = change(message)
    markup = call.markup()
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    keyboard = keyboards.inline(markup) if markup else None
    if content == message.content and keyboard == message.keyboard:
        raise bad(refusals.NOT_MODIFIED)
    return rewrite(call, message, content, keyboard)


def rewrite(
    call: Call, message: Message, content: Content, keyboard: dict[str, Any] | None
) -> dict[str, Any]:
    if content != message.content:
        message.versions.append(message.content)
        message.edited = call.telegram.clock.seconds()
    message.content, message.keyboard = content, keyboard
    call.telegram.changed(message)
    return message.view()


def edit_message_text(call: Call) -> dict[str, Any]:
    def change(message: Message) -> Content:
        if "text" not in message.content:
            raise bad("there is no text in the message to edit")
        return call.text()

    return _edit(call, change)


def edit_message_caption(call: Call) -> dict[str, Any]:
    def change(message: Message) -> Content:
        if not message.media:
            raise bad("there is no caption in the message to edit")
        kept = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
        return kept | call.caption()

    return _edit(call, change)


def edit_message_media(call: Call) -> dict[str, Any]:
    def change(message: Message) -> Content:
        if "text" in message.content:
            raise bad("there is no media in the message to edit")
        item = call.params.json("media")
        if not isinstance(item, dict):
            raise bad("can't parse InputMedia: object expected")
        return album_item(call, item)

    return _edit(call, change)


def edit_message_reply_markup(call: Call) -> dict[str, Any]:
    return _edit(call, lambda message: message.content)


def delete_message(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, refusals.DELETE_GONE)
    if not _deletable(call, chat, message):
        raise bad(refusals.NOT_DELETABLE)
    call.telegram.remove(message)
    return True


def delete_messages(call: Call) -> bool:
    chat = call.chat()
    for message in call.each(chat, lambda m: _deletable(call, chat, m)):
        call.telegram.remove(message)
    return True


def _deletable(call: Call, chat: Chat, message: Message) -> bool:
    """Within 48 hours; in a group another's message only with the right to."""
    if call.telegram.clock.seconds() - message.date >= DELETE_WITHIN:
        return False
    member = chat.member(call.bot)
    return chat.private or message.sender is call.bot or bool(member and member.may("can_delete_messages"))


def pin_chat_message(call: Call) -> bool:
    chat = call.chat()
    call.need_right(chat, "can_pin_messages", "manage pinned messages in the chat")
    message = call.message(chat, refusals.PIN_GONE)
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    call.telegram.post(chat, call.bot, {"pinned_message": message.view(inner=True)}, thread=message.thread)
    call.telegram.changes.add("chat", chat=chat.key)
    return True


def unpin_chat_message(call: Call) -> bool:
    chat = call.chat()
    call.need_right(chat, "can_pin_messages", "manage pinned messages in the chat")
    number = call.params.integer("message_id") or (chat.pinned or [0])[-1]
    if number not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(number)
    call.telegram.changes.add("chat", chat=chat.key)
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    chat = call.chat()
    call.need_right(chat, "can_pin_messages", "manage pinned messages in the chat")
    chat.pinned.clear()
    call.telegram.changes.add("chat", chat=chat.key)
    return True


def set_message_reaction(call: Call) -> bool:
    chat = call.chat()
    message = call.message(chat, "message to react not found")
    reactions = call.params.json("reaction") or []
    if len(reactions) > 1 or any(r.get("type") == "emoji" and not r.get("emoji") for r in reactions):
        raise bad("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    call.telegram.changed(message)
    return True


METHODS = (
    edit_message_text, edit_message_caption, edit_message_media, edit_message_reply_markup, delete_message,
    delete_messages, pin_chat_message, unpin_chat_message, unpin_all_chat_messages, set_message_reaction,
)  # fmt: skip
