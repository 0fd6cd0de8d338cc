"""`python -m bot run`: Telegram with a token, the local one with its page without."""

from __future__ import annotations

from pathlib import Path

import typer

from bot import logs
from bot.app import live, make_bot
from bot.commands import show
from bot.commands.refused import sentence
from bot.content import BrokenContentError
from bot.core.flow.library import BrokenFlows
from bot.settings import Settings
from bot.storage.errors import StorageBroken, StorageRefused
from bot.storage.keys import MasterKey
from bot.telegram import supervisor
from bot.telegram.receiver import TokenDeadError
from bot.telegram.texts import TextsBrokenError

BROKEN = (BrokenContentError, BrokenFlows, TextsBrokenError)


def run(settings: Settings, root: Path) -> int:
    """The exit status: 0 after a clean stop, 1 when something has to be mended first."""
    logs.configure(settings.log_format)
    try:
        supervisor.run(show.show(settings, root) if settings.preview else _telegram(settings, root))
    except StorageRefused as refused:
        return _say(sentence(refused))
    except StorageBroken:
        return _say(
            "Диск или база отказали. Бот остановлен, непрочитанное осталось у Telegram. Проверьте диск."
        )
    except TokenDeadError:
        return _say("Telegram не принимает BOT_TOKEN. Проверьте токен у @BotFather.")
    except BROKEN as broken:
        return _say(
            f"Потоки или тексты с ошибками, запускать нельзя:\n{broken}\nПодробно: python -m bot check"
        )
    return 0


async def _telegram(settings: Settings, root: Path) -> None:
    assert settings.bot_token is not None  # noqa: S101 - the settings have been checked
    assert settings.master_key_file is not None  # noqa: S101
    master = MasterKey.load(settings.master_key_file, settings.data_dir)
    bot = make_bot(settings, settings.bot_token.get_secret_value())
    await live(settings, root, bot=bot, master=master)


def _say(sentence: str) -> int:
    typer.echo(sentence, err=True)
    return 1
