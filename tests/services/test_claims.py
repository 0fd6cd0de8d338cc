"""Taking a seat: one winner, and the losers learn who, with nothing else happening."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.core import refusals
from bot.core.cases import Ball, Case, State
from bot.core.people import Role, Seat, Shift
from bot.services import desk, staff
from bot.storage import cases, events, seats, volunteers
from bot.storage.database import Database
from tests.services.desk_world import MASTER, NOON, SECRET, World


def snapshot(world: World) -> list[tuple[object, ...]]:
    """Everything that a refused press could have touched."""
    tables = (
        "case_",
        "seat",
        "case_event",
        "case_note",
        "volunteer",
        "outbox",
        "timer",
        "audit",
        "remembered",
    )
    return world.store.read(
        lambda tx: [tuple(row) for name in tables for row in tx.rows(f"SELECT * FROM {name}")]
    )


def test_a_claim_gives_the_case_its_details_and_a_word_to_the_family(world: World) -> None:
    olga = world.volunteer(shift=Shift.ON)
    case = world.case()
    mark = world.mark()
    taken = world.do(desk.claim, olga, case.id, case.epoch)
    assert (taken.state, taken.ball, taken.owner) == (State.ASSIGNED, Ball.TEAM, olga)
    assert world.get(case) == taken
    assert world.told(case, mark) == ["queue-taken"]
    assert world.status(case).refs[0] == "status-team"
    assert "staff-state.assigned_team" in world.card(case).refs
    assert not world.card(case).message.rows
    (given,) = [row for row in world.rows(f"volunteer:{olga}") if row.name == f"details:{case.id}"]
    assert SECRET in repr(given.op)
    assert given.owner == f"case:{case.id}"


def test_the_loser_learns_who_and_when_and_nothing_else_happens(world: World) -> None:
    olga, lev = world.volunteer(shift=Shift.ON), world.volunteer(shift=Shift.ON)
    case = world.case()
    world.do(desk.claim, olga, case.id, case.epoch)
    world.wait(minutes=3)
    before = snapshot(world)
    with pytest.raises(refusals.AlreadyTaken) as refused:
        world.do(desk.claim, lev, case.id, case.epoch)
    alias = world.store.read(volunteers.alias_of, olga)
    assert refused.value.args_of_text == {"alias": alias, "code": case.code, "count": 3, "unit": "minutes"}
    assert snapshot(world) == before


def test_a_second_press_of_the_winner_changes_nothing(world: World) -> None:
    olga = world.volunteer(shift=Shift.ON)
    case = world.case()
    world.do(desk.claim, olga, case.id, case.epoch)
    before = snapshot(world)
    with pytest.raises(refusals.AlreadyYours):
        world.do(desk.claim, olga, case.id, case.epoch)
    assert snapshot(world) == before


def test_an_old_card_pressed_after_the_case_came_back_is_refused(world: World) -> None:
    olga, lev = world.volunteer(shift=Shift.ON), world.volunteer(shift=Shift.ON)
    case = world.case()
    world.do(desk.claim, olga, case.id, case.epoch)
    back = world.do(desk.release, olga, case.id, "нужен адвокат")
    before = snapshot(world)
    with pytest.raises(refusals.StaleButton):
        world.do(desk.claim, lev, case.id, case.epoch)
    assert snapshot(world) == before
    assert world.do(desk.claim, lev, case.id, back.epoch).owner == lev


@pytest.mark.parametrize(
    ("level", "role", "shift", "refusal"),
    [
        ("P1", Role.MANAGER, Shift.OFF, refusals.NotOnShift),
        ("P1", Role.TRANSLATOR, Shift.ON, refusals.WrongRole),
        ("P0", Role.TRANSLATOR, Shift.ON, refusals.WrongRole),
    ],
)
def test_who_may_not_take_it(
    world: World, level: str, role: Role, shift: Shift, refusal: type[refusals.Refusal]
) -> None:
    one, case = world.volunteer(role, shift), world.case(level)
    before = snapshot(world)
    with pytest.raises(refusal):
        world.do(desk.claim, one, case.id, case.epoch)
    assert snapshot(world) == before


def test_the_cap_holds_for_all_but_p0(world: World) -> None:
    olga = world.volunteer(shift=Shift.ON)
    for case in [world.case() for _ in range(world.rules.cap)]:
        world.do(desk.claim, olga, case.id, case.epoch)
    fifth, urgent = world.case(), world.case("P0")
    with pytest.raises(refusals.TooManyCases):
        world.do(desk.claim, olga, fifth.id, fifth.epoch)
    assert world.do(desk.claim, olga, urgent.id, urgent.epoch).owner == olga


def test_whoever_takes_a_p0_off_shift_is_at_work_from_then_on(world: World) -> None:
    lev, case = world.volunteer(), world.case("P0")
    world.do(desk.claim, lev, case.id, case.epoch)
    one = world.store.read(volunteers.get, lev)
    assert one is not None
    assert one.on_shift


def test_somebody_switched_off_takes_nothing(world: World) -> None:
    admin, olga = world.volunteer(Role.ADMIN), world.volunteer(shift=Shift.ON)
    case = world.case("P0")
    world.do(staff.deactivate, admin, olga)
    before = snapshot(world)
    with pytest.raises(refusals.Deactivated):
        world.do(desk.claim, olga, case.id, case.epoch)
    assert snapshot(world) == before


def test_take_next_gives_p0_then_the_earliest_promise(world: World) -> None:
    olga = world.volunteer(shift=Shift.ON)
    later = world.case("P2")
    world.wait(minutes=1)
    soon = world.case("P1")
    world.wait(minutes=1)
    now = world.case("P0")
    assert [world.do(desk.take_next, olga).id for _ in range(3)] == [now.id, soon.id, later.id]
    with pytest.raises(refusals.NothingWaiting):
        world.do(desk.take_next, olga)


def test_take_next_holds_a_case_two_minutes_for_whoever_had_it(world: World) -> None:
    olga, lev = world.volunteer(shift=Shift.ON), world.volunteer(shift=Shift.ON)
    case = world.case("P1")
    world.do(desk.claim, olga, case.id, case.epoch)
    world.do(staff.end_shift, olga)
    with pytest.raises(refusals.NothingWaiting):
        world.do(desk.take_next, lev)
    world.do(staff.start_shift, olga)
    assert world.do(desk.take_next, olga).id == case.id
    world.do(staff.end_shift, olga)
    world.wait(minutes=2)
    assert world.do(desk.take_next, lev).id == case.id


def test_the_translators_seat_has_a_winner_of_its_own(world: World) -> None:
    olga = world.volunteer(shift=Shift.ON)
    irma, gleb = (world.volunteer(Role.TRANSLATOR, Shift.ON) for _ in range(2))
    case = world.case()
    world.do(desk.claim, olga, case.id, case.epoch)
    mark = world.mark()
    world.do(desk.want_translator, olga, case.id)
    assert {row.dest for row in world.rows("volunteer:", mark)} == {f"volunteer:{irma}", f"volunteer:{gleb}"}
    with pytest.raises(refusals.AlreadyAsked):
        world.do(desk.want_translator, olga, case.id)
    world.do(desk.claim, irma, case.id, 1, seat=Seat.TRANSLATOR)
    with pytest.raises(refusals.AlreadyTaken):
        world.do(desk.claim, gleb, case.id, 1, seat=Seat.TRANSLATOR)
    assert world.store.read(seats.holders, case.id) == sorted([olga, irma])
    assert world.do(desk.replied, irma, case.id).ball is Ball.PERSON
    world.do(desk.release, irma, case.id, "смена кончилась")
    with pytest.raises(refusals.StaleButton):
        world.do(desk.claim, gleb, case.id, 1, seat=Seat.TRANSLATOR)
    world.do(desk.take_next, gleb)
    assert gleb in world.store.read(seats.holders, case.id)


async def test_thirty_volunteers_fifty_cases_one_winner_each(tmp_path: Path) -> None:
    """Everybody presses every card of both seats at once, in one group commit after another."""
    world = World(tmp_path)
    team = [world.volunteer(shift=Shift.ON) for _ in range(20)]
    team += [world.volunteer(Role.COORDINATOR, Shift.ON) for _ in range(10)]
    made = [world.case("P0") for _ in range(100)]
    world.close()
    database = await Database.open(tmp_path, MASTER, clock=lambda: NOON, token=os.urandom)

    async def press(volunteer: str, case: Case, seat: Seat) -> str:
        try:
            await database.write(desk.claim, world.desk, volunteer, case.id, 1, seat=seat)
        except (refusals.AlreadyTaken, refusals.WrongRole) as refused:
            return type(refused).__name__
        return "won"

    for case in made:
        await database.write(seats.want_translator, case.id)
    presses = [
        press(team[(i + shift) % 30], case, seat)
        for seat in Seat
        for shift in range(30)
        for i, case in enumerate(made)
    ]
    outcomes = await asyncio.gather(*presses)
    assert outcomes.count("won") == 200
    for case in made:
        owner = (await database.read(cases.get, case.id)).owner  # type: ignore[union-attr]
        log = await database.read(events.of_case, case.id)
        assert [event.type for event in log].count("claim") == 1
        assert [event.type for event in log].count("translate") == 1
        assert owner in team
    await database.close()


async def test_forty_people_fifty_times_on_one_seat(tmp_path: Path) -> None:
    """Each of 50 turns of one case has one winner among 40 pressers, and so has nobody twice."""
    world = World(tmp_path)
    team = [world.volunteer(shift=Shift.ON) for _ in range(40)]
    case = world.case("P0")
    world.close()
    database = await Database.open(tmp_path, MASTER, clock=lambda: NOON, token=os.urandom)
    won = 0
    for turn in range(1, 51):
        got = await asyncio.gather(
            *(database.write(desk.claim, world.desk, one, case.id, turn) for one in team),
            return_exceptions=True,
        )
        winners = [result for result in got if isinstance(result, Case)]
        assert len(winners) == 1
        assert all(isinstance(lost, refusals.AlreadyTaken) for lost in got if lost is not winners[0])
        won += 1
        await database.write(desk.release, world.desk, winners[0].owner, case.id, "дальше")
    assert won == 50
    await database.close()
