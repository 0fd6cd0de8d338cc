"""Joining, shifts, leaving."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.core import refusals
from bot.core.cases import State
from bot.core.people import Role, Seat, Shift
from bot.services import desk, staff
from bot.storage import seats, volunteers
from bot.storage.database import Database
from tests.services.desk_world import MASTER, NOON, SECRET, World


@pytest.fixture
def admin(world: World) -> str:
    return world.volunteer(Role.ADMIN)


@pytest.fixture
def lead(world: World) -> str:
    return world.volunteer(Role.COORDINATOR)


def joined(world: World, payload: str, telegram: int = 77) -> str:
    """What somebody is told who comes with this payload."""
    return world.tx(staff.redeem, telegram, "Новенькая (@nova)", payload).parts[0].ref  # type: ignore[no-any-return]


def known(world: World, telegram: int = 77) -> volunteers.Volunteer:
    found = world.store.read(volunteers.find, telegram)
    assert found is not None
    return found


def test_the_administrator_of_the_settings_joins_at_the_first_word(world: World) -> None:
    one = world.do(staff.recognise, 1, "Админ")
    assert (one.role, one.active) == (Role.ADMIN, True)
    assert world.do(staff.recognise, 1, "Админ") == one
    assert world.do(staff.recognise, 2, "Чужой") is None


def test_an_administrator_who_was_switched_off_stays_off(world: World, admin: str) -> None:
    one = world.do(staff.recognise, 1, "Админ")
    world.do(staff.deactivate, admin, one.id)
    assert not world.do(staff.recognise, 1, "Админ").active


def test_an_invitation_lets_in_only_after_a_second_person(world: World, admin: str, lead: str) -> None:
    payload = world.tx(staff.invite, lead, Role.MANAGER)
    assert joined(world, payload) == "staff-wait"
    newcomer = known(world)
    assert not newcomer.active
    asked = [row.dest for row in world.rows("volunteer:") if row.refs == ["staff-newcomer"]]
    assert asked == [f"volunteer:{admin}"]  # not the one who invited
    with pytest.raises(refusals.Deactivated):
        world.do(staff.start_shift, newcomer.id)
    with pytest.raises(refusals.SelfConfirmed):
        world.tx(staff.confirm, lead, newcomer.id, accepted=True)
    with pytest.raises(refusals.Deactivated):
        world.tx(staff.confirm, newcomer.id, newcomer.id, accepted=True)
    world.tx(staff.confirm, admin, newcomer.id, accepted=True)
    assert known(world).active
    assert ["staff-welcome"] in [row.refs for row in world.rows(f"volunteer:{newcomer.id}")]
    with pytest.raises(refusals.NotThere):
        world.tx(staff.confirm, admin, newcomer.id, accepted=False)


def test_a_sole_administrator_may_confirm_their_own_guest(world: World, admin: str) -> None:
    assert joined(world, world.tx(staff.invite, admin, Role.COORDINATOR)) == "staff-wait"
    world.tx(staff.confirm, admin, known(world).id, accepted=True)
    assert known(world).role is Role.COORDINATOR


def test_a_refused_newcomer_stays_out_and_may_be_invited_again(world: World, admin: str, lead: str) -> None:
    joined(world, world.tx(staff.invite, lead, Role.MANAGER))
    world.tx(staff.confirm, admin, known(world).id, accepted=False)
    assert not known(world).active
    first = known(world).id
    assert joined(world, world.tx(staff.invite, lead, Role.TRANSLATOR)) == "staff-wait"
    world.tx(staff.confirm, admin, first, accepted=True)
    assert (known(world).id, known(world).role, known(world).active) == (first, Role.TRANSLATOR, True)


@pytest.mark.parametrize(
    ("issuer", "role"),
    [(Role.MANAGER, Role.MANAGER), (Role.TRANSLATOR, Role.TRANSLATOR), (Role.COORDINATOR, Role.ADMIN),
     (Role.COORDINATOR, Role.COORDINATOR)],
)  # fmt: skip
def test_who_may_not_invite_whom(world: World, issuer: Role, role: Role) -> None:
    with pytest.raises(refusals.NotAllowed):
        world.tx(staff.invite, world.volunteer(issuer), role)


def test_an_invitation_is_good_once_and_for_three_days(world: World, lead: str) -> None:
    used, old = world.tx(staff.invite, lead, Role.MANAGER), world.tx(staff.invite, lead, Role.MANAGER)
    assert joined(world, used, 77) == "staff-wait"
    assert joined(world, used, 78) == "staff-bad_link"
    world.wait(hours=72)
    assert joined(world, old, 79) == "staff-bad_link"


def test_one_who_is_of_the_team_does_not_use_an_invitation_up(world: World, lead: str) -> None:
    payload = world.tx(staff.invite, lead, Role.MANAGER)
    who = world.store.read(volunteers.who, lead)
    assert who is not None
    assert joined(world, payload, who.telegram) == "staff-already"
    assert joined(world, payload) == "staff-wait"
    assert joined(world, payload) == "staff-wait"


def test_wrong_tokens_are_counted_and_the_answer_never_changes(world: World, lead: str) -> None:
    good = world.tx(staff.invite, lead, Role.MANAGER)
    for guess in ("", "v_", "v_" + "A" * 22, "v_" + "B" * 22, "'; DROP TABLE invite"):
        assert joined(world, guess) == "staff-bad_link"
    assert joined(world, good) == "staff-bad_link"  # the sixth within the hour, though right
    assert joined(world, good, 78) == "staff-wait"  # the limit is the account's own
    better = world.tx(staff.invite, lead, Role.MANAGER)
    world.wait(minutes=60)
    assert joined(world, better) == "staff-wait"


def test_only_the_hash_of_a_token_is_stored(world: World, lead: str) -> None:
    payload = world.tx(staff.invite, lead, Role.MANAGER)
    token = payload.removeprefix(staff.PREFIX)
    assert len(token) == 22
    assert len(payload) <= 64
    for file in world.folder.iterdir():
        assert token.encode() not in file.read_bytes()


async def test_forty_people_with_one_link_one_gets_in(tmp_path: Path) -> None:
    world = World(tmp_path)
    payload = world.tx(staff.invite, world.volunteer(Role.ADMIN), Role.MANAGER)
    world.close()
    database = await Database.open(tmp_path, MASTER, clock=lambda: NOON, token=os.urandom)
    presses = [database.write(staff.redeem, 5000 + n, f"N{n}", payload) for n in range(40) for _ in range(3)]
    answers = [answer.parts[0].ref for answer in await asyncio.gather(*presses)]
    assert answers.count("staff-wait") == 3  # the winner's own presses
    await database.close()


def test_names_never_leave_the_team_and_never_lie_in_clear(world: World) -> None:
    world.close()
    world.folder.joinpath("data.db").exists()
    world.open()
    made = world.tx(volunteers.add, 4242424242, SECRET, Role.MANAGER, state="active", invited_by=None)
    world.do(staff.start_shift, made)
    case = world.case()
    world.do(desk.claim, made, case.id, 1)
    who = world.store.read(volunteers.who, made)
    assert SECRET not in repr(who)
    alias = world.store.read(volunteers.alias_of, made)
    for row in world.rows("person:"):
        assert not {SECRET, alias, made, "4242424242"} & set(repr(row.op).split("'"))
        assert alias not in repr(row.op)
    for file in world.folder.iterdir():
        assert "Петров".encode() not in file.read_bytes()
        assert b"4242424242" not in file.read_bytes()


@pytest.mark.parametrize(
    ("name", "alias"), [("ольга", "О.1"), ("😀", "#1"), ("", "#1"), ("#T00 from", "T.1")]
)
def test_an_alias_is_an_initial_and_a_number(world: World, name: str, alias: str) -> None:
    made = world.tx(volunteers.add, 9, name, Role.MANAGER, state="active", invited_by=None)
    assert world.store.read(volunteers.alias_of, made) == alias


def test_going_home_gives_back_what_we_owe_and_keeps_what_waits_for_the_person(world: World) -> None:
    olga = world.volunteer(shift=Shift.ON)
    owed, waiting, paused = (world.case() for _ in range(3))
    for case in (owed, waiting, paused):
        world.do(desk.claim, olga, case.id, 1)
    world.do(desk.replied, olga, waiting.id)
    world.do(desk.pause, olga, paused.id, world.now.replace(day=26))
    back = world.do(staff.end_shift, olga)
    assert [case.id for case in back] == [owed.id]
    assert (world.get(owed).prefer, world.get(waiting).owner, world.get(paused).owner) == (olga, olga, olga)
    written = world.do(desk.person_message, waiting.id)
    assert (written.state, written.prefer) == (State.QUEUED, olga)


def test_leaving_the_team_gives_everything_back_at_once(world: World, admin: str) -> None:
    olga = world.volunteer(shift=Shift.ON)
    words = world.volunteer(Role.TRANSLATOR, Shift.ON)
    owed, waiting, paused = (world.case() for _ in range(3))
    for case in (owed, waiting, paused):
        world.do(desk.claim, olga, case.id, 1)
    world.do(desk.want_translator, olga, waiting.id)
    world.do(desk.claim, words, waiting.id, 1, seat=Seat.TRANSLATOR)
    world.do(desk.replied, olga, waiting.id)
    world.do(desk.pause, olga, paused.id, world.now.replace(day=26))
    world.deliver()
    world.do(desk.details_changed, owed.id)  # waits in the outbox with the person's words in it
    assert len(world.do(staff.deactivate, admin, olga)) == 3
    for case in (owed, waiting, paused):
        assert (world.get(case).state, world.get(case).owner, world.get(case).prefer) == (
            State.QUEUED,
            None,
            None,
        )
    said = world.rows(f"volunteer:{olga}")
    assert SECRET not in repr(said)
    assert [row.refs[0] for row in said].count("queue-details_gone") == 3
    world.do(staff.deactivate, admin, words)
    place = world.store.read(seats.of_case, waiting.id)[Seat.TRANSLATOR]
    assert (place.owner, place.turn, place.free) == (None, 2, True)


def test_open_invitations_of_one_who_leaves_are_void(world: World, admin: str, lead: str) -> None:
    payload = world.tx(staff.invite, lead, Role.MANAGER)
    world.do(staff.deactivate, admin, lead)
    assert joined(world, payload) == "staff-bad_link"


def test_who_may_not_switch_whom_off(world: World, admin: str, lead: str) -> None:
    olga = world.volunteer()
    with pytest.raises(refusals.NotAllowed):
        world.do(staff.deactivate, lead, admin)
    with pytest.raises(refusals.NotAllowed):
        world.do(staff.deactivate, olga, lead)
    with pytest.raises(refusals.LastAdmin):
        world.do(staff.deactivate, admin, admin)
    world.do(staff.deactivate, lead, olga)
    with pytest.raises(refusals.Deactivated):
        world.do(staff.deactivate, lead, olga)


def invited_from_outside(world: World, role: Role = Role.MANAGER) -> str:
    """What a newcomer with a link from the command line is told."""
    return joined(world, world.tx(staff.invite_from_outside, role))


def introduced_to(world: World) -> list[str]:
    return [row.dest for row in world.rows("volunteer:") if row.refs == ["staff-newcomer"]]


def test_a_newcomer_whom_nobody_can_confirm_is_told_so_and_the_team_hears_it(world: World) -> None:
    assert invited_from_outside(world) == "staff-wait_long"
    assert ["alarm-newcomer"] in [row.refs for row in world.rows("staff")]
    assert "nova" not in repr([row.op for row in world.rows("staff")])


def test_a_coordinator_cannot_let_in_a_coordinator_and_is_told_who_can(world: World, lead: str) -> None:
    assert invited_from_outside(world, Role.COORDINATOR) == "staff-wait_long"
    assert ["alarm-newcomer"] in [row.refs for row in world.rows(f"volunteer:{lead}")]
    assert introduced_to(world) == []


def test_the_administrator_meets_those_who_wait_at_the_first_word(world: World) -> None:
    invited_from_outside(world)
    one = world.do(staff.recognise, 1, "Админ")
    assert introduced_to(world) == [f"volunteer:{one.id}"]
    world.tx(staff.confirm, one.id, known(world).id, accepted=True)
    assert known(world).active


def test_a_new_coordinator_meets_those_who_wait(world: World, admin: str) -> None:
    assert joined(world, world.tx(staff.invite, admin, Role.COORDINATOR), 78) == "staff-wait"
    invited_from_outside(world, Role.MANAGER)
    coordinator = known(world, 78)
    world.deliver()
    world.tx(staff.confirm, admin, coordinator.id, accepted=True)
    assert introduced_to(world) == [f"volunteer:{coordinator.id}"]
