"""The receiver: nothing is acknowledged before it is on disk, and nothing stops it but a dead token."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiogram import Bot

from bot.preview.people import Person
from bot.preview.refusals import conflict
from bot.preview.telegram import LocalTelegram
from bot.storage import inbox
from bot.storage.database import Database, Tx
from bot.telegram.receiver import Receiver, TokenDeadError, _stored, who_am_i
from tests.telegram.doubles import until


class Reading:
    """A receiver with everything it tells noted."""

    def __init__(self, bot: Bot, database: Database) -> None:
        self.taken: list[tuple[int, Any]] = []
        self.alarms: list[str] = []
        self.beats = 0
        self.pauses: list[float] = []
        self.receiver = Receiver(
            bot,
            database,
            take=self.taken.extend,
            alarm=self.alarm,
            beat=self.beat,
            pause=self.pause,
            poll_seconds=1,
        )
        self.task = asyncio.ensure_future(self.receiver.run())

    async def alarm(self, code: str) -> None:
        self.alarms.append(code)

    def beat(self) -> None:
        self.beats += 1

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})

    @property
    def ids(self) -> list[int]:
        return [number for number, _ in self.taken]


@pytest.fixture
async def reading(bot: Bot, database: Database) -> Any:
    reading = Reading(bot, database)
    yield reading
    await reading.stop()


async def test_updates_are_stored_and_handed_on(reading: Reading, database: Database, marina: Person) -> None:
    await marina.sends("мужа забрали")
    await until(lambda: len(reading.taken) == 1)
    ((number, body),) = await database.read(inbox.pending)
    assert number == reading.ids[0]
    assert "мужа забрали" in body.decode("unicode_escape")
    assert reading.taken[0][1]["message"]["text"] == "мужа забрали"
    await until(lambda: reading.beats >= 1)


async def test_what_is_delivered_twice_is_handed_on_once(
    reading: Reading, telegram: LocalTelegram, marina: Person
) -> None:
    await marina.sends("раз")
    await until(lambda: len(reading.taken) == 1)
    await until(lambda: not telegram.the_bot.updates.pending)
    telegram.the_bot.updates.redeliver()
    await marina.sends("два")
    await until(lambda: len(reading.taken) == 2)
    assert len(set(reading.ids)) == 2


async def test_nothing_is_acknowledged_before_it_is_stored(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await marina.sends("важное")

    def full(tx: Tx, updates: list[tuple[int, bytes]]) -> list[int]:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(inbox, "put", full)
        with pytest.raises(OSError):  # noqa: PT011
            await Reading(bot, database).task
    assert len(telegram.the_bot.updates.pending) == 1
    again = Reading(bot, database)
    await until(lambda: len(again.taken) == 1)
    await again.stop()


async def test_a_malformed_update_is_stored_like_any_other(
    reading: Reading, telegram: LocalTelegram, marina: Person
) -> None:
    await until(lambda: telegram.the_bot.updates.allowed != [])
    telegram.the_bot.updates.push_raw({"message": {"chat": 5, "text": 5}})
    telegram.the_bot.updates.push_raw({"no such kind": {}})
    await marina.sends("после него")
    await until(lambda: len(reading.taken) == 3)


async def test_only_what_we_handle_is_asked_for(reading: Reading, telegram: LocalTelegram) -> None:
    await until(lambda: telegram.the_bot.updates.allowed != [])
    assert telegram.the_bot.updates.allowed == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_somebody_elses_polling_is_a_security_alarm_once(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    telegram.faults.add(conflict(), method="getUpdates", times=4)
    reading = Reading(bot, database)
    await marina.sends("слышно?")
    await until(lambda: len(reading.taken) == 1)
    await reading.stop()
    assert reading.alarms == ["conflict"]
    assert reading.pauses == [1, 2, 5, 15]


@pytest.mark.parametrize("fault", ["html_page", "server_error", "cut"])
async def test_a_sick_server_is_asked_again_more_slowly(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, fault: str
) -> None:
    getattr(telegram.faults, fault)(method="getUpdates", times=6)
    reading = Reading(bot, database)
    await marina.sends("слышно?")
    await until(lambda: len(reading.taken) == 1)
    await reading.stop()
    assert reading.pauses == [1, 2, 5, 15, 30, 30]
    assert reading.alarms == []


async def test_a_flood_wait_is_obeyed(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    telegram.faults.too_many(9, method="getUpdates")
    reading = Reading(bot, database)
    await marina.sends("слышно?")
    await until(lambda: len(reading.taken) == 1)
    await reading.stop()
    assert reading.pauses == [9]


@pytest.mark.parametrize(("code", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_dead_token_stops_with_a_plain_sentence(
    bot: Bot, database: Database, telegram: LocalTelegram, code: int, words: str
) -> None:
    telegram.faults.refuse(code, words, method="getUpdates")
    with pytest.raises(TokenDeadError, match="BOT_TOKEN"):
        await Reading(bot, database).task


async def test_a_page_without_numbers_does_not_spin(bot: Bot, database: Database) -> None:
    pages: list[Any] = [[{"message": {}}, "x", None], [{"update_id": 5, "message": {}}]]
    reading = Reading(bot, database)
    await reading.stop()

    async def page() -> list[Any]:
        return pages.pop(0) if pages else await asyncio.Event().wait()  # type: ignore[func-returns-value]

    reading.receiver._page = page  # type: ignore[method-assign]
    task = asyncio.ensure_future(reading.receiver.run())
    await until(lambda: reading.ids == [5])
    task.cancel()
    assert reading.pauses == [30]


async def test_half_an_emoji_does_not_stop_the_reading(reading: Reading, database: Database) -> None:
    await reading.receiver._keep([{"update_id": 5, "message": {"text": "\ud83d"}}])
    ((number, body),) = await database.read(inbox.pending)
    assert json.loads(body)["message"]["text"] == "\ud83d"
    assert number == 5


async def test_the_first_word_to_telegram_is_said_again_until_it_is_heard(
    bot: Bot, telegram: LocalTelegram
) -> None:
    telegram.faults.lost_answer(method="getMe")
    telegram.faults.too_many(7, method="getMe")
    telegram.faults.html_page(method="getMe")
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    me = await who_am_i(bot, pause)
    assert me.username == telegram.the_bot.username
    assert pauses == [1, 7, 5]


async def test_a_token_that_is_refused_at_the_start_is_said_so(bot: Bot, telegram: LocalTelegram) -> None:
    telegram.faults.refuse(401, "Unauthorized", method="getMe")
    with pytest.raises(TokenDeadError, match="BOT_TOKEN"):
        await who_am_i(bot)


def test_what_is_nested_too_deep_to_be_written_stops_nobody() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert _stored({"update_id": 1, "message": deep}) == b"{}"
    while deep:  # or its end would be as deep
        (deep,) = deep
