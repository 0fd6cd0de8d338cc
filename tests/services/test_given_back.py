"""Whoever has just given a case back is the last to be woken for it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.cases import Case
from bot.core.people import Role, Seat, Shift
from bot.services import desk, staff
from tests.services.desk_world import World

NINE_IN_THE_MORNING = datetime(2026, 11, 24, 14, tzinfo=UTC)


def given_back(world: World, level: str = "P1") -> tuple[str, str, Case, int]:
    """(who gave it back, somebody else on shift, the case, where the rows after it begin)."""
    one, other = world.volunteer(shift=Shift.ON), world.volunteer(shift=Shift.ON)
    case = world.case(level)
    world.do(desk.claim, one, case.id, case.epoch)
    mark = world.mark()
    world.do(desk.release, one, case.id, "не успеваю")
    return one, other, case, mark


def test_who_has_just_given_a_case_back_is_not_woken_first(world: World) -> None:
    one, other, _, mark = given_back(world)
    world.wait(minutes=15)
    assert set(world.alarmed(mark)) == {f"volunteer:{other}"}
    world.wait(minutes=45)
    assert f"volunteer:{one}" in world.alarmed(mark)


def test_unless_nobody_else_is_at_work(world: World) -> None:
    world.now = NINE_IN_THE_MORNING
    one, other, _, mark = given_back(world, "P2")
    world.do(staff.end_shift, other)
    world.wait(minutes=1)
    assert f"volunteer:{one}" in world.alarmed(mark)


def test_what_is_urgent_wakes_others_at_home_rather_than_who_gave_it_back(world: World) -> None:
    _, other, _, mark = given_back(world)
    world.do(staff.end_shift, other)
    world.wait(minutes=1)
    assert set(world.alarmed(mark)) == {f"volunteer:{other}"}


def test_who_went_home_is_not_woken_at_once_for_what_they_left(world: World) -> None:
    one, other = world.volunteer(shift=Shift.ON), world.volunteer()
    case = world.case()
    world.do(desk.claim, one, case.id, case.epoch)
    mark = world.mark()
    world.do(staff.end_shift, one)
    world.wait(minutes=1)
    assert set(world.alarmed(mark)) == {f"volunteer:{other}"}


def test_the_one_on_duty_who_gave_it_back_leaves_the_call_to_the_shift(world: World) -> None:
    one, other, case, mark = given_back(world)
    world.do(staff.start_shift, one, Shift.CALL)
    world.wait(minutes=1)
    assert set(world.alarmed(mark)) == {f"volunteer:{other}"}
    assert world.get(case).owner is None


def test_a_translator_who_left_is_not_called_at_once(world: World) -> None:
    manager = world.volunteer(shift=Shift.ON)
    left, other = (world.volunteer(Role.TRANSLATOR, Shift.ON) for _ in range(2))
    case = world.case()
    world.do(desk.claim, manager, case.id, case.epoch)
    world.do(desk.want_translator, manager, case.id)
    world.do(desk.claim, left, case.id, 1, seat=Seat.TRANSLATOR)
    mark = world.mark()
    world.do(desk.release, left, case.id, "ухожу")
    called = [row.dest for row in world.rows("volunteer:", mark) if row.refs == ["alarm-translator"]]
    assert called == [f"volunteer:{other}"]
