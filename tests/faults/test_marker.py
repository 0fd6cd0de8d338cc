"""One marked person goes through every flow and the relay, while everything that can fail does.

Afterwards their words are in their own chat and in the private chat of the seat, and nowhere else: not in
a log at any level, not on the standard error, not in the group, not in anybody else's chat, not in a file.
"""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot import logs
from bot.preview.people import Person, person
from bot.services import families, nudges, timers
from tests.faults import deeds, marker
from tests.faults.conftest import Town, hired, settled
from tests.faults.marker import Sighting
from tests.faults.walk import Walk


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


def break_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers and timers that quote what they choke on."""
    said = families.said

    def chokes(tx: Any, house: Any, who: Any, incoming: Any) -> None:
        if deeds.BOOM in incoming.raw_text:
            warnings.warn(incoming.raw_text, RuntimeWarning, stacklevel=1)
            raise ValueError(incoming.raw_text)
        said(tx, house, who, incoming)

    def late(*_: Any) -> None:
        raise KeyError(marker.NAME)

    monkeypatch.setattr(families, "said", chokes)
    monkeypatch.setitem(timers._OURS, nudges.NUDGE, late)


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
        await deeds.case(town, who, olga)
        await deeds.relay(town, who, olga)
        await deeds.faults(town, who, olga)
        await deeds.hand_over(town, who, olga, irina)
        await settled(town)
        seen = marker.in_files(town.settings.data_dir)
        await town.later(timedelta(hours=30))  # nudges are due: and fail
        await settled(town)
        seen += marker.in_files(town.settings.data_dir)
    seen += marker.in_files(town.settings.data_dir)
    seen += _in_logs(listening, capfd)
    seen += _in_calls(town, {olga.user.id, irina.user.id})
    assert seen == []
    assert {"handler failed", "update quarantined", "not sent", "timer failed"} <= _events(listening)
    assert all(word in _shown_to(olga) for word in (marker.NAME, marker.FREE, "A219-876-543"))


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
