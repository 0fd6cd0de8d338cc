"""The command menu of the chat: neutral words, for the phone may be in other hands."""

from __future__ import annotations

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.telegram.texts import Texts

MENU = ("start", "human", "mine", "data", "erase")

log = structlog.get_logger()


async def publish(bot: Bot, texts: Texts) -> None:
    """Sets the menu; a bot without it still works."""
    commands = [BotCommand(command=name, description=texts.label(f"common-command_{name}")) for name in MENU]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
    except AiogramError as refused:
        log.warning("no command menu", error=type(refused).__name__)
