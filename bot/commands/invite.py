"""`python -m bot invite ROLE`: the first link into the team, made while the bot is stopped."""

from __future__ import annotations

import asyncio

import typer

from bot import clock
from bot.app import make_bot
from bot.commands.refused import sentence
from bot.core.people import Role
from bot.services import staff
from bot.settings import Settings
from bot.storage.errors import StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.store import Store


def invite(settings: Settings, role: str) -> int:
    """Prints a link that works once, for 72 hours; a leader confirms whoever opens it."""
    if role not in set(Role):
        return _refuse(f"Роль «{role}» мне не знакома. Бывают: {', '.join(Role)}.")
    if settings.bot_token is None or settings.master_key_file is None:
        return _refuse("Нужны BOT_TOKEN и MASTER_KEY_FILE. В предпросмотре все уже приглашены: make run.")
    try:
        master = MasterKey.load(settings.master_key_file, settings.data_dir)
        store = Store(settings.data_dir, master, clock=clock.now)
    except StorageRefused as refused:
        return _refuse(f"{sentence(refused)} Пока бот работает, приглашают из него: /desk.")
    try:
        payload = store.write(staff.invite_from_outside, Role(role))
    finally:
        store.close()
    name = asyncio.run(_username(settings))
    typer.echo(f"https://t.me/{name}?start={payload}")
    return 0


async def _username(settings: Settings) -> str:
    assert settings.bot_token is not None  # noqa: S101 - checked above
    bot = make_bot(settings, settings.bot_token.get_secret_value())
    try:
        return (await bot.me()).username or ""
    finally:
        await bot.session.close()


def _refuse(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return 1
