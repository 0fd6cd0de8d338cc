"""The ladder at work: whom it wakes, across restarts and outages, and what the person reads meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.core.cases import Ball, Case, Outcome, State
from bot.core.ops import Lane
from bot.core.people import Role, Seat, Shift
from bot.services import desk, ladder, staff
from bot.storage import cases, events, timers, volunteers
from bot.storage.timers import Timer
from tests.services.desk_world import World

THREE_AT_NIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def rungs(world: World, case: Case, since: int = 0) -> list[int]:
    log = world.store.read(events.of_case, case.id)
    return [event.rung for event in log if event.rung is not None and event.seq > since]


def dest(*team: str) -> list[str]:
    return sorted(f"volunteer:{one}" for one in team)


@pytest.fixture
def team(world: World) -> dict[str, str]:
    return {
        "duty": world.volunteer(shift=Shift.CALL),
        "shift": world.volunteer(shift=Shift.ON),
        "home": world.volunteer(),
        "lead": world.volunteer(Role.COORDINATOR),
        "admin": world.volunteer(Role.ADMIN),
        "words": world.volunteer(Role.TRANSLATOR, Shift.ON),
    }


def test_each_rung_of_a_p0_wakes_a_wider_circle(world: World, team: dict[str, str]) -> None:
    case = world.case("P0")
    able = [team[name] for name in ("duty", "shift", "home", "lead", "admin")]
    expected = [
        (0, dest(team["duty"])), (2, dest(team["duty"], team["shift"])), (5, dest(*able)),
        (10, dest(team["lead"], team["admin"])), (15, dest(team["admin"])), (25, dest(team["admin"])),
    ]  # fmt: skip
    at = 0
    for minute, woken in expected:
        mark = world.mark()
        world.wait(minutes=minute - at)
        world.tick()
        assert sorted(world.alarmed(mark)) == woken, minute
        assert all(row.lane == Lane.ALARM for row in world.rows("volunteer:", mark))
        at = minute
    assert rungs(world, case) == [1, 2, 3, 4, 5, 5]


def test_at_the_top_the_person_hears_it_from_us_once_with_numbers(world: World, team: dict[str, str]) -> None:
    case = world.case("P0")
    mark = world.mark()
    world.wait(minutes=29)
    assert world.told(case, mark) == ["queue-not_taken"]
    honest = next(row for row in world.rows(f"person:{case.person_id}", mark) if not row.name)
    assert "common-phone" in honest.refs
    world.wait(minutes=60)
    assert world.told(case, mark) == ["queue-not_taken", "queue-late"]
    assert world.status(case).refs[0] == "status-late"


def test_a_p0_at_three_at_night_with_nobody_at_work(world: World) -> None:
    world.now = THREE_AT_NIGHT
    world.volunteer(Role.ADMIN)
    home = world.volunteer()
    case = world.case("P0")
    assert world.status(case).refs == ["status-alarm", "common-phone", "common-emergency"]
    world.tick()
    assert f"volunteer:{home}" in world.alarmed()
    world.wait(minutes=15)
    assert rungs(world, case) == [1, 2, 3, 4, 5]
    assert world.told(case)[-1] == "queue-not_taken"


def test_without_any_team_the_group_is_called_and_the_person_told_the_truth(world: World) -> None:
    case = world.case("P0")
    world.wait(minutes=15)
    assert set(world.alarmed()) == {"staff"}
    assert len(world.alarmed()) == 5
    assert world.status(case).refs[0] == "status-alarm"
    assert world.told(case)[-1] == "queue-not_taken"


def test_a_blocked_volunteer_is_no_audience(world: World) -> None:
    gone, other = world.volunteer(shift=Shift.ON), world.volunteer()
    world.tx(volunteers.set_reachable, gone, reachable=False)
    case = world.case("P0")
    world.tick()
    assert world.alarmed() == dest(other)
    assert world.status(case).refs[0] == "status-alarm"


def test_rungs_fire_once_each_whatever_is_restarted(world: World, team: dict[str, str]) -> None:
    case = world.case("P0")
    for _ in range(150):
        world.now += timedelta(seconds=7)
        world.restart()
        world.tick()
    assert rungs(world, case) == [1, 2, 3, 4, 5]
    assert len(world.alarmed()) == 1 + 2 + 5 + 2 + 1


def test_after_six_hours_down_the_highest_rung_fires_at_once_and_once(
    world: World, team: dict[str, str]
) -> None:
    case = world.case("P0")
    world.sleep(hours=6)
    assert rungs(world, case) == [5]
    assert world.alarmed() == dest(team["admin"])
    assert world.told(case) == ["queue-late"]
    world.wait(minutes=4, seconds=59)
    assert rungs(world, case) == [5]
    world.wait(seconds=1)
    assert rungs(world, case) == [5, 5]  # the repeats keep their beat: 15, 25, … 365 minutes


def test_a_claim_silences_the_ladder_and_a_return_starts_it_anew(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.wait(minutes=25)
    assert rungs(world, case) == [1, 2]
    world.do(desk.claim, team["duty"], case.id, 1)
    world.wait(minutes=9)
    assert rungs(world, case) == [1, 2]
    world.do(desk.release, team["duty"], case.id, "не успеваю")
    world.tick()
    assert rungs(world, case) == [1, 2, 1]  # the family has waited already: no pause before the first
    assert world.get(case).queued_at == case.queued_at


def test_a_raise_calls_at_once_by_the_new_table(world: World, team: dict[str, str]) -> None:
    case = world.case("P2")
    world.wait(minutes=30)
    assert rungs(world, case) == []
    world.do(desk.raise_priority, case.id, "P0")
    world.wait(minutes=2)
    assert rungs(world, case) == [1, 2]
    assert world.card(case).lane == Lane.CARD  # the waiting edit of the card took the newer words
    assert world.do(desk.raise_priority, case.id, "P3").priority == 0


def test_p2_sleeps_at_night_and_p1_does_not(world: World, team: dict[str, str]) -> None:
    world.now = THREE_AT_NIGHT - timedelta(hours=4)  # 23:00
    calm, urgent = world.case("P2"), world.case("P1")
    world.wait(hours=8)
    assert rungs(world, calm) == []
    assert rungs(world, urgent)[:5] == [1, 2, 3, 4, 5]
    world.wait(hours=2)
    assert rungs(world, calm)


def test_an_answer_owed_is_warned_about_then_taken_back(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    mark = world.mark()
    world.wait(minutes=10)
    (warning,) = world.rows(f"volunteer:{team['shift']}", mark)
    assert warning.refs == ["alarm-reply_due"]
    assert warning.message.parts[0].args["count"] == 10
    world.wait(minutes=10)
    back = world.get(case)
    assert (back.state, back.owner, back.prefer, back.epoch) == (State.QUEUED, None, team["shift"], 2)
    assert (back.queued_at, back.due_at) == (case.queued_at, case.due_at)
    told = {row.dest: row.refs for row in world.rows("volunteer:", mark) if "taken_back" in row.refs[0]}
    assert told[f"volunteer:{team['shift']}"] == ["alarm-taken_back"]
    assert told[f"volunteer:{team['lead']}"] == ["alarm-taken_back_lead"]
    assert world.status(case).refs[0] == "status-queued"


def test_details_leave_the_screen_with_the_seat(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.deliver()
    world.wait(minutes=20)
    rows = world.rows(f"volunteer:{team['shift']}")
    assert [row.refs for row in rows if row.refs == ["queue-details_gone"]], "the details are still there"


def test_an_answer_stops_the_clock_and_the_next_wait_is_longer(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.wait(minutes=19)
    world.do(desk.replied, team["shift"], case.id)
    world.do(desk.person_message, case.id)
    world.wait(minutes=59)
    assert world.get(case).owner == team["shift"]
    world.wait(minutes=1)
    assert world.get(case).state is State.QUEUED


def test_a_silent_person_is_nudged_twice_then_an_urgent_case_is_looked_at(
    world: World, team: dict[str, str]
) -> None:
    case = world.case("P0")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.replied, team["shift"], case.id)
    mark = world.mark()
    world.wait(minutes=119)
    assert world.told(case, mark) == ["queue-nudge", "queue-nudge"]
    world.wait(minutes=1)
    assert world.get(case).state is State.QUEUED


def test_a_calm_case_of_a_silent_person_rests_and_wakes_at_a_word(world: World, team: dict[str, str]) -> None:
    case = world.case("P2")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.replied, team["shift"], case.id)
    world.wait(days=7, minutes=1)
    assert world.get(case).state is State.RESOLVED
    assert world.told(case)[-1] == "queue-rest"
    assert world.do(desk.person_message, case.id).state is State.QUEUED


def test_nobody_silent_is_let_go_unasked_after_an_outage(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.replied, team["shift"], case.id)
    mark = world.mark()
    world.sleep(days=3)
    assert world.told(case, mark) == ["queue-nudge"]
    assert world.get(case).ball is Ball.PERSON


@pytest.mark.parametrize(
    ("outcome", "asked"), [(Outcome.RELEASED, 3), (Outcome.DEPORTED, 0), (Outcome.NOT_OURS, 0)]
)
def test_after_the_work_we_ask_again_then_close_then_erase(
    world: World, team: dict[str, str], outcome: Outcome, asked: int
) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.resolve, team["shift"], case.id, outcome)
    mark = world.mark()
    world.wait(days=30, minutes=1)
    assert world.told(case, mark) == ["queue-care"] * asked
    assert world.get(case).state is (State.RESOLVED if asked else State.CLOSED)
    world.wait(days=38)
    gone = world.get(case)
    assert (gone.state, gone.person_id, gone.code) == (State.ERASED, "", "")
    assert world.store.read(timers.armed, f"case:{case.id}") == []


def test_a_form_that_says_now_is_nudged_then_handed_over_as_it_is(world: World, team: dict[str, str]) -> None:
    made = world.do(desk.open_case, world.person(), "arrest")
    world.do(desk.raise_priority, made.id, "P0")
    world.wait(minutes=3)
    assert world.told(made) == ["queue-intake_nudge"]
    world.wait(minutes=12)
    rescued = world.get(made)
    assert (rescued.state, rescued.incomplete) == (State.QUEUED, True)
    assert world.told(made)[-1] == "queue-accepted_incomplete"


def test_answering_keeps_the_form_awake(world: World) -> None:
    made = world.do(desk.open_case, world.person(), "arrest")
    world.do(desk.raise_priority, made.id, "P0")
    for _ in range(10):
        world.wait(minutes=2, seconds=59)
        world.do(desk.details_changed, made.id)
    assert world.get(made).state is State.INTAKE
    assert world.told(made) == []


def test_a_calm_form_left_half_way_is_closed_without_a_word_and_soon_erased(world: World) -> None:
    made = world.do(desk.open_case, world.person(), "bond")
    world.wait(hours=24)
    assert (world.get(made).state, world.get(made).outcome) == (State.CLOSED, "abandoned")
    assert world.rows() == []
    world.wait(days=3)
    assert world.get(made).state is State.ERASED


def test_a_pause_ends_on_its_day(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.pause, team["shift"], case.id, world.now + timedelta(days=3))
    assert world.told(case)[-1] == "queue-paused"
    world.wait(days=3)
    woken = world.get(case)
    assert (woken.state, woken.ball, woken.owner) == (State.ASSIGNED, Ball.TEAM, team["shift"])


def test_a_pause_of_somebody_at_home_ends_in_the_queue(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.pause, team["shift"], case.id, world.now + timedelta(days=3))
    world.do(staff.end_shift, team["shift"])
    assert world.get(case).state is State.PAUSED
    world.wait(days=3)
    assert (world.get(case).state, world.get(case).prefer) == (State.QUEUED, team["shift"])


def test_a_stale_timer_changes_nothing(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    (old, *_) = [
        timer for timer in world.store.read(timers.armed, f"case:{case.id}") if timer.kind == "unclaimed"
    ]
    world.do(desk.claim, team["shift"], case.id, 1)
    world.now += timedelta(hours=5)
    before = world.get(case), world.mark()
    for timer in (old, Timer(9, f"case:{case.id}", "reply_due", 1, old.due, None)):
        world.tx(ladder.HANDLERS[timer.kind], world.desk, timer)
    assert (world.get(case), world.mark()) == before


def test_a_clock_that_goes_back_only_postpones(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    due = world.store.read(timers.armed, f"case:{case.id}")
    world.now -= timedelta(days=1)
    for timer in due:
        world.tx(world._fire, [timer])
    assert rungs(world, case) == []
    kinds = {timer.kind for timer in world.store.read(timers.armed, f"case:{case.id}")}
    assert kinds == {"unclaimed", "status_edit"}
    world.now += timedelta(days=1)
    world.wait(minutes=10)
    assert rungs(world, case) == [1]


def test_the_status_line_is_written_at_least_as_often_as_promised(world: World, team: dict[str, str]) -> None:
    case = world.case("P0")
    written = []
    for _ in range(40):
        world.deliver()
        world.wait(minutes=1)
        if any(row.name == f"status:{case.id}" for row in world.rows("person:")):
            written.append(world.now)
    assert all(later - earlier <= timedelta(minutes=5) for earlier, later in pairwise(written))


def test_a_translator_who_does_not_come_is_called_for_again(world: World, team: dict[str, str]) -> None:
    case = world.case("P1")
    world.do(desk.claim, team["shift"], case.id, 1)
    world.do(desk.want_translator, team["shift"], case.id)
    world.do(desk.replied, team["shift"], case.id)
    mark = world.mark()
    world.wait(minutes=20)
    called = [row.dest for row in world.rows("volunteer:", mark) if row.refs == ["alarm-translator"]]
    assert sorted(called) == dest(team["lead"], team["admin"])
    world.do(desk.claim, team["words"], case.id, 1, seat=Seat.TRANSLATOR)
    mark = world.mark()
    world.do(desk.replied, team["words"], case.id)
    world.wait(hours=2)
    assert not [row for row in world.rows("volunteer:", mark) if row.refs == ["alarm-translator"]]


def test_a_broken_promise_of_a_calm_case_is_owned_up_to_unasked(world: World) -> None:
    lead = world.volunteer(Role.COORDINATOR)
    case = world.case("P3")
    mark = world.mark()
    world.wait(days=2, hours=23)
    assert world.told(case, mark) == []
    mark = world.mark()
    world.wait(hours=1)
    assert world.told(case, mark) == ["queue-late"]
    assert world.alarmed(mark) == dest(lead)  # "I am calling the team again" is true
    world.wait(days=1)
    assert world.told(case, mark) == ["queue-late"]


def test_cases_of_the_whole_store_stay_readable(world: World, team: dict[str, str]) -> None:
    made = [world.case(level) for level in ("P0", "P1", "P2", "P3")]
    world.restart()
    assert {case.id for case in world.store.read(cases.queued)} == {case.id for case in made}
