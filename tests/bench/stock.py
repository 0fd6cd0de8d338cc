"""The peer: aiogram as its documentation shows it, with nothing stored. Argument: the fake API's port."""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.screen import LABELS, WORDS


async def pressed(query: CallbackQuery) -> None:
    buttons = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in LABELS]
    assert isinstance(query.message, Message)
    await query.message.edit_text(
        WORDS, reply_markup=InlineKeyboardMarkup(inline_keyboard=buttons), parse_mode="HTML"
    )
    await query.answer()


async def main(port: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{port}"))
    bot = Bot("42:TOKEN", session=session)
    dispatcher = Dispatcher()
    dispatcher.callback_query.register(pressed)
    print("ready", flush=True)
    await dispatcher.start_polling(bot, handle_signals=False)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
