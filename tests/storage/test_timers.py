"""One timer of a kind for each owner; firing an old one never ends its successor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage import timers
from bot.storage.store import Job, Store
from tests.storage.conftest import Clock


def arm(store: Store, clock: Clock, owner: str = "case:a", kind: str = "unclaimed", **more: object) -> int:
    minutes = more.pop("minutes", 10)
    due = clock.now + timedelta(minutes=minutes)  # type: ignore[arg-type]
    return store.write(timers.arm, owner=owner, kind=kind, due=due, fence=more.pop("fence", 1), **more)  # type: ignore[arg-type]


def test_a_timer_is_due_at_its_time_and_not_before(store: Store, clock: Clock) -> None:
    number = arm(store, clock, fence=4, payload={"step": "meds", "n": [1, None, True]})
    assert store.read(timers.due, clock.now + timedelta(minutes=9, seconds=59)) == []
    [timer] = store.read(timers.due, clock.now + timedelta(minutes=10))
    assert timer == timers.Timer(
        number,
        "case:a",
        "unclaimed",
        4,
        clock.now + timedelta(minutes=10),
        {"step": "meds", "n": [1, None, True]},
    )


def test_what_was_missed_while_down_is_due_in_its_order(store: Store, clock: Clock) -> None:
    arm(store, clock, kind="late", minutes=30)
    arm(store, clock, kind="early", minutes=5)
    clock.forward(days=3)
    assert [timer.kind for timer in store.read(timers.due, clock.now)] == ["early", "late"]
    assert [timer.kind for timer in store.read(timers.due, clock.now, 1)] == ["early"]


def test_arming_again_replaces(store: Store, clock: Clock) -> None:
    arm(store, clock, fence=1, minutes=5)
    arm(store, clock, fence=2, minutes=50)
    [timer] = store.read(timers.armed, "case:a")
    assert (timer.fence, timer.due) == (2, clock.now + timedelta(minutes=50))


def test_ending_a_timer_leaves_one_armed_meanwhile(store: Store, clock: Clock) -> None:
    old = arm(store, clock, minutes=0)
    arm(store, clock, fence=2)
    store.write(timers.done, old)
    assert [timer.fence for timer in store.read(timers.armed, "case:a")] == [2]


def test_a_number_is_never_used_twice(store: Store, clock: Clock) -> None:
    first = arm(store, clock)
    store.write(timers.done, first)
    assert arm(store, clock) > first


def test_cancelling_takes_one_kind_or_all_of_one_owner(store: Store, clock: Clock) -> None:
    for kind in ("a", "b", "c"):
        arm(store, clock, kind=kind)
    arm(store, clock, owner="case:other", kind="a")
    assert store.write(timers.cancel, "case:a", "a") == 1
    assert store.write(timers.cancel, "case:a", "a") == 0
    assert store.write(timers.cancel, "case:a") == 2
    assert [timer.kind for timer in store.read(timers.armed, "case:other")] == ["a"]


def test_the_next_one_is_known(store: Store, clock: Clock) -> None:
    assert store.read(timers.next_due) is None
    arm(store, clock, kind="a", minutes=30)
    arm(store, clock, kind="b", minutes=20)
    assert store.read(timers.next_due) == clock.now + timedelta(minutes=20)


def test_arming_wakes_the_loop(store: Store, clock: Clock) -> None:
    job = Job(timers.arm, (), {"owner": "case:a", "kind": "x", "due": clock.now, "fence": 0})
    assert store.write_all([job]) == {"timers"}


@pytest.mark.parametrize("payload", ["Анна Петрова", {"note": "two words"}, {"имя": 1}, ["x" * 81], object()])
def test_words_are_refused(store: Store, clock: Clock, payload: object) -> None:
    with pytest.raises(TypeError, match="never words"):
        arm(store, clock, payload=payload)
    assert store.read(timers.armed, "case:a") == []
