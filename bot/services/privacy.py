"""A person's own data: what is stored, quiet mode, erasing the chat, erasing everything.

Erasing destroys the keys first, in the same transaction as the rows; copies of the data in backups are
unreadable from then on. The last word to the person goes out sealed under no key of theirs.
"""

from __future__ import annotations

import re

from bot.core.flow.buttons import editing
from bot.core.flow.session import from_json
from bot.core.flow.summary import editable
from bot.core.incoming import Press
from bot.core.menu import HOME
from bot.core.ops import Delete, Farewell, Lane, Send
from bot.core.say import Button, Message, Part, say
from bot.services import closing, outgoing
from bot.services.conversation import Talk
from bot.services.house import House
from bot.storage import audit, cases, erasing, inbox, messages, outbox, people, seen, sessions, timers
from bot.storage.database import Tx
from bot.storage.moments import day_of, from_ms
from bot.storage.people import Person

VERB = re.compile(r"d\|([a-z_]{1,20})")
MOST_ANSWERS = 30
LOOKS = frozenset({"seat.manager", "seat.translator", "details.opened", "case.stepped_in"})
BACK = Button("common-back", data="d|data")
ERASE = Button("privacy-data.erase_data", data="d|erase_data", style="danger")


def show(tx: Tx, house: House, person: Person, screen: str) -> None:
    """«Мои данные» or «Стереть переписку», asked for by a command."""
    show_in(tx, house, Talk(person.id), screen)


def show_in(tx: Tx, house: House, talk: Talk, screen: str) -> None:
    """The same, in place of a menu."""
    person = people.get(tx, talk.person_id)
    match screen:
        case "erase":
            shown = erase_chat_question()
        case "erase_data" if person is not None:
            shown = _erase_question(tx, person)
        case _:
            shown = _data(tx, house, person)
    outgoing.show(tx, talk.person_id, shown, instead_of=talk.instead_of)


def pressed(tx: Tx, house: House, person: Person, press: Press) -> None:
    """A button of these screens."""
    outgoing.answer(tx, press.query_id)
    found = VERB.fullmatch(press.data)
    talk = Talk(person.id, instead_of=press.message_id)
    match found[1] if found else "":
        case "quiet" | "loud" as mode:
            people.set_quiet(tx, person.id, quiet=mode == "quiet")
            show_in(tx, house, talk, "data")
        case "russia" | "abroad" as where:
            people.set_safe(tx, person.id, safe=where == "russia")
            on = "on" if where == "russia" else "off"
            outgoing.tell(tx, person.id, say(f"privacy-russia_{on}"))
            show_in(tx, house, talk, "data")
        case "answers":
            outgoing.show(tx, person.id, _answers(tx, house, person.id), instead_of=press.message_id)
        case "erase_chat":
            outgoing.show(tx, person.id, erase_chat_question(), instead_of=press.message_id)
        case "erase_chat_yes":
            _erase_chat(tx, person)
        case "erase_data":
            outgoing.show(tx, person.id, _erase_question(tx, person), instead_of=press.message_id)
        case "erase_data_yes":
            erase_person(tx, house, person, press.message_id)
        case _:
            show_in(tx, house, talk, "data")


def _data(tx: Tx, house: House, person: Person | None) -> Message:
    quiet = person is not None and person.quiet
    case = cases.open_of(tx, person.id) if person else None
    safe = person is not None and person.safe
    rows = (
        (Button("privacy-data.answers", data="d|answers"),),
        (_switch("loud" if quiet else "quiet"),),
        (_switch("abroad" if safe else "russia"),),
        (Button("privacy-data.erase_chat", data="d|erase_chat"),),
        (ERASE,),
        (HOME,),
    )
    if case is None:
        return say("privacy-data", *rows, days=house.desk.rules.retention.days)
    head = Part("privacy-data_case", {"days": house.desk.rules.retention.days, "code": case.code})
    return Message((head, _seen_by(tx, case.id)), rows)


