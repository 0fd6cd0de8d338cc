"""The desk, journey by journey: the person's side and the team's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core import refusals
from bot.core.cases import Ball, Case, Outcome, Shut, State
from bot.core.people import Role, Shift
from bot.services import desk, staff
from bot.storage import audit, cases, events, timers
from tests.services.desk_world import NOON, SECRET, World


@pytest.fixture
def olga(world: World) -> str:
    return world.volunteer(shift=Shift.ON)


@pytest.fixture
def lead(world: World) -> str:
    return world.volunteer(Role.COORDINATOR)


def taken(world: World, by: str, level: str = "P1") -> Case:
    case = world.case(level)
    return world.do(desk.claim, by, case.id, case.epoch)  # type: ignore[no-any-return]


# --- the person's side ---------------------------------------------------------------------------


def test_a_form_makes_no_card_and_no_line_until_it_is_handed_over(world: World) -> None:
    made = world.do(desk.open_case, world.person(), "arrest")
    assert world.rows() == []
    assert (made.state, made.priority) == (State.INTAKE, 3)


def test_a_second_form_of_the_same_kind_is_the_first_one(world: World) -> None:
    person = world.person()
    made = world.do(desk.open_case, person, "arrest")
    assert world.do(desk.open_case, person, "arrest") == made
    assert world.do(desk.open_case, person, "bond").id != made.id
    assert world.store.read(cases.open_of, person, "arrest") == made


def test_a_hand_off_is_answered_with_number_promise_card_and_line(world: World) -> None:
    case = world.case("P1")
    assert world.told(case) == []  # one message, not two: the status line is the answer
    line = world.status(case)
    assert line.refs[0] == "status-nobody"
    assert line.message.parts[0].args["code"] == case.code
    assert line.message.parts[0].args["by"] == NOON + timedelta(hours=3)
    assert [row[0].data for row in world.card(case).message.rows] == [f"q|take|{case.id}|1"]


def test_a_second_hand_off_only_raises(world: World) -> None:
    case = world.case("P2")
    mark = world.mark()
    assert world.do(desk.hand_off, case.id, "P3") == case
    assert world.mark() == mark
    raised = world.do(desk.hand_off, case.id, "P0")
    assert (raised.priority, raised.epoch) == (0, 1)
    assert world.told(case, mark) == []


def test_coming_to_work_and_going_home_changes_what_the_waiting_read(world: World, olga: str) -> None:
    case = world.case("P1")
    assert world.status(case).refs[0] == "status-queued"
    world.do(staff.end_shift, olga)
    assert world.status(case).refs[0] == "status-nobody"
    world.do(staff.start_shift, olga)
    assert world.status(case).refs[0] == "status-queued"


def test_a_translator_at_work_is_nobody_who_could_take_it(world: World) -> None:
    world.volunteer(Role.TRANSLATOR, Shift.ON)
    assert world.status(world.case("P1")).refs[0] == "status-nobody"


def test_status_is_true_for_no_one_and_for_several_requests(world: World, olga: str) -> None:
    person = world.person()
    assert [part.ref for part in world.do(desk.status_of, person).parts] == ["status-none"]
    one = world.do(desk.open_case, person, "arrest")
    world.do(desk.hand_off, one.id, "P1")
    world.do(desk.open_case, person, "bond")
    refs = {part.ref for part in world.do(desk.status_of, person).parts}
    assert refs == {"status-queued", "status-intake"}
    world.do(desk.cancel, one.id)
    assert [part.ref for part in world.do(desk.status_of, person).parts] == ["status-intake"]


def test_cancelling_tells_both_sides_and_frees_the_volunteer(world: World, olga: str) -> None:
    case = taken(world, olga)
    mark = world.mark()
    gone = world.do(desk.cancel, case.id)
    assert (gone.state, gone.owner, gone.outcome) == (State.CLOSED, None, "cancelled")
    assert world.told(case, mark) == ["queue-cancelled"]
    assert ["alarm-cancelled"] in [row.refs for row in world.rows(f"volunteer:{olga}", mark)]
    with pytest.raises(refusals.CaseOver):
        world.do(desk.cancel, case.id)


def test_worse_raises_by_one_reopens_what_rests_and_is_one_cry_in_five_minutes(
    world: World, olga: str
) -> None:
    case = world.case("P2")
    assert world.do(desk.worse, case.id).priority == 1
    assert world.do(desk.worse, case.id).priority == 0
    assert world.do(desk.worse, case.id).priority == 0
    assert world.told(case).count("queue-worse") == 1
    world.wait(minutes=5)
    world.do(desk.worse, case.id)
    assert world.told(case).count("queue-worse") == 2
    world.do(desk.claim, olga, case.id, 1)
    world.do(desk.resolve, olga, case.id, Outcome.ANSWERED)
    again = world.do(desk.worse, case.id)
    assert (again.state, again.prefer) == (State.QUEUED, olga)


def test_worse_in_a_form_hands_it_over_as_it_is(world: World) -> None:
    made = world.do(desk.open_case, world.person(), "arrest")
    sent = world.do(desk.worse, made.id)
    assert (sent.state, sent.priority, sent.incomplete) == (State.QUEUED, 2, True)


def test_a_word_after_the_end_goes_to_the_request_under_way(world: World, olga: str) -> None:
    old = taken(world, olga)
    world.do(desk.resolve, olga, old.id, Outcome.ANSWERED)
    new = world.do(desk.open_case, old.person_id, old.kind)
    assert world.do(desk.person_message, old.id).id == new.id
    assert world.get(old).state is State.RESOLVED


def test_an_old_request_makes_the_one_under_way_no_less_urgent(world: World, olga: str) -> None:
    old = taken(world, olga, "P3")
    world.do(desk.resolve, olga, old.id, Outcome.ANSWERED)
    new = world.do(desk.open_case, old.person_id, old.kind)
    world.do(desk.hand_off, new.id, "P0")
    world.do(desk.raise_priority, old.id, "P1")
    assert world.get(new).priority == 0


@pytest.mark.parametrize("words", [{"stage": "в Элое"}, {"place": "Аризона"}, {"lang": "russian"}])
def test_a_card_cannot_be_given_words(world: World, words: dict[str, str]) -> None:
    case = world.case()
    with pytest.raises(ValueError, match="not a fact"):
        world.do(desk.describe, case.id, **words)
    assert world.get(case) == case


def test_a_card_shows_a_stage_and_a_place(world: World) -> None:
    case = world.case()
    world.do(desk.describe, case.id, stage="arrest-where.road", place="AZ")
    args = world.card(case).message.parts[0].args
    assert (args["stage"], args["place"]) == ("arrest-where.road", "AZ")


# --- the team's side -----------------------------------------------------------------------------


def test_a_line_for_the_next_one_is_sealed_and_kept(world: World, olga: str) -> None:
    case = taken(world, olga)
    world.do(desk.release, olga, case.id, SECRET)
    (note,) = world.store.read(events.notes, case.id)
    assert (note.kind, note.author, note.text) == ("handover", olga, SECRET)
    raw = world.store.read(lambda tx: tx.value("SELECT body FROM case_note"))
    assert SECRET.encode() not in raw


def test_a_note_makes_no_row_to_a_person(world: World, olga: str) -> None:
    case = taken(world, olga)
    mark = world.mark()
    world.tx(desk.add_note, olga, case.id, SECRET)
    assert world.mark() == mark
    with pytest.raises(refusals.NotYourCase):
        world.tx(desk.add_note, world.volunteer(), case.id, SECRET)


def test_only_a_seat_or_a_coordinator_with_a_reason_answers(world: World, olga: str, lead: str) -> None:
    case = taken(world, olga)
    with pytest.raises(refusals.NotYourCase):
        world.do(desk.replied, world.volunteer(shift=Shift.ON), case.id)
    with pytest.raises(refusals.ReasonMissing):
        world.do(desk.replied, lead, case.id)
    stepped = world.do(desk.replied, lead, case.id, "куратор не на связи")
    assert (stepped.ball, stepped.owner) == (Ball.PERSON, olga)
    verbs = [row["verb"] for row in world.store.read(audit.about, f"case:{case.id}")]
    assert verbs == ["seat.manager", "case.stepped_in"]


def test_reading_needs_a_seat_or_a_reason_on_record(world: World, olga: str, lead: str) -> None:
    case = taken(world, olga)
    world.do(desk.open_details, olga, case.id)
    for stranger, refusal in ((lead, refusals.ReasonMissing), (world.volunteer(), refusals.NotYourCase)):
        with pytest.raises(refusal):
            world.do(desk.open_details, stranger, case.id)
    world.do(desk.open_details, lead, case.id, "проверка")
    assert any(SECRET in repr(row.op) for row in world.rows(f"volunteer:{lead}"))
    verbs = [row["verb"] for row in world.store.read(audit.about, f"case:{case.id}")]
    assert verbs.count("details.opened") == 2


def test_a_coordinator_gives_a_waiting_case_to_somebody_at_work(world: World, lead: str) -> None:
    lev, home = world.volunteer(shift=Shift.ON), world.volunteer()
    case = world.case()
    with pytest.raises(refusals.NotAllowed):
        world.do(desk.give, lev, case.id, case.epoch, to_id=lev)
    with pytest.raises(refusals.ElsewhereNow):
        world.do(desk.give, lead, case.id, case.epoch, to_id=home)
    mark = world.mark()
    assert world.do(desk.give, lead, case.id, case.epoch, to_id=lev).owner == lev
    assert ["alarm-given"] in [row.refs for row in world.rows(f"volunteer:{lev}", mark)]
    assert any(SECRET in repr(row.op) for row in world.rows(f"volunteer:{lev}", mark))
    verbs = [row["verb"] for row in world.store.read(audit.about, f"case:{case.id}")]
    assert verbs == ["seat.manager", "case.given"]
    with pytest.raises(refusals.AlreadyTaken):
        world.do(desk.give, lead, case.id, case.epoch, to_id=world.volunteer(shift=Shift.ON))


def test_priority_falls_only_by_a_human_with_a_reason(world: World, olga: str, lead: str) -> None:
    case = taken(world, olga, "P1")
    with pytest.raises(refusals.ReasonMissing):
        world.do(desk.lower_priority, olga, case.id, level="P2", reason="")
    with pytest.raises(refusals.NotAllowed):
        world.do(desk.lower_priority, world.volunteer(), case.id, level="P2", reason="так")
    assert world.do(desk.lower_priority, olga, case.id, level="P2", reason="нашли адвоката").priority == 2
    assert world.do(desk.lower_priority, lead, case.id, level="P3", reason="вопрос").priority == 3
    assert world.do(desk.lower_priority, lead, case.id, level="P0", reason="вопрос").priority == 3


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Shut.SPAM, []),
        (Shut.WRONG_DOOR, ["queue-shut_wrong_door"]),
        (Shut.DUPLICATE, ["queue-shut_duplicate"]),
    ],
)
def test_a_coordinator_shuts_a_case(world: World, olga: str, lead: str, why: Shut, said: list[str]) -> None:
    case = world.case()
    with pytest.raises(refusals.NotAllowed):
        world.do(desk.close, olga, case.id, why)
    mark = world.mark()
    shut = world.do(desk.close, lead, case.id, why)
    assert (shut.state, shut.outcome) == (State.CLOSED, why)
    assert world.told(case, mark) == said
    with pytest.raises(refusals.CaseOver):
        world.do(desk.person_message, case.id)


def test_a_coordinator_is_called_by_whoever_is_on_the_case(world: World, olga: str, lead: str) -> None:
    case = taken(world, olga)
    with pytest.raises(refusals.NotYourCase):
        world.tx(desk.call_coordinator, lead, case.id)
    mark = world.mark()
    world.tx(desk.call_coordinator, olga, case.id)
    assert [row.refs for row in world.rows(f"volunteer:{lead}", mark)] == [["alarm-coordinator"]]


def test_new_answers_reach_whoever_has_the_case(world: World, olga: str) -> None:
    case = taken(world, olga)
    world.deliver()
    world.do(desk.details_changed, case.id)
    (row,) = world.rows()
    assert (row.dest, row.name) == (f"volunteer:{olga}", f"details:{case.id}")


def test_erasing_leaves_a_tombstone_and_nothing_to_read(world: World, olga: str) -> None:
    case = taken(world, olga)
    world.tx(desk.add_note, olga, case.id, SECRET)
    world.do(desk.erase, case.id, "person")
    gone = world.get(case)
    assert (gone.state, gone.code, gone.kind, gone.person_id, gone.owner) == (State.ERASED, "", "", "", None)
    assert world.store.read(events.notes, case.id) == []
    assert [event.type for event in world.store.read(events.of_case, case.id)] == ["erase"]
    assert world.store.read(timers.armed, f"case:{case.id}") == []
    assert world.card(case).refs == ["staff-erased"]
    assert not [row for row in world.rows() if row.owner == f"case:{case.id}"]
    assert world.do(desk.erase, case.id, "person") is None
    with pytest.raises(refusals.NotThere):
        world.do(desk.claim, olga, case.id, 1)


def test_a_freed_code_may_be_drawn_again_and_live_ones_never(world: World) -> None:
    made = [world.case() for _ in range(60)]
    assert len({case.code for case in made}) == len(made)
    world.do(desk.erase, made[3].id, "person")
    assert world.get(made[3]).code == ""


def test_an_unknown_case_is_refused_not_crashed_on(world: World, olga: str) -> None:
    for act in (desk.cancel, desk.worse, desk.person_message, desk.late_help):
        with pytest.raises(refusals.NotThere):
            world.do(act, "0" * 16)
    with pytest.raises(refusals.NotThere):
        world.do(desk.claim, olga, "0" * 16, 1)
    world.do(desk.details_changed, "0" * 16)
