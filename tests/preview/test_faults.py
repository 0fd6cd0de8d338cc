"""Faults on request, each seen as aiogram sees it."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.preview.http import Served
from bot.preview.people import Person, group, person
from bot.preview.telegram import LocalTelegram


@pytest.fixture
def chat(marina: Person) -> int:
    marina.chat.started = True
    return marina.user.id


async def test_too_many_requests_as_often_as_asked(bot: Bot, chat: int, telegram: LocalTelegram) -> None:
    telegram.faults.too_many(7, method="sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as refusal:
            await bot.send_message(chat, "x")
        assert refusal.value.retry_after == 7
    assert await bot.send_message(chat, "x")


async def test_a_fault_of_one_chat_leaves_the_others_alone(
    bot: Bot, chat: int, telegram: LocalTelegram
) -> None:
    other = person(telegram, "Олег")
    await other.starts()
    telegram.faults.forbidden(chat=chat, times=None)
    assert await bot.send_message(other.user.id, "x")
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(chat, "x")


async def test_broken_servers(bot: Bot, chat: int, telegram: LocalTelegram, marina: Person) -> None:
    telegram.faults.server_error(500)
    with pytest.raises(TelegramServerError):
        await bot.send_message(chat, "x")
    telegram.faults.html_page()
    with pytest.raises(ClientDecodeError):
        await bot.send_message(chat, "x")
    assert marina.from_bot() == []


async def test_a_lost_answer_still_has_its_effect(
    bot: Bot, chat: int, telegram: LocalTelegram, marina: Person
) -> None:
    telegram.faults.lost_answer(method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat, "дошло")
    assert [m.text for m in marina.from_bot()] == ["дошло"]
    telegram.faults.cut()
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat, "не дошло")
    assert [m.text for m in marina.from_bot()] == ["дошло"]


async def test_a_call_that_hangs_until_let_go(
    bot: Bot, chat: int, telegram: LocalTelegram, marina: Person
) -> None:
    fault = telegram.faults.hang(method="sendMessage")
    call = asyncio.ensure_future(bot.send_message(chat, "наконец"))
    await telegram.changes.until(lambda: fault.struck, 5)
    assert marina.from_bot() == []
    fault.released.set()
    assert (await call).text == "наконец"


async def test_a_group_moves_and_its_old_number_says_where(bot: Bot, telegram: LocalTelegram) -> None:
    staff = group(telegram, "Дежурные", [person(telegram, "Ольга")], kind="group")
    staff.sets_bot()
    moved = staff.migrates()
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(staff.chat.id, "x")
    assert refusal.value.migrate_to_chat_id == moved.chat.id
    assert (await bot.send_message(moved.chat.id, "x")).chat.type == "supergroup"
    kinds = {name for u in await bot.get_updates() if u.message for name in u.message.model_fields_set}
    assert {"migrate_to_chat_id", "migrate_from_chat_id"} <= kinds


async def test_topics_that_close_and_vanish(bot: Bot, telegram: LocalTelegram) -> None:
    forum = group(telegram, "Форум", [person(telegram, "Ольга")], forum=True)
    forum.sets_bot()
    made = await bot.create_forum_topic(forum.chat.id, "К-17")
    inside = await bot.send_message(forum.chat.id, "x", message_thread_id=made.message_thread_id)
    assert inside.message_thread_id == made.message_thread_id
    topic = forum.chat.topics[made.message_thread_id]
    topic.gone = "deleted"
    with pytest.raises(TelegramBadRequest, match="TOPIC_DELETED"):
        await bot.send_message(forum.chat.id, "x", message_thread_id=topic.id)
    topic.gone = "silent"
    stray = await bot.send_message(forum.chat.id, "x", message_thread_id=topic.id)
    assert stray.message_thread_id is None
    topic.gone = "not found"
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.chat.id, "x", message_thread_id=topic.id)


async def test_a_closed_topic_refuses_a_bot_without_the_right(bot: Bot, telegram: LocalTelegram) -> None:
    forum = group(telegram, "Форум", [person(telegram, "Ольга")], forum=True)
    forum.sets_bot("member")
    topic = forum.opens_topic("К-17")
    topic.closed = True
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum.chat.id, "x", message_thread_id=topic.id)
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(forum.chat.id, "x")


async def test_the_server_stops_although_a_call_hangs(
    telegram: LocalTelegram, bot: Bot, served: Served
) -> None:
    fault = telegram.faults.hang(method="getMe")
    call = asyncio.ensure_future(bot.get_me())
    await telegram.changes.until(lambda: fault.struck, 5)
    telegram.faults.clear()
    assert (await call).is_bot
