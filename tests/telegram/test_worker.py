"""The worker: every update takes effect exactly once, in its sender's order, whatever handlers do."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from aiogram.types import CallbackQuery, Message, Update

from bot.storage import inbox
from bot.storage.database import Database, Tx
from bot.storage.errors import StorageBroken
from bot.telegram.fair import OTHERS, STAFF, Budget
from bot.telegram.worker import SecondWriteError, Write
from tests.telegram.desk import Desk, press, text, working
from tests.telegram.doubles import note, noted, until, until_read


async def test_each_update_takes_effect_once(database: Database) -> None:
    async with working(Desk(database)) as desk:
        await desk.store(*(text(n, str(n), sender=n % 5 + 1) for n in range(1, 41)))
        await desk.store(text(3, "3 again"))
        desk.worker.take([text(4, "4 again")])
        await desk.drained()
        assert sorted(await desk.effects(), key=int) == [str(n) for n in range(1, 41)]


async def test_a_sender_is_handled_in_order_while_others_go_on(database: Database) -> None:
    slow = asyncio.Event()

    async def handler(message: Message, write: Write) -> None:
        if message.text == "a1":
            await slow.wait()
        await write(note, message.text or "")

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "a1", 1), text(2, "a2", 1), text(3, "b1", 2), text(4, "b2", 2))
        await until_read(database, lambda tx: noted(tx) == ["b1", "b2"])
        slow.set()
        await desk.drained()
        assert await desk.effects() == ["b1", "b2", "a1", "a2"]


async def test_at_most_eight_are_handled_at_a_time(database: Database) -> None:
    inside, most, release = 0, 0, asyncio.Event()

    async def handler(message: Message, write: Write) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await release.wait()
        inside -= 1

    async with working(Desk(database, handler)) as desk:
        await desk.store(*(text(n, "x", sender=n) for n in range(1, 31)))
        await until(lambda: inside == 8)
        release.set()
        await desk.drained()
    assert most == 8


async def test_a_second_write_raises_and_the_first_stands(database: Database) -> None:
    raised: list[BaseException] = []

    async def handler(message: Message, write: Write) -> None:
        await write(note, "first")
        try:
            await write(note, "second")
        except SecondWriteError as error:
            raised.append(error)

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "x"))
        await desk.drained()
        assert await desk.effects() == ["first"]
    assert len(raised) == 1


async def test_a_write_that_raised_was_rolled_back_and_may_be_made_again(database: Database) -> None:
    def refusing(tx: Tx) -> None:
        note(tx, "half")
        raise LookupError

    async def handler(message: Message, write: Write) -> None:
        with pytest.raises(LookupError):
            await write(refusing)
        await write(note, "whole")

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "x"))
        await desk.drained()
        assert await desk.effects() == ["whole"]


async def test_an_update_without_a_write_is_done(database: Database) -> None:
    async def handler(message: Message, write: Write) -> None:
        """Reads, decides that nothing is to be done."""

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "x"))
        await desk.drained()
        assert not desk.notes.quarantined


async def test_three_failures_end_in_quarantine_and_everyone_is_told(database: Database) -> None:
    calls = 0

    async def handler(message: Message, write: Write) -> None:
        nonlocal calls
        if message.text == "bad":
            calls += 1
            raise LookupError("слова человека")
        await write(note, message.text or "")

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "bad"), text(2, "next"))
        await desk.drained()
        assert await desk.effects() == ["next"]
    assert calls == 3
    assert desk.notes.quarantined == [(1, "LookupError")]
    assert desk.notes.unreadable == [7]


@pytest.mark.parametrize("error", [OverflowError, UnicodeError, RecursionError])
async def test_what_can_never_be_held_is_not_tried_again(database: Database, error: type[Exception]) -> None:
    calls = 0

    async def handler(message: Message, write: Write) -> None:
        nonlocal calls
        calls += 1
        raise error

    async with working(Desk(database, handler, retry_after=(60.0,))) as desk:
        await desk.store(text(1, "bad"))
        await desk.drained()
    assert calls == 1
    assert len(desk.notes.quarantined) == 1


async def test_a_failure_that_passes_is_repeated_in_order(database: Database) -> None:
    failures = 2

    async def handler(message: Message, write: Write) -> None:
        nonlocal failures
        if message.text == "a" and failures:
            failures -= 1
            raise OSError
        await write(note, message.text or "")

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "a"), text(2, "b"))
        await desk.drained()
        assert await desk.effects() == ["a", "b"]
        assert desk.notes.quarantined == []


async def test_a_failure_after_the_write_does_not_repeat_the_effect(database: Database) -> None:
    async def handler(message: Message, write: Write) -> None:
        await write(note, "once")
        raise OSError

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "x"), text(2, "y"))
        await desk.drained()
        assert await desk.effects() == ["once", "once"]
        assert desk.notes.quarantined == []


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1},
        {"update_id": 1, "poll_answer": {}},
        {"update_id": 1, "message": {}},
        {
            "update_id": 1,
            "message": {"message_id": "x", "chat": {"id": 7, "type": "private"}, "from": {"id": 7}},
        },
        {"update_id": 1, "callback_query": {"id": 5, "from": None}},
        {**text(1, "x" * 20_001)[1]},
        {"update_id": 1, "message": {**text(1, "x")[1]["message"], "message_id": 1 << 63}},
    ],
)
async def test_what_does_not_parse_is_set_aside_alone(database: Database, raw: dict[str, Any]) -> None:
    async with working(Desk(database)) as desk:
        await desk.store((1, raw), text(2, "after"))
        await desk.drained()
        assert await desk.effects() == ["after"]
    assert [number for number, _ in desk.notes.quarantined] == [1]
    assert desk.notes.unreadable in ([], [7])
    assert [row[1] for row in await database.read(inbox.quarantined)] == [1]


async def test_a_broken_answer_does_not_keep_the_update(database: Database) -> None:
    desk = Desk(database)

    def breaks(tx: Tx, *_: Any) -> None:
        raise KeyError

    desk.worker._answers = type(desk.notes.answers)(breaks, breaks, breaks)
    async with working(desk):
        await desk.store((1, {"update_id": 1}), text(2, "after"))
        await desk.drained()
        assert await desk.effects() == ["after"]


async def test_after_a_restart_what_was_left_is_handled(database: Database) -> None:
    desk = Desk(database)
    await desk.store(text(1, "left"), (2, {"update_id": 2}))
    again = Desk(database)
    async with working(again):
        await again.drained()
        assert await again.effects() == ["left"]


async def test_what_was_left_is_handled_before_what_is_new(database: Database) -> None:
    old, new = text(1, "old"), text(2, "new")
    await Desk(database).store(old, new)
    desk = Desk(database)
    desk.worker.take([new])  # a receiver that was quicker than the reading of the inbox
    async with working(desk):
        await desk.drained()
        assert await desk.effects() == ["old", "new"]


async def test_stopping_waits_for_what_is_under_way_and_begins_nothing(database: Database) -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def handler(message: Message, write: Write) -> None:
        begun.set()
        await release.wait()
        await write(note, message.text or "")

    desk = Desk(database, handler)
    task = asyncio.ensure_future(desk.worker.run())
    await desk.store(text(1, "a"), text(2, "b"))
    await begun.wait()
    desk.worker.stop()
    release.set()
    await asyncio.wait_for(task, 30)
    assert await desk.effects() == ["a"]
    assert [number for number, _ in await database.read(inbox.pending)] == [2]


async def test_a_broken_database_stops_the_worker(database: Database) -> None:
    async def handler(message: Message, write: Write) -> None:
        raise StorageBroken("The disk is full.")

    desk = Desk(database, handler)
    task = asyncio.ensure_future(desk.worker.run())
    await desk.store(text(1, "a"))
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(task, 30)
    assert caught.group_contains(StorageBroken)
    assert [number for number, _ in await database.read(inbox.pending)] == [1]


async def test_a_flood_of_texts_becomes_fewer_and_loses_no_word(database: Database) -> None:
    desk = Desk(database, budget=Budget(burst=3, every=0.05, stranger=0.05))
    async with working(desk):
        await desk.store(*(text(n, f"w{n}") for n in range(1, 41)))
        await desk.drained()
        effects = await desk.effects()
    assert effects[:3] == ["w1", "w2", "w3"]
    assert len(effects) < 10
    assert "\n".join(effects).split("\n") == [f"w{n}" for n in range(1, 41)]
    assert desk.notes.slow_down == [7]


async def test_a_button_hammered_on_is_pressed_once_more_and_no_other_is_lost(database: Database) -> None:
    async def pressed(query: CallbackQuery, write: Write) -> None:
        await write(note, query.data or "")

    desk = Desk(database, budget=Budget(burst=2, every=0.05, stranger=0.05))
    desk.dispatcher.callback_query.register(pressed)
    buttons = ["f|a"] * 40 + ["f|b"] * 40 + ["f|a"]
    async with working(desk):
        await desk.store(*(press(number, data) for number, data in enumerate(buttons, 1)))
        await desk.drained()
        assert await desk.effects() == ["f|a", "f|a", "f|a", "f|b", "f|a"]


async def test_a_flood_without_an_account_slows_nobody_in_particular(database: Database) -> None:
    desk = Desk(database, budget=Budget(burst=2, every=0.01, stranger=0.01))
    group = {"id": -5, "type": "supergroup", "title": "X"}
    posts = [(n, {"message": {"message_id": n, "date": 1, "chat": group, "text": "x"}}) for n in range(1, 9)]
    async with working(desk):
        await desk.store(*((n, {"update_id": n, **post}) for n, post in posts))
        await desk.drained()
    assert desk.notes.slow_down == []


async def test_staff_is_served_before_a_crowd(database: Database) -> None:
    desk = Desk(database, rank=lambda sender: STAFF if sender == 99 else OTHERS)
    await desk.store(*(text(n, "crowd", sender=n) for n in range(1, 60)), text(60, "staff", sender=99))
    async with working(desk):
        await desk.drained()
        assert "staff" in (await desk.effects())[:10]


async def test_an_update_costs_no_thread_hop(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    hops = 0

    async def to_thread(*_: Any, **__: Any) -> None:
        nonlocal hops
        hops += 1

    monkeypatch.setattr(asyncio, "to_thread", to_thread)

    async def pressed(query: CallbackQuery, write: Write) -> None:
        await write(note, query.data or "")

    desk = Desk(database)
    desk.dispatcher.callback_query.register(pressed)
    async with working(desk):
        await desk.store(
            *(press(n, f"f|{n}") for n in range(1, 11)), *(text(n, str(n)) for n in range(11, 21))
        )
        await desk.drained()
        assert len(await desk.effects()) == 20
    assert hops == 0


async def test_words_never_reach_the_log(database: Database, logged: io.StringIO) -> None:
    async def handler(message: Message, write: Write) -> None:
        raise LookupError(message.text)

    async with working(Desk(database, handler)) as desk:
        await desk.store(text(1, "Иванова"), (2, {"update_id": 2, "message": {"text": "Иванова"}}))
        await desk.drained()
    assert len(desk.notes.quarantined) == 2
    assert "quarantined" in logged.getvalue()
    assert "Иванова" not in logged.getvalue()


def test_updates_are_validated_one_by_one() -> None:
    _, raw = text(1, "x")
    assert Update.model_validate(raw).message is not None
