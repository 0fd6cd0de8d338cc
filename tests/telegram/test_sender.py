"""The sender against a local Telegram that refuses, floods, migrates, and loses its answers."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot

from bot.core import ops
from bot.core.ops import Lane
from bot.core.say import Button, Message, say
from bot.preview.people import Person, group, person
from bot.preview.telegram import LocalTelegram
from bot.storage import destinations, msgmap, outbox, people, trouble
from bot.storage.database import Database, Tx
from bot.storage.outbox import Row
from bot.telegram import answers
from bot.telegram.outcomes import Consequences, nobody_there
from bot.telegram.pace import UNLIMITED, Limits
from bot.telegram.receiver import TokenDeadError
from bot.telegram.sender import Sender
from tests.telegram.doubles import plain_render, plain_toast, until, until_read, wall_clock

YES = Button("Да", data="f|1")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same table, a hundred times as fast."""
    monkeypatch.setattr(answers, "BACK_OFF", (0.01,))


class Heard:
    """Consequences, noted."""

    def __init__(self) -> None:
        self.alarms: list[str] = []
        self.unreachable: list[str] = []

    @property
    def consequences(self) -> Consequences:
        return Consequences(unreachable=self.lost, alarm=self.alarm)

    def lost(self, tx: Tx, row: Row, code: str) -> None:
        nobody_there(tx, row, code)
        self.unreachable.append(code)

    def alarm(self, _: Tx, row: Row, code: str) -> None:
        self.alarms.append(code)


class Post:
    """A sender at work, and short ways to put rows."""

    def __init__(self, bot: Bot, database: Database, **options: Any) -> None:
        self.database = database
        self.heard = Heard()
        self.sender = Sender(
            bot,
            database,
            **{
                "render": plain_render,
                "render_toast": plain_toast,
                "consequences": self.heard.consequences,
                "limits": UNLIMITED,
                "clock": wall_clock,
            }
            | options,
        )

    async def person(self, who: Person) -> str:
        """The destination of a person who has started the bot."""
        await who.starts()
        known = await self.database.write(people.find_or_create, who.user.id)
        return f"person:{known.id}"

    async def put(self, dest: str, op: ops.Op | str, lane: int = Lane.PERSON, **about: Any) -> int:
        what = ops.Send(say(op)) if isinstance(op, str) else op
        return await self.database.write(outbox.put, dest=dest, op=what, lane=lane, owner="staff", **about)

    async def passing(self, op: ops.Toast) -> None:
        await self.database.write(lambda tx: tx.fleeting.append(op))

    async def drained(self) -> None:
        """Until every row has ended."""
        await until_read(self.database, lambda tx: trouble.waiting(tx) == 0)

    async def troubles(self) -> list[tuple[str, str]]:
        return [(row.state, row.code) for row in await self.database.read(trouble.unnoticed)]


@asynccontextmanager
async def posting(bot: Bot, database: Database, **options: Any) -> AsyncIterator[Post]:
    post = Post(bot, database, **options)
    task = asyncio.ensure_future(post.sender.run())
    try:
        yield post
    finally:
        post.sender.stop()
        await asyncio.wait_for(task, 30)


def texts(room: Any) -> list[str]:
    return [message.text for message in room.from_bot()]


# --- order, pairs, edits ---------------------------------------------------------------------------


async def test_rows_of_one_chat_arrive_in_order(bot: Bot, database: Database, marina: Person) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        for n in range(20):
            await post.put(dest, str(n))
        await post.drained()
    assert texts(marina) == [str(n) for n in range(20)]


async def test_chats_do_not_wait_for_each_other(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, oleg: Person
) -> None:
    async with posting(bot, database) as post:
        slow, quick = await post.person(marina), await post.person(oleg)
        hanging = telegram.faults.hang(method="sendMessage", chat=marina.user.id)
        await post.put(slow, "slow")
        await until(lambda: hanging.struck == 1)
        await post.put(quick, "quick")
        await oleg.sees("quick")
        assert texts(marina) == []
        hanging.released.set()
        await post.drained()


async def test_the_urgent_leaves_first(bot: Bot, database: Database, marina: Person, oleg: Person) -> None:
    post = Post(bot, database)
    dest = await post.person(marina)
    for lane in reversed(Lane):
        await post.put(dest, lane.name, lane)
    async with posting(bot, database):
        await post.drained()
    assert texts(marina) == ["ALARM", "CASE", "PERSON", "CARD", "COSMETIC"]


async def test_buttons_and_answers_to_presses(bot: Bot, database: Database, marina: Person) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, ops.Send(say("where", (YES,))))
        await marina.presses("Да")
        await post.passing(ops.Toast(marina.queries[-1].id, say("saved")))
        await marina.sees_toast("saved")
        await post.drained()


