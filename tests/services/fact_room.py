"""The fact desk without Telegram: the team presses and replies, and everything said is rendered strictly."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content import Content
from bot.core.facts import FactBook
from bot.core.incoming import Incoming, Press
from bot.core.ops import Op, Toast
from bot.core.people import Role
from bot.core.say import Message
from bot.services import factbook, speaking
from bot.services.house import House
from bot.storage import audit, people, volunteers
from bot.storage.remembered import remembered
from bot.storage.tx import Tx
from bot.telegram.render import render, render_toast
from bot.telegram.texts import Texts, read_ftl
from tests.services.desk_world import NOON, ZONE, World

ROOT = Path(__file__).resolve().parents[2]
LINK = "https://www.ice.gov/new-page"


@cache
def content() -> Content:
    return Content.load(ROOT, clock=lambda: datetime.now(UTC), zone=ZoneInfo("America/New_York"))


@cache
def texts() -> Texts:
    ftl = read_ftl(ROOT / "locales" / "ru")
    return Texts(ftl, facts=content().facts, clock=lambda: NOON, zone=ZONE, strict=True)


@dataclass
class FactRoom:
    """`said` is what came since the last act, as plain text, by destination."""

    world: World
    house: House = field(init=False)
    mark: int = 0
    fleeting: list[Op] = field(default_factory=list)
    said: list[tuple[str, str, Message]] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = content()
        self.house = House(
            library=known.library,
            rules=known.triage,
            label=known.texts.label,
            desk=self.world.desk,
            facts=known.facts,
            fact_users=known.fact_users,
        )

    def knows(self, facts: FactBook) -> None:
        """The file is another one: a new release."""
        self.house = replace(self.house, facts=facts)

    def book(self) -> FactBook:
        return self.world.store.read(factbook.current, self.house)

    def member(self, role: Role) -> str:
        return self.world.volunteer(role)

    def telegram(self, volunteer_id: str) -> int:
        who = self.world.store.read(volunteers.who, volunteer_id)
        assert who is not None
        return who.telegram

    def presses(self, volunteer_id: str, data: str, *, chat: int | None = None) -> str:
        """A button; gives the words of the pop-up."""
        sender = self.telegram(volunteer_id)
        press = Press(sender, "q", data, 5, chat or sender)
        self.world.tx(self._pressed, press)
        self._look()
        toast = next((op.message for op in self.fleeting if isinstance(op, Toast) and op.message), None)
        return render_toast(toast, texts(), self.book(), self.world.now) if toast else ""

    def _pressed(self, tx: Tx, press: Press) -> None:
        speaking.pressed(tx, self.house, press)
        self.fleeting = list(tx.fleeting)

    def types(self, volunteer_id: str, text: str, *, reply_to: int | None = None) -> None:
        incoming = Incoming(
            self.telegram(volunteer_id), 900, text=text, raw_text=text, reply_to=reply_to, name="Кто-то"
        )
        self.world.tx(speaking.said, self.house, incoming)
        self._look()

    def replies(self, volunteer_id: str, question: str, text: str) -> None:
        """An answer to a question of ours: "value:1.10:phone"."""
        at = self.world.store.read(remembered, f"volunteer:{volunteer_id}", f"g:{question}")
        assert at is not None, f"nobody asked {question}"
        self.types(volunteer_id, text, reply_to=at)

    def heard(self, volunteer_id: str = "") -> str:
        """What was said to somebody of the team (to anybody) since the last act."""
        dest = f"volunteer:{volunteer_id}" if volunteer_id else ""
        return "\n".join(plain for to, plain, _ in self.said if to.startswith(dest))

    def buttons(self, volunteer_id: str) -> list[str]:
        rows = [
            row for to, _, message in self.said for row in message.rows if to == f"volunteer:{volunteer_id}"
        ]
        return [button.data for row in rows for button in row]

    def captions(self, volunteer_id: str) -> list[str]:
        rows = [
            row for to, _, message in self.said for row in message.rows if to == f"volunteer:{volunteer_id}"
        ]
        return [texts().label(button.label, **button.args) for row in rows for button in row]

    def log(self, subject: str) -> list[str]:
        rows = self.world.store.read(audit.about, subject)
        return [row["verb"] for row in rows]

    def person_of(self, volunteer_id: str) -> str:
        return self.world.tx(people.find_or_create, self.telegram(volunteer_id)).id  # type: ignore[no-any-return]

    def _look(self) -> None:
        rows = self.world.rows(after=self.mark)
        self.mark = self.world.mark()
        shown = [(row.dest, row.message) for row in rows if hasattr(row.op, "message")]
        self.said = [
            (dest, render(message, texts(), self.book(), self.world.now).plain, message)
            for dest, message in shown
        ]
        self.world.deliver()
