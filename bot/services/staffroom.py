"""The volunteer's private chat: replies go to the family, everything else typed here is a note.

A slip is silent, not a leak: text reaches a person only as a reply to the bot's copy of their words, or by
the button «Отправить семье» under a note.
"""

from __future__ import annotations

from bot.core import refusals
from bot.core.answers.clean import clean
from bot.core.cases import Case
from bot.core.incoming import Incoming
from bot.core.people import Volunteer
from bot.core.say import Button, Message, Part, say
from bot.services import access, asking, board, desk, factdesk, lostreplies, relay
from bot.services.house import House
from bot.services.moves import give_details, tell_volunteer, the_case
from bot.storage import cases, messages, msgmap, seats, volunteers
from bot.storage.database import Tx
from bot.storage.remembered import name_of


def said(tx: Tx, house: House, volunteer: Volunteer, incoming: Incoming) -> bool:
    """Whether this message was for the desk; a volunteer is a person too, and may need help."""
    if lostreplies.to_a_case_gone(tx, volunteer, incoming):
        return True
    if not volunteer.active:
        return _waits(tx, volunteer, incoming) or lostreplies.to_what_we_do_not_know(tx, volunteer, incoming)
    try:
        with tx.savepoint():
            if incoming.kind == "text" and incoming.text.startswith("/"):
                return _command(tx, house, volunteer, incoming.text)
            return _words(tx, house, volunteer, incoming)
    except refusals.Refusal as refusal:
        tell_volunteer(
            tx, volunteer.id, _refused_words(tx, volunteer, incoming, refusal), reply_to=incoming.message_id
        )
        return True


def _waits(tx: Tx, volunteer: Volunteer, incoming: Incoming) -> bool:
    """A newcomer who looks for the desk: not let in yet."""
    wants = incoming.kind == "text" and incoming.text.strip().lower() in ("/desk", "/team", "/facts")
    if not wants or volunteers.state_of(tx, volunteer.id) != "pending":
        return False
    tell_volunteer(tx, volunteer.id, say("staff-wait"))
    return True


def _refused_words(tx: Tx, volunteer: Volunteer, incoming: Incoming, refusal: refusals.Refusal) -> Message:
    """Why; and of words that were meant for the family, that they did not go there."""
    target, why = incoming.reply_to, refusal.message()
    pair = None if target is None else msgmap.source_of(tx, f"volunteer:{volunteer.id}", target)
    return why if pair is None else Message((Part("relay-not_sent"), *why.parts))


def _words(tx: Tx, house: House, volunteer: Volunteer, incoming: Incoming) -> bool:
    dest = f"volunteer:{volunteer.id}"
    if incoming.reply_to is not None:
        pair = msgmap.source_of(tx, dest, incoming.reply_to)
        if pair is not None:
            heard = to_family if pair.src_dest.startswith("person:") else _beside
            heard(tx, house, volunteer, the_case(tx, pair.case_id), incoming)
            return True
        name = name_of(tx, dest, incoming.reply_to)
        if asking.answered(tx, house, volunteer, name, incoming.text):
            return True
        if factdesk.answered(tx, house, volunteer, name, incoming.text):
            return True
    theirs = cases.seated(tx, volunteer.id)
    if not theirs:
        return lostreplies.to_what_we_do_not_know(tx, volunteer, incoming) or lostreplies.to_nobody(
            tx, volunteer, incoming
        )
    case = _meant(tx, dest, theirs, incoming)
    if case is None:
        tell_volunteer(tx, volunteer.id, say("desk-which_case"), reply_to=incoming.message_id)
    else:
        _note(tx, house, volunteer, case, incoming)
    return True


def to_family(tx: Tx, house: House, volunteer: Volunteer, case: Case, incoming: Incoming) -> None:
    """One message from the team: kept, sent, and the ball is the family's."""
    desk.replied(tx, house.desk, volunteer.id, case.id)
    kept = relay.keep_from_team(tx, case, volunteer.id, incoming)
    if kept is not None and not kept.delivered_to:
        relay.to_family(tx, case, kept)


def _beside(tx: Tx, house: House, volunteer: Volunteer, case: Case, incoming: Incoming) -> None:
    """A reply to what a colleague told the family is no word to the family."""
    if not access.holds(tx, volunteer.id, case.id):
        raise refusals.NotYourCase
    _note(tx, house, volunteer, case, incoming)


