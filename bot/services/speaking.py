"""Who is speaking? A volunteer at the desk, or a person; everything private comes in here."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core import queue_buttons
from bot.core.incoming import Incoming, Press
from bot.core.people import Volunteer
from bot.core.queue_buttons import OF_PERSON
from bot.core.refusals import Refusal
from bot.core.say import Message, say
from bot.services import (
    deskbuttons,
    doors,
    families,
    membership,
    outgoing,
    privacy,
    requests,
    staff,
    staffroom,
)
from bot.services.house import House
from bot.storage import people, seen, sessions, volunteers
from bot.storage.database import Tx
from bot.storage.people import Person

COMMAND = re.compile(r"/([a-z_]{1,32})(?:@\w+)?(?:\s+(.+?))?\s*", re.IGNORECASE | re.DOTALL)
LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")  # the payload of a link into the bot


def said(tx: Tx, house: House, incoming: Incoming) -> None:
    """A private message: first whether it belongs to the desk, else it is a person's."""
    volunteer = staff.recognise(tx, house.desk, incoming.sender, incoming.name)
    if volunteer is not None and staffroom.said(tx, house, volunteer, incoming):
        return
    person = _person(tx, house, incoming.sender)
    seen.note(tx, outgoing.dest_of(person.id), incoming.message_id)
    slash = COMMAND.fullmatch(incoming.text) if incoming.kind == "text" else None
    if slash is None:
        families.said(tx, house, person, incoming)
        return
    name, words = slash[1].lower(), slash[2] or ""
    if name == "start" and words.startswith(staff.PREFIX):
        outgoing.tell(tx, person.id, staff.redeem(tx, incoming.sender, incoming.name, words))
    elif not words or (name == "start" and LINK.fullmatch(words)):
        doors.command(tx, house, person, name)
    else:
        _command_with_words(tx, house, person, incoming, name, words)


def _command_with_words(
    tx: Tx, house: House, person: Person, incoming: Incoming, name: str, words: str
) -> None:
    """What is written after a command is said like anything else; the command is done too."""
    spoken = replace(incoming, text=words)
    match name:
        case "human":
            doors.command(tx, house, person, name)
            families.called(tx, house, person, spoken)
        case "status" | "mine" | "data" | "erase" | "stop":
            families.said(tx, house, person, spoken)
            doors.command(tx, house, person, name)
        case "start" | "menu" | "help":
            sessions.shelve(tx, person.id)
            families.said(tx, house, person, spoken)
        case _:
            families.said(tx, house, person, incoming)


def edited(tx: Tx, house: House, incoming: Incoming) -> None:
    """A new version of a message; both sides see the old one too."""
    volunteer = volunteers.find(tx, incoming.sender)
    if volunteer is not None and staffroom.edited(tx, house, volunteer, incoming):
        return
    families.edited(tx, house, _person(tx, house, incoming.sender), incoming)


def pressed(tx: Tx, house: House, press: Press) -> None:
    """A button. Its first letter says whose it is; what it may do is decided there."""
    volunteer = staff.recognise(tx, house.desk, press.sender, press.name)
    asked = queue_buttons.parse(press.data)
    of_person = asked is not None and asked.verb in OF_PERSON
    match press.data.partition("|")[0]:
        case "q" | "s" | "v" | "g" if not of_person:
            _at_the_desk(tx, house, volunteer, press)
        case _ if press.chat_id != press.sender:
            _refuse(tx, press, say("common-not_yours"))
        case "q" if asked is not None:
            requests.pressed(tx, house, _person(tx, house, press.sender), press, asked)
        case "d":
            privacy.pressed(tx, house, _person(tx, house, press.sender), press)
        case _:
            doors.pressed(tx, house, _person(tx, house, press.sender), press)


def _person(tx: Tx, house: House, telegram_id: int) -> Person:
    person = people.find_or_create(tx, telegram_id)
    if not person.reachable:
        membership.set_reachable(tx, house, person.id, True)
    return person


def _at_the_desk(tx: Tx, house: House, volunteer: Volunteer | None, press: Press) -> None:
    if volunteer is None:
        _refuse(tx, press, say("refusal-not-allowed"))
        return
    try:
        with tx.savepoint():
            deskbuttons.pressed(tx, house, volunteer, press)
    except Refusal as refusal:
        _refuse(tx, press, refusal.message())


def _refuse(tx: Tx, press: Press, message: Message) -> None:
    outgoing.answer(tx, press.query_id, message, alert=True)
