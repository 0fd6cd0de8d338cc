"""How the page sees the local Telegram: plain JSON of people, chats, messages and faults."""

from __future__ import annotations

from typing import Any

from bot.preview.changes import Change
from bot.preview.chats import Chat
from bot.preview.messages import Message
from bot.preview.telegram import LocalTelegram
from bot.preview.users import BotAccount, User

Json = dict[str, Any]


def state(telegram: LocalTelegram) -> Json:
    """Everything, as of change `number`."""
    return {
        "number": telegram.changes.last,
        "run": telegram.run,
        "clock": clock(telegram),
        "bots": [bot(b) for b in telegram.bots.values()],
        "people": [user(telegram, u) for u in telegram.users.values() if not u.is_bot],
        "chats": [chat(c) | {"messages": [message(m) for m in c.live()]} for c in telegram.chats.values()],
        "faults": faults(telegram),
    }


def clock(telegram: LocalTelegram) -> Json:
    ahead = int(telegram.clock.ahead.total_seconds())
    return {"now": telegram.clock.seconds(), "ahead": ahead}


def faults(telegram: LocalTelegram) -> list[Json]:
    return [fault.view() for fault in telegram.faults.all]


def bot(account: BotAccount) -> Json:
    """A bot with its default commands and its descriptions."""
    scopes = [account.settings.get(f"commands:{scope}:") for scope in ("all_private_chats", "default")]
    return account.view() | {
        "commands": next((commands for commands in scopes if commands), []),
        "description": account.settings.get("description:", ""),
    }


def user(telegram: LocalTelegram, person: User) -> Json:
    """A person and the chats on that phone: first the bot's."""
    if telegram.bots:
        telegram.private(telegram.the_bot, person)
    mine = [c.key for c in telegram.chats.values() if person in c.people() and not c.moved_to]
    about = {name: getattr(person, name) for name in ("key", "role", "about", "kind", "prompts", "phone")}
    return person.view() | about | {"chats": mine}


def chat(room: Chat) -> Json:
    return room.view() | {
        "key": room.key,
        "private": room.private,
        "started": room.started,
        "blocked": room.blocked,
        "moved_to": room.moved_to,
        "pinned": room.pinned,
        "reply_keyboard": room.reply_keyboard,
        "members": [m.user.view() | {"status": m.status} for m in room.members.values() if m.present],
        "topics": [t.view() | {"closed": t.closed, "gone": t.gone} for t in room.topics.values()],
    }


def message(one: Message) -> Json:
    """A message of the Bot API with what only an app knows."""
    return one.view() | {
        "key": one.chat.key,
        "touched": one.touched,
        "silent": one.silent,
        "service": one.is_service,
        "versions": len(one.versions),
        "reactions": [r.get("emoji", "") for given in one.reactions.values() for r in given],
    }


def change(telegram: LocalTelegram, one: Change) -> Json:
    """A change with the present state of what it touched."""
    body = dict(one.body)
    match one.kind:
        case "message":
            room = telegram.chats[body["chat"]]
            body["message"] = message(room.messages[body["message"]])
            body["reply_keyboard"] = room.reply_keyboard
        case "chat":
            body["chat"] = chat(telegram.chats[body["chat"]])
            body["people"] = [user(telegram, u) for u in telegram.users.values() if not u.is_bot]
        case "user":
            body["people"] = [user(telegram, u) for u in telegram.users.values() if not u.is_bot]
        case "bot":
            body["bots"] = [bot(b) for b in telegram.bots.values()]
        case "clock":
            body["clock"] = clock(telegram)
        case "faults":
            body["faults"] = faults(telegram)
    return {"number": one.number, "kind": one.kind, **body}
