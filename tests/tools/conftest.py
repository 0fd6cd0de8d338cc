from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.incoming import Incoming, Press
from bot.core.ops import Edit, Send
from bot.core.say import Button, Message
from bot.services import doors, families, timers
from bot.services.house import House
from bot.services.moves import Desk
from bot.storage import people, seen
from bot.storage.people import Person
from bot.storage.remembered import remember
from bot.storage.store import Store
from bot.telegram.render import render
from tests.services.desk_world import MASTER, RULES, details, opened_rows
from tests.tools.content import NOON, content, texts


@dataclass
class Room:
    """One person and the bot, without Telegram: presses and words in, messages out."""

    store: Store
    house: House
    person_id: str = ""
    now: datetime = NOON  # what the store's clock says
    last: int = 0  # rows of the outbox that were looked at
    messages: int = 100

    def tx(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return self.store.write(work, *args, **kwargs)

    @property
    def person(self) -> Person:
        found: Person = self.tx(people.get, self.person_id)
        return found

    def presses(self, data: str) -> list[Message]:
        """Presses a button of the screen, or of the last message beside it."""
        press = Press(1, "q", data, self.messages, 1)
        self.tx(doors.pressed, self.house, self.person, press)
        return self.new()

    def door(self, name: str) -> list[Message]:
        return self.presses(f"m|{name}")

    def types(self, text: str, reply_to: int | None = None) -> list[Message]:
        self.messages += 1
        incoming = Incoming(1, self.messages, text=text, raw_text=text, reply_to=reply_to)
        self.tx(lambda tx: seen.note(tx, f"person:{self.person_id}", self.messages))
        self.tx(families.said, self.house, self.person, incoming)
        return self.new()

    def later(self, **step: float) -> list[Message]:
        self.now += timedelta(**step)
        self.tx(timers.fire_due, self.house)
        return self.new()

    def new(self) -> list[Message]:
        """What was said since the last look, each rendered strictly, and the sender's part of it."""
        rows = self.tx(lambda tx: opened_rows(tx, self.last))
        shown = []
        for row in rows:
            self.last = max(self.last, row.id)
            if row.dest == f"person:{self.person_id}" and isinstance(row.op, Send | Edit):
                shown.append(row.op.message)
                self.deliver(row.op)
        for message in shown:
            render(message, texts(), content().facts, self.now)
        return shown

    def deliver(self, op: Send | Edit) -> None:
        """As Telegram would: a new message has a new number."""
        if isinstance(op, Send):
            self.messages += 1
        number = self.messages
        name = op.remember
        self.tx(lambda tx: seen.note(tx, f"person:{self.person_id}", number))
        if name:
            self.tx(lambda tx: remember(tx, f"person:{self.person_id}", name, number))


def said(messages: list[Message]) -> str:
    """Everything in plain words, buttons too."""
    whole = [render(message, texts(), content().facts, NOON) for message in messages]
    labels = [texts().label_at(b.label, b.args, NOON) for m in messages for row in m.rows for b in row]
    return "\n".join([*(one.plain for one in whole), *labels])


def buttons_of(messages: list[Message]) -> list[Button]:
    return [button for message in messages for row in message.rows for button in row]


def datas(messages: list[Message]) -> list[str]:
    return [button.data for button in buttons_of(messages) if button.data]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made: Room | None = None
    store = Store(tmp_path, MASTER, clock=lambda: made.now if made else NOON)
    one = content()
    house = House(one.library, one.triage, one.texts.label, Desk(RULES, details), tools=one.tools)
    made = Room(store, house)
    made.person_id = made.tx(lambda tx: people.find_or_create(tx, 1)).id
    yield made
    store.close()
