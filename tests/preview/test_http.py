"""Parameters in every form that the real server takes, without any library in between."""

import json

import pytest
from aiohttp import ClientSession, FormData

from bot.preview.people import Person
from bot.preview.telegram import EXAMPLE_TOKEN

PATH = f"/bot{EXAMPLE_TOKEN}/sendMessage"


@pytest.fixture
async def chat(marina: Person) -> str:
    await marina.starts()
    return str(marina.user.id)


@pytest.mark.parametrize("way", ["query", "json", "form", "multipart"])
async def test_parameters_may_come_in_four_ways(
    web: ClientSession, chat: str, marina: Person, way: str
) -> None:
    rows = [[{"text": "Да", "callback_data": "y"}]]
    fields = {"chat_id": chat, "text": "привет", "reply_markup": json.dumps({"inline_keyboard": rows})}
    if way == "query":
        answer = await web.get(PATH, params=fields)
    elif way == "json":
        answer = await web.post(
            PATH, json={"chat_id": int(chat), "text": "привет", "reply_markup": {"inline_keyboard": rows}}
        )
    else:
        form = FormData(fields, default_to_multipart=way == "multipart")
        answer = await web.post(PATH, data=form)
    body = await answer.json()
    assert body["ok"] is True
    assert body["result"]["text"] == "привет"
    assert marina.captions() == ["Да"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bot42:nobody/getMe", 401, "Unauthorized"),
        (f"/bot{EXAMPLE_TOKEN}/sendNothing", 404, "Not Found: method not found"),
        (f"{PATH}?text=x", 400, "Bad Request: chat_id is empty"),
        (f"{PATH}?text=x&chat_id=x", 400, "Bad Request: chat not found"),
        (
            f"{PATH}?text=x&chat_id=CHAT&reply_markup=null",
            400,
            "Bad Request: object expected as reply markup",
        ),
        (
            f"{PATH}?text=x&chat_id=CHAT&reply_markup=%7B",
            400,
            "Bad Request: can't parse reply_markup JSON object",
        ),
        (
            f"{PATH}?text=x&chat_id=CHAT&message_thread_id=q",
            400,
            "Bad Request: invalid message_thread_id specified",
        ),
        (f"{PATH}?text=x&chat_id=CHAT&parse_mode=Odd", 400, "Bad Request: unsupported parse_mode"),
    ],
)
async def test_refusals_are_json_with_a_code(
    web: ClientSession, chat: str, path: str, status: int, words: str
) -> None:
    answer = await web.get(path.replace("CHAT", chat))
    assert answer.status == status
    assert await answer.json() == {"ok": False, "error_code": status, "description": words}


async def test_a_body_that_is_no_json_is_refused(web: ClientSession) -> None:
    answer = await web.post(PATH, data=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status, (await answer.json())["description"]) == (
        400,
        "Bad Request: can't parse JSON object",
    )


async def test_files_are_not_for_strangers(web: ClientSession, marina: Person) -> None:
    sent = await marina.sends_media("document", data=b"paper", name="a.pdf")
    path = marina.telegram.files.get(sent.content["document"]["file_id"]).path
    assert (await web.get(f"/file/bot42:nobody/{path}")).status == 404
    assert await (await web.get(f"/file/bot{EXAMPLE_TOKEN}/{path}")).read() == b"paper"


async def test_half_a_pair_and_direction_marks_do_no_harm(
    web: ClientSession, chat: str, marina: Person
) -> None:
    answer = await web.post(PATH, data=b'{"chat_id": %s, "text": "a\\ud83d\\u202eb"}' % chat.encode(),
                            headers={"Content-Type": "application/json"})  # fmt: skip
    assert (await answer.json())["result"]["text"] == "a\ufffdb" == marina.last().text
