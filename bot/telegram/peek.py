"""What can be read of a raw update before, or without, believing the rest of it.

Everything here takes any JSON value and never raises: whatever is missing or of the wrong type is
`None`, 0 or "".
"""

from __future__ import annotations

from math import isfinite
from typing import Any

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
NOBODY = 0

DEEPEST, LONGEST = 50, 20_000  # levels and characters; Telegram's own end at about 10 and 4,096
_HELD = 1 << 63  # what no column holds

_OF_PRESSED = ("message_id", "date", "chat", "message_thread_id")
_ALONE = frozenset({"message_id", "from", "chat", "date", "text"})  # a text and nothing else


def update_id_of(raw: Any) -> int | None:
    """The update's number, if it fits a database's integer."""
    number = _whole(raw.get("update_id")) if isinstance(raw, dict) else None
    return number if number is not None and number >= 0 else None


def absurd(raw: dict[str, Any]) -> bool:
    """Whether a value stands in it that Telegram never sends and that breaks further on, each time anew."""
    left: list[tuple[Any, int]] = [(raw, 0)]
    while left:
        value, depth = left.pop()
        match value:
            case dict():
                left += [(inner, depth + 1) for inner in value.values()]
            case list():
                left += [(inner, depth + 1) for inner in value]
        if depth > DEEPEST or _unheld(value):
            return True
    return _no_account(_body(raw))


def _unheld(value: Any) -> bool:
    match value:
        case int():
            return not -_HELD <= value < _HELD
        case float():
            return not isfinite(value)
        case str():
            return len(value) > LONGEST
    return False


def _no_account(body: dict[str, Any]) -> bool:
    """A sender or a private chat that is no account: an answer would go to a group, or nowhere."""
    who, chats = body.get("from"), [body.get("chat")]
    if isinstance(pressed := body.get("message"), dict):
        chats.append(pressed.get("chat"))
    private = [chat for chat in chats if isinstance(chat, dict) and chat.get("type") == "private"]
    return any((_id(one) or 0) <= NOBODY for one in (who, *private) if isinstance(one, dict))


def kind_of(raw: dict[str, Any]) -> str | None:
    """Which of `KINDS` the update is; None for a kind we never asked for."""
    return next((kind for kind in KINDS if isinstance(raw.get(kind), dict)), None)


def sender_of(raw: dict[str, Any]) -> int:
    """Whose queue the update belongs to: the account, else the chat, else `NOBODY`."""
    body = _body(raw)
    return _id(body.get("from")) or _id(body.get("chat")) or NOBODY


def private_sender_of(raw: dict[str, Any]) -> int | None:
    """The account to answer to, if the update came from its private chat and both can be read."""
    body = _body(raw)
    message = body.get("message") if kind_of(raw) == "callback_query" else body
    chat = message.get("chat") if isinstance(message, dict) else None
    sender = _id(body.get("from"))
    private = isinstance(chat, dict) and chat.get("type") == "private" and _id(chat) == sender
    return sender if private and sender and sender > NOBODY else None


def lone_text(raw: dict[str, Any]) -> str:
    """The words of a private message that is a text and nothing else; "" for any other update."""
    body = raw.get("message")
    if not isinstance(body, dict) or not body.keys() <= _ALONE or private_sender_of(raw) is None:
        return ""
    text = body.get("text")
    return text if isinstance(text, str) and not text.startswith("/") else ""


def same_press(raw: dict[str, Any]) -> tuple[Any, ...] | None:
    """What tells a press from another one by the same finger; None for any other update."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return None
    return (query.get("data"), message.get("message_id"), private_sender_of(raw))


def lean(raw: dict[str, Any]) -> dict[str, Any]:
    """A press without the words and buttons of our own message: nobody reads them, they would be stored."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return raw
    kept = {name: message[name] for name in _OF_PRESSED if name in message}
    return {**raw, "callback_query": {**query, "message": kept}}


def with_text(raw: dict[str, Any], text: str) -> dict[str, Any]:
    """The same message with other words."""
    return {**raw, "message": {**raw["message"], "text": text}}


def _body(raw: dict[str, Any]) -> dict[str, Any]:
    kind = kind_of(raw)
    return raw[kind] if kind else {}


def _id(thing: Any) -> int | None:
    return _whole(thing.get("id")) if isinstance(thing, dict) else None


def _whole(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool) and -_HELD <= value < _HELD
    return value if whole else None
