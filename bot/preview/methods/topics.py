"""Topics of forums, and of private chats where the bot has them."""

from __future__ import annotations

from typing import Any

from bot.preview import refusals
from bot.preview.chats import Chat, Topic
from bot.preview.methods.call import Call
from bot.preview.refusals import bad

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
NAME_LIMIT = 128


def _forum(call: Call) -> Chat:
    chat = call.chat()
    if chat.private and not call.bot.private_topics:
        raise bad("the chat is not a forum")
    if not chat.private and not chat.forum:
        raise bad("the chat is not a forum")
    call.need_right(chat, "can_manage_topics", "create a topic")
    return chat


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call.params.integer("message_thread_id"))
    if topic is None or topic.gone:
        raise bad("TOPIC_ID_INVALID" if topic is None else refusals.THREAD_GONE)
    return topic


def create_forum_topic(call: Call) -> dict[str, Any]:
    chat = _forum(call)
    name, color = call.params.text("name").strip(), call.params.integer("icon_color") or COLORS[0]
    if not 1 <= len(name) <= NAME_LIMIT:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    if color not in COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    made = call.telegram.post(chat, call.bot, {"forum_topic_created": {"name": name, "icon_color": color}})
    made.thread = made.id
    topic = chat.topics[made.id] = Topic(made.id, name, color)
    call.telegram.changes.add("chat", chat=chat.key)
    return topic.view()


def edit_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat)
    name = call.params.text("name") or topic.name
    if name == topic.name:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    call.telegram.post(chat, call.bot, {"forum_topic_edited": {"name": name}}, thread=topic.id)
    call.telegram.changes.add("chat", chat=chat.key)
    return True


def close_forum_topic(call: Call) -> bool:
    return _close(call, closed=True)


def reopen_forum_topic(call: Call) -> bool:
    return _close(call, closed=False)


def _close(call: Call, *, closed: bool) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    name = "forum_topic_closed" if closed else "forum_topic_reopened"
    call.telegram.post(chat, call.bot, {name: {}}, thread=topic.id)
    return True


def delete_forum_topic(call: Call) -> bool:
    chat = _forum(call)
    topic = _topic(call, chat)
    topic.gone = "not found"
    for message in chat.live():
        if message.thread == topic.id:
            call.telegram.remove(message)
    return True


METHODS = (create_forum_topic, edit_forum_topic, close_forum_topic, reopen_forum_topic, delete_forum_topic)
