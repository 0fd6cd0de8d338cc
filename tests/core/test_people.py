"""Roles, rights, and who may take a seat."""

from __future__ import annotations

import pytest

from bot.core import people, refusals
from bot.core.people import Right, Role, Seat, Shift, Volunteer


def one(role: Role = Role.MANAGER, shift: Shift = Shift.ON, **changes: object) -> Volunteer:
    return Volunteer("v", role, shift=shift, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.MANAGER, {Right.LEAD}),
        (Role.TRANSLATOR, {Right.TRANSLATE}),
        (Role.COORDINATOR, set(Right) - {Right.APPOINT}),
        (Role.ADMIN, set(Right)),
    ],
)
def test_each_role_carries_exactly_its_rights(role: Role, rights: set[Right]) -> None:
    assert {right for right in Right if people.may(one(role), right)} == rights


def test_whoever_is_switched_off_may_do_nothing() -> None:
    gone = one(Role.ADMIN, active=False)
    assert not any(people.may(gone, right) for right in Right)
    with pytest.raises(refusals.Deactivated):
        people.need(gone, Right.INVITE)
    with pytest.raises(refusals.Deactivated):
        people.check_claim(gone, Seat.MANAGER, 0, 4)


def test_leaders_are_appointed_by_administrators_only() -> None:
    assert people.right_over(Role.COORDINATOR) is people.right_over(Role.ADMIN) is Right.APPOINT
    assert people.right_over(Role.MANAGER) is people.right_over(Role.TRANSLATOR) is Right.INVITE


def test_a_p0_asks_for_neither_shift_nor_cap() -> None:
    people.check_claim(one(shift=Shift.OFF, load=9), Seat.MANAGER, 0, 4)
    with pytest.raises(refusals.NotOnShift):
        people.check_claim(one(shift=Shift.OFF), Seat.MANAGER, 1, 4)
    with pytest.raises(refusals.TooManyCases):
        people.check_claim(one(load=4), Seat.MANAGER, 1, 4)
    people.check_claim(one(load=3), Seat.MANAGER, 1, 4)


@pytest.mark.parametrize(("role", "seat"), [(Role.MANAGER, Seat.TRANSLATOR), (Role.TRANSLATOR, Seat.MANAGER)])
def test_a_seat_asks_for_its_role_even_at_p0(role: Role, seat: Seat) -> None:
    with pytest.raises(refusals.WrongRole):
        people.check_claim(one(role), seat, 0, 4)


def test_every_refusal_has_a_line_for_the_log_and_an_id_of_a_text() -> None:
    for refusal in refusals.Refusal.__subclasses__():
        assert refusal.__doc__
        assert str(refusal()) == refusal.__doc__
    assert refusals.AlreadyTaken.ref() == "refusal-already-taken"
    message = refusals.AlreadyTaken(alias="O.7", count=3, unit="minutes").message()
    assert message.parts[0].args == {"alias": "O.7", "count": 3, "unit": "minutes"}
