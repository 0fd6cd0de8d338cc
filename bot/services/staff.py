"""The team: how one joins it, goes to work and home, and leaves it."""

from __future__ import annotations

import base64
import re

from bot.core import people, refusals, transitions
from bot.core.cases import Ball, Case
from bot.core.ops import Edit, EditRemembered, Lane
from bot.core.people import Role, Seat, Shift, Volunteer
from bot.core.queue_buttons import Verb, button, newcomer_buttons
from bot.core.say import Message, say
from bot.services.moves import (
    STAFF,
    Desk,
    draw_waiting,
    move,
    tell_leaders,
    tell_volunteer,
    the_volunteer,
    volunteer,
    waiting_for,
)
from bot.services.translators import without
from bot.storage import audit, cases, holding, invites, outbox, seats, volunteers
from bot.storage import people as accounts
from bot.storage.moments import to_ms
from bot.storage.remembered import forget_dest, named
from bot.storage.tx import Tx

PREFIX = "v_"  # of the payload of an invitation's link
PAYLOAD = re.compile(rf"{PREFIX}([A-Za-z0-9_-]{{22}})")
WRONG_TOKENS = 5  # within an hour, by one account
DETAILS = "details:"  # begins the names of messages that tell a case
SHOWN_NAME = 60  # characters of a newcomer's name


def recognise(tx: Tx, desk: Desk, telegram_id: int, name: str) -> Volunteer | None:
    """Who of the team this account is; an administrator of the settings joins at the first word."""
    known = volunteers.find(tx, telegram_id)
    if known is not None or telegram_id not in desk.rules.admins:
        return known
    made = volunteers.add(tx, telegram_id, name[:SHOWN_NAME], Role.ADMIN, state="active", invited_by=None)
    audit.note(tx, actor="settings", verb="volunteer.admin", subject=volunteer(made))
    announce_waiting(tx, made)
    return volunteers.get(tx, made)


# --- joining -------------------------------------------------------------------------------------


def invite(tx: Tx, issuer_id: str, role: Role) -> str:
    """A payload for ``t.me/<bot>?start=…``: good once, for this role, for 72 hours. Stored as a hash."""
    people.need(the_volunteer(tx, issuer_id), people.right_over(role))
    return _issue(tx, issuer_id, role, volunteer(issuer_id))


def invite_from_outside(tx: Tx, role: Role) -> str:
    """The same from the command line, by whoever has the server; a leader confirms the newcomer."""
    return _issue(tx, "settings", role, "settings")


def _issue(tx: Tx, issuer_id: str, role: Role, actor: str) -> str:
    token = base64.urlsafe_b64encode(tx.token(16)).rstrip(b"=").decode()
    invites.purge(tx)
    invites.add(tx, token, role, issuer_id)
    audit.note(tx, actor=actor, verb="invite.issued", fields=role)
    return PREFIX + token


def redeem(tx: Tx, telegram_id: int, name: str, payload: str) -> Message:
    """What to answer to somebody who came with an invitation; a second person has to confirm them.

    An unknown, used or old one gets the same neutral answer, and so does the sixth wrong one in an hour.
    """
    known = volunteers.find(tx, telegram_id)
    if known is not None and volunteers.state_of(tx, known.id) != "off":
        return say("staff-already" if known.active else "staff-wait")
    account = accounts.find_or_create(tx, telegram_id)
    if invites.tries(tx, account.id) >= WRONG_TOKENS:
        return say("staff-bad_link")
    match = PAYLOAD.fullmatch(payload)
    taken = invites.take(tx, match[1], account.id) if match else None
    if taken is None:
        invites.wrong(tx, account.id)
        return say("staff-bad_link")
    newcomer = _newcomer(tx, known, telegram_id, name[:SHOWN_NAME], taken)
    return say("staff-wait" if _announce(tx, newcomer, taken) else "staff-wait_long")


def _newcomer(tx: Tx, known: Volunteer | None, telegram_id: int, name: str, taken: invites.Invite) -> str:
    audit.note(tx, actor="person", verb="invite.taken", subject=volunteer(taken.issued_by), fields=taken.role)
    if known is not None:
        volunteers.rejoin(tx, known.id, taken.role, taken.issued_by)
        return known.id
    return volunteers.add(tx, telegram_id, name, taken.role, state="pending", invited_by=taken.issued_by)


def _announce(tx: Tx, newcomer: str, taken: invites.Invite) -> bool:
    """Whether there was anybody to tell; else the team learns that somebody waits for an administrator."""
    leaders = _confirmers(tx, taken.role, taken.issued_by)
    for leader in leaders:
        _introduce(tx, newcomer, taken.role, leader.id)
    if not leaders:
        tell_leaders(tx, say("alarm-newcomer", role=taken.role), f"newcomer:{newcomer}:{to_ms(tx.now)}")
    return bool(leaders)


def announce_waiting(tx: Tx, leader_id: str) -> None:
    """Newcomers who still wait, to one who can confirm them and hears us from now on."""
    for newcomer in volunteers.pending(tx):
        issuer = volunteers.invited_by(tx, newcomer.id)
        if leader_id in {one.id for one in _confirmers(tx, newcomer.role, issuer)}:
            _introduce(tx, newcomer.id, newcomer.role, leader_id)


def _introduce(tx: Tx, newcomer: str, role: Role, leader_id: str) -> None:
    yes, no = newcomer_buttons(newcomer)
    who = volunteers.who(tx, newcomer)
    name = who.name if who else ""
    tell_volunteer(tx, leader_id, say("staff-newcomer", (yes,), (no,), name=name, role=role))


