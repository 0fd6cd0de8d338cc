"""The lean session: what goes over the wire, what comes back, and how failures look."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, SendMediaGroup, SendMessage
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
    User,
)
from aiohttp import web

from bot.preview.people import Person
from bot.preview.telegram import EXAMPLE_TOKEN, LocalTelegram
from bot.telegram.session import LeanSession, NotSentError, Posted, RawUpdates, _fields

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def scripted(answer: Answer) -> AsyncIterator[Bot]:
    """A server that answers every call in one way, and a bot that talks to it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.+}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        async with Bot(EXAMPLE_TOKEN, session=LeanSession(api=api, timeout=0.5)) as bot:
            yield bot
    finally:
        await runner.cleanup()


async def refusal_of(answer: Answer) -> AiogramError:
    async with scripted(answer) as bot:
        with pytest.raises(AiogramError) as caught:
            await bot(SendMessage(chat_id=1, text="секрет"))
    return caught.value


def json_answer(status: int, body: object) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


def page_answer(status: int, page: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=page, content_type="text/html")

    return answer


async def test_a_message_is_sent_and_only_its_number_comes_back(bot: Bot, marina: Person) -> None:
    await marina.starts()
    posted = await bot(SendMessage(chat_id=marina.user.id, text="<b>Привет</b> 👋", parse_mode="HTML"))
    assert isinstance(posted, Posted)
    seen = marina.messages()[-1]
    assert (seen.id, seen.text) == (posted.message_id, "Привет 👋")


async def test_other_methods_still_give_types(bot: Bot) -> None:
    me = await bot(GetMe())
    assert isinstance(me, User)
    assert me.is_bot


async def test_updates_come_as_they_are_also_malformed_ones(bot: Bot, telegram: LocalTelegram) -> None:
    await bot(RawUpdates(allowed_updates=["message"]))
    number = telegram.the_bot.updates.push_raw({"message": {"chat": "not a chat"}})
    assert await bot(RawUpdates()) == [{"update_id": number, "message": {"chat": "not a chat"}}]


async def test_a_file_still_goes_as_a_form(bot: Bot, marina: Person) -> None:
    await marina.starts()
    posted = await bot.send_document(marina.user.id, BufferedInputFile(b"paper", "a.pdf"))
    assert posted.message_id == marina.messages()[-1].id


def test_only_fields_that_are_set_go_over_the_wire() -> None:
    bot = Bot(EXAMPLE_TOKEN, default=DefaultBotProperties(protect_content=True))
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="f|1")]])
    method = SendMessage(
        chat_id=7,
        text="слова",
        entities=[MessageEntity(type="bold", offset=0, length=5)],
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(message_id=5, allow_sending_without_reply=True),
        reply_markup=keyboard,
    )
    assert _fields(method, bot) == {
        "chat_id": 7,
        "text": "слова",
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
        "link_preview_options": {"is_disabled": True},
        "protect_content": True,
        "reply_parameters": {"message_id": 5, "allow_sending_without_reply": True},
        "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "f|1"}]]},
    }


def test_lists_of_objects_and_dates_become_json() -> None:
    bot = Bot(EXAMPLE_TOKEN)
    method = SendMediaGroup(chat_id=7, media=[InputMediaPhoto(media="AgAD", caption="фото")])
    assert _fields(method, bot)["media"] == [{"type": "photo", "media": "AgAD", "caption": "фото"}]
    until = datetime(2026, 11, 24, 12, tzinfo=UTC)
    extra = SendMessage.model_validate({"chat_id": 1, "text": "x", "until_date": until})
    assert _fields(extra, bot)["until_date"] == until.timestamp()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (
            400,
            {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
            TelegramBadRequest,
        ),
        (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, TelegramUnauthorizedError),
        (403, {"ok": False, "error_code": 403, "description": "Forbidden"}, TelegramForbiddenError),
        (404, {"ok": False, "error_code": 404, "description": "Not Found"}, TelegramNotFound),
        (409, {"ok": False, "error_code": 409, "description": "Conflict"}, TelegramConflictError),
        (413, {"ok": False, "error_code": 413, "description": "Too Large"}, TelegramEntityTooLarge),
        (500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}, TelegramServerError),
        (503, {"ok": False}, TelegramServerError),
        (418, {"ok": False, "description": "teapot"}, TelegramAPIError),
        (200, {"ok": False, "description": "odd"}, TelegramAPIError),
        (200, ["not an object"], ClientDecodeError),
        (200, {"ok": True, "result": {"no": "message id"}}, ClientDecodeError),
        (200, {"ok": True, "result": None}, ClientDecodeError),
        (200, {"ok": True}, ClientDecodeError),
    ],
)
async def test_each_kind_of_failure_has_its_class(status: int, body: object, kind: type[Exception]) -> None:
    assert type(await refusal_of(json_answer(status, body))) is kind


async def test_a_flood_says_how_long_to_wait() -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 17}}
    error = await refusal_of(json_answer(429, body))
    assert isinstance(error, TelegramRetryAfter)
    assert error.retry_after == 17


async def test_a_flood_without_a_time_still_waits() -> None:
    error = await refusal_of(json_answer(429, {"ok": False, "error_code": 429, "description": "Too Many"}))
    assert isinstance(error, TelegramRetryAfter)
    assert error.retry_after > 0


async def test_a_moved_group_says_where_it_is() -> None:
    body = {
        "ok": False,
        "error_code": 400,
        "description": "upgraded",
        "parameters": {"migrate_to_chat_id": -1009},
    }
    error = await refusal_of(json_answer(400, body))
    assert isinstance(error, TelegramMigrateToChat)
    assert error.migrate_to_chat_id == -1009


@pytest.mark.parametrize("status", [200, 403, 502])
async def test_a_web_page_is_an_unknown_outcome_and_is_not_kept(status: int) -> None:
    error = await refusal_of(page_answer(status, "<html>Иванова A123456789</html>"))
    assert isinstance(error, ClientDecodeError)
    assert "Иванова" not in f"{error!s}{error!r}{error.__context__!r}{vars(error)}"


async def test_a_lost_connection_is_an_unknown_outcome() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    assert type(await refusal_of(cut)) is TelegramNetworkError


async def test_silence_ends_in_a_timeout() -> None:
    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(3600)
        return web.Response()

    assert type(await refusal_of(hang)) is TelegramNetworkError


async def test_no_connection_means_nothing_was_sent(unused_tcp_port: int) -> None:
    api = TelegramAPIServer.from_base(f"http://127.0.0.1:{unused_tcp_port}")
    async with Bot(EXAMPLE_TOKEN, session=LeanSession(api=api)) as bot:
        with pytest.raises(NotSentError) as caught:
            await bot(GetMe())
    assert EXAMPLE_TOKEN.split(":")[1] not in f"{caught.value}{caught.value.__context__!r}"


async def test_half_an_emoji_does_not_break_the_body(bot: Bot, marina: Person) -> None:
    await marina.starts()
    posted = await bot(SendMessage(chat_id=marina.user.id, text="слова \ud83d конец"))
    assert isinstance(posted, Posted)
