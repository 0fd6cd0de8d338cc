"""Transitions, one by one: what each allows, changes and keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import refusals, transitions
from bot.core.cases import OWNED, Ball, Case, Outcome, Shut, State
from bot.core.refusals import Refusal
from tests.core.queue_cases import NIGHT, NOON, PROMISES, RULES, a_case

LATER = NOON + timedelta(minutes=20)

# Each event of the table as it is called; the owner of a held case is "v".
EVENTS: dict[str, Callable[[Case], Case]] = {
    "submit": lambda case: transitions.submit(case, 1, LATER, PROMISES),
    "rescue": lambda case: transitions.rescue(case, LATER, PROMISES),
    "abandon": lambda case: transitions.abandon(case, LATER),
    "claim": lambda case: transitions.claim(case, "v", LATER),
    "release": lambda case: transitions.release(case, "v", "a line", LATER),
    "take_back": lambda case: transitions.take_back(case, LATER),
    "reply": lambda case: transitions.reply(case, LATER),
    "undelivered": lambda case: transitions.undelivered(case, LATER, PROMISES, owner_works=True),
    "pause": lambda case: transitions.pause(case, "v", LATER + timedelta(days=1), LATER),
    "wake": lambda case: transitions.wake(case, LATER, PROMISES, owner_works=True),
    "resolve": lambda case: transitions.resolve(case, "v", Outcome.LAWYER, LATER),
    "silence": lambda case: transitions.silence(case, LATER),
    "finish": lambda case: transitions.finish(case, LATER),
    "off_shift": lambda case: transitions.off_shift(case, LATER),
    "deactivate": lambda case: transitions.deactivate(case, LATER),
    "close": lambda case: transitions.close(case, Shut.SPAM, LATER),
    "cancel": lambda case: transitions.cancel(case, LATER),
    "priority": lambda case: transitions.prioritise(case, 0, LATER, PROMISES),
    "erase": lambda case: transitions.erase(case, LATER),
}
UNCHANGED = {("reply", State.PAUSED)}


def test_every_event_of_the_table_is_tried() -> None:
    assert set(EVENTS) == set(transitions.TABLE)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", EVENTS)
def test_an_event_happens_exactly_where_the_table_allows_it(event: str, state: State) -> None:
    case = a_case(state)
    if state not in transitions.TABLE[event]:
        with pytest.raises(Refusal):
            EVENTS[event](case)
        return
    after = EVENTS[event](case)
    assert (after.ver > case.ver) is ((event, state) not in UNCHANGED)
    assert (after.owner is not None) is (after.state in OWNED)
    assert (after.ball is not None) is (after.state is State.ASSIGNED)
    assert (after.wake_at is not None) is (after.state is State.PAUSED)


@pytest.mark.parametrize("event", ["release", "take_back", "off_shift", "deactivate"])
def test_a_case_that_comes_back_looks_no_younger(event: str) -> None:
    case = a_case(State.ASSIGNED)
    after = EVENTS[event](case)
    assert after.state is State.QUEUED
    assert (after.queued_at, after.due_at) == (case.queued_at, case.due_at)
    assert after.epoch == case.epoch + 1


@pytest.mark.parametrize(("event", "preferred"), [("take_back", "v"), ("off_shift", "v"), ("release", None)])
def test_the_same_volunteer_is_asked_first_unless_they_gave_it_back(
    event: str, preferred: str | None
) -> None:
    assert EVENTS[event](a_case(State.ASSIGNED)).prefer == preferred


def test_a_form_enters_the_queue_with_a_promise_and_the_more_urgent_priority() -> None:
    after = transitions.submit(a_case(State.INTAKE, priority=2), 3, NOON, PROMISES)
    assert (after.priority, after.epoch, after.queued_at) == (2, 1, NOON)
    assert after.due_at == PROMISES.due(2, NOON)


def test_only_the_owner_gives_back_pauses_and_resolves() -> None:
    case = a_case(State.ASSIGNED)
    with pytest.raises(refusals.NotYourCase):
        transitions.release(case, "w", "a line", LATER)
    with pytest.raises(refusals.NotYourCase):
        transitions.pause(case, "w", LATER + timedelta(days=1), LATER)
    with pytest.raises(refusals.NotYourCase):
        transitions.resolve(case, "w", Outcome.LAWYER, LATER)


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_case_is_not_given_back_without_a_line(note: str) -> None:
    with pytest.raises(refusals.NoteMissing):
        transitions.release(a_case(State.ASSIGNED), "v", note, LATER)


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_pause_ends_in_the_future_and_within_thirty_days(days: int) -> None:
    with pytest.raises(refusals.PauseTooLong):
        transitions.pause(a_case(State.ASSIGNED), "v", LATER + timedelta(days=days), LATER)


def test_a_reply_hands_the_ball_over_and_the_persons_answer_back() -> None:
    replied = transitions.reply(a_case(State.ASSIGNED), LATER)
    assert (replied.ball, replied.replied) == (Ball.PERSON, True)
    answered = transitions.person_wrote(replied, LATER, RULES, owner_works=True)
    assert (answered.state, answered.ball, answered.owner) == (State.ASSIGNED, Ball.TEAM, "v")


@pytest.mark.parametrize("state", [State.ASSIGNED, State.PAUSED])
def test_a_persons_word_to_an_owner_at_home_goes_to_the_queue(state: State) -> None:
    case = a_case(state, ball=Ball.PERSON if state is State.ASSIGNED else None)
    after = transitions.person_wrote(case, LATER, RULES, owner_works=False)
    assert (after.state, after.prefer, after.owner) == (State.QUEUED, "v", None)
    assert after.due_at == PROMISES.due(1, LATER)  # a new wait, a new promise
    assert after.queued_at == NOON


def test_a_second_word_does_not_restart_the_teams_clock() -> None:
    case = a_case(State.ASSIGNED, step=1)
    assert transitions.person_wrote(case, LATER, RULES, owner_works=True) is case


@pytest.mark.parametrize("state", [State.INTAKE, State.QUEUED])
def test_a_word_while_waiting_moves_nothing(state: State) -> None:
    case = a_case(state)
    assert transitions.person_wrote(case, LATER, RULES, owner_works=False) is case


def test_a_word_after_the_work_opens_the_case_again() -> None:
    case = a_case(State.RESOLVED, prefer="v", outcome="lawyer")
    after = transitions.person_wrote(case, LATER, RULES, owner_works=True)
    assert (after.state, after.prefer, after.outcome) == (State.QUEUED, "v", "")
    assert after.queued_at == LATER


@pytest.mark.parametrize(
    ("outcome", "days", "reopens"),
    [
        ("lawyer", 13, True),
        ("lawyer", 15, False),
        ("silent", 1, True),
        ("spam", 1, False),
        ("cancelled", 1, False),
    ],
)
def test_a_closed_case_wakes_within_its_window_only(outcome: str, days: int, reopens: bool) -> None:
    case = a_case(State.CLOSED, outcome=outcome)
    now = NOON + timedelta(days=days)
    if reopens:
        assert transitions.person_wrote(case, now, RULES, owner_works=True).state is State.QUEUED
    else:
        with pytest.raises(refusals.CaseOver):
            transitions.person_wrote(case, now, RULES, owner_works=True)


@pytest.mark.parametrize(
    ("priority", "state"), [(0, State.QUEUED), (1, State.QUEUED), (2, State.RESOLVED), (3, State.RESOLVED)]
)
def test_a_silent_urgent_person_is_looked_for_not_put_to_rest(priority: int, state: State) -> None:
    case = a_case(State.ASSIGNED, ball=Ball.PERSON, priority=priority)
    assert transitions.silence(case, LATER).state is state


def test_off_shift_leaves_what_waits_for_the_person() -> None:
    case = a_case(State.ASSIGNED, ball=Ball.PERSON)
    assert transitions.off_shift(case, LATER) is case


def test_a_raise_never_makes_the_promise_later() -> None:
    late = a_case(due_at=NOON - timedelta(hours=1))
    assert transitions.prioritise(late, 0, NOON, PROMISES).due_at == late.due_at
    early = a_case(priority=3, due_at=NOON + timedelta(days=3))
    assert transitions.prioritise(early, 0, NOON, PROMISES).due_at == NOON + timedelta(minutes=30)


def test_lowering_promises_from_the_first_entry() -> None:
    after = transitions.prioritise(a_case(), 3, LATER, PROMISES)
    assert after.due_at == PROMISES.due(3, NOON)


def test_an_erased_case_is_dates_and_a_reason() -> None:
    after = transitions.erase(a_case(State.CLOSED, outcome="lawyer", stage="a-b", place="AZ"), LATER)
    assert {after.code, after.kind, after.person_id, after.lang, after.stage, after.place} == {""}
    assert (after.outcome, after.queued_at) == ("lawyer", NOON)


def test_the_queue_serves_p0_then_the_earliest_promise_then_the_longest_wait() -> None:
    hours = [timedelta(hours=n) for n in range(5)]
    p0 = a_case(id="f", priority=0, due_at=NOON + hours[4], queued_at=NOON + hours[4])
    early = a_case(id="e", priority=3, due_at=NOON + hours[1], queued_at=NOON + hours[2])
    older = a_case(id="d", due_at=NOON + hours[2], queued_at=NOON)
    newer = a_case(id="a", due_at=NOON + hours[2], queued_at=NOON + hours[1])
    cases = [newer, older, early, p0]
    assert sorted(cases, key=lambda case: transitions.turn(case, "x", LATER) or ()) == [
        p0,
        early,
        older,
        newer,
    ]


def test_a_case_that_came_back_is_held_two_minutes_for_whom_it_prefers() -> None:
    held = a_case(prefer="v", counts_from=NOON)
    soon, then = NOON + timedelta(seconds=119), NOON + timedelta(seconds=120)
    assert transitions.turn(held, "w", soon) is None
    assert transitions.turn(held, "v", soon) is not None
    assert transitions.turn(held, "w", then) is not None
    assert transitions.turn(replace(held, priority=0), "w", soon) is not None


def test_promises_wait_for_the_morning_but_never_for_p0() -> None:
    assert PROMISES.due(0, NIGHT) == NIGHT + timedelta(minutes=30)
    assert PROMISES.due(1, NIGHT).astimezone(PROMISES.quiet.zone).time() == PROMISES.quiet.end
    assert PROMISES.due(1, NOON) == NOON + timedelta(hours=3)
