"""The ladder of deadlines: its table, what is missed, what waits for the morning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import ladder
from bot.core.cases import Ball, Case, State
from bot.core.ladder import DAY, HOUR, MIN, Act, Audience
from bot.core.rules import Quiet
from tests.core.queue_cases import NEW_YORK, NIGHT, NOON, RULES, a_case

P0_RUNGS = [(0, 1), (2, 2), (5, 3), (10, 4), (15, 5), (25, 5), (35, 5)]


def walk(case: Case, until: timedelta) -> list[tuple[timedelta, Act, int]]:
    """Every deadline up to `until`, each fired exactly when it is due."""
    fired = []
    while (due := ladder.next_due(case, case.counts_from, RULES)) <= NOON + until:
        got = ladder.fire(case, due, RULES)
        assert got is not None
        step, case = got
        fired.append((due - NOON, step.act, step.rung))
    return fired


def test_p0_climbs_all_rungs_and_repeats_the_last() -> None:
    fired = walk(a_case(priority=0), 35 * MIN)
    assert [(wait // MIN, rung) for wait, _, rung in fired] == P0_RUNGS


@pytest.mark.parametrize(
    ("priority", "minutes"),
    [(1, [10, 20, 45, 60, 90, 150]), (2, [60, 240, 480, 1440, 2880]), (3, [720, 1440, 2880, 5760])],
)
def test_the_rungs_of_the_table(priority: int, minutes: list[int]) -> None:
    steps, case = [], a_case(priority=priority)
    for _ in minutes:
        steps.append(ladder._due(case, ladder.ladder_of(case, RULES), case.step) - NOON)
        case = ladder._past(case, case.step)
    assert [wait // MIN for wait in steps] == minutes


def test_rungs_wake_ever_wider_circles() -> None:
    assert [step.audience for step in ladder.UNCLAIMED[0].steps] == list(Audience)


@pytest.mark.parametrize(("down", "rung"), [(1, 1), (3, 2), (9, 3), (14, 4), (15, 5), (600, 5)])
def test_after_an_outage_the_highest_rung_due_fires_once(down: int, rung: int) -> None:
    now = NOON + down * MIN
    step, past = ladder.fire(a_case(priority=0), now, RULES) or pytest.fail("nothing fired")
    assert step.rung == rung
    assert ladder.fire(past, now, RULES) is None
    assert now < ladder.next_due(past, now, RULES) <= now + 10 * MIN


def test_nothing_fires_early() -> None:
    assert ladder.fire(a_case(), NOON + 10 * MIN - timedelta(seconds=1), RULES) is None


def test_a_family_that_is_back_in_the_queue_is_called_for_at_once() -> None:
    again = a_case(epoch=2)
    assert ladder.next_due(again, NOON, RULES) == NOON
    assert ladder.fire(again, NOON, RULES)


@pytest.mark.parametrize(
    ("replied", "priority", "warn", "back"),
    [
        (False, 0, 3 * MIN, 5 * MIN), (False, 1, 10 * MIN, 20 * MIN), (False, 2, 2 * HOUR, 4 * HOUR),
        (False, 3, 1 * DAY, 2 * DAY), (True, 0, 10 * MIN, 20 * MIN), (True, 1, 30 * MIN, 60 * MIN),
        (True, 2, 8 * HOUR, 24 * HOUR), (True, 3, 2 * DAY, 4 * DAY),
    ],
)  # fmt: skip
def test_an_owed_answer_is_warned_about_then_taken_back(
    replied: bool, priority: int, warn: timedelta, back: timedelta
) -> None:
    made = ladder.ladder_of(a_case(State.ASSIGNED, priority=priority, replied=replied), RULES)
    assert [(step.after, step.act) for step in made.steps] == [(warn, Act.WARN), (back, Act.TAKE_BACK)]


def test_a_silent_person_is_never_let_go_unasked_even_after_an_outage() -> None:
    case = a_case(State.ASSIGNED, ball=Ball.PERSON, priority=1)
    now, acts = NOON + 9 * DAY, []
    while Act.LET_GO not in acts:
        step, case = ladder.fire(case, now, RULES) or pytest.fail("nothing fired")
        acts.append(step.act)
        if step.act is Act.NUDGE:
            assert ladder.fire(case, now, RULES) is None  # each leaves time for an answer
            now = ladder.next_due(case, now, RULES)
    assert acts == [Act.NUDGE, Act.NUDGE, Act.LET_GO]


def test_quiet_hours_bind_p2_and_p3_only() -> None:
    for priority in range(4):
        case = a_case(priority=priority, counts_from=NIGHT - 5 * DAY)
        assert (ladder.fire(case, NIGHT, RULES) is None) is (priority >= 2)
        morning = RULES.quiet.after(NIGHT)
        assert ladder.fire(case, morning, RULES)
        if priority >= 2:
            assert ladder.next_due(case, NIGHT, RULES) == morning


def test_nobody_is_asked_how_they_are_at_night() -> None:
    case = a_case(State.RESOLVED, priority=0, outcome="released", counts_from=NIGHT - 1 * DAY)
    assert ladder.fire(case, NIGHT, RULES) is None


@pytest.mark.parametrize("outcome", ["deported", "duplicate", "not_ours", "silent"])
def test_some_ends_are_not_asked_after(outcome: str) -> None:
    made = ladder.ladder_of(a_case(State.RESOLVED, outcome=outcome), RULES)
    assert [step.act for step in made.steps] == [Act.FINISH]


def test_urgent_cases_are_asked_after_at_a_day_a_week_a_month() -> None:
    made = ladder.ladder_of(a_case(State.RESOLVED, outcome="released"), RULES)
    cares = [step.after for step in made.steps if step.act is Act.CARE]
    assert cares == [1 * DAY, 7 * DAY, 30 * DAY]


def test_a_form_that_says_now_is_nudged_at_three_minutes_and_rescued_at_fifteen() -> None:
    made = ladder.ladder_of(a_case(State.INTAKE, priority=0), RULES)
    assert [(step.after, step.act) for step in made.steps] == [(3 * MIN, Act.NUDGE), (15 * MIN, Act.IDLE)]
    assert ladder.ladder_of(a_case(State.INTAKE, priority=2), RULES).steps[0].after == 24 * HOUR


@pytest.mark.parametrize(
    ("priority", "outcome", "days"), [(1, "released", 30), (3, "answered", 14), (2, "abandoned", 3)]
)
def test_content_is_kept_as_long_as_promised(priority: int, outcome: str, days: int) -> None:
    case = a_case(State.CLOSED, priority=priority, outcome=outcome)
    assert ladder.next_due(case, NOON, RULES) == NOON + days * DAY


def test_the_status_line_is_renewed_in_time_and_at_the_broken_promise() -> None:
    assert ladder.status_due(a_case(), NOON) == NOON + 20 * MIN
    assert ladder.status_due(a_case(due_at=NOON + 7 * MIN), NOON) == NOON + 7 * MIN
    assert ladder.status_due(a_case(due_at=NOON - 7 * MIN), NOON) == NOON + 20 * MIN
    assert ladder.status_due(a_case(State.CLOSED), NOON) is None


@given(
    st.sampled_from([state for state in State if state is not State.ERASED]),
    st.integers(0, 3),
    st.integers(0, 60 * 24 * 60),
    st.integers(0, 8),
)
def test_every_state_always_has_a_next_deadline(
    state: State, priority: int, minutes: int, fires: int
) -> None:
    case = a_case(state, priority=priority)
    now = NOON + minutes * MIN
    for _ in range(fires):
        got = ladder.fire(case, now, RULES)
        if got is None:
            break
        step, past = got
        if step.act in (Act.RUNG, Act.WARN, Act.NUDGE, Act.CARE):  # the others move the case
            case = past
    assert ladder.kind_of(case, RULES)
    assert ladder.next_due(case, now, RULES) is not None


@given(st.integers(0, 14 * 24 * 60))
def test_quiet_hours_end_at_eight_whatever_the_season(minutes: int) -> None:
    quiet = Quiet(NEW_YORK)
    moment = NOON.replace(month=10, day=25) + minutes * MIN  # across the change of clocks
    after = quiet.after(moment)
    assert after >= moment
    assert not quiet.holds(after)
    assert after == moment or after.astimezone(NEW_YORK).time() == quiet.end
    assert after - moment <= timedelta(hours=11)
