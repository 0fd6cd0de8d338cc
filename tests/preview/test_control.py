"""The page's interface, as the page uses it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import ClientResponse, ClientSession, FormData

from bot.preview.people import Group, Person, group, person
from bot.preview.telegram import LocalTelegram

API = "/preview/api"


@pytest.fixture
def olga(telegram: LocalTelegram) -> Person:
    return person(telegram, "Ольга", role="волонтёр")


@pytest.fixture
def staff(telegram: LocalTelegram, olga: Person) -> Group:
    staff = group(telegram, "Дежурные", [olga])
    staff.sets_bot()
    return staff


async def do(web: ClientSession, who: Person, what: str, **body: Any) -> ClientResponse:
    return await web.post(f"{API}/people/{who.user.id}/{what}", json=body)


async def changes(web: ClientSession, since: str) -> AsyncIterator[dict[str, Any]]:
    async with web.get(f"{API}/events", params={"since": since}) as stream:
        async for line in stream.content:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


async def test_the_state_names_people_their_chats_and_messages(
    web: ClientSession, marina: Person, olga: Person, staff: Group
) -> None:
    await marina.sends("мужа забрали")
    state = await (await web.get(f"{API}/state")).json()
    assert [p["first_name"] for p in state["people"]] == ["Марина", "Ольга"]
    assert state["people"][1]["chats"] == [olga.chat.key, staff.chat.key]
    hers = next(c for c in state["chats"] if c["key"] == marina.chat.key)
    assert [m["text"] for m in hers["messages"]] == ["мужа забрали"]
    assert "token" not in json.dumps(state)


async def test_changes_stream_in_order(web: ClientSession, marina: Person, bot: Bot) -> None:
    since = marina.telegram.changes.last
    await marina.sends("раз")
    sent = await bot.send_message(marina.user.id, "два")
    await bot.delete_message(marina.user.id, sent.message_id)
    seen = []
    async for change in changes(web, f"{marina.telegram.run}.{since}"):
        seen.append((change["kind"], change["number"]))
        if change["kind"] == "deleted":
            break
    assert seen == [("message", since + 1), ("message", since + 2), ("deleted", since + 3)]


async def test_a_reader_too_far_behind_reads_all_anew(web: ClientSession, telegram: LocalTelegram) -> None:
    for _ in range(2100):
        telegram.changes.add("clock")
    for since in (f"{telegram.run}.1", f"{telegram.run}.99999", "other.2100", ""):
        text = await (await web.get(f"{API}/events", params={"since": since})).text()
        assert "event: reload" in text


async def test_a_person_writes_answers_edits_and_takes_back(
    web: ClientSession, marina: Person, bot: Bot
) -> None:
    key = marina.chat.key
    await do(web, marina, "start", payload="x")
    sent = await bot.send_message(marina.user.id, "Где он сейчас?")
    answer = await do(web, marina, "text", chat=key, text="в офисе", reply_to=sent.message_id, quote="Где он")
    number = (await answer.json())["message"]
    assert (await do(web, marina, "edit", chat=key, message=number, text="в офисе ICE")).status == 200
    assert (await do(web, marina, "react", chat=key, message=sent.message_id, emoji="👍")).status == 200
    assert (await do(web, marina, "delete", chat=key, message=number)).status == 200
    kinds = [next(iter(u.model_fields_set - {"update_id"})) for u in await bot.get_updates()]
    assert kinds == ["message", "message", "edited_message"]
    assert marina.chat.found(number) is None


async def test_pressing_a_button_that_has_changed_is_refused(
    web: ClientSession, marina: Person, bot: Bot
) -> None:
    await marina.starts()
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}
    sent = await bot.send_message(marina.user.id, "?", reply_markup=markup)  # type: ignore[arg-type]
    where = {"chat": marina.chat.key, "message": sent.message_id, "row": 0, "column": 0}
    pressed = await (await do(web, marina, "press", **where, text="Да")).json()
    assert pressed["query"] in marina.telegram.queries
    refused = await do(web, marina, "press", **where, text="Нет")
    assert (refused.status, await refused.json()) == (400, {"error": "changed"})


async def test_files_make_a_photo_or_an_album(web: ClientSession, marina: Person) -> None:
    form = FormData({"chat": marina.chat.key, "kind": "photo", "caption": "вот"})
    for name in ("1.png", "2.png"):
        form.add_field("file", name.encode(), filename=name, content_type="image/png")
    answer = await web.post(f"{API}/people/{marina.user.id}/files", data=form)
    assert answer.status == 200
    one, two = marina.messages()
    assert one.album == two.album != ""
    assert (one.text, two.text) == ("вот", "")
    shown = await web.get(f"{API}/files/{one.content['photo'][0]['file_id']}")
    assert (await shown.read(), shown.content_type) == (b"1.png", "image/png")


async def test_a_page_in_a_file_is_saved_not_shown(web: ClientSession, marina: Person) -> None:
    sent = await marina.sends_media("document", data=b"<script>", name="x.html", mime="text/html")
    shown = await web.get(f"{API}/files/{sent.content['document']['file_id']}")
    assert shown.headers["Content-Disposition"] == "attachment"
    assert shown.content_type == "application/octet-stream"


async def test_nobody_acts_where_they_are_not(web: ClientSession, marina: Person, staff: Group) -> None:
    answer = await do(web, marina, "text", chat=staff.chat.key, text="x")
    assert (answer.status, await answer.json()) == (400, {"error": "not-member"})
    assert (await do(web, marina, "text", chat="nowhere", text="x")).status == 400


async def test_another_site_cannot_give_orders(web: ClientSession, marina: Person) -> None:
    path = f"{API}/people/{marina.user.id}/start"
    answer = await web.post(path, json={}, headers={"X-Preview": ""})
    assert answer.status == 403
    assert marina.messages() == []


async def test_the_director_moves_the_clock_and_breaks_things(
    web: ClientSession, marina: Person, bot: Bot, staff: Group
) -> None:
    before = marina.telegram.clock.seconds()
    assert (await (await web.post(f"{API}/clock", json={"minutes": 60})).json())["ahead"] == 3600
    assert marina.telegram.clock.seconds() == before + 3600
    assert (await web.post(f"{API}/clock", json={"minutes": -5})).status == 400
    for kind in ("429", "403", "500", "html", "lost", "cut", "hang"):
        assert (await web.post(f"{API}/faults", json={"kind": kind, "method": "sendMessage"})).status == 200
    state = await (await web.get(f"{API}/state")).json()
    assert [f["answer"] for f in state["faults"]][:2] == [
        "429 Too Many Requests: retry after 5",
        "403 Forbidden: bot was blocked by the user",
    ]
    await web.post(f"{API}/faults/clear")
    await marina.starts()
    assert await bot.send_message(marina.user.id, "x")
    refused = await web.post(f"{API}/faults", json={"kind": "migrate", "chat": marina.chat.key})
    assert await refused.json() == {"error": "not-a-group"}
    assert (await web.post(f"{API}/faults", json={"kind": "migrate", "chat": staff.chat.key})).status == 200
    assert staff.chat.moved_to


async def test_a_link_to_the_bot_starts_it(web: ClientSession, olga: Person, telegram: LocalTelegram) -> None:
    link = f"https://t.me/{telegram.the_bot.username}?start=invite_77"
    assert await (await do(web, olga, "open", url=link)).json() == {"started": True}
    assert olga.messages()[-1].text == "/start invite_77"
    assert await (await do(web, olga, "open", url="https://ice.gov")).json() == {"started": False}


async def test_only_the_pages_own_files_are_served(web: ClientSession) -> None:
    assert (await web.get("/page/__init__.py")).status == 404
    assert (await web.get("/page/..%2Ftelegram.py")).status == 404
