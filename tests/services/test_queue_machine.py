"""Random walks through the queue; and the same walks must catch it when it is broken on purpose."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.core import ladder as core_ladder
from bot.core import status as core_status
from bot.core import transitions
from bot.core.say import say
from bot.services import desk, intake, ladder, moves, staff
from bot.storage import events, seats
from tests.services.queue_machine import QueueMachine, walk

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
WALKS = settings(
    max_examples=15, stateful_step_count=30, deadline=None, derandomize=True, database=None,
    suppress_health_check=QUIET,
)  # fmt: skip
SEEDS, STEPS = 12, 120

Patch = pytest.MonkeyPatch
Breaks = Callable[[Patch], None]


def test_no_story_breaks_an_invariant() -> None:
    run_state_machine_as_test(QueueMachine, settings=WALKS)


@pytest.mark.parametrize("seed", range(6))
def test_no_walk_breaks_an_invariant(seed: int) -> None:
    walk(seed, STEPS)


def naive_claim(patch: Patch) -> None:
    """Whoever presses last has it."""
    patch.setattr(desk, "_check_place", lambda *_: None)
    patch.setattr(transitions, "TABLE", transitions.TABLE | {"claim": transitions.TABLE["close"]})
    query = (
        "UPDATE seat SET owner = :volunteer WHERE case_id = :case AND role = 'manager' RETURNING :turn, :now"
    )
    patch.setitem(seats.CLAIM, desk.Seat.MANAGER, query)


def old_button(patch: Patch) -> None:
    """The turn on the button is not looked at."""
    check = desk._check_place

    def any_turn(tx: Any, case: Any, place: Any, turn: int, who: str) -> None:
        check(tx, case, place, place.turn if place else turn, who)

    patch.setattr(desk, "_check_place", any_turn)
    patch.setitem(seats.CLAIM, desk.Seat.MANAGER, seats.CLAIM_MANAGER.replace("= :turn", ">= :turn"))


def silent_release(patch: Patch) -> None:
    """A case that comes back is not timed."""
    arm = moves.arm

    def forget(tx: Any, the_desk: Any, case: Any, before: Any = None) -> None:
        if case.epoch < 2:
            arm(tx, the_desk, case, before)

    patch.setattr(moves, "arm", forget)


def younger(patch: Patch) -> None:
    """Giving back makes the case look new."""
    back = transitions._back
    patch.setattr(
        transitions,
        "_back",
        lambda case, now, *, prefer: replace(back(case, now, prefer=prefer), queued_at=now),
    )


def home_with_work(patch: Patch) -> None:
    """Going home keeps what we owe."""
    patch.setattr(transitions, "off_shift", lambda case, now: case)


def owner_away(patch: Patch) -> None:
    """A person's word goes to an owner who is at home."""
    patch.setattr(intake, "works", lambda *_: True)


def gone_with_cases(patch: Patch) -> None:
    """Somebody switched off keeps the cases."""
    patch.setattr(staff, "_leave_seats", lambda *_: [])


def no_fence(patch: Patch) -> None:
    """A timer acts whatever version it was set for."""
    fire = ladder.fire

    def anyway(tx: Any, the_desk: Any, timer: Any) -> None:
        case = ladder.cases.get(tx, timer.owner.removeprefix("case:"))
        if case is not None and (kind := core_ladder.kind_of(case, the_desk.rules)):
            moves.draw(tx, the_desk, case)
            fire(tx, the_desk, replace(timer, fence=case.ver, kind=kind))

    for kind in ("unclaimed", "reply_due", "person_silence", "wake", "followup", "intake_idle", "retention"):
        patch.setitem(ladder.HANDLERS, kind, anyway)


def never_late(patch: Patch) -> None:
    """A deadline missed by an hour is skipped as past."""
    ring = ladder._ACTS[core_ladder.Act.RUNG]

    def skip(tx: Any, the_desk: Any, due: Any) -> None:
        if tx.now > core_ladder.next_due(due.case, due.case.counts_from, the_desk.rules) + core_ladder.HOUR:
            moves.move(tx, the_desk, due.case, due.past, what="skipped", by="clock")
        else:
            ring(tx, the_desk, due)

    patch.setitem(ladder._ACTS, core_ladder.Act.RUNG, skip)


def half_erased(patch: Patch) -> None:
    """What happened to the case stays."""
    patch.setattr(events, "forget", lambda *_: None)


def stale_line(patch: Patch) -> None:
    """Going home leaves the status lines as they were."""
    patch.setattr(staff, "draw_waiting", lambda *_: None)


def named(patch: Patch) -> None:
    """A person learns who has the case."""
    patch.setattr(
        core_status, "told", lambda ref, case, *_, **__: say(ref, code=case.code, who=case.owner or "")
    )


def unheard_alarm(patch: Patch) -> None:
    """A rung wakes only whom it was made for, be it nobody."""
    audience = ladder.volunteers.audience
    patch.setattr(
        ladder.volunteers, "audience",
        lambda tx, circle, seat: [one for one in audience(tx, circle, seat) if one.on_shift],
    )  # fmt: skip
    patch.setattr(ladder.outbox, "put", lambda *_, **__: 0)


def sinking(patch: Patch) -> None:
    """A person's word makes the case calmer."""
    wrote = transitions.person_wrote

    def calmer(case: Any, *args: Any, **kwargs: Any) -> Any:
        after = wrote(case, *args, **kwargs)
        return after if after is case else replace(after, priority=3)

    patch.setattr(transitions, "person_wrote", calmer)


def picking(patch: Patch) -> None:
    """ "Take next" gives the newest."""
    turn = transitions.turn

    def backwards(*args: Any) -> Any:
        got = turn(*args)
        return None if got is None else (got[0], -got[1].timestamp(), got[2], got[3])

    patch.setattr(transitions, "turn", backwards)


BROKEN: tuple[Breaks, ...] = (
    naive_claim, old_button, silent_release, younger, home_with_work, owner_away, gone_with_cases, no_fence,
    never_late, half_erased, stale_line, named, sinking, picking,
)  # fmt: skip


@pytest.mark.parametrize("breaks", BROKEN, ids=lambda breaks: breaks.__name__)
def test_a_broken_queue_is_caught(breaks: Breaks, monkeypatch: Patch) -> None:
    breaks(monkeypatch)
    with pytest.raises((AssertionError, sqlite3.IntegrityError)):
        walks(range(SEEDS))


def walks(seeds: range) -> None:
    for seed in seeds:
        walk(seed, STEPS)