def _confirmers(tx: Tx, role: Role, issuer_id: str) -> list[Volunteer]:
    """Who may confirm: not the one who invited, unless there is nobody else."""
    able = [one for one in volunteers.leaders(tx) if people.may(one, people.right_over(role))]
    return [one for one in able if one.id != issuer_id] or able


def confirm(tx: Tx, confirmer_id: str, newcomer_id: str, *, accepted: bool) -> None:
    """A second person has looked at the account and lets it in, or not."""
    confirmer, newcomer = the_volunteer(tx, confirmer_id), volunteers.get(tx, newcomer_id)
    if newcomer is None or volunteers.state_of(tx, newcomer_id) != "pending":
        raise refusals.NotThere
    people.need(confirmer, people.right_over(newcomer.role))
    issuer = volunteers.invited_by(tx, newcomer_id)
    if confirmer_id not in {one.id for one in _confirmers(tx, newcomer.role, issuer)}:
        raise refusals.SelfConfirmed
    if accepted:
        volunteers.confirm(tx, newcomer_id, confirmer_id)
        announce_waiting(tx, newcomer_id)
    else:
        volunteers.switch_off(tx, newcomer_id)
    verb = "volunteer.confirmed" if accepted else "volunteer.refused"
    audit.note(tx, actor=volunteer(confirmer_id), verb=verb, subject=volunteer(newcomer_id))
    rows = ((button(Verb.SHIFT_ON),),) if accepted else ()
    tell_volunteer(tx, newcomer_id, say("staff-welcome" if accepted else "staff-refused", *rows))


# --- shifts --------------------------------------------------------------------------------------


def start_shift(tx: Tx, desk: Desk, volunteer_id: str, shift: Shift = Shift.ON) -> None:
    """To work; `Shift.CALL` is the person on duty. Shows what waits."""
    waiting = waiting_for(tx, the_volunteer(tx, volunteer_id))
    empty = not volunteers.anybody_on_shift(tx)
    volunteers.set_shift(tx, volunteer_id, shift)
    if empty and volunteers.anybody_on_shift(tx):
        draw_waiting(tx, desk)
    rows = ((button(Verb.NEXT, style="primary"),), (button(Verb.SHIFT_OFF),))
    tell_volunteer(tx, volunteer_id, say(f"staff-shift_{shift}", *rows, count=len(waiting)))


def end_shift(tx: Tx, desk: Desk, volunteer_id: str) -> list[Case]:
    """17. Home: what we owe an answer to goes back to the queue, first to the same volunteer. Gives those."""
    the_volunteer(tx, volunteer_id)
    volunteers.set_shift(tx, volunteer_id, Shift.OFF)
    owed = [case for case in cases.owned_by(tx, volunteer_id) if case.ball is Ball.TEAM]
    back = [
        move(
            tx, desk, case, transitions.off_shift(case, tx.now), what="off_shift", by=volunteer(volunteer_id)
        )
        for case in owed
    ]
    if not volunteers.anybody_on_shift(tx):
        draw_waiting(tx, desk)
    rows = ((button(Verb.SHIFT_ON),),)
    tell_volunteer(tx, volunteer_id, say("staff-shift_off", *rows, count=len(back)))
    return back


# --- leaving -------------------------------------------------------------------------------------


def deactivate(tx: Tx, desk: Desk, by_id: str, volunteer_id: str) -> list[Case]:
    """18. No longer of the team, at once: seats, details, invitations. Gives the cases now in the queue."""
    leaver = the_volunteer(tx, volunteer_id)
    people.need(the_volunteer(tx, by_id), people.right_over(leaver.role))
    if leaver.role is Role.ADMIN and not _other_admin(tx, volunteer_id):
        raise refusals.LastAdmin
    volunteers.switch_off(tx, volunteer_id)
    invites.revoke_of(tx, volunteer_id)
    audit.note(tx, actor=volunteer(by_id), verb="volunteer.off", subject=volunteer(volunteer_id))
    _clear_chat(tx, volunteer_id)
    back = _leave_seats(tx, desk, volunteer_id)
    if not volunteers.anybody_on_shift(tx):
        draw_waiting(tx, desk)
    tell_volunteer(tx, volunteer_id, say("staff-off"))
    return back


def _other_admin(tx: Tx, volunteer_id: str) -> bool:
    return any(one.role is Role.ADMIN and one.id != volunteer_id for one in volunteers.active(tx))


def _clear_chat(tx: Tx, volunteer_id: str) -> None:
    """Nothing that waits is sent any more, and the details on their screen are written over."""
    dest = volunteer(volunteer_id)
    shown: dict[str, int | None] = dict.fromkeys(holding.named_under_way(tx, dest, DETAILS))
    shown |= named(tx, dest, DETAILS)
    holding.withdraw_all(tx, dest)
    forget_dest(tx, dest)
    for name, message_id in shown.items():
        case = cases.get(tx, name.removeprefix(DETAILS))
        if case is not None:
            gone = say("queue-details_gone", code=case.code)
            op = EditRemembered(gone, name) if message_id is None else Edit(gone, message_id)
            outbox.put(tx, dest=dest, op=op, lane=Lane.CASE, owner=STAFF)


def _leave_seats(tx: Tx, desk: Desk, volunteer_id: str) -> list[Case]:
    back = []
    for case_id, seat in seats.held_by(tx, volunteer_id):
        case = cases.get(tx, case_id)
        assert case is not None  # noqa: S101 - a seat has its case
        if seat is Seat.TRANSLATOR:
            without(tx, desk, case, volunteer_id)
        else:
            after = transitions.deactivate(case, tx.now)
            back.append(move(tx, desk, case, after, what="deactivate", by="clock"))
    return back
