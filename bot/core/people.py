"""The team: roles, what each may do, and who may take a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core import refusals


class Role(StrEnum):
    """What a volunteer is here for; one role each."""

    MANAGER = "manager"  # куратор: leads a case
    TRANSLATOR = "translator"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class Seat(StrEnum):
    """A place on a case; each has its own single winner."""

    MANAGER = "manager"
    TRANSLATOR = "translator"


class Shift(StrEnum):
    """Whether a volunteer is at work now; `CALL` is the person on duty, woken first."""

    OFF = "off"
    ON = "on"
    CALL = "call"


class Right(StrEnum):
    """Everything the desk asks about before it acts."""

    LEAD = "lead"  # take the manager's seat
    TRANSLATE = "translate"  # take the translator's seat
    DIRECT = "direct"  # give a case to somebody, change its urgency without a seat on it
    CLOSE = "close"  # close without work: spam, wrong door, duplicate
    STEP_IN = "step_in"  # read or answer in a case without a seat, with a reason
    FACTS = "facts"  # correct facts, pin notices above flows
    INVITE = "invite"  # invite and confirm managers and translators
    APPOINT = "appoint"  # invite, confirm and deactivate coordinators and administrators


_COORDINATOR = frozenset(Right) - {Right.APPOINT}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.MANAGER: frozenset({Right.LEAD}),
    Role.TRANSLATOR: frozenset({Right.TRANSLATE}),
    Role.COORDINATOR: _COORDINATOR,
    Role.ADMIN: frozenset(Right),
}
RIGHT_FOR_SEAT = {Seat.MANAGER: Right.LEAD, Seat.TRANSLATOR: Right.TRANSLATE}
LEADERS = frozenset({Role.COORDINATOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Volunteer:
    """One of the team, without a name: `load` counts the manager's seats held now."""

    id: str
    role: Role
    active: bool = True
    shift: Shift = Shift.OFF
    reachable: bool = True  # false once the bot is blocked
    load: int = 0

    @property
    def on_shift(self) -> bool:
        return self.shift is not Shift.OFF


def may(volunteer: Volunteer, right: Right) -> bool:
    """Whether an active volunteer of this role carries the right."""
    return volunteer.active and right in RIGHTS[volunteer.role]


def need(volunteer: Volunteer, right: Right) -> None:
    """Raises Deactivated or NotAllowed."""
    if not volunteer.active:
        raise refusals.Deactivated
    if right not in RIGHTS[volunteer.role]:
        raise refusals.NotAllowed


def right_over(role: Role) -> Right:
    """What it takes to invite, confirm or switch off somebody of this role."""
    return Right.APPOINT if role in LEADERS else Right.INVITE


def check_claim(volunteer: Volunteer, seat: Seat, priority: int, cap: int) -> None:
    """Raises why this volunteer may not take this seat; a P0 asks for neither shift nor cap."""
    if not volunteer.active:
        raise refusals.Deactivated
    if not may(volunteer, RIGHT_FOR_SEAT[seat]):
        raise refusals.WrongRole
    if priority == 0:
        return
    if not volunteer.on_shift:
        raise refusals.NotOnShift
    if seat is Seat.MANAGER and volunteer.load >= cap:
        raise refusals.TooManyCases(cap=cap)
