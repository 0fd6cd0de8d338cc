"""A machine that does anything to the queue, in any order, and believes nothing it is told.

Rules are the real services on a real database file. After each rule the invariants I1–I21 of the design
(as far as they are built) are read back from the tables, the log and the outbox.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core import refusals, status
from bot.core.cases import OWNED, Ball, Case, Outcome, Shut, State
from bot.core.people import Role, Seat, Shift, Volunteer
from bot.services import desk, staff
from bot.services.moves import duty
from bot.storage import cases, events, seats, timers, volunteers
from bot.storage.events import Event
from bot.storage.timers import Timer
from bot.storage.tx import Tx
from tests.services.desk_world import SECRET, World, opened_rows

NUMBER = st.integers(0, 5)
LEVEL = st.sampled_from(["P0", "P1", "P2", "P3"])
EXPECTED = {
    State.INTAKE: "intake_idle", State.QUEUED: "unclaimed", State.PAUSED: "wake", State.RESOLVED: "followup",
    State.CLOSED: "retention", (State.ASSIGNED, Ball.TEAM): "reply_due",
    (State.ASSIGNED, Ball.PERSON): "person_silence",
}  # fmt: skip
# Minutes at which the first rungs are due: an own copy, so that the table itself is checked.
RUNG_MINUTES = {0: (0, 2, 5, 10, 15), 1: (10, 20, 45, 60, 90)}
NEW_WAIT = {"submit", "rescue", "raise", "lower", "release", "take_back", "off_shift", "deactivate", "wake",
            "silence", "person_wrote"}  # fmt: skip
AGE_KEPT = {"release", "take_back", "off_shift", "deactivate"}
TEAM = (
    (Role.MANAGER, Shift.ON),
    (Role.MANAGER, Shift.OFF),
    (Role.TRANSLATOR, Shift.ON),
    (Role.COORDINATOR, Shift.OFF),
    (Role.ADMIN, Shift.OFF),
)


class QueueMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        # Files like any other, but in memory where there is such a place: thousands of commits a walk.
        self._folder = tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
        self.world = World(Path(self._folder.name))
        self.team: list[str] = []
        self.made: list[Case] = []
        self.old_timers: list[Timer] = []
        self.seen: dict[str, int] = {}  # case → events checked
        self.lines: dict[str, str] = {}  # case → last words of its status line
        self.known: dict[str, Case] = {}

    def teardown(self) -> None:
        self.world.close()
        self._folder.cleanup()

    @initialize(level=LEVEL)
    def begin(self, level: str) -> None:
        self.team = [self.world.volunteer(role, shift) for role, shift in TEAM]
        self.made = [self.world.case(level)]

    # --- helpers ---------------------------------------------------------------------------------

    def one(self, number: int) -> str:
        """One of the team of today; number 5 may also be somebody who has left."""
        of_today = {one.id for one in self.world.store.read(volunteers.active)}
        team = self.team if number == 5 else [one for one in self.team if one in of_today]
        return team[number % len(team)]

    def a_case(self, number: int, *states: State) -> Case:
        """One of those in these states, if there is one: most walks are about what can happen."""
        every = [self.world.get(case) for case in self.made]
        wanted = [case for case in every if case.state in states] or every
        return wanted[number % len(wanted)]

    def attempt(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        """Does it, or learns why not; a refusal must leave everything as it was."""
        before = self.world.mark()
        try:
            return self.world.do(work, *args, **kwargs)
        except refusals.Refusal as refused:
            assert self.world.mark() == before
            return refused

    # --- what a person does ----------------------------------------------------------------------

    @precondition(lambda self: len(self.made) < 5)
    @rule(level=LEVEL)
    def a_family_comes(self, level: str) -> None:
        self.made.append(self.world.case(level))

    @precondition(lambda self: len(self.made) < 5)
    @rule(level=LEVEL)
    def a_form_is_begun(self, level: str) -> None:
        made = self.world.do(desk.open_case, self.world.person(), "arrest")
        self.made.append(self.world.do(desk.raise_priority, made.id, level))

    @rule(
        number=NUMBER,
        act=st.sampled_from(["write", "write", "worse", "answer", "send", "cancel"]),
        level=LEVEL,
    )
    def a_person_acts(self, number: int, act: str, level: str) -> None:
        case = self.a_case(number, State.ASSIGNED, State.PAUSED, State.RESOLVED)
        match act:
            case "write":
                self.attempt(desk.person_message, case.id)
            case "worse":
                self.attempt(desk.worse, case.id)
            case "answer":
                self.world.do(desk.details_changed, case.id)
            case "send":
                self.attempt(desk.hand_off, self.a_case(number, State.INTAKE).id, level)
            case "cancel" if number == 0:
                self.attempt(desk.cancel, case.id)

    @precondition(lambda self: len(self.made) > 2)
    @rule(number=NUMBER)
    def a_case_is_erased(self, number: int) -> None:
        self.world.do(desk.erase, self.a_case(number, State.CLOSED).id, "person")

    # --- what the team does ----------------------------------------------------------------------

    @rule(number=NUMBER, who=NUMBER)
    def a_case_is_claimed(self, number: int, who: int) -> None:
        """Pressed three times, as a nervous thumb and a repeated update do."""
        case = self.a_case(number, State.QUEUED)
        got = [self.attempt(desk.claim, self.one(who), case.id, case.epoch) for _ in range(3)]
        assert sum(isinstance(result, Case) for result in got) <= 1

    @rule(number=NUMBER, who=NUMBER)
    def an_old_card_is_pressed(self, number: int, who: int) -> None:
        case = self.a_case(number, State.QUEUED)
        if case.epoch > 1:
            got = self.attempt(desk.claim, self.one(who), case.id, case.epoch - 1)
            assert isinstance(got, refusals.Refusal)

    @rule(who=NUMBER)
    def the_next_is_taken(self, who: int) -> None:
        waiting, one = self.world.store.read(cases.queued), self._volunteer(who)
        got = self.attempt(desk.take_next, self.one(who))
        if isinstance(got, Case) and one.role is not Role.TRANSLATOR:
            assert got.id == self._rightful(waiting, one).id

    def _volunteer(self, who: int) -> Volunteer:
        one = self.world.store.read(volunteers.get, self.one(who))
        assert one is not None
        return one

    def _rightful(self, waiting: list[Case], one: Volunteer) -> Case:
        """I18, said anew: P0, then the earliest promise, the longest wait, the id; a hold of two minutes."""
        now = self.world.now
        urgent = [case for case in waiting if case.priority == 0]
        free = urgent or [
            case
            for case in waiting
            if case.prefer in (None, one.id) or now - case.counts_from >= timedelta(minutes=2)
        ]
        return min(free, key=lambda case: (case.due_at, case.queued_at, case.id))

    @rule(
        number=NUMBER,
        act=st.sampled_from(["reply", "reply", "release", "pause", "resolve", "translator"]),
        days=st.sampled_from([1, 7, 40]),
        outcome=st.sampled_from(Outcome),
    )
    def the_owner_acts(self, number: int, act: str, days: int, outcome: Outcome) -> None:
        case = self.a_case(number, State.ASSIGNED)
        owner = case.owner or ""
        match act:
            case "reply":
                self.attempt(desk.replied, owner, case.id)
            case "release":
                self.attempt(desk.release, owner, case.id, SECRET)
            case "pause":
                self.attempt(desk.pause, owner, case.id, self.world.now + timedelta(days=days))
            case "resolve":
                self.attempt(desk.resolve, owner, case.id, outcome)
            case "translator":
                self.attempt(desk.want_translator, owner, case.id)
                self.attempt(desk.claim, self.team[2], case.id, days, seat=Seat.TRANSLATOR)

    @rule(number=NUMBER, answered=st.booleans(), written=st.booleans())
    def an_owner_goes_home(self, number: int, answered: bool, written: bool) -> None:
        case = self.a_case(number, State.ASSIGNED)
        if answered:
            self.attempt(desk.replied, case.owner or "", case.id)
        self.attempt(staff.end_shift, case.owner or "")
        if written:
            self.attempt(desk.person_message, case.id)

    @rule(
        number=NUMBER,
        who=NUMBER,
        act=st.sampled_from(["reply", "release", "shut", "give", "lower"]),
        level=LEVEL,
        reason=st.sampled_from(["", SECRET, SECRET]),
    )
    def somebody_else_acts(self, number: int, who: int, act: str, level: str, reason: str) -> None:
        case, by = self.a_case(number, State.ASSIGNED), self.one(who)
        match act:
            case "reply":
                seated = by in self.world.store.read(seats.holders, case.id)
                got = self.attempt(desk.replied, by, case.id, reason)
                leads = self._volunteer(who).role in (Role.COORDINATOR, Role.ADMIN)
                assert isinstance(got, refusals.Refusal) or seated or (leads and reason)  # I19
            case "release":
                self.attempt(desk.release, by, case.id, reason)
            case "shut" if number == 0:
                self.attempt(desk.close, by, case.id, Shut.SPAM)
            case "give":
                waiting = self.a_case(number, State.QUEUED)
                self.attempt(desk.give, by, waiting.id, waiting.epoch, to_id=self.one(number))
            case "lower":
                got = self.attempt(desk.lower_priority, by, case.id, level=level, reason=reason)
                assert reason or isinstance(got, refusals.Refusal)

    @rule(who=NUMBER, shift=st.sampled_from([Shift.ON, Shift.CALL, Shift.OFF]))
    def a_shift_changes(self, who: int, shift: Shift) -> None:
        if shift is Shift.OFF:
            self.attempt(staff.end_shift, self.one(who))
        else:
            self.attempt(staff.start_shift, self.one(who), shift)

    @precondition(lambda self: len(self.team) < 8)
    @rule(who=NUMBER, role=st.sampled_from([Role.MANAGER, Role.ADMIN]))
    def somebody_leaves_and_somebody_joins(self, who: int, role: Role) -> None:
        leaver = self.a_case(who, State.ASSIGNED, State.PAUSED).owner or self.one(who)
        self.attempt(staff.deactivate, self.team[4], leaver)
        self.team.append(self.world.volunteer(role, Shift.ON))

    # --- time ------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 3, 5, 16, 65]))
    def minutes_pass(self, minutes: int) -> None:
        self._remember_timers()
        self.world.deliver()
        self.world.wait(minutes=minutes)

    @rule(hours=st.sampled_from([7, 30, 24 * 9]))
    def the_bot_is_down(self, hours: int) -> None:
        self._remember_timers()
        self.world.sleep(hours=hours)

    def _remember_timers(self) -> None:
        for case in self.made:
            self.old_timers += self.world.store.read(timers.armed, f"case:{case.id}")
        self.old_timers = self.old_timers[-30:]

    @rule(number=st.integers(0, 29))
    def an_old_timer_fires(self, number: int) -> None:
        """I4: a timer of an earlier turn changes nothing."""
        old = self.old_timers[number % 30 : number % 30 + 1]
        for timer in old:
            case = self.world.store.read(cases.get, timer.owner.removeprefix("case:"))
            if case is None or timer.fence == case.ver or timer.kind == "translator":
                continue
            before = case, self.world.mark()
            self.world.tx(self.world._fire, [timer])
            assert (self.world.store.read(cases.get, case.id), self.world.mark()) == before

    # --- what must hold --------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        if self.made:
            self.world.store.read(self._check)

    def _check(self, tx: Tx) -> None:
        self._rows = opened_rows(tx)
        self._team = {one: volunteers.get(tx, one) for one in self.team}
        for made in self.made:
            case = cases.get(tx, made.id)
            assert case is not None
            log = events.of_case(tx, case.id)
            self._owner(case)
            self._timers(tx, case)
            self._log(tx, case, log)
            self._status(tx, case)
            self._erased(tx, case, log)
            self.known[case.id] = case
        self._leaks(tx)

    def _owner(self, case: Case) -> None:
        """I1, I6."""
        assert (case.owner is not None) == (case.state in OWNED)
        if case.owner is not None:
            owner = self._team[case.owner]
            assert owner is not None
            assert owner.active
            assert owner.on_shift or case.ball is not Ball.TEAM

    def _timers(self, tx: Tx, case: Case) -> None:
        """I3: exactly one timer of the state, none overdue."""
        armed = {timer.kind: timer for timer in timers.armed(tx, f"case:{case.id}")}
        expected = EXPECTED.get(case.state) or EXPECTED.get((case.state, case.ball))  # type: ignore[call-overload]
        assert set(armed) - {"status_edit", "translator"} == ({expected} if expected else set())
        assert ("status_edit" in armed) == (case.state in (State.QUEUED, State.ASSIGNED))
        for timer in armed.values():
            assert timer.kind == "translator" or timer.fence == case.ver

    def _log(self, tx: Tx, case: Case, log: list[Event]) -> None:
        last, now = log[-1], self.world.now
        # I21: the log says what the tables say.
        assert (last.state_to, last.owner, last.priority) == (case.state, case.owner, case.priority)
        assert (last.ball, last.epoch, last.ver) == (case.ball, case.epoch, case.ver)
        # I2: one claim per turn.
        claims = Counter(event.epoch for event in log if event.type == "claim")
        assert all(count == 1 for count in claims.values())
        for before, after in pairwise(log):
            assert after.state_from == before.state_to
            if after.priority > before.priority:  # I15
                assert after.type == "lower"
            if after.type in AGE_KEPT and case.id in self.known and after is last:  # I17
                old = self.known[case.id]
                assert (case.queued_at, case.due_at) == (old.queued_at, old.due_at)
        fresh = [event for event in log if event.seq > self.seen.get(case.id, 0)]
        for event in fresh:
            if event.rung is not None:  # I14
                key = f"alarm:{case.id}:{event.ver}%"
                assert tx.value("SELECT count(*) FROM outbox WHERE dedupe LIKE ?", (key,)) >= 1
        self.seen[case.id] = last.seq
        if case.state is State.QUEUED and case.priority <= 1:
            self._rungs(case, log, now)

    def _rungs(self, case: Case, log: list[Event], now: Any) -> None:
        """I13: in this wait the rungs rise one by one, and the highest due one has fired."""
        begin = max(event.seq for event in log if event.type in NEW_WAIT and event.state_to == "queued")
        began = next(event for event in log if event.seq == begin)
        rungs = [event.rung for event in log if event.rung is not None and event.seq > begin]
        below = [rung for rung in rungs if rung != 5]
        assert below == sorted(set(below))
        minutes = RUNG_MINUTES[case.priority]
        skipped = minutes[0] if case.epoch > 1 else 0
        waited = (now - began.at) // timedelta(minutes=1) + skipped
        due = sum(waited >= wait for wait in minutes)
        just_begun = began.at == now  # the loop has not come by yet
        assert just_begun or max((rung for rung in rungs if rung), default=0) >= due

    def _status(self, tx: Tx, case: Case) -> None:
        """I20: the last words of the status line are true now; nobody is named."""
        name = f"status:{case.id}"
        for row in self._rows:
            if row.name == name:
                self.lines[case.id] = row.refs[0]
        if case.epoch > 0 and case.state is not State.ERASED:
            assert self.lines[case.id] == status.line(case, duty(tx), tx.now).ref

    def _erased(self, tx: Tx, case: Case, log: list[Event]) -> None:
        """I12."""
        if case.state is not State.ERASED:
            return
        assert not any((case.code, case.kind, case.person_id, case.stage, case.place))
        assert events.notes(tx, case.id) == []
        assert [event.type for event in log] == ["erase"]
        assert not timers.armed(tx, f"case:{case.id}")
        assert not [row for row in self._rows if row.owner == f"case:{case.id}"]
        assert not seats.holders(tx, case.id)

    def _leaks(self, tx: Tx) -> None:
        """I10, I11, I19: no volunteer in a person's rows, no secret outside a seat's private chat."""
        names = {name for one in self.team for name in (volunteers.alias_of(tx, one), one)}
        for row in self._rows:
            said = repr(row.op)
            if row.dest.startswith("person:"):
                assert SECRET not in said
                assert not [name for name in names if f"'{name}'" in said]
            elif SECRET in said:
                assert row.dest.startswith("volunteer:")
                assert row.name.startswith("details:")
                assert row.name.removeprefix("details:") in {case.id for case in self.made}


ACTS = ("write", "write", "worse", "answer", "send", "cancel")
OWNER_ACTS = ("reply", "reply", "release", "pause", "resolve", "translator")
OTHERS_ACTS = ("reply", "release", "shut", "give", "lower")
LEVELS = ("P0", "P1", "P2", "P3")
# rule → weight, and what it is given; "n" is 0–5
WALK: dict[str, tuple[int, dict[str, Any]]] = {
    "a_family_comes": (2, {"level": LEVELS}),
    "a_form_is_begun": (1, {"level": LEVELS}),
    "a_person_acts": (4, {"number": range(6), "act": ACTS, "level": LEVELS}),
    "a_case_is_erased": (1, {"number": range(6)}),
    "a_case_is_claimed": (6, {"number": range(6), "who": range(6)}),
    "an_old_card_is_pressed": (2, {"number": range(6), "who": range(6)}),
    "the_next_is_taken": (4, {"who": range(6)}),
    "the_owner_acts": (
        6, {"number": range(6), "act": OWNER_ACTS, "days": (1, 7, 40), "outcome": tuple(Outcome)}
    ),
    "somebody_else_acts": (
        3, {"number": range(6), "who": range(6), "act": OTHERS_ACTS, "level": LEVELS, "reason": ("", SECRET)}
    ),
    "an_owner_goes_home": (3, {"number": range(6), "answered": (True, False), "written": (True, False)}),
    "a_shift_changes": (3, {"who": range(6), "shift": (Shift.ON, Shift.CALL, Shift.OFF)}),
    "somebody_leaves_and_somebody_joins": (1, {"who": range(6), "role": (Role.MANAGER, Role.ADMIN)}),
    "minutes_pass": (6, {"minutes": (1, 3, 5, 16, 65)}),
    "the_bot_is_down": (1, {"hours": (7, 30, 24 * 9)}),
    "an_old_timer_fires": (3, {"number": range(30)}),
}  # fmt: skip
MOST_CASES, MOST_PEOPLE = 8, 12


def walk(seed: int, steps: int) -> None:
    """A dense random walk over the same rules: what rarely meets in Hypothesis meets here."""
    rng, machine = random.Random(seed), QueueMachine()
    names, weights = list(WALK), [weight for weight, _ in WALK.values()]
    try:
        machine.begin(rng.choice(LEVELS))
        machine.everything_holds()
        for name in rng.choices(names, weights, k=steps):
            full = (name.startswith("a_f") and len(machine.made) >= MOST_CASES) or (
                name.startswith("somebody_leaves") and len(machine.team) >= MOST_PEOPLE
            )
            if not full:
                getattr(machine, name)(**{key: rng.choice(values) for key, values in WALK[name][1].items()})
                machine.everything_holds()
    finally:
        machine.teardown()