async def test_a_remembered_message_is_sent_once_and_then_edited(
    bot: Bot, database: Database, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        for words in ("waiting", "soon", "here"):
            await post.put(dest, ops.EditRemembered(say(words), "status:c1"), Lane.CARD)
            await post.drained()
    assert texts(marina) == ["here"]


async def test_an_edit_that_changes_nothing_is_success(bot: Bot, database: Database, marina: Person) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, "same")
        await post.drained()
        await post.put(dest, ops.Edit(say("same"), marina.last().id, remember="screen"))
        await post.drained()
        assert await post.troubles() == []
        assert await database.read(outbox.remembered, dest, "screen") == marina.last().id


async def test_a_message_that_cannot_be_edited_is_sent_anew(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, ops.EditRemembered(say("old"), "card:c1"))
        await post.drained()
        telegram.remove(marina.last())
        await post.put(dest, ops.EditRemembered(say("new"), "card:c1"))
        await post.drained()
        assert texts(marina) == ["new"]
        assert await database.read(outbox.remembered, dest, "card:c1") == marina.last().id


async def test_relayed_words_keep_their_formatting_and_their_pair(
    bot: Bot, database: Database, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        words = ops.Words(
            "А <важно> Б",
            entities=({"type": "bold", "offset": 2, "length": 7},),
            header=say("header"),
            footer=say("footer", (YES,)),
            map_from="volunteer:v|42",
        )
        await post.put(dest, words, case_id="c1")
        await post.drained()
        (pair,) = await database.read(msgmap.copies_of, "volunteer:v", 42)
    seen = marina.last()
    assert seen.text == "header\n\nА <важно> Б\n\nfooter"
    assert seen.content["entities"] == [{"type": "bold", "offset": 10, "length": 7}]
    assert (pair.dst_dest, pair.dst_msg) == (dest, seen.id)
    assert marina.captions() == ["Да"]


async def test_media_is_copied_under_its_header(
    bot: Bot, database: Database, marina: Person, oleg: Person
) -> None:
    async with posting(bot, database) as post:
        source, dest = await post.person(oleg), await post.person(marina)
        photo = await oleg.sends_media("photo", "паспорт")
        await post.put(dest, ops.Copy(source, photo.id, header=say("header")))
        await post.drained()
    assert [message.text for message in marina.from_bot()] == ["header", "паспорт"]


async def test_an_album_arrives_as_one(bot: Bot, database: Database, marina: Person, oleg: Person) -> None:
    async with posting(bot, database) as post:
        await post.person(oleg)
        dest = await post.person(marina)
        album = await oleg.sends_album("раз", "два")
        files = [message.content["photo"][-1]["file_id"] for message in album]
        items = tuple(
            ops.AlbumItem("photo", file, caption, map_from=f"person:x|{n}")
            for n, (file, caption) in enumerate(zip(files, ("раз", "два"), strict=True))
        )
        await post.put(dest, ops.Album(items, header=say("header")), case_id="c1")
        await post.drained()
        pairs = await database.read(msgmap.of_case, "c1")
    assert texts(marina) == ["header", "раз", "два"]
    assert [pair.src_msg for pair in pairs] == [0, 1]


async def test_deleting_and_stripping_and_pinning(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, ops.Send(say("pinned", (YES,)), remember="status"))
        await post.put(dest, ops.Pin("status"))
        await post.put(dest, "gone")
        await post.drained()
        pinned, gone = marina.from_bot()
        await post.put(dest, ops.Strip(pinned.id))
        await post.put(dest, ops.Delete(gone.id))
        await post.drained()
        assert await post.troubles() == []
    assert texts(marina) == ["pinned"]
    assert not pinned.buttons()
    assert marina.chat.pinned == [pinned.id]


async def test_what_can_no_longer_be_deleted_is_blanked(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, "слова")
        await post.drained()
        telegram.faults.refuse(400, "Bad Request: message can't be deleted", method="deleteMessage")
        await post.put(dest, ops.Delete(marina.last().id))
        await post.drained()
    assert texts(marina) == ["common-removed"]


# --- what goes wrong -------------------------------------------------------------------------------


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


# --- stopping, dying, pace -------------------------------------------------------------------------


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

    crowd = [(await _dest(database, telegram, n)) for n in range(10)]
    async with posting(bot, database, limits=Limits(overall=1.0, bulk=1.0), pause=pause) as post:
        for dest in crowd:
            await post.put(dest, "x")
        await post.drained()
    assert len(waits) == 9
    assert 8.0 < max(waits) <= 9.0


async def _dest(database: Database, telegram: LocalTelegram, number: int) -> str:
    who = person(telegram, f"Имя{number}")
    await who.starts()
    return f"person:{(await database.write(people.find_or_create, who.user.id)).id}"


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
