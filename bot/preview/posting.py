"""What can come with a message, and which bots hear it."""

from __future__ import annotations

from typing import Any, TypedDict

from bot.preview.messages import Message
from bot.preview.users import BotAccount


class Extras(TypedDict, total=False):
    """Fields of a `Message` besides its content."""

    thread: int | None
    reply_to: Message | None
    quote: dict[str, Any] | None
    keyboard: dict[str, Any] | None
    album: str
    origin: dict[str, Any] | None
    protected: bool
    silent: bool
    anonymous: bool
    effect: dict[str, Any]


def hears(bot: BotAccount, message: Message) -> bool:
    """A bot hears people and service messages, its own too; with privacy on only what is meant for it."""
    if isinstance(message.sender, BotAccount) and not message.is_service:
        return False
    chat = message.chat
    if chat.private or bot.reads_all or message.is_service:
        return True
    member = chat.member(bot)
    if member is not None and member.status in ("administrator", "creator"):
        return True
    replied = message.reply_to is not None and message.reply_to.sender is bot
    return replied or message.text.startswith("/") or f"@{bot.username}" in message.text
