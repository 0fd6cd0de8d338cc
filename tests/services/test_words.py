"""What a family says reaches whoever can answer, whatever has become of their request meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core import status
from bot.core.cases import Ball, Outcome, Shut, State
from bot.core.flow.session import Back, Show
from bot.core.people import Role
from bot.services import conversation, desk, staff
from bot.services.conversation import Talk
from bot.storage import cases, sessions, summaries
from bot.storage.remembered import remember, remembered
from tests.services.street import Street

DANGER = "у него диабет и нет инсулина"


def done(street: Street, outcome: Outcome = Outcome.ANSWERED) -> tuple[int, int, str]:
    """(family, volunteer's account, volunteer): a case whose work is done."""
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    street.world.do(desk.resolve, volunteer, case.id, outcome)
    return family, helper, volunteer


def paused(street: Street) -> int:
    """A case put off for a week by somebody who then went home."""
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    street.world.do(desk.pause, volunteer, case.id, street.world.now + timedelta(days=7))
    street.world.do(staff.end_shift, volunteer)
    return family


def test_after_the_work_was_done_words_bring_the_case_back(street: Street) -> None:
    family, *_ = done(street)
    street.says(family, "мужа опять забрали, не знаем куда")
    assert street.case(family).state is State.QUEUED
    assert "опять забрали" in street.kept(family)


def test_a_voice_brings_it_back_too(street: Street) -> None:
    family, *_ = done(street)
    street.says(family, kind="voice")
    assert street.case(family).state is State.QUEUED


def test_within_two_weeks_of_closing_as_well(street: Street) -> None:
    family, *_ = done(street)
    street.world.wait(days=20)
    assert street.case(family).state is State.CLOSED
    street.says(family, "нам пришло письмо, что делать")
    assert street.case(family).state is State.QUEUED


def test_what_was_shut_as_spam_stays_shut(street: Street) -> None:
    family, (_, boss) = street.family(), street.helper(Role.COORDINATOR)
    case = street.asks(family)
    street.world.do(desk.close, boss, case.id, Shut.SPAM)
    street.says(family, "купите слона")
    assert street.case(family).state is State.CLOSED


def test_danger_in_a_paused_case_wakes_the_team(street: Street) -> None:
    family = paused(street)
    street.says(family, DANGER)
    case = street.case(family)
    assert (case.state, case.priority) == (State.QUEUED, 0)


def test_a_human_is_called_in_a_paused_case(street: Street) -> None:
    family = paused(street)
    street.says(family, "/human")
    assert street.case(family).state is State.QUEUED


def test_danger_moves_the_ball_to_the_team(street: Street) -> None:
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family, "P0")
    street.takes(helper, case)
    street.world.do(desk.replied, volunteer, case.id)
    street.says(family, DANGER)
    assert street.world.get(case).ball is Ball.TEAM


def test_calling_by_the_button_of_a_form_long_let_go_asks_anew(street: Street) -> None:
    family = street.family()
    case = street.world.do(desk.open_case, street.id_of(family), "bond")
    street.fires(days=2)
    assert street.case(family).state is State.CLOSED
    street.presses(family, f"q|call|{case.id}|0")
    assert street.case(family).state is State.QUEUED


@pytest.fixture
def dated(street: Street) -> int:
    """A family at a question that takes a date, their case taken by nobody."""
    return street.asked_for_a_day()


def test_what_a_typed_question_refuses_is_kept_for_the_volunteer(street: Street, dated: int) -> None:
    street.says(dated, "муж сказал что подпишет бумагу")
    street.says(dated, "/human")
    assert "подпишет" in street.kept(dated)


def test_a_reply_to_the_volunteer_is_no_answer_to_a_typed_question(street: Street, dated: int) -> None:
    street.says(dated, "/human")
    helper, volunteer = street.helper()
    street.takes(helper, street.case(dated))
    copy = street.copied(street.case(dated), helper, 7, f"person:{street.id_of(dated)}")
    mark = street.world.mark()
    street.says(dated, "завтра", reply_to=copy)
    assert "завтра" in street.heard(f"volunteer:{volunteer}", mark)


def test_an_answer_that_is_edited_reaches_the_volunteer(street: Street, dated: int) -> None:
    message = street.says(dated, "01.12.2026")
    street.edits(dated, message, "02.12.2026")
    street.says(dated, "/human")
    assert "02.12.2026" in street.kept(dated)


