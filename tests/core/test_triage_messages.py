"""Triage on the labelled messages of tests/triage: what must not be missed, and what must not alarm."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.core.triage import FLOWS
from tests.triage import measure
from tests.triage.__main__ import misses, report
from tests.triage.measure import KINDS, OURS, PARTS, TUNED, judged

# What is reached, a little below: alarms raised, the same or one tap away, look-alikes that alarm. Strangers
# knew neither the rules nor the other sets; only strangers-held was never read and never tuned on.
FLOORS = {
    "held-out": (0.95, 0.98, 0.03),
    "fresh": (0.95, 0.98, 0.03),
    "wide": (0.85, 0.95, 0.02),
    "people-held": (0.91, 0.97, 0.03),
    "strangers": (0.96, 0.98, 0.02),
    "strangers-held": (0.73, 0.86, 0.13),
}


def test_at_least_98_of_100_alarms_are_raised() -> None:
    found = judged(*OURS)
    assert float(measure.alarm_recall(found)) >= 0.98, misses([one for one in found if one.missed_alarm])


def test_at_least_99_of_100_alarms_are_raised_or_one_tap_away() -> None:
    found = judged(*OURS)
    assert float(measure.in_front(found)) >= 0.99, misses([one for one in found if one.far])


def test_at_most_2_of_100_look_alikes_alarm() -> None:
    found = judged(*OURS)
    assert float(measure.false_alarms(found, "lookalike")) <= 0.02, misses(
        [one for one in found if one.false_alarm]
    )


@pytest.mark.parametrize("group", ["calm", "other"])
def test_at_most_2_of_100_other_messages_alarm(group: str) -> None:
    assert float(measure.false_alarms(judged(*OURS), group)) <= 0.02


@pytest.mark.parametrize(("group", "most"), [("lookalike", 0.15), ("calm", 0.05), ("other", 0.05)])
def test_few_are_asked_whether_it_is_urgent_for_nothing(group: str, most: float) -> None:
    """Look-alikes are written to bear alarming words: some of them may be asked."""
    assert float(measure.asked(judged(*OURS), group)) <= most


@pytest.mark.parametrize("flow", FLOWS)
def test_each_flow_is_found_and_not_taken_for_another(flow: str) -> None:
    assert float(measure.recall(judged(*OURS), flow)) >= 0.9
    assert float(measure.precision(judged(*OURS), flow)) >= 0.9


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_from_the_others(kind: str) -> None:
    assert float(measure.recall(judged(*OURS), kind)) >= 0.95


@pytest.mark.parametrize("part", FLOORS)
def test_messages_do_not_fare_worse_than_they_did(part: str) -> None:
    """Figures only: whoever reads a miss of strangers-held has tuned on it."""
    found = judged(part)
    figures = measure.alarm_recall(found), measure.in_front(found), measure.false_alarms(found, "lookalike")
    raised, in_front, false = map(float, figures)
    least_raised, least_in_front, most_false = FLOORS[part]
    assert raised >= least_raised
    assert in_front >= least_in_front
    assert false <= most_false


def test_the_hints_of_the_labelled_messages_are_read() -> None:
    wrong = [one for one in judged(*TUNED) if not one.hints_right]
    assert not wrong, misses(wrong)


def test_there_are_enough_messages_to_say_so() -> None:
    found = [one.message for one in judged(*OURS)]
    assert len(found) >= 500
    assert all(measure.size(judged(*OURS), flow) >= 15 for flow in FLOWS)
    assert sum(message.group == "p0" for message in found) >= 120
    assert sum(message.group == "lookalike" for message in found) >= 150


def test_no_message_is_counted_twice() -> None:
    """A held-out message that also stands among the tuned ones would prove nothing."""
    times = Counter(one.message.text for one in judged(*PARTS))
    assert max(times.values()) == 1


def test_the_report_prints(capsys: pytest.CaptureFixture[str]) -> None:
    print(report())
    assert "alarms raised" in capsys.readouterr().out
