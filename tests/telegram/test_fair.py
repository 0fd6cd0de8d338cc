"""Whose turn it is, on a simulated clock."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.fair import OPEN_CASE, OTHERS, STAFF, Budget, FairQueue

GENEROUS = Budget(burst=1_000_000)


def queue(ranks: dict[int, int] | None = None, budget: Budget = GENEROUS) -> FairQueue[str]:
    return FairQueue(lambda sender: (ranks or {}).get(sender, OTHERS), budget)


def drain(fair: FairQueue[str], now: float = 0.0) -> list[str]:
    order = []
    while turn := fair.take(now):
        order.append(turn.item)
        fair.done(turn.sender)
    return order


def test_a_sender_is_served_in_order_and_one_at_a_time() -> None:
    fair = queue()
    fair.add(1, "a")
    fair.add(1, "b")
    first = fair.take(0.0)
    assert first is not None
    assert first.item == "a"
    assert fair.take(0.0) is None
    fair.done(1)
    assert drain(fair) == ["b"]


def test_senders_take_turns() -> None:
    fair = queue()
    for item in "abc":
        fair.add(1, item)
    fair.add(2, "x")
    assert drain(fair) == ["a", "x", "b", "c"]


def test_staff_comes_first_then_open_cases() -> None:
    fair = queue({1: OTHERS, 2: OPEN_CASE, 3: STAFF})
    for sender, item in ((1, "new"), (2, "case"), (3, "staff")):
        fair.add(sender, item)
    assert drain(fair) == ["staff", "case", "new"]


def test_a_flood_of_staff_does_not_starve_the_others() -> None:
    fair = queue({3: STAFF, 4: STAFF})
    for n in range(50):
        fair.add(3, f"s{n}")
        fair.add(4, f"t{n}")
    fair.add(1, "new")
    assert "new" in drain(fair)[:4]


def test_a_flooding_sender_is_slowed_but_loses_nothing() -> None:
    fair = queue({1: OPEN_CASE}, Budget(burst=30, every=2.0))
    for n in range(40):
        fair.add(1, str(n))
    fair.add(2, "other")
    assert len(drain(fair)) == 31
    assert fair.newly_slowed() == [1]
    assert fair.newly_slowed() == []
    times = []
    while (at := fair.next_at()) is not None:
        times.append(at)
        drain(fair, at)
    assert len(times) == 10
    assert all(1.9 < later - sooner < 2.1 for sooner, later in pairwise(times))
    assert len(fair) == 0


def test_a_stranger_who_floods_gets_one_answer_in_five_seconds_until_all_is_handled() -> None:
    fair = queue(budget=Budget(burst=30, every=2.0, stranger=5.0))
    for n in range(40):
        fair.add(1, str(n))
    assert len(drain(fair)) == 30
    times = []
    while (at := fair.next_at()) is not None:
        times.append(at)
        assert len(drain(fair, at)) == 1
    assert len(times) == 10
    assert all(later - sooner == 5.0 for sooner, later in pairwise(times))
    now = times[-1] + 5.0 * 30  # and who then writes as people do waits for nothing
    for n in range(10):
        fair.add(1, f"calm {n}")
        assert drain(fair, now + 3 * n) == [f"calm {n}"]


def test_staff_is_never_slowed() -> None:
    fair = queue({1: STAFF}, Budget(burst=2))
    for n in range(50):
        fair.add(1, str(n))
    assert len(drain(fair)) == 50


def test_more_of_a_slowed_sender_can_be_taken_at_once() -> None:
    fair = queue(budget=Budget(burst=1, every=2.0))
    for item in ("a", "b", "c", "STOP", "d"):
        fair.add(1, item)
    drain(fair)
    turn = fair.take(2.0)
    assert turn is not None
    assert (turn.item, turn.slowed) == ("b", True)
    assert fair.take_more(1, str.islower) == ["c"]
    assert len(fair) == 2


def test_an_item_to_repeat_stays_first_and_others_go_on_meanwhile() -> None:
    fair = queue()
    fair.add(1, "a")
    fair.add(1, "b")
    fair.add(2, "x")
    turn = fair.take(0.0)
    assert turn is not None
    fair.again(1, turn.item, at=5.0)
    assert drain(fair, 1.0) == ["x"]
    assert drain(fair, 5.0) == ["a", "b"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=60))
def test_whatever_comes_everything_is_served_once_and_in_order(arrivals: list[tuple[int, int]]) -> None:
    fair = queue({0: STAFF, 1: OPEN_CASE}, Budget(burst=3, every=1.0))
    for n, (sender, _) in enumerate(arrivals):
        fair.add(sender, f"{sender}/{n}")
    served, now = drain(fair), 0.0
    while (at := fair.next_at()) is not None:
        now = max(now, at)
        served += drain(fair, now)
    assert len(served) == len(arrivals)
    for sender in range(6):
        own = [int(item.split("/")[1]) for item in served if item.startswith(f"{sender}/")]
        assert own == sorted(own)