def test_a_called_human_reads_what_was_answered(street: Street, dated: int) -> None:
    street.says(dated, "01.12.2026")
    street.says(dated, "/human")
    assert street.world.tx(summaries.of_case, street.case(dated).id)


def test_danger_after_an_old_flight_is_an_alarm(street: Street) -> None:
    family, (_, boss) = street.family(), street.helper(Role.COORDINATOR)
    street.presses(family, "m|flight")
    street.world.do(desk.close, boss, street.case(family).id, Shut.DUPLICATE)
    street.says(family, "его везут в аэропорт, самолет через час")
    case = street.case(family)
    assert (case.state, case.priority) == (State.QUEUED, 0)


def test_a_translator_hears_the_family_too(street: Street) -> None:
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    street.world.do(desk.want_translator, volunteer, case.id)
    other, translator = street.helper(Role.TRANSLATOR)
    street.presses(other, f"q|translate|{case.id}|1")
    street.says(family, "он говорит, что подписал")
    assert "подписал" in street.heard(f"volunteer:{translator}")
    assert "подписал" in street.heard(f"volunteer:{volunteer}")


def test_a_correction_that_cannot_reach_the_family_is_refused_aloud(street: Street) -> None:
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    copy = street.copied(case, family, street.says(family, "когда суд?"), f"volunteer:{volunteer}")
    hers = street.says(helper, "суд в девять", reply_to=copy)
    street.world.do(desk.resolve, volunteer, case.id, Outcome.ANSWERED)
    mark = street.world.mark()
    street.edits(helper, hers, "суд в десять")
    assert "refusal-not-your-case" in street.refs(f"volunteer:{volunteer}", mark)


def open_ones(street: Street, family: int) -> list[State]:
    return [case.state for case in street.world.tx(cases.of_person, street.id_of(family))]


@pytest.mark.parametrize("call", ["/human", "the button"])
def test_a_human_called_after_the_work_was_done_finds_the_same_case(street: Street, call: str) -> None:
    family, *_ = done(street)
    if call == "/human":
        street.says(family, call)
    else:
        street.presses(family, "n|human")
    assert open_ones(street, family) == [State.QUEUED]


def test_long_after_closing_a_human_gets_a_case_of_its_own(street: Street) -> None:
    family, *_ = done(street)
    street.world.wait(days=40)
    street.says(family, "/human")
    assert sorted(open_ones(street, family)) == [State.CLOSED, State.QUEUED]


def resolved_in_a_flow(street: Street, dated: int) -> str:
    """The work is done while the family stands at a question; the person."""
    street.says(dated, "/human")
    helper, volunteer = street.helper()
    street.takes(helper, street.case(dated))
    street.world.do(desk.resolve, volunteer, street.case(dated).id, Outcome.ANSWERED)
    return street.id_of(dated)


def test_who_needs_help_again_says_so_with_one_press(street: Street, dated: int) -> None:
    resolved_in_a_flow(street, dated)
    case = street.case(dated)
    street.presses(dated, status.care(case).rows[1][0].data)
    assert open_ones(street, dated) == [State.QUEUED]
    assert street.case(dated).id == case.id


def test_where_a_case_comes_back_its_status_stands_below_the_words(street: Street, dated: int) -> None:
    person = resolved_in_a_flow(street, dated)
    name = f"status:{street.case(dated).id}"
    street.world.tx(remember, f"person:{person}", name, 7)
    street.says(dated, "его сняли с рейса, что дальше")
    assert street.world.tx(remembered, f"person:{person}", name) is None


def test_an_answer_after_the_work_was_done_brings_the_case_back(street: Street, dated: int) -> None:
    resolved_in_a_flow(street, dated)
    street.says(dated, "01.12.2026")
    assert open_ones(street, dated) == [State.QUEUED]
    assert any(
        "2026-12-01" in repr(line) for line in street.world.tx(summaries.of_case, street.case(dated).id)
    )


def test_looking_back_at_a_step_does_not(street: Street, dated: int) -> None:
    person = resolved_in_a_flow(street, dated)
    stored = street.world.tx(sessions.current, person)
    for event in (Show(), Back()):
        street.world.tx(conversation.drive, street.house, Talk(person), stored, event)
    assert open_ones(street, dated) == [State.RESOLVED]
