"""Menus, commands and buttons of a person: which door leads where."""

from __future__ import annotations

import re

from bot.core import menu
from bot.core.flow import buttons as flow_buttons
from bot.core.flow.session import Answer, Back, Edit, Event, Return, Show
from bot.core.incoming import Press
from bot.core.say import Message, Part, say
from bot.services import conversation, desk, nudges, outgoing, privacy, tools, whereabouts
from bot.services.conversation import Talk
from bot.services.house import House
from bot.storage import cases, sessions
from bot.storage.database import Tx
from bot.storage.people import Person
from bot.storage.sessions import Stored

SessionButton = (
    flow_buttons.Pressed
    | flow_buttons.Editing
    | flow_buttons.Opening
    | flow_buttons.Back
    | flow_buttons.Uncover
    | flow_buttons.Current
)
RESUME = re.compile(r"([rx])\|([0-9a-z]{6})")
DOOR = re.compile(r"m\|([a-z_]{1,24})")
WHERE = re.compile(r"w\|(inside|outside)\|([a-z_]{0,24})")
# A door whose flow bears another name, and what the returning person says.
FLOWS = {"freed": "released", "deported": "after", "long": "long_detained"}
NOBODY_KNOWS = "P2"  # who calls a human and says nothing more: a day, not three


def command(tx: Tx, house: House, person: Person, name: str) -> None:
    """A slash command; one that nobody knows shows the start."""
    talk = Talk(person.id)
    _elsewhere(tx, person)
    match name:
        case "human":
            human(tx, house, talk)
        case "status" | "mine":
            outgoing.tell(tx, person.id, desk.status_of(tx, house.desk, person.id))
        case "data" | "erase":
            privacy.show(tx, house, person, name)
        case "stop":
            _stop(tx, person)
        case "start" | "menu" | "help":
            home(tx, talk)
        case _:
            home(tx, talk, note="start-command")


def home(tx: Tx, talk: Talk, note: str = "") -> None:
    """The start: what happened; or, with an open case, what is new."""
    sessions.shelve(tx, talk.person_id)
    case = cases.open_of(tx, talk.person_id)
    shown = menu.again_menu(case.code) if case else menu.start_menu(note)
    outgoing.show(tx, talk.person_id, shown, instead_of=talk.instead_of)


def human(tx: Tx, house: House, talk: Talk, level: str = "") -> None:
    """A human is asked for: the case goes to the queue, and its status line answers.

    level: how urgent it is at least; else the conversation says it, or nobody knows.
    """
    stored = conversation.current(tx, talk.person_id)
    case = conversation.called_case(tx, house, talk.person_id, stored.flow if stored else "human")
    conversation.join(tx, house, case)
    known = [one for one in (level, conversation.level_of(stored)) if one]
    desk.hand_off(tx, house.desk, case.id, min(known, default=NOBODY_KNOWS))
    outgoing.tell(tx, talk.person_id, say("start-human", code=case.code))


def pressed(tx: Tx, house: House, person: Person, press: Press) -> None:
    """A button of a person's; one that nobody knows shows where they are."""
    outgoing.answer(tx, press.query_id)
    talk = Talk(person.id, instead_of=press.message_id)
    kind = press.data.partition("|")[0]
    if kind == "k" and tools.pressed(tx, house, person, press):
        return
    _elsewhere(tx, person)
    if kind == "m" and (found := DOOR.fullmatch(press.data)):
        door(tx, house, talk, found[1])
    elif kind in ("r", "x") and (found := RESUME.fullmatch(press.data)):
        _resume(tx, house, talk, found[2], quiet=found[1] == "x")
    elif kind == "w" and (found := WHERE.fullmatch(press.data)):
        in_russia(tx, house, talk, found[2], inside=found[1] == "inside")
    else:
        _flow_button(tx, house, talk, press.data)


def _elsewhere(tx: Tx, person: Person) -> None:
    """A command or a press: what was asked in words is not waited for any more."""
    tools.hush(tx, person.id)
    whereabouts.hush(tx, person.id)


