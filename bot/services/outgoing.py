"""Short ways into the outbox for the journeys of people."""

from __future__ import annotations

from dataclasses import replace

from bot.core.fact_buttons import outdated
from bot.core.ops import Delete, Edit, Lane, Send, Strip, Toast
from bot.core.say import Message, Part
from bot.storage import outbox, people, seen, volunteers
from bot.storage.database import Tx
from bot.storage.remembered import remembered


def dest_of(person_id: str) -> str:
    """The outbox destination of a person."""
    return f"person:{person_id}"


def screen_name(person_id: str) -> str:
    """The name under which a person's current screen is remembered."""
    return f"screen:{person_id}"


def fitted(tx: Tx, person_id: str, message: Message) -> Message:
    """As this person wants it: without a sound in quiet mode, without links for somebody in Russia."""
    person = people.get(tx, person_id)
    if person is None or not (person.quiet or person.safe):
        return message
    return replace(message, silent=message.silent or person.quiet, linkless=person.safe)


def tell(
    tx: Tx,
    person_id: str,
    message: Message,
    *,
    reply_to: int | None = None,
    lane: Lane = Lane.PERSON,
    dedupe: str | None = None,
) -> None:
    """A message beside the current screen; the screen stays where it is."""
    dest = dest_of(person_id)
    op = Send(fitted(tx, person_id, message), reply_to=reply_to)
    outbox.put(tx, dest=dest, op=op, lane=lane, owner=dest, dedupe=dedupe)


def remind(tx: Tx, person_id: str, message: Message) -> bool:
    """A reminder; in quiet mode its words are neutral, for the phone may be in other hands.

    False, and nothing said, while the person cannot be written to.
    """
    person = people.get(tx, person_id)
    if person is None or not person.reachable:
        return False
    neutral = replace(message, parts=(Part("privacy-quiet_reminder"),), facts=())
    tell(tx, person_id, neutral if person.quiet else message)
    return True


def show(
    tx: Tx, person_id: str, message: Message, *, instead_of: int | None = None, moved: bool = False
) -> None:
    """The current screen: in place of the pressed one if that is still the last thing in the chat.

    moved: the same screen again, below what was written since; a chat holds it once.
    """
    dest, name = dest_of(person_id), screen_name(person_id)
    message = _for_the_team(tx, person_id, fitted(tx, person_id, message))
    old = remembered(tx, dest, name)
    if old is not None and old == instead_of and not seen.anything_after(tx, dest, old):
        outbox.put(tx, dest=dest, op=Edit(message, old, remember=name), lane=Lane.PERSON, owner=dest)
        return
    if old is not None:
        gone = Delete(old) if moved and old in seen.deletable(tx, dest) else Strip(old)
        outbox.put(tx, dest=dest, op=gone, lane=Lane.COSMETIC, owner=dest)
    outbox.put(tx, dest=dest, op=Send(message, remember=name), lane=Lane.PERSON, owner=dest)


def _for_the_team(tx: Tx, person_id: str, message: Message) -> Message:
    """Under a screen that rests on facts, one of the team who looks at it can say that one is old."""
    chat = people.chat_of(tx, person_id) if message.facts else None
    reader = volunteers.find(tx, chat) if chat is not None else None
    if reader is None or not reader.active:
        return message
    return replace(message, rows=(*message.rows, (outdated(message.facts),)))


def answer(tx: Tx, query_id: str, message: Message | None = None, *, alert: bool = False) -> None:
    """Answers a press: without words it only stops the spinner. Worth nothing later, so not stored."""
    tx.fleeting.append(Toast(query_id, message, alert))
