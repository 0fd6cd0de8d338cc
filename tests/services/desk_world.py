"""A team and its families on a real database file, with a clock that moves when told."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.core import ops
from bot.core.cases import Case
from bot.core.people import Role, Shift
from bot.core.rules import Promises, Quiet, Rules
from bot.core.say import Message, say
from bot.services import desk as the_desk
from bot.services import ladder, staff
from bot.services.moves import Desk
from bot.storage import cases, people, timers, volunteers
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from bot.storage.tx import Tx

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)  # Tuesday, 12:00 in New York
RULES = Rules(Promises(Quiet(ZONE)), fallback_phone="+1 212 555 0100", admins=frozenset({1}))
MASTER = MasterKey(bytes(range(32)))
SECRET = "Иван Петров A214567890"
NAMES = ("Ольга", "Пётр", "Маша", "Лев", "Ирма", "Глеб")


def details(tx: Tx, case_id: str, reader: str) -> Message:
    """All that a claimer may know: here, a planted secret."""
    return say("details-words", label="common-done", value=SECRET)


@dataclass(frozen=True)
class Row:
    """One row of the outbox, opened."""

    id: int
    dest: str
    lane: int
    op: Any
    owner: str

    @property
    def message(self) -> Message:
        return self.op.message  # type: ignore[no-any-return]

    @property
    def refs(self) -> list[str]:
        return [part.ref for part in self.message.parts]

    @property
    def name(self) -> str:
        return getattr(self.op, "remember", None) or ""


def opened_rows(tx: Tx, after: int = 0) -> list[Row]:
    """Every row not yet ended, in order."""
    rows = tx.rows("SELECT * FROM outbox WHERE id > ? AND payload IS NOT NULL ORDER BY id", (after,))
    return [
        Row(
            row["id"],
            row["dest"],
            row["lane"],
            ops.from_json(tx.open(row["owner"], "outbox", "payload", row["id"], row["payload"])),
            row["owner"],
        )
        for row in rows
    ]


@dataclass
class World:
    """Acts are written as ``world.do(desk.claim, …)``: each is a transaction of its own."""

    folder: Path
    now: datetime = NOON
    rules: Rules = RULES
    seed: int = 7
    desk: Desk = field(init=False)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.rules, details)
        self._random = random.Random(self.seed)
        self._telegram = 1000
        self.open()

    def open(self) -> None:
        self.store = Store(self.folder, MASTER, clock=lambda: self.now, token=self._random.randbytes)

    def restart(self) -> None:
        """The process ends and starts again."""
        self.store.close()
        self.open()

    def close(self) -> None:
        self.store.close()

    def do(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        """A service function that takes the desk."""
        return self.store.write(work, self.desk, *args, **kwargs)

    def tx(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        """Anything else that takes a transaction."""
        return self.store.write(work, *args, **kwargs)

    # --- people ----------------------------------------------------------------------------------

    def person(self) -> str:
        self._telegram += 1
        return self.tx(people.find_or_create, self._telegram).id  # type: ignore[no-any-return]

    def volunteer(self, role: Role = Role.MANAGER, shift: Shift = Shift.OFF) -> str:
        self._telegram += 1
        name = NAMES[self._telegram % len(NAMES)]
        made: str = self.tx(volunteers.add, self._telegram, name, role, state="active", invited_by=None)
        if shift is not Shift.OFF:
            self.do(staff.start_shift, made, shift)
        return made

    def case(self, level: str = "P1", kind: str = "arrest") -> Case:
        """A new family's request, in the queue."""
        made = self.do(the_desk.open_case, self.person(), kind)
        return self.do(the_desk.hand_off, made.id, level)  # type: ignore[no-any-return]

    def get(self, case: Case) -> Case:
        got: Case | None = self.store.read(cases.get, case.id)
        assert got is not None
        return got

    # --- time ------------------------------------------------------------------------------------

    def tick(self) -> int:
        """Fires everything due now, as the bot's one loop does; gives how many timers."""
        fired = 0
        while due := self.store.read(timers.due, self.now):
            self.tx(self._fire, due)
            fired += len(due)
        return fired

    def _fire(self, tx: Tx, due: list[timers.Timer]) -> None:
        for timer in due:
            timers.done(tx, timer.id)
            ladder.HANDLERS[timer.kind](tx, self.desk, timer)

    def wait(self, **by: float) -> None:
        """Time passes, each deadline firing when it is due."""
        end = self.now + timedelta(**by)
        while (due := self.store.read(timers.next_due)) is not None and due <= end:
            self.now = max(self.now, due)
            self.tick()
        self.now = end

    def sleep(self, **by: float) -> None:
        """The bot is down: nothing fires until it wakes."""
        self.now += timedelta(**by)
        self.restart()
        self.tick()

    # --- what was said ---------------------------------------------------------------------------

    def mark(self) -> int:
        """The number of the last row, to look only at what follows."""
        got: int = self.store.read(lambda tx: tx.value("SELECT coalesce(max(id), 0) FROM outbox"))
        return got

    def rows(self, dest: str = "", after: int = 0) -> list[Row]:
        made: list[Row] = self.store.read(opened_rows, after)
        return [row for row in made if row.dest.startswith(dest)]

    def alarmed(self, after: int = 0) -> list[str]:
        """Whom a call about an unclaimed case has gone to since."""
        calls = [row for row in self.rows(after=after) if row.refs[:1] == ["alarm-unclaimed"]]
        return [row.dest for row in calls]

    def status(self, case: Case) -> Row:
        """The last words of the status line."""
        return [row for row in self.rows(f"person:{case.person_id}") if row.name == f"status:{case.id}"][-1]

    def card(self, case: Case) -> Row:
        return [row for row in self.rows("staff") if row.name == f"card:{case.id}"][-1]

    def told(self, case: Case, after: int = 0) -> list[str]:
        """First reference of each message to the person, status lines aside."""
        rows = self.rows(f"person:{case.person_id}", after)
        return [row.refs[0] for row in rows if not row.name]

    def deliver(self) -> None:
        """The sender has sent everything: messages get ids, names are remembered."""
        self.tx(_deliver)


def _deliver(tx: Tx) -> None:
    for row in opened_rows(tx):
        if row.name and not tx.value(
            "SELECT 1 FROM remembered WHERE dest = ? AND name = ?", (row.dest, row.name)
        ):
            tx.execute("INSERT INTO remembered VALUES (?, ?, ?)", (row.dest, row.name, row.id))
        tx.execute("UPDATE outbox SET state = 'sent', payload = NULL WHERE id = ?", (row.id,))