def door(tx: Tx, house: House, talk: Talk, name: str) -> None:
    """A door of a menu."""
    name = FLOWS.get(name, name)
    match name:
        case "home":
            home(tx, talk)
        case "wrong":
            sessions.shelve(tx, talk.person_id)
            outgoing.show(tx, talk.person_id, menu.start_menu(), instead_of=talk.instead_of)
        case "worse":
            worse(tx, house, talk)
        case "human_now":
            human(tx, house, talk, "P0")
        case "data":
            privacy.show_in(tx, house, talk, "data")
        case _ if name in menu.NOW:
            conversation.enter(tx, house, talk, menu.NOW[name])
            conversation.wake(tx, house, talk.person_id)
        case _ if name in tools.DOORS:
            tools.door(tx, house, talk, name)
        case _ if name in house.library.flows:
            conversation.enter(tx, house, talk, name)
        case _:
            shown = _menu(tx, house, talk, name)
            outgoing.show(tx, talk.person_id, shown, instead_of=talk.instead_of)


def _menu(tx: Tx, house: House, talk: Talk, name: str) -> Message:
    """A door behind which is only a screen; an honest one where nothing is written yet."""
    if name == "cases":
        return desk.status_of(tx, house.desk, talk.person_id)
    screen = menu.SCREENS.get(name)
    return screen() if screen else menu.not_yet(name)


def in_russia(tx: Tx, house: House, talk: Talk, flow: str, *, inside: bool) -> None:
    """Where the person is decides what may be shown to them."""
    told = inside and not whereabouts.unknown(tx, talk.person_id)  # pressed again: the rules are above
    whereabouts.settle(tx, talk.person_id, inside=inside)
    if inside and not told:  # the rules stay in the chat: they are not a screen that the next one replaces
        outgoing.tell(tx, talk.person_id, menu.short_mode(flow if flow in house.library.flows else ""))
    elif flow:
        door(tx, house, talk, flow)
    else:
        home(tx, talk)


def worse(tx: Tx, house: House, talk: Talk) -> None:
    """«Стало хуже»: the flow asks what; the team learns at once that something did."""
    stored = conversation.current(tx, talk.person_id)
    if stored is None:
        conversation.enter(tx, house, talk, "worse")
    else:
        conversation.interrupt(tx, house, talk, stored, "worse")


def _flow_button(tx: Tx, house: House, talk: Talk, data: str) -> None:
    match flow_buttons.parse(data):
        case None:
            _not_here(tx, talk)
        case flow_buttons.Home():
            home(tx, talk)
        case flow_buttons.Human():
            human(tx, house, talk)
        case flow_buttons.Worse():
            worse(tx, house, talk)
        case button:
            _in_session(tx, house, talk, button)


def _in_session(tx: Tx, house: House, talk: Talk, button: SessionButton) -> None:
    """A button of a conversation; of one on the shelf, it becomes the current one again."""
    if button.session:
        stored = sessions.by_id(tx, button.session, talk.person_id)
    else:
        stored = conversation.current(tx, talk.person_id)
    if stored is None or stored.flow not in house.library.plans:
        _not_here(tx, talk)
        return
    if isinstance(button, flow_buttons.Opening):
        conversation.open_memo(tx, house, talk, stored, button)
    else:
        conversation.drive(tx, house, talk, stored, _event(house, stored, button))


def _event(house: House, stored: Stored, button: SessionButton) -> Event:
    """What a press means to the engine."""
    keys = house.library.plans[stored.flow].hashes
    match button:
        case flow_buttons.Pressed(_, key_hash, option):
            return Answer(keys.get(key_hash, ""), option)
        case flow_buttons.Editing(_, key_hash):
            return Edit(keys.get(key_hash, ""))
        case flow_buttons.Back():
            return Back()
        case flow_buttons.Uncover():
            return Return()
    return Show()


def _not_here(tx: Tx, talk: Talk) -> None:
    """A button without a conversation: kind words, and the start."""
    case = cases.open_of(tx, talk.person_id)
    shown = menu.again_menu(case.code) if case else menu.start_menu()
    parts = (Part("common-old_menu"), *shown.parts)
    outgoing.show(tx, talk.person_id, Message(parts, shown.rows), instead_of=None)


def _resume(tx: Tx, house: House, talk: Talk, session_id: str, *, quiet: bool) -> None:
    kept = sessions.by_id(tx, session_id, talk.person_id)
    if kept is None:
        _not_here(tx, talk)
    elif quiet:
        nudges.silence(tx, kept.id)
        outgoing.tell(tx, talk.person_id, say("common-reminders_off", (menu.HOME,)))
    else:
        conversation.drive(tx, house, Talk(talk.person_id), kept, Show())


def _stop(tx: Tx, person: Person) -> None:
    stored = conversation.current(tx, person.id)
    if stored is not None:
        nudges.silence(tx, stored.id)
    outgoing.tell(tx, person.id, say("common-stopped", (menu.HOME,)))
