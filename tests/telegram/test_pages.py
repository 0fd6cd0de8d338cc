"""A page that cannot be read whole is read as far as it goes: its one bad update stops no other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import ClientDecodeError
from aiohttp import web

from bot.storage import inbox
from bot.storage.database import Database
from bot.telegram.pages import UNREAD, updates_in
from bot.telegram.session import RawUpdates
from tests.telegram.desk import Desk, text, working
from tests.telegram.doubles import until_read
from tests.telegram.test_receiver import Reading
from tests.telegram.test_session import scripted

GOOD = b'{"update_id":8,"message":{"text":"]}[{ \\" ]"}}'
BAD = {
    "nested too deep": b'{"update_id":7,"message":' + b"[" * 3000 + b"]" * 3000 + b"}",
    "a number too long": b'{"update_id":7,"message":{"message_id":' + b"9" * 5000 + b"}}",
    "bytes that are no text": b'{"update_id":7,"message":{"text":"\xff\xfe"}}',
    "a name without quotes": b'{"update_id":7,"message":{text:1}}',
}


def page(*updates: bytes) -> bytes:
    return b'{"ok":true,"result":[' + b",".join(updates) + b"]}"


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_a_bad_update_is_kept_as_it_is_and_the_others_are_read(bad: bytes) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=page(GOOD, bad, GOOD.replace(b"8", b"9")), content_type="application/json")

    async with scripted(answer) as bot:
        first, second, third = await bot(RawUpdates())
    assert first == json.loads(GOOD)
    assert second["update_id"] == 7
    assert second[UNREAD] == bad.decode(errors="replace")
    assert third["update_id"] == 9


def test_another_answer_is_no_page() -> None:
    assert updates_in(b"<html>502</html>") is None
    assert updates_in(b'{"ok":false,"description":"[[["}') is None


def test_a_page_that_was_cut_off_gives_what_is_whole() -> None:
    whole = page(GOOD, GOOD)
    assert updates_in(whole[: len(whole) - 20]) == [json.loads(GOOD)]


async def test_a_page_without_an_end_is_only_believed_of_updates() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=b"<html>", content_type="text/html")

    async with scripted(answer) as bot:
        with pytest.raises(ClientDecodeError):
            await bot(RawUpdates())


@pytest.fixture
async def fed(database: Database) -> AsyncIterator[Any]:
    """A receiver on a server that has one page, and a worker behind it."""
    numbered = b",".join(
        raw.replace(b'"update_id":7', b'"update_id":%d' % number)
        for number, raw in enumerate(BAD.values(), 1)
    )
    pages = [page(numbered, json.dumps(text(5, "мужа забрали")[1]).encode())]

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=pages.pop() if pages else page(), content_type="application/json")

    async with scripted(answer) as bot:
        reading = Reading(bot, database)
        yield reading
        await reading.stop()


async def test_bad_updates_end_in_quarantine_and_the_next_person_is_heard(
    fed: Reading, database: Database
) -> None:
    desk = Desk(database)
    async with working(desk):
        await until_read(database, lambda tx: len(inbox.pending(tx)) == 5)
        desk.worker.take(fed.taken)
        await desk.drained()
        assert await desk.effects() == ["мужа забрали"]
    assert [number for number, _ in desk.notes.quarantined] == [1, 2, 3, 4]
