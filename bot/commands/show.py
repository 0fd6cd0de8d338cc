"""The preview: the whole bot against its own local Telegram, with example people, in the browser.

Data and key are thrown away at the end: the local Telegram forgets everything too.
"""

from __future__ import annotations

import asyncio
import socket
import tempfile
from contextlib import suppress
from pathlib import Path

import typer

from bot.app import App, build, make_bot
from bot.core.people import Role, Shift
from bot.preview.example import Example, set_example
from bot.preview.http import run_bot_api
from bot.preview.telegram import LocalTelegram
from bot.review.book import Book
from bot.review.web import ADDRESS, Review
from bot.settings import Settings
from bot.stopping import stop_on_signals
from bot.storage import volunteers
from bot.storage.database import Tx
from bot.storage.keys import MasterKey

ROLES = {"olga": Role.MANAGER, "irina": Role.TRANSLATOR, "natalya": Role.COORDINATOR}
LINKS = ((ADDRESS, "Все экраны"),)
SHIFTS = {"olga": Shift.CALL, "irina": Shift.ON, "natalya": Shift.OFF}


async def show(settings: Settings, root: Path) -> None:
    """Serves until Ctrl+C."""
    stopping = asyncio.Event()
    stop_on_signals(stopping)
    telegram = LocalTelegram()
    example = set_example(telegram)
    clock = telegram.clock.now
    review = Review(lambda: Book.load(root, clock=clock, zone=settings.zone), clock)
    port = _free(settings.preview_host, settings.preview_port)
    with tempfile.TemporaryDirectory(prefix="ryadom-") as folder:
        async with run_bot_api(
            telegram, host=settings.preview_host, port=port, extra_routes=review.routes(), links=LINKS
        ) as served:
            mine = settings.model_copy(
                update={
                    "telegram_api_url": served.url,
                    "data_dir": Path(folder) / "data",
                    "staff_chat_id": example.staff.chat.id,
                }
            )
            bot = make_bot(mine, example.bot.token)
            async with build(mine, root, bot=bot, master=MasterKey.throwaway(), clock=clock) as app:
                await _settle_in(app, example)
                review.follow(lambda: app.content.texts.facts)
                typer.echo(f"\n  «Рядом» запущен: откройте {served.url}\n  Остановить: Ctrl+C\n")
                await app.run(stopping)


async def _settle_in(app: App, example: Example) -> None:
    """The team is invited and at work; time moved by hand fires what falls due."""
    await app.database.write(_hire, example)
    for key in ROLES:
        await example.people[key].starts()

    async def moved(_: object) -> None:
        await app.clockwork.fire()
        app.clockwork.wake()
        app.sender.wake()

    example.telegram.clock.on_advance(moved)


def _hire(tx: Tx, example: Example) -> None:
    for key, role in ROLES.items():
        user = example.people[key].user
        number = volunteers.add(tx, user.id, user.first_name, role, state="active", invited_by=None)
        volunteers.set_shift(tx, number, SHIFTS[key])


def _free(host: str, wanted: int) -> int:
    """The wanted port, or any free one where another program has it."""
    with suppress(OSError), socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, wanted))
        return wanted
    typer.echo(f"Порт {wanted} занят, беру свободный. Свой порт: PREVIEW_PORT=8081")
    return 0
