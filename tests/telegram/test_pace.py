"""Telegram's pace on a simulated clock."""

from collections import Counter

from bot.telegram.pace import UNLIMITED, Limits, Pace


def burst(pace: Pace, count: int, *, bulk: bool) -> list[float]:
    """When each of `count` messages to different people leaves, all asked for at time 0."""
    return [pace.book(f"person:{n}", 0.0, group=False, bulk=bulk) for n in range(count)]


def test_slots_are_paced_from_the_first_second() -> None:
    leaves = burst(Pace(), 300, bulk=False)
    per_second = Counter(int(at) for at in leaves)
    assert max(per_second.values()) <= 29
    assert 300 / 28 - 1 < leaves[-1] < 300 / 28 + 1


def test_bulk_leaves_room_for_live_replies() -> None:
    pace, now, sent = Pace(), 0.0, 0
    while now < 10:
        now = max(now, pace.bulk_at())
        pace.book(f"person:{sent}", now, group=False, bulk=True)
        sent += 1
    assert 240 <= sent <= 252


def test_bulk_waits_while_live_messages_queue() -> None:
    pace = Pace()
    last = burst(pace, 56, bulk=False)[-1]
    assert pace.bulk_at() > last


def test_a_private_chat_takes_a_short_burst_then_one_a_second() -> None:
    pace = Pace(Limits(overall=1000))
    for _ in range(6):
        assert pace.waiting(0.0, bulk=False) == {}
        pace.book("person:a", 0.0, group=False, bulk=False)
    assert 0.9 <= pace.waiting(0.0, bulk=False)["person:a"] <= 1.1
    assert pace.waiting(1.1, bulk=False) == {}


def test_a_group_takes_twenty_in_any_minute_and_keeps_room_for_alarms() -> None:
    pace = Pace()
    for _ in range(14):
        assert "staff" not in pace.waiting(0.0, bulk=True)
        pace.book("staff", 0.0, group=True, bulk=True)
    assert "staff" in pace.waiting(1.0, bulk=True)
    for _ in range(6):
        assert "staff" not in pace.waiting(1.0, bulk=False)
        pace.book("staff", 1.0, group=True, bulk=False)
    assert "staff" in pace.waiting(1.0, bulk=False)
    assert "staff" not in pace.waiting(62.0, bulk=False)


def test_a_refused_chat_waits_alone() -> None:
    pace = Pace()
    pace.refused("person:a", 10.0, 30)
    assert pace.waiting(11.0, bulk=False) == {"person:a": 40.0}
    assert pace.bulk_at() <= 11.0
    assert pace.waiting(41.0, bulk=False) == {}


def test_refusals_of_several_chats_hold_bulk_only() -> None:
    pace = Pace()
    pace.refused("person:a", 10.0, 30)
    pace.refused("person:b", 11.0, 30)
    assert pace.bulk_at() == 41.0
    assert pace.book("person:c", 12.0, group=False, bulk=False) == 12.0


def test_unlimited_never_waits() -> None:
    pace = Pace(UNLIMITED)
    assert set(burst(pace, 1000, bulk=True)) == {0.0}
    for _ in range(100):
        assert pace.book("staff", 0.0, group=True, bulk=True) == 0.0
    assert pace.waiting(0.0, bulk=True) == {}
    assert pace.bulk_at() == 0.0


def test_chats_of_the_past_are_forgotten() -> None:
    pace = Pace()
    burst(pace, 100, bulk=False)
    pace.waiting(3600.0, bulk=False)
    assert not pace._chats
