"""Random lives of the outbox: whatever fails, waits or restarts, each chat hears each lane in order, once."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core import ops
from bot.core.say import say
from bot.storage import outbox, people
from bot.storage.keys import MasterKey
from bot.storage.outbox import Row
from bot.storage.store import Store
from tests.storage.conftest import Clock

CHATS = 3
LANES = st.integers(0, 4)


class Outbox(RuleBasedStateMachine):
    """Puts, claims and answers at random; the log of what was sent is judged after each step."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile  # noqa: PLC0415 - a folder per run, which fixtures cannot give
        from pathlib import Path  # noqa: PLC0415

        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "data"
        self.clock = Clock()
        self.master = MasterKey(bytes(range(32)))
        self.store = Store(self.folder, self.master, clock=self.clock)
        self.under_way: list[Row] = []
        self.lanes: dict[int, tuple[str, int]] = {}
        self.ended: dict[int, str] = {}
        self.sent: list[int] = []

    @initialize()
    def meet(self) -> None:
        self.dests = [
            f"person:{self.store.write(people.find_or_create, number).id}" for number in range(1, CHATS + 1)
        ]

    @rule(chat=st.integers(0, CHATS - 1), lane=LANES)
    def put(self, chat: int, lane: int) -> None:
        dest = self.dests[chat]
        number = self.store.write(outbox.put, dest=dest, op=ops.Send(say("a")), lane=lane, owner=dest)
        self.lanes[number] = (dest, lane)

    @rule(limit=st.integers(1, 5))
    def claim(self, limit: int) -> None:
        busy = {row.dest for row in self.under_way}
        rows = self.store.write(outbox.claim_due, limit, busy)
        assert len(rows) <= limit
        assert not busy & {row.dest for row in rows}
        assert [row.lane for row in rows] == sorted(row.lane for row in rows)
        self.under_way += rows

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), end=st.sampled_from(["sent", "failed", "later", "doubt"]))
    def answer(self, data: st.DataObject, end: str) -> None:
        row = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        match end:
            case "sent":
                self.store.write(outbox.sent, row.id, [1])
                self.sent.append(row.id)
                self.ended[row.id] = end
            case "failed":
                self.store.write(outbox.failed, row.id, "x")
                self.ended[row.id] = end
            case _:
                when = self.clock.now + timedelta(seconds=5)
                self.store.write(outbox.later, row.id, when, doubt=end == "doubt")

    @rule()
    def wait(self) -> None:
        self.clock.forward(seconds=3)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store(self.folder, self.master, clock=self.clock)
        assert self.store.write(outbox.recover) == len(self.under_way)
        self.under_way = []

    @invariant()
    def each_lane_of_a_chat_is_heard_in_order_and_once(self) -> None:
        assert len(set(self.sent)) == len(self.sent)
        for line in set(self.lanes.values()):
            heard = [number for number in self.sent if self.lanes[number] == line]
            assert heard == sorted(heard)

    def teardown(self) -> None:
        """In the end everything goes out: nothing was lost on the way."""
        for _ in range(len(self.lanes) * 3 + 10):
            self.clock.forward(seconds=6)
            for row in self.under_way or self.store.write(outbox.claim_due, 50):
                self.store.write(outbox.sent, row.id, [1])
                self.ended[row.id] = "sent"
            self.under_way = []
        assert self.ended.keys() == self.lanes.keys()
        self.store.close()
        self.place.cleanup()


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(
    max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
