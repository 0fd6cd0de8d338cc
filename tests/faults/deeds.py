"""What a marked person goes through once a flow has brought them to people, and all that fails meanwhile."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from bot.preview.people import Person
from bot.storage import people
from bot.storage.tx import Tx
from tests.faults import marker
from tests.faults.conftest import Town, settled
from tests.faults.families import Load, data_of, press
from tests.faults.shapes import shapes
from tests.faults.walk import Walk

POLL = next(update["message"] for update in shapes(1, -1) if "poll" in update.get("message", {}))["poll"]
POLL = {"poll": {**POLL, "question": marker.FREE}}
BOOM = "взрыв"  # a handler may be made to choke on it


def break_telegram(town: Town, family: int, seat: int) -> None:
    """Refusals that quote the words back, as Telegram does with tags it cannot parse; answers that get lost."""
    faults = town.telegram.faults
    for chat in (family, seat):
        faults.refuse(400, f"Bad Request: can't parse entities: unsupported tag «{marker.FREE}»", chat=chat)
        faults.refuse(400, f"Bad Request: nobody knows this: {marker.NAME}", chat=chat, method="sendMessage")
    faults.server_error(500, f"Internal Server Error: {marker.VOICE}", chat=seat)
    faults.html_page(chat=seat)
    faults.lost_answer(chat=family)
    faults.too_many(1, chat=family)


def malformed(who: Person) -> list[dict[str, Any]]:
    """Updates with the marker that cannot be read, or are of no kind that was asked for."""
    base = {"from": who.user.view(), "chat": who.chat.view(), "text": marker.FREE, "caption": marker.PHOTO}
    return [
        {"message": {**base, "message_id": marker.NAME, "date": 1}},
        {"message": {**base, "message_id": 1, "date": marker.VOICE}},
        {"edited_message": {**base, "message_id": 1, "date": 1, "entities": [{"type": marker.FREE}]}},
        {"poll_answer": {**base, "poll_id": marker.NAME}},
        {"future_kind": {**base, "message_id": 1}},
    ]


async def case(town: Town, who: Person, olga: Person) -> None:
    """To the queue by hand, with words on the way; Olga takes it."""
    load = Load(town.telegram, town.staff, random.Random(1))
    await load.to_the_queue(who)
    await press(who, "next")
    await who.sends(f"{marker.FREE}, это мой муж {marker.NAME}, {marker.TYPED_NUMBER}")
    await who.sends_media("voice", caption=marker.VOICE)
    photo = await who.sends_media("photo", caption=marker.PHOTO)
    await who.wait(lambda: photo.deleted, "the photo is still there", 30)
    await settled(town)
    assert town.app is not None
    case_id = await town.app.database.read(_case_id, who.user.id)
    message, one = await town.staff.wait(lambda: _button(town, case_id), "no card", 30)
    await olga.presses_data(message, data_of(one))
    await olga.sees(marker.FREE, seconds=30)
    walk = Walk(town)
    for flow in ("details", "intake"):  # the answers of forms are what a seat sees in the details
        await walk.through(who, flow)
    await olga.sees("A219-876-543", seconds=30)


def _case_id(tx: Tx, telegram_id: int) -> str:
    found = people.find(tx, telegram_id)
    assert found is not None
    return str(tx.value("SELECT id FROM case_ WHERE person_id = ?", (found.id,)))


def _button(town: Town, case_id: str) -> Any:
    found = [(m, b) for m in town.staff.from_bot() for b in m.buttons() if f"take|{case_id}" in data_of(b)]
    return found[-1] if found else None


async def relay(town: Town, who: Person, olga: Person) -> None:
    """Every kind of message, both ways, with quotes, edits and notes."""
    first = await who.sends(f"позвонила ему: {marker.TYPED_PHONE}. {marker.FREE}")
    copy = await olga.sees("позвонила ему", seconds=30)
    await olga.replies(copy, f"вижу: {marker.NAME}", quote=marker.FREE)
    answer = await who.sees("вижу:", seconds=30)
    await who.replies(answer, f"да, {marker.FREE}", quote=marker.NAME)
    await who.edits(first, f"исправляю: {marker.TYPED_PHONE} {marker.NAME}")
    await who.sends_album(marker.PHOTO, marker.VOICE)
    await who.sends_media("document", caption=marker.FREE, name=f"{marker.NAME}.pdf")
    await who.sends_media("video", caption=marker.VOICE)
    await who.sends_contact(marker.TYPED_PHONE, marker.NAME)
    await who.sends_raw(POLL)
    await olga.sends(f"заметка: {marker.NAME} {marker.TYPED_NUMBER}")
    await settled(town)


async def faults(town: Town, who: Person, olga: Person) -> None:
    """Handlers, Telegram, and updates all go wrong while the marked words pass."""
    break_telegram(town, who.chat.id, olga.chat.id)
    await who.sends(f"{BOOM}: {marker.FREE} {marker.NAME} {marker.TYPED_NUMBER}")
    for update in malformed(who):
        town.telegram.the_bot.updates.push_raw(update)
    await who.sends(f"этого не примут: {marker.FREE} {marker.TYPED_NUMBER}")
    await settled(town)
    await who.sends(f"ещё раз: {marker.FREE} {marker.TYPED_PHONE}")
    asyncio.get_running_loop().call_exception_handler(
        {"message": marker.FREE, "exception": ValueError(marker.NAME)}
    )
    await olga.sees("ещё раз", seconds=60)
    await settled(town)


async def hand_over(town: Town, who: Person, olga: Person, irina: Person) -> None:
    """Back to the queue with a line that quotes, taken by another, who then has the seat."""
    assert town.app is not None
    case_id = await town.app.database.read(_case_id, who.user.id)
    await olga.presses_data(olga.last(), f"q|release|{case_id}|1")
    asked = await olga.wait(lambda: _asked(olga), "no question for a line", 30)
    await olga.replies(asked, f"передаю: {marker.NAME}, {marker.FREE}")
    message, one = await town.staff.wait(lambda: _button(town, case_id), "no card", 30)
    await irina.presses_data(message, data_of(one))
    await irina.sees(marker.FREE, seconds=30)


def _asked(olga: Person) -> Any:
    return olga.last() if olga.last().touched > olga.mark and "Ответьте" in olga.last().text else None
