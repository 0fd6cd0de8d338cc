"""getUpdates: offsets, redelivery, kinds, and two pollers."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.preview.people import Person
from bot.preview.telegram import LocalTelegram


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, marina: Person) -> None:
    for word in ("раз", "два", "три"):
        await marina.sends(word)
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["раз", "два"]
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["три"]


async def test_a_negative_offset_keeps_the_newest(bot: Bot, marina: Person) -> None:
    for word in ("раз", "два", "три"):
        await marina.sends(word)
    kept = await bot.get_updates(offset=-1)
    assert [u.message.text for u in kept if u.message] == ["три"]
    assert await bot.get_updates() == kept


async def test_a_waiting_poll_is_woken_by_a_message(bot: Bot, marina: Person) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=30))
    await marina.telegram.the_bot.updates.polled.wait()
    await marina.sends("есть кто?")
    assert len(await poll) == 1


async def test_a_second_poller_displaces_the_first(bot: Bot, telegram: LocalTelegram, marina: Person) -> None:
    first = asyncio.ensure_future(bot.get_updates(timeout=30))
    await telegram.the_bot.updates.polled.wait()
    second = asyncio.ensure_future(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    await marina.sends("сюда")
    assert len(await second) == 1


async def test_only_kinds_that_were_asked_for(bot: Bot, marina: Person) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    sent = await marina.sends("раз")
    await marina.edits(sent, "раз, два")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "раз, два"


async def test_a_broken_update_and_a_repeated_one(telegram: LocalTelegram, marina: Person) -> None:
    updates = telegram.the_bot.updates
    broken = updates.push_raw({"message": {"text": "без чата"}})
    assert (await updates.poll(0, 100, 0))[0]["update_id"] == broken
    assert await updates.poll(broken + 1, 100, 0) == []
    updates.redeliver(broken)
    assert (await updates.poll(0, 100, 0))[0]["update_id"] == broken


async def test_polling_beside_a_webhook_is_a_conflict(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []
