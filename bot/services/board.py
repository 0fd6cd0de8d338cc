"""The volunteer's own desk: what waits, what is theirs, the shift; for coordinators the whole team."""

from __future__ import annotations

import re

from bot.core import people
from bot.core.people import Right, Role, Shift, Volunteer
from bot.core.queue_buttons import Verb, button, details_button
from bot.core.say import Arg, Button, Message, Part, say
from bot.services import staff
from bot.services.house import House
from bot.services.moves import tell_volunteer, waiting_for
from bot.storage import cases, volunteers
from bot.storage.database import Tx

VERB = re.compile(r"s\|(desk|team|invite|role|off|off_yes)(?:\|([a-z]+|[0-9a-f]{16}))?")
MOST_MINE = 6  # cases with a button; more than the cap, for a P0 is taken above it
AS_PERSON = Button("desk-board.as_person", data="m|home")
FACTS = Button("factdesk-open", data="g|home")
DESK = Button("desk-board.back", data="s|desk")


def board(tx: Tx, volunteer: Volunteer) -> Message:
    """How many wait, which are yours, and what you can do now."""
    waiting = waiting_for(tx, volunteer)
    mine = cases.seated(tx, volunteer.id)
    urgent = sum(case.priority == 0 for case in waiting)
    parts = [Part("desk-board", {"waiting": len(waiting), "urgent": urgent, "shift": str(volunteer.shift)})]
    parts += [
        Part("desk-mine", {"code": case.code, "priority": case.priority}, tight=number > 0)
        for number, case in enumerate(mine)
    ]
    rows: list[tuple[Button, ...]] = [(button(Verb.NEXT, style="primary"),)] if waiting else []
    rows += [(details_button(case),) for case in mine[:MOST_MINE]]
    rows.append((button(Verb.SHIFT_OFF) if volunteer.on_shift else button(Verb.SHIFT_ON),))
    if volunteer.shift is not Shift.CALL:
        rows.append((button(Verb.SHIFT_CALL),))
    if people.may(volunteer, Right.INVITE):
        rows.append((Button("desk-board.invite", data="s|invite"), Button("desk-board.team", data="s|team")))
    rows += [(FACTS,), (AS_PERSON,)]
    return Message(tuple(parts), tuple(rows))


def pressed(tx: Tx, house: House, volunteer: Volunteer, data: str) -> bool:
    """Whether the press was for the board; raises the desk's refusals."""
    found = VERB.fullmatch(data)
    if found is None:
        return False
    match found[1], found[2]:
        case "team", _:
            tell_volunteer(tx, volunteer.id, team(tx, volunteer))
        case "invite", _:
            tell_volunteer(tx, volunteer.id, _roles(volunteer))
        case "role", str(role) if role in set(Role):
            _invite(tx, house, volunteer, Role(role))
        case "off", str(number):
            tell_volunteer(tx, volunteer.id, _sure(tx, number))
        case "off_yes", str(number):
            staff.deactivate(tx, house.desk, volunteer.id, number)
            tell_volunteer(tx, volunteer.id, team(tx, volunteer))
        case _:
            tell_volunteer(tx, volunteer.id, board(tx, volunteer))
    return True


def team(tx: Tx, volunteer: Volunteer) -> Message:
    """Who is of the team: for coordinators, with a way to switch somebody off."""
    people.need(volunteer, Right.INVITE)
    parts, rows = [Part("desk-team")], []
    for one in volunteers.active(tx):
        who = volunteers.who(tx, one.id)
        if who is None:
            continue
        args: dict[str, Arg] = {
            "alias": who.alias,
            "name": who.name,
            "role": str(one.role),
            "shift": str(one.shift),
            "load": one.load,
        }
        parts.append(Part("desk-member", args))
        if one.id != volunteer.id and people.may(volunteer, people.right_over(one.role)):
            rows.append((Button("desk-team.off", data=f"s|off|{one.id}", args={"alias": who.alias}),))
    return Message(tuple(parts), (*rows, (DESK,)))


def _roles(volunteer: Volunteer) -> Message:
    able = [role for role in Role if people.may(volunteer, people.right_over(role))]
    rows = tuple((Button(f"desk-invite.{role}", data=f"s|role|{role}"),) for role in able)
    return say("desk-invite", *rows, (DESK,))


def _invite(tx: Tx, house: House, volunteer: Volunteer, role: Role) -> None:
    """A link that works once; whoever opens it is confirmed by a second person."""
    link = f"https://t.me/{house.username}?start={staff.invite(tx, volunteer.id, role)}"
    copy = Button("desk-link.copy", copy=link)
    tell_volunteer(tx, volunteer.id, say("desk-link", (copy,), (DESK,), link=link, role=str(role)))


def _sure(tx: Tx, number: str) -> Message:
    yes = Button("desk-off.yes", data=f"s|off_yes|{number}", style="danger")
    return say("desk-off", (yes,), (DESK,), alias=volunteers.alias_of(tx, number))
