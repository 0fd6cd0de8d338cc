"""The sender against a Telegram that refuses, floods, migrates, and loses its answers."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from aiogram import Bot

from bot.core import ops
from bot.core.ops import Lane
from bot.core.say import Message, say
from bot.preview.people import Person, group
from bot.preview.telegram import LocalTelegram
from bot.storage import destinations, outbox, people, trouble
from bot.storage.database import Database, Tx
from bot.telegram.receiver import TokenDeadError
from tests.telegram.doubles import plain_render, until
from tests.telegram.post import Post, posting, texts

pytestmark = pytest.mark.usefixtures("impatient")


async def test_a_flood_delays_its_chat_only(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, oleg: Person
) -> None:
    async with posting(bot, database) as post:
        slow, quick = await post.person(marina), await post.person(oleg)
        telegram.faults.too_many(1, method="sendMessage", chat=marina.user.id)
        await post.put(slow, "first")
        await post.put(slow, "second")
        await post.put(quick, "other")
        await oleg.sees("other")
        assert texts(marina) == []
        await post.drained()
    assert texts(marina) == ["first", "second"]


@pytest.mark.parametrize("fault", ["server_error", "html_page", "lost_answer", "cut"])
async def test_an_unknown_outcome_is_repeated_and_marked(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, fault: str
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        getattr(telegram.faults, fault)(method="sendMessage")
        await post.put(dest, "alarm")
        await post.put(dest, "after")
        await post.drained()
    marked = "alarm\n\ncommon-maybe_repeat"
    first = ["alarm"] if fault == "lost_answer" else []
    assert texts(marina) == [*first, marked, "after"]


async def test_a_repeat_that_does_not_matter_is_not_marked(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        telegram.faults.cut(method="sendMessage")
        await post.put(dest, "screen", doubt_marks=False)
        await post.drained()
    assert texts(marina) == ["screen"]


async def test_a_blocked_bot_parks_the_row_and_marks_the_person(
    bot: Bot, database: Database, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await marina.blocks()
        await post.put(dest, "слышите?")
        await post.drained()
        assert await post.troubles() == [("parked", "blocked")]
        assert post.heard.unreachable == ["blocked"]
        known = await database.read(people.get, dest.removeprefix("person:"))
        assert known is not None
        assert not known.reachable
        await marina.unblocks()
        await database.write(people.set_reachable, known.id, reachable=True)
        await marina.sees("слышите?")


async def test_a_group_that_became_a_supergroup_gets_its_messages(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    team = group(telegram, "Штаб", [marina], kind="group")
    team.sets_bot()
    async with posting(bot, database) as post:
        await database.write(destinations.set_staff, team.chat.id)
        await post.put("staff", "before")
        await team.sees("before")
        moved = team.migrates()
        await post.put("staff", "after")
        await moved.sees("after")
        await post.drained()
        assert await database.read(destinations.resolve, "staff") == moved.chat.id
        assert await post.troubles() == []


async def test_refused_tags_are_sent_as_plain_words(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, "a <b>broken tag")
        await post.drained()
        assert post.heard.alarms == ["markup"]
    assert texts(marina) == ["a <b>broken tag"]


async def test_a_reply_to_a_message_that_is_gone_goes_without_it(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        telegram.faults.refuse(400, "Bad Request: QUOTE_TEXT_INVALID", method="sendMessage")
        await post.put(dest, ops.Send(say("answer"), reply_to=1, reply_quote="what is not there"))
        await post.drained()
        assert await post.troubles() == []
    assert texts(marina) == ["answer"]


async def test_what_cannot_be_sent_fails_visibly_and_holds_nobody_up(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        telegram.faults.refuse(400, "Bad Request: NEVER_SEEN_BEFORE", method="sendMessage")
        await post.put(dest, "bad")
        await post.put(dest, "good")
        await post.drained()
        assert await post.troubles() == [("failed", "refused")]
        assert post.heard.alarms == ["refused"]
    assert texts(marina) == ["good"]


async def test_the_same_refusal_twice_ends_it(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        telegram.faults.refuse(400, "Bad Request: can't parse entities", method="sendMessage", times=None)
        await post.put(dest, "x")
        await post.drained()
        assert await post.troubles() == [("failed", "markup")]


async def test_a_message_that_cannot_be_rendered_fails_alone(
    bot: Bot, database: Database, marina: Person, logged: io.StringIO
) -> None:
    def render(message: Message, now: Any) -> Any:
        if message.parts[0].ref == "Иванова":
            raise KeyError(message.parts[0].ref)
        return plain_render(message, now)

    async with posting(bot, database, render=render) as post:
        dest = await post.person(marina)
        await post.put(dest, "Иванова")
        await post.put(dest, "fine")
        await post.drained()
        assert await post.troubles() == [("failed", "render")]
    assert texts(marina) == ["fine"]
    assert "not rendered" in logged.getvalue()
    assert "Иванова" not in logged.getvalue()


async def test_a_late_answer_to_a_press_is_dropped(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, logged: io.StringIO
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.passing(ops.Toast("4000000999", say("late")))
        await until(lambda: "press not answered" in logged.getvalue())
        await post.put(dest, ops.Toast("4000000999", say("stored and late")))
        await post.drained()
        assert await post.troubles() == []


async def test_an_answer_of_work_that_failed_is_not_given(
    bot: Bot, database: Database, telegram: LocalTelegram
) -> None:
    def refused(tx: Tx) -> None:
        tx.fleeting.append(ops.Toast("1", say("done")))
        raise LookupError

    async with posting(bot, database):
        with pytest.raises(LookupError):
            await database.write(refused)
        await database.write(lambda _: None)
    assert [call.method for call in telegram.calls if call.method.lower() == "answercallbackquery"] == []


async def test_a_dead_token_stops_and_the_row_stays(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    post = Post(bot, database)
    dest = await post.person(marina)
    telegram.faults.refuse(401, "Unauthorized", method="sendMessage")
    await post.put(dest, "stays")
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(post.sender.run(), 30)
    assert caught.group_contains(TokenDeadError)
    assert await database.read(trouble.waiting) == 1


async def test_leaving_and_a_last_word(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    strangers = group(telegram, "Чужая", [marina])
    strangers.sets_bot()
    await marina.starts()
    async with posting(bot, database) as post:
        await post.put("nobody", ops.Leave(strangers.chat.id))
        await post.put("nobody", ops.Leave(-100_999))
        await post.put("nobody", ops.Farewell(marina.user.id, say("bye")))
        await post.drained()
        assert await post.troubles() == []
    assert telegram.the_bot.id not in {m.user.id for m in strangers.chat.members.values() if m.present}
    assert texts(marina) == ["bye"]


async def test_a_row_is_not_mistaken_for_one_that_was_erased_under_way(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, oleg: Person
) -> None:
    def erase_and_say_goodbye(tx: Tx, dest: str, other: str) -> None:
        outbox.drop_dest(tx, dest)
        outbox.put(tx, dest=other, op=ops.Send(say("goodbye")), lane=Lane.PERSON, owner="staff")

    async with posting(bot, database) as post:
        dest, other = await post.person(marina), await post.person(oleg)
        hanging = telegram.faults.hang(method="sendMessage", chat=marina.user.id)
        slow = telegram.faults.hang(method="sendMessage", chat=oleg.user.id)
        await post.put(dest, "under way")
        await until(lambda: hanging.struck == 1)
        await database.write(erase_and_say_goodbye, dest, other)
        await until(lambda: slow.struck == 1)
        hanging.released.set()
        await marina.sees("under way")
        assert await database.read(trouble.waiting) == 1
        slow.released.set()
        await post.drained()
    assert texts(oleg) == ["goodbye"]
