"""One marked person goes through every flow and the relay, while everything that can fail does.

Afterwards their words are in their own chat and in the private chat of the seat, and nowhere else: not in
a log at any level, not on the standard error, not in the group, not in anybody else's chat, not in a file.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import random
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot import logs
from bot.core.flow import buttons
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node
from bot.preview.people import Person, person
from bot.services import families, nudges
from bot.storage import people, sessions
from bot.storage.tx import Tx
from tests.faults import marker
from tests.faults.conftest import Town, hired, idle, settled
from tests.faults.families import Load, data_of, press
from tests.faults.marker import Sighting
from tests.faults.shapes import shapes

POLL = next(update["message"] for update in shapes(1, -1) if "poll" in update.get("message", {}))["poll"]
POLL = {"poll": {**POLL, "question": marker.FREE}}
WALKERS = 6
STEPS, WALKS = 40, 25  # at most, of a walk and of a flow
BOOM, LATE_BOOM = "взрыв", "поздний взрыв"
TYPED_AS = {
    "name": marker.NAME, "text": marker.FREE, "a_number": marker.TYPED_NUMBER, "phone": marker.TYPED_PHONE,
    "us_state": "Калифорния", "date": "12 марта 1988", "time": "18:30",
}  # fmt: skip


@dataclass
class Listening:
    """Everything that is logged: as the bot writes it, and as an ordinary handler would at DEBUG."""

    written: io.StringIO
    raw: list[str] = field(default_factory=list)


class _Raw(logging.Handler):
    def __init__(self, raw: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self._raw = raw

    def emit(self, record: logging.LogRecord) -> None:
        if record.name not in ("asyncio", "py.warnings"):  # there this very test speaks
            self._raw.append(self.format(record))


@pytest.fixture
def listening() -> Iterator[Listening]:
    """The bot's own logging, opened to the lowest level, with an ordinary handler beside its gate."""
    heard = Listening(io.StringIO())
    logs.configure("json", heard.written)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    root, beside = logging.getLogger(), _Raw(heard.raw)
    root.addHandler(beside)
    root.setLevel(logging.DEBUG)
    yield heard
    root.removeHandler(beside)
    root.setLevel(logging.WARNING)
    logs.configure()


# --- every flow ----------------------------------------------------------------------------------


class Walk:
    """Random walks that prefer what was pressed least, until every typed question was answered."""

    def __init__(self, town: Town) -> None:
        assert town.app is not None
        self.town = town
        self.database = town.app.database
        self.library = town.app.house.library
        self.tried: Counter[tuple[str, str]] = Counter()
        self.answered: set[tuple[str, str]] = set()
        self.rng = random.Random(3)

    @property
    def wanted(self) -> set[tuple[str, str]]:
        """Every typed question of every flow."""
        nodes = (node for plan in self.library.plans.values() for node in plan.nodes.values())
        return {(node.flow, node.id) for node in nodes if node.step.ask in TYPED}

    async def all(self) -> None:
        flows = [flow for flow in self.library.flows for _ in range(WALKS)]
        queue = iter(sorted(flows, key=lambda flow: self.rng.random()))
        walkers = [
            person(self.town.telegram, marker.NAME, id=marker.ACCOUNT + number) for number in range(WALKERS)
        ]
        async with asyncio.TaskGroup() as tasks:
            for who in walkers:
                tasks.create_task(self._walker(who, queue))

    async def _walker(self, who: Person, queue: Iterator[str]) -> None:
        await who.starts()
        await who.wait(who.from_bot, "no first screen", 30)
        for flow in queue:
            if self._worth_it(flow):
                await self._walk(who, flow)

    def _worth_it(self, flow: str) -> bool:
        """Whether this flow still has a typed question that nobody has answered, or was never entered."""
        nodes = self.library.plans[flow].nodes.values()
        left = {(node.flow, node.id) for node in nodes if node.step.ask in TYPED} - self.answered
        return bool(left) or not self.tried[flow, ""]

    async def _walk(self, who: Person, flow: str) -> None:
        self.tried[flow, ""] += 1
        await self._deed(who, f"m|{flow}")
        for _ in range(STEPS):
            here = await self.database.read(self._here, who.user.id)
            if here is None:
                return
            session, node = here
            if node.step.ask in TYPED:
                await self._types(who, node)
            else:
                await self._deed(who, buttons.answer(session, node.key, self._option(node)))

    def _here(self, tx: Tx, telegram_id: int) -> tuple[str, Node] | None:
        found = people.find(tx, telegram_id)
        stored = sessions.current(tx, found.id) if found else None
        plan = self.library.plans.get(stored.flow) if stored else None
        node = plan.nodes.get(stored.state.get("shown") or "") if plan and stored else None
        return None if stored is None or node is None or node.kind == "end" else (stored.id, node)

    def _option(self, node: Node) -> str:
        match node.kind:
            case "say":
                return "next"
            case "task":
                return "done"
            case "board":
                return "$done"
        options = [*node.step.options, *(["$done"] if node.step.ask != "choice" else [])]
        least = min(self.tried[node.key, option] for option in options)
        option = self.rng.choice([one for one in options if self.tried[node.key, one] == least])
        self.tried[node.key, option] += 1
        return option

    async def _types(self, who: Person, node: Node) -> None:
        self.answered.add((node.flow, node.id))
        again = self.tried[node.key, who.user.first_name + str(who.user.id)]
        self.tried[node.key, who.user.first_name + str(who.user.id)] += 1
        if again % 2:  # was it refused? then out of here
            await self._deed(who, buttons.answer(await self._session(who), node.key, "$unknown"))
            return
        await who.sends(TYPED_AS[node.step.ask or ""])
        await self._handled()

    async def _session(self, who: Person) -> str:
        here = await self.database.read(self._here, who.user.id)
        assert here is not None
        return here[0]

    async def _deed(self, who: Person, data: str) -> None:
        await who.presses_data(who.last(), data)
        await self._handled()

    async def _handled(self) -> None:
        """Until the update that was just sent has had its effect."""
        number = max(self.town.telegram.the_bot.updates.history)
        done = "SELECT 1 FROM inbox WHERE update_id = ? AND done_at IS NOT NULL"
        await idle(self.database, lambda tx: tx.value(done, (number,)) is not None)