def _show_others(tx: Tx, house: House, volunteer: Volunteer, case: Case) -> None:
    """The details of the other seat hold the note."""
    for one in seats.holders(tx, case.id):
        if one != volunteer.id:
            give_details(tx, house.desk, case, one)


def _album(tx: Tx, kept: messages.Kept) -> list[messages.Kept]:
    """The pictures that came together with this one, itself among them."""
    if not kept.album or kept.case_id is None:
        return [kept]
    of_case = messages.of_case(tx, kept.case_id)
    return [one for one in of_case if (one.source_dest, one.album) == (kept.source_dest, kept.album)]


def _note(tx: Tx, house: House, volunteer: Volunteer, case: Case, incoming: Incoming) -> None:
    """What is typed without a reply stays with the team; a button sends it after all."""
    kept = relay.keep_from_team(tx, case, volunteer.id, incoming)
    if incoming.text:
        desk.add_note(tx, volunteer.id, case.id, incoming.text)
        _show_others(tx, house, volunteer, case)
    if kept is not None and kept.album and len(_album(tx, kept)) > 1:
        return  # said under its first picture, and sent from there
    send = Button("desk-note.send", data=f"s|send|{incoming.message_id}|{case.id}", args={"code": case.code})
    tell_volunteer(tx, volunteer.id, say("relay-is_note", (send,)), reply_to=incoming.message_id)


def _meant(tx: Tx, dest: str, theirs: list[Case], incoming: Incoming) -> Case | None:
    """The case of a note: of the details it answers, or the only one there is."""
    name = name_of(tx, dest, incoming.reply_to) if incoming.reply_to is not None else None
    named = next((case for case in theirs if name == f"details:{case.id}"), None)
    return named or (theirs[0] if len(theirs) == 1 else None)


def send_note(tx: Tx, house: House, volunteer: Volunteer, message_id: int, case_id: str) -> Message:
    """«Отправить семье»: the note is a message after all; a second press changes nothing.

    An album goes as a whole. Gives what is true of the note from now on.
    """
    kept = messages.at(tx, f"volunteer:{volunteer.id}", message_id)
    if kept is None or kept.case_id != case_id:
        raise refusals.NotThere
    waiting = [one for one in _album(tx, kept) if not one.delivered_to]
    case = desk.replied(tx, house.desk, volunteer.id, case_id) if waiting else the_case(tx, case_id)
    for one in waiting:
        relay.to_family(tx, case, one)
    return say("desk-note_sent", code=case.code)


def edited(tx: Tx, house: House, volunteer: Volunteer, incoming: Incoming) -> bool:
    """An edited message to a family: they see what changed. A note is simply another one."""
    kept = messages.at(tx, f"volunteer:{volunteer.id}", incoming.message_id)
    if kept is None or kept.case_id is None:
        return _refused(tx, volunteer, incoming)
    case = cases.get(tx, kept.case_id)
    if case is None or not access.holds(tx, volunteer.id, case.id):
        tell_volunteer(tx, volunteer.id, refusals.NotYourCase().message(), reply_to=incoming.message_id)
        return True
    if not kept.delivered_to:
        desk.change_note(tx, volunteer.id, case.id, clean(kept.words["text"]), incoming.text)
        messages.rewrite(tx, kept, incoming.raw_text, list(incoming.entities))
        _show_others(tx, house, volunteer, case)
        return True
    others = [f"volunteer:{one}" for one in seats.holders(tx, case.id) if one != volunteer.id]
    dests = [f"person:{case.person_id}", *others]
    relay.mirror_edit(tx, case, kept, incoming.raw_text, list(incoming.entities), dests)
    return True


def _refused(tx: Tx, volunteer: Volunteer, incoming: Incoming) -> bool:
    """A reply that reached nobody reaches nobody by being edited."""
    return lostreplies.to_a_case_gone(tx, volunteer, incoming) or lostreplies.to_what_we_do_not_know(
        tx, volunteer, incoming
    )


def _command(tx: Tx, house: House, volunteer: Volunteer, text: str) -> bool:
    slash, _, words = text[1:].partition(" ")
    name = slash.partition("@")[0].lower()
    if name in ("start", "desk"):
        tell_volunteer(tx, volunteer.id, board.board(tx, volunteer))
    elif name == "team":
        tell_volunteer(tx, volunteer.id, board.team(tx, volunteer))
    elif name == factdesk.COMMAND:
        factdesk.command(tx, house, volunteer, words)
    else:
        return False
    return True
