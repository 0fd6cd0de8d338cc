"""Families and volunteers who write and press: the services as they run, without Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.answers.clean import clean
from bot.core.cases import Case
from bot.core.flow.session import Answer, from_json
from bot.core.incoming import Incoming, Kind, Press
from bot.core.people import Role, Shift
from bot.services import conversation, desk, speaking
from bot.services import timers as the_timers
from bot.services.conversation import Talk
from bot.services.house import House
from bot.storage import cases, messages, msgmap, people, sessions, volunteers
from bot.storage.sessions import Stored
from tests.services.desk_world import Row, World
from tests.tools.content import content


@dataclass
class Street:
    """Everybody is known by an account number; what they do goes in as it does from the handlers."""

    world: World
    house: House = field(init=False)
    messages: int = 100

    def __post_init__(self) -> None:
        one = content()
        self.house = House(one.library, one.triage, one.texts.label, self.world.desk, tools=one.tools)

    def says(
        self,
        account: int,
        text: str = "",
        *,
        kind: Kind = "text",
        reply_to: int | None = None,
        album: str = "",
    ) -> int:
        """Gives the number of the message."""
        self.messages += 1
        said = Incoming(
            account,
            self.messages,
            kind,
            text=clean(text),
            raw_text=text,
            reply_to=reply_to,
            album=album,
            file_id="f",
            name="Аня",
        )
        self.world.tx(speaking.said, self.house, said)
        return self.messages

    def edits(self, account: int, message: int, text: str, *, reply_to: int | None = None) -> None:
        edited = Incoming(account, message, text=clean(text), raw_text=text, reply_to=reply_to)
        self.world.tx(speaking.edited, self.house, edited)

    def presses(self, account: int, data: str) -> None:
        self.world.tx(speaking.pressed, self.house, Press(account, "q", data, self.messages, account))

    def fires(self, **later: float) -> None:
        """Time passes; the bot's own loop fires what is due, its failures kept in."""
        self.world.now += timedelta(**later)
        while (due := self.world.tx(the_timers.fire_due, self.house)) is not None and due <= self.world.now:
            pass

    def family(self) -> int:
        """An account that the bot knows."""
        self.world._telegram += 1
        self.world.tx(people.find_or_create, self.world._telegram)
        return self.world._telegram

    def id_of(self, account: int) -> str:
        found = self.world.tx(people.find, account)
        assert found is not None
        return str(found.id)

    def helper(self, role: Role = Role.MANAGER, shift: Shift = Shift.ON) -> tuple[int, str]:
        """(account, volunteer id) of one at work."""
        volunteer = self.world.volunteer(role, shift)
        return self.world._telegram, volunteer

    def case(self, account: int) -> Case:
        """The newest request of a family."""
        found: list[Case] = self.world.tx(cases.of_person, self.id_of(account))
        return found[0]

    def asks(self, account: int, level: str = "P2") -> Case:
        """A family's request, in the queue."""
        made = self.world.do(desk.open_case, self.id_of(account), "arrest")
        queued: Case = self.world.do(desk.hand_off, made.id, level)
        return queued

    def begins(self, account: int, flow: str) -> Stored:
        """A family enters a flow."""
        person = self.id_of(account)
        self.world.tx(conversation.begin, self.house, Talk(person), flow)
        stored: Stored = self.world.tx(sessions.current, person)
        return stored

    def asked_for_a_day(self) -> int:
        """A family at a question that takes a date."""
        account = self.family()
        stored = self.begins(account, "checkin_prepare")
        had = Answer(from_json(stored.state).shown, "had")
        self.world.tx(conversation.drive, self.house, Talk(stored.person_id), stored, had)
        return account

    def takes(self, account: int, case: Case) -> None:
        self.presses(account, f"q|take|{case.id}|{self.world.get(case).epoch}")

    def copied(self, case: Case, account: int, message: int, dest: str) -> int:
        """The sender has put a message of this account at `dest`; gives the copy's number."""
        self.messages += 1
        volunteer = self.world.tx(volunteers.find, account)
        source = f"volunteer:{volunteer.id}" if volunteer else f"person:{self.id_of(account)}"
        pair = msgmap.Pair(case.id, source, message, dest, self.messages, 0)
        self.world.tx(msgmap.put, pair)
        return self.messages

    def kept(self, account: int) -> str:
        """Every word kept in the family's newest request."""
        said = self.world.tx(messages.of_case, self.case(account).id)
        return "\n".join(one.words["text"] for one in said)

    def words_to(self, dest: str, after: int = 0) -> list[Row]:
        """Somebody's own words on their way to this chat."""
        return [row for row in self.world.rows(dest, after) if hasattr(row.op, "text")]

    def heard(self, dest: str, after: int = 0) -> str:
        return "\n".join(row.op.text for row in self.words_to(dest, after))

    def refs(self, dest: str, after: int = 0) -> list[str]:
        """The first reference of each message of ours to this chat."""
        return [row.refs[0] for row in self.world.rows(dest, after) if hasattr(row.op, "message")]


@dataclass
class Pair:
    """A family, the account and id of each of the two, and the case."""

    street: Street
    family: int
    manager: tuple[int, str]
    translator: tuple[int, str]
    case: Case

    def copy_for(self, one: tuple[int, str], text: str) -> int:
        """The family says something; the number of its copy in this volunteer's chat."""
        said = self.street.says(self.family, text)
        copies = {
            account: self.street.copied(self.case, self.family, said, f"volunteer:{number}")
            for account, number in (self.manager, self.translator)
        }
        self.street.world.deliver()
        return copies[one[0]]