# --- everything that fails -----------------------------------------------------------------------


def break_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers and timers that quote what they choke on."""
    said, fire = families.said, nudges.fire_nudge

    def chokes(tx: Any, house: Any, who: Any, incoming: Any) -> None:
        if BOOM in incoming.raw_text:
            warnings.warn(incoming.raw_text, RuntimeWarning, stacklevel=1)
            logging.getLogger("bot.somewhere").debug("choked on %s", "something")
            raise ValueError(incoming.raw_text)
        said(tx, house, who, incoming)

    def late(*args: Any) -> None:
        raise KeyError(LATE_BOOM, marker.NAME, fire.__name__)

    monkeypatch.setattr(families, "said", chokes)
    monkeypatch.setattr(nudges, "fire_nudge", late)
    monkeypatch.setitem(__import__("bot.services.timers", fromlist=["_OURS"])._OURS, nudges.NUDGE, late)


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


# --- the run -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hurried")
async def test_the_marker_is_seen_nowhere_else(
    town: Town, listening: Listening, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with town.bot() as app:
        app.worker._retry_after = (0.0, 0.0)
        olga, irina = await hired(town, ["Ольга", "Ирина"])
        await town.boss.starts()
        walk = Walk(town)
        await walk.all()
        assert walk.answered == walk.wanted
        break_handlers(monkeypatch)
        who = person(town.telegram, marker.NAME, id=marker.ACCOUNT + 100, last_name="Кривомазов")
        await _case(town, who, olga)
        await _relay(town, who, olga)
        await _faults(town, who, olga)
        await _hand_over(town, who, olga, irina)
        await settled(town)
        seen = marker.in_files(town.settings.data_dir)
        await app.database.write(lambda tx: tx.execute("UPDATE meta SET value = value"))
        await town.later(timedelta(hours=30))  # nudges are due: and fail
        await settled(town)
        seen += marker.in_files(town.settings.data_dir)
    seen += marker.in_files(town.settings.data_dir)
    seen += _in_logs(listening, capfd)
    seen += _in_calls(town, {olga.user.id, irina.user.id})
    assert seen == []
    assert {"handler failed", "update quarantined", "not sent", "timer failed"} <= _events(listening)
    assert all(word in _shown_to(olga) for word in (marker.NAME, marker.FREE, "A219-876-543"))


async def _case(town: Town, who: Person, olga: Person) -> None:
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
        if flow in walk.library.flows:
            await walk._walk(who, flow)
    await olga.sees("A219-876-543", seconds=30)


def _case_id(tx: Tx, telegram_id: int) -> str:
    found = people.find(tx, telegram_id)
    assert found is not None
    return str(tx.value("SELECT id FROM case_ WHERE person_id = ?", (found.id,)))


def _button(town: Town, case_id: str) -> Any:
    found = [(m, b) for m in town.staff.from_bot() for b in m.buttons() if f"take|{case_id}" in data_of(b)]
    return found[-1] if found else None


async def _relay(town: Town, who: Person, olga: Person) -> None:
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


async def _faults(town: Town, who: Person, olga: Person) -> None:
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


async def _hand_over(town: Town, who: Person, olga: Person, irina: Person) -> None:
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


# --- looking -------------------------------------------------------------------------------------


def _in_logs(listening: Listening, capfd: pytest.CaptureFixture[str]) -> list[Sighting]:
    out, err = capfd.readouterr()
    texts = {
        "log": listening.written.getvalue(),
        "raw log": "\n".join(listening.raw),
        "stdout": out,
        "stderr": err,
    }
    return [one for where, text in texts.items() for one in marker.in_bytes(where, text.encode())]


def _events(listening: Listening) -> set[str]:
    return {json.loads(line)["event"] for line in listening.written.getvalue().splitlines()}


def _in_calls(town: Town, seats: set[int]) -> list[Sighting]:
    """In every call that is not to a marked chat or to a seat's private chat; also in calls without a chat."""
    found = []
    for call in town.telegram.calls:
        chat = int(call.values.get("chat_id") or 0)
        if chat not in seats and not marker.is_marked(chat):
            text = json.dumps(call.values, ensure_ascii=False, default=str)
            found += marker.in_text(f"{call.method} to {chat}", text)
    for message in town.staff.messages():
        found += marker.in_text("the group", json.dumps(message.content, ensure_ascii=False))
    return found


def _shown_to(who: Person) -> str:
    """All that was ever in a chat: also what was edited away since."""
    versions = (content for m in who.chat.messages.values() for content in (*m.versions, m.content))
    return "\n".join(str(content.get("text", content.get("caption", ""))) for content in versions)
