"""Words in a volunteer's chat that reach nobody: said plainly, kept nowhere, no words of their own.

A volunteer is a person too, in the same chat. A reply to what the bot showed them as a volunteer is about
somebody else's trouble: taken for their own it would call help to the wrong door.
"""

from __future__ import annotations

from datetime import timedelta

from bot.core.cases import State
from bot.core.incoming import Incoming
from bot.core.people import Volunteer
from bot.core.say import Button, say
from bot.services.moves import tell_volunteer
from bot.services.outgoing import dest_of
from bot.storage import cases, events, msgmap, people, seen, sessions
from bot.storage.remembered import name_of
from bot.storage.tx import Tx

AFTERGLOW = timedelta(hours=1)  # after work on a case words without a reply may still be about it
MINE = Button("relay-no_case.mine", data="m|home")


def to_a_case_gone(tx: Tx, volunteer: Volunteer, incoming: Incoming) -> bool:
    """Whether it replies to a copy from an erased case, or from any case after they left the team."""
    pair = _pair(tx, f"volunteer:{volunteer.id}", incoming.reply_to)
    if pair is None:
        return False
    case = cases.get(tx, pair.case_id)
    if volunteer.active and case is not None and case.state is not State.ERASED:
        return False
    _say(tx, volunteer, "relay-erased" if volunteer.active else "relay-not_of_team", incoming)
    return True


def to_what_we_do_not_know(tx: Tx, volunteer: Volunteer, incoming: Incoming) -> bool:
    """Whether it replies to a message that is not of their own talk with the bot: a copy whose number was
    lost on the way, an alarm, a board."""
    if incoming.reply_to is None or _of_their_talk(tx, incoming.sender, incoming.reply_to):
        return False
    _say(tx, volunteer, "relay-unknown", incoming)
    return True


def to_nobody(tx: Tx, volunteer: Volunteer, incoming: Incoming) -> bool:
    """Whether it may still be a note of a case that is no longer theirs: that is asked, nobody is woken.

    Who talks with the bot as a person, or has asked for help, is heard as a person at once.
    """
    if incoming.reply_to is not None or not events.lately(tx, volunteer.id, tx.now - AFTERGLOW):
        return False
    person = people.find(tx, incoming.sender)
    if person is not None and (sessions.current(tx, person.id) or cases.open_of(tx, person.id)):
        return False
    tell_volunteer(tx, volunteer.id, say("relay-no_case", (MINE,)), reply_to=incoming.message_id)
    return True


def _pair(tx: Tx, dest: str, target: int | None) -> msgmap.Pair | None:
    return None if target is None else msgmap.source_of(tx, dest, target)


def _of_their_talk(tx: Tx, account: int, target: int) -> bool:
    person = people.find(tx, account)
    return person is not None and known_to(tx, person.id, target)


def known_to(tx: Tx, person_id: str, target: int) -> bool:
    """Whether we know this message of a person's chat: what we said there, or they did, or a copy."""
    dest = dest_of(person_id)
    return seen.lies(tx, dest, target) or bool(_pair(tx, dest, target) or name_of(tx, dest, target))


def _say(tx: Tx, volunteer: Volunteer, ref: str, incoming: Incoming) -> None:
    tell_volunteer(tx, volunteer.id, say(ref), reply_to=incoming.message_id)
