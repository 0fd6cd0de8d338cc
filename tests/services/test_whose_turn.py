"""Whoever is on a case, or is woken for one, knows what has changed and has the button for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.core.ops import Delete
from bot.core.people import Role, Seat, Shift
from bot.services import board, desk, staff
from bot.services.staff import invite, redeem
from bot.storage import volunteers
from bot.storage.remembered import remembered
from bot.storage.tx import Tx
from tests.services.desk_world import Row, World
from tests.services.street import Pair, Street


def verbs(row: Row) -> list[str]:
    return [button.data.split("|")[1] for buttons in row.message.rows for button in buttons]


def last(world: World, number: str, ref: str) -> Row:
    return next(row for row in reversed(world.rows(f"volunteer:{number}")) if row.refs[0] == ref)


def test_whoever_leads_learns_that_the_translator_has_gone(pair: Pair) -> None:
    world, (_, manager), (_, translator) = pair.street.world, pair.manager, pair.translator
    mark = world.mark()
    world.do(desk.release, translator, pair.case.id, "звонок в 19 не смогу")
    assert verbs(last(world, manager, "alarm-translator_left")) == ["details"]
    assert "alarm-translator" not in [row.refs[0] for row in world.rows(f"volunteer:{translator}", mark)]


def test_the_desk_of_a_translator_counts_what_they_can_take_and_shows_what_they_have(pair: Pair) -> None:
    world, (_, translator) = pair.street.world, pair.translator
    world.case()
    shown = desk_of(world, translator)
    assert (shown["waiting"], shown["mine"]) == (0, [pair.case.code])
    world.do(desk.release, translator, pair.case.id, "ухожу")
    shown = desk_of(world, translator)
    assert (shown["waiting"], shown["mine"]) == (1, [])
    world.do(staff.start_shift, translator, Shift.ON)
    assert last(world, translator, "staff-shift_on").message.parts[0].args["count"] == 1


def desk_of(world: World, number: str) -> dict[str, object]:
    one = world.store.read(volunteers.get, number)
    assert one is not None
    head, *mine = world.store.read(board.board, one).parts
    return {"waiting": head.args["waiting"], "mine": [part.args["code"] for part in mine]}


def test_several_cases_have_buttons_that_differ(world: World) -> None:
    manager = world.volunteer(shift=Shift.ON)
    made = [world.case() for _ in range(3)]
    for case in made:
        world.do(desk.claim, manager, case.id, case.epoch)
    one = world.store.read(volunteers.get, manager)
    assert one is not None
    rows = world.store.read(board.board, one).rows
    named = {button.args["code"] for row in rows for button in row if button.label == "queue-do.details_of"}
    assert named == {case.code for case in made}


def test_details_that_are_asked_for_come_below_all_else(pair: Pair) -> None:
    world, (account, manager) = pair.street.world, pair.manager
    world.deliver()
    (old,) = world.tx(details_shown, manager, pair.case.id)
    pair.street.presses(account, f"q|details|{pair.case.id}|1")
    rows = world.rows(f"volunteer:{manager}")
    assert [row.op.target for row in rows if isinstance(row.op, Delete)] == [old]
    world.deliver()
    (new,) = world.tx(details_shown, manager, pair.case.id)
    assert new > old


def details_shown(tx: Tx, number: str, case_id: str) -> list[int]:
    shown = remembered(tx, f"volunteer:{number}", f"details:{case_id}")
    return [] if shown is None else [shown]


def test_who_put_it_off_is_woken_with_the_way_to_the_details(world: World) -> None:
    manager = world.volunteer(shift=Shift.ON)
    case = world.case()
    world.do(desk.claim, manager, case.id, case.epoch)
    world.do(desk.pause, manager, case.id, world.now + timedelta(days=1))
    world.wait(days=1)
    assert verbs(last(world, manager, "alarm-woken")) == ["details"]


def test_who_was_called_at_night_reads_that_somebody_has_it(world: World) -> None:
    first, second = (world.volunteer() for _ in range(2))
    case = world.case("P0")
    for _ in range(3):
        world.wait(minutes=2)
        world.deliver()
    calls = {one: world.tx(remembered, f"volunteer:{one}", f"call:{case.id}") for one in (first, second)}
    world.do(desk.claim, first, case.id, case.epoch)
    for one, call in calls.items():
        (edit,) = [row.op for row in world.rows(f"volunteer:{one}") if row.refs[:1] == ["alarm-over"]]
        assert (edit.target, edit.message.parts[0].args["alias"][-1]) == (call, "1")


def test_a_chat_holds_one_call_a_case(world: World) -> None:
    one = world.volunteer()
    world.case("P0")
    world.tick()
    world.deliver()
    world.wait(minutes=2)
    assert len([row for row in world.rows(f"volunteer:{one}") if isinstance(row.op, Delete)]) == 1


@pytest.mark.parametrize("end", [desk.cancel, lambda tx, it, case: desk.erase(tx, it, case, "person")])
def test_what_is_cancelled_or_erased_calls_nobody_any_more(world: World, end: Any) -> None:
    one = world.volunteer()
    case = world.case("P0")
    world.tick()
    world.deliver()
    world.do(end, case.id)
    assert last(world, one, "alarm-over").message.parts[0].args["alias"] == "none"


def test_a_coordinator_who_is_called_can_open_the_case(pair: Pair) -> None:
    world, (_, manager) = pair.street.world, pair.manager
    lead = world.volunteer(Role.COORDINATOR)
    world.tx(desk.call_coordinator, manager, pair.case.id)
    assert verbs(last(world, lead, "alarm-coordinator")) == ["details"]


def test_a_coordinator_can_give_at_once_what_was_taken_back(world: World) -> None:
    lead, manager = world.volunteer(Role.COORDINATOR), world.volunteer(shift=Shift.ON)
    case = world.case("P0")
    world.do(desk.claim, manager, case.id, case.epoch)
    world.wait(minutes=6)
    row = last(world, lead, "alarm-taken_back_lead")
    assert verbs(row) == ["take", "give", "details"]
    turn = int(row.message.rows[0][0].data.split("|")[3])
    world.do(desk.give, lead, case.id, turn, to_id=manager)
    assert world.get(case).owner == manager


def test_both_seats_are_told_that_the_person_erased_everything(pair: Pair) -> None:
    world = pair.street.world
    world.do(desk.erase, pair.case.id, "person")
    for _, number in (pair.manager, pair.translator):
        assert "alarm-erased" in pair.street.refs(f"volunteer:{number}")


def test_what_the_clock_erases_is_nobodys_news(world: World) -> None:
    manager = world.volunteer(shift=Shift.ON)
    case = world.case()
    world.do(desk.claim, manager, case.id, case.epoch, seat=Seat.MANAGER)
    world.do(desk.erase, case.id, "clock")
    assert "alarm-erased" not in [row.refs[0] for row in world.rows(f"volunteer:{manager}")]


def test_a_newcomer_who_looks_for_the_desk_is_told_to_wait(street: Street) -> None:
    world = street.world
    payload = world.tx(invite, world.volunteer(Role.ADMIN), Role.MANAGER)
    account = street.family()
    world.tx(redeem, account, "Аня", payload)
    street.says(account, "/desk")
    newcomer = world.tx(volunteers.find, account)
    assert street.refs(f"volunteer:{newcomer.id}") == ["staff-wait"]
