"""The sender when it is stopped or cut off, has too much to send, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiogram import Bot

from bot.core.ops import Lane
from bot.preview.people import Person, group, person
from bot.preview.telegram import LocalTelegram
from bot.storage import destinations, trouble
from bot.storage.database import Database
from bot.telegram.pace import Limits
from tests.telegram.doubles import until
from tests.telegram.post import Post, posting, texts


async def test_a_row_cut_off_in_the_middle_comes_back_marked(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    post = Post(bot, database)
    dest = await post.person(marina)
    hanging = telegram.faults.hang(method="sendMessage", effect=True)
    await post.put(dest, "alarm")
    task = asyncio.ensure_future(post.sender.run())
    await until(lambda: hanging.struck == 1)
    task.cancel()
    await asyncio.wait({task})
    telegram.faults.clear()
    async with posting(bot, database):
        await post.drained()
    assert texts(marina) == ["alarm", "alarm\n\ncommon-maybe_repeat"]


async def test_stopping_finishes_the_call_under_way_and_begins_none(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    post = Post(bot, database)
    dest = await post.person(marina)
    hanging = telegram.faults.hang(method="sendMessage")
    await post.put(dest, "first")
    await post.put(dest, "second")
    task = asyncio.ensure_future(post.sender.run())
    await until(lambda: hanging.struck == 1)
    post.sender.stop()
    hanging.released.set()
    await asyncio.wait_for(task, 30)
    assert texts(marina) == ["first"]
    assert await database.read(trouble.waiting) == 1


async def test_a_group_gets_an_alarm_although_its_minute_is_full_of_cards(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    team = group(telegram, "Штаб", [marina])
    team.sets_bot()
    async with posting(bot, database, limits=Limits(overall=1000, bulk=1000)) as post:
        await database.write(destinations.set_staff, team.chat.id)
        for n in range(30):
            await post.put("staff", f"card {n}", Lane.CARD)
        await team.sees("card 13")
        await post.put("staff", "ALARM", Lane.ALARM)
        await team.sees("ALARM")
        assert len(texts(team)) == 15


async def test_many_people_are_written_to_at_the_overall_pace(
    bot: Bot, database: Database, telegram: LocalTelegram
) -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    async with posting(bot, database, limits=Limits(overall=1.0, bulk=1.0), pause=pause) as post:
        crowd = [await post.person(person(telegram, f"Имя{n}")) for n in range(10)]
        for dest in crowd:
            await post.put(dest, "x")
        await post.drained()
    assert len(waits) == 9
    assert 8.0 < max(waits) <= 9.0


async def test_an_idle_sender_sleeps(bot: Bot, database: Database, marina: Person) -> None:
    turns = 0
    write = database.write

    async def counted(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        nonlocal turns
        turns += 1
        return await write(work, *args, **kwargs)

    async with posting(bot, database, limits=None) as post:
        dest = await post.person(marina)
        await post.put(dest, "x")
        await post.drained()
        database.write = counted  # type: ignore[method-assign]
        async with asyncio.timeout(30):  # the pace may wake it once more, a busy loop never rests
            before = -1
            while turns != before:
                before = turns
                await asyncio.sleep(0.2)
        database.write = write  # type: ignore[method-assign]
    assert turns <= 3