def _seen_by(tx: Tx, case_id: str) -> Part:
    """How many of the team have opened the case, and when last."""
    looks = [row for row in audit.about(tx, f"case:{case_id}") if row["verb"] in LOOKS]
    if not looks:
        return Part("privacy-seen_nobody")
    last = from_ms(looks[-1]["at"])
    return Part("privacy-seen", {"count": len({look["actor"] for look in looks}), "last": last})


def _answers(tx: Tx, house: House, person_id: str) -> Message:
    """What the person has answered, each line a way to mend it."""
    stored = sessions.current(tx, person_id) or sessions.newest(tx, person_id)
    found = editable(house.library, from_json(stored.state), tx.now) if stored else []
    if stored is None or not found:
        return say("person-answers_empty", (BACK,))
    rows = tuple((Button(label, data=editing(stored.id, key)),) for label, key in found[:MOST_ANSWERS])
    return say("person-answers", *rows, (BACK,))


def _switch(name: str) -> Button:
    return Button(f"privacy-data.{name}", data=f"d|{name}")


def erase_chat_question() -> Message:
    """What the bot can delete in the chat, and what only the person can."""
    yes = Button("privacy-erase_chat.yes", data="d|erase_chat_yes", style="danger")
    return say("privacy-erase_chat", (yes,), (HOME,))


def _erase_question(tx: Tx, person: Person) -> Message:
    yes = Button("privacy-erase_data.yes", data="d|erase_data_yes", style="danger")
    case = cases.open_of(tx, person.id)
    if case is None:
        return say("privacy-erase_data", (yes,), (HOME,))
    return say("privacy-erase_data_case", (yes,), (HOME,), code=case.code)


def _erase_chat(tx: Tx, person: Person) -> None:
    """Every message of the last 48 hours, ours and theirs; then a word how to clear the rest."""
    dest = outgoing.dest_of(person.id)
    for message_id in seen.deletable(tx, dest):
        outbox.put(tx, dest=dest, op=Delete(message_id), lane=Lane.COSMETIC, owner=dest)
    seen.forget(tx, dest)
    op = Send(say("privacy-chat_erased", (HOME,)))
    outbox.put(tx, dest=dest, op=op, lane=Lane.COSMETIC, owner=dest)


def erase_person(tx: Tx, house: House, person: Person, screen: int | None) -> None:
    """Everything we keep about a person: cases, words, answers, reminders, the person."""
    chat = people.chat_of(tx, person.id)
    for case in cases.of_person(tx, person.id):
        closing.erase(tx, house.desk, case.id, "person")
    _forget(tx, person.id)
    erasing.erase_person(tx, person.id)
    if chat is not None:
        inbox.drop_quarantined_of(tx, chat)
        _last_word(tx, chat, screen)


def finish(tx: Tx, house: House, owner: str) -> None:
    """Takes an erasure to its end that a crash cut short: the key is gone, rows may be left."""
    kind, _, number = owner.partition(":")
    if kind == "case":
        closing.erase(tx, house.desk, number, "restart")
    elif kind == "person":
        for case in cases.of_person(tx, number):  # one of which nothing was sealed had no key to tell of it
            closing.erase(tx, house.desk, case.id, "restart")
        _forget(tx, number)
    erasing.finish(tx, owner)


def forget_idle(tx: Tx, house: House) -> None:
    """Words that belong to no case, then people of whom nothing is left, go after the time of retention."""
    before = tx.now - house.desk.rules.retention
    messages.forget_homeless(tx, before)
    for person_id in people.idle(tx, before):
        erasing.erase_person(tx, person_id)


def _forget(tx: Tx, person_id: str) -> None:
    for session_id in sessions.of_person(tx, person_id):
        timers.cancel(tx, f"session:{session_id}")
    sessions.forget_person(tx, person_id)
    messages.forget_person(tx, person_id)
    seen.forget(tx, outgoing.dest_of(person_id))


def _last_word(tx: Tx, chat: int, screen: int | None) -> None:
    """Said to a chat that belongs to nobody we know any more; the day's key seals it."""
    op = Farewell(chat, say("privacy-erased", (HOME,)), screen)
    outbox.put(tx, dest="nobody", op=op, lane=Lane.PERSON, owner=f"day:{day_of(tx.now)}")
