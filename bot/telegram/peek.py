"""What can be read of a raw update before, or without, believing the rest of it.

Everything here takes any JSON value and never raises: whatever is missing or of the wrong type is
`None`, 0 or "".
"""

from __future__ import annotations

from typing import Any

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
NOBODY = 0

_OF_PRESSED = ("message_id", "date", "chat", "message_thread_id")
_ALONE = frozenset({"message_id", "from", "chat", "date", "text"})  # a text and nothing else


def update_id_of(raw: Any) -> int | None:
    """The update's number, if it fits a database's integer."""
    number = _whole(raw.get("update_id")) if isinstance(raw, dict) else None
    return number if number is not None and 0 <= number < 1 << 63 else None


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
    return sender if private and sender else None


def lone_text(raw: dict[str, Any]) -> str:
    """The words of a private message that is a text and nothing else; "" for any other update."""
    body = raw.get("message")
    if not isinstance(body, dict) or not body.keys() <= _ALONE or private_sender_of(raw) is None:
        return ""
    text = body.get("text")
    return text if isinstance(text, str) and not text.startswith("/") else ""


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
    return value if isinstance(value, int) and not isinstance(value, bool) else None
