"""Helpers beside the flows: phrases, glossary, names, places, dates. Their buttons begin with ``k|``.

A question of a helper is answered by the next text. It is kept as a timer of the person, so that it lapses
by itself: half an hour later a text is a message to the team again, not a name to be spelled.
"""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

from bot.core.flow.session import from_json
from bot.core.glossary import asked_about
from bot.core.incoming import Press
from bot.core.say import Message
from bot.core.tools import buttons, dictionary, phrasebook, places, spellings
from bot.core.tools.beside import answer_of
from bot.core.tools.paging import Row, ways_out
from bot.services import conversation, dates, lookups, outgoing
from bot.services.conversation import Talk
from bot.services.house import House
from bot.storage import timers
from bot.storage.database import Tx
from bot.storage.people import Person
from bot.storage.timers import Timer

ASKED = "asked"
LAPSES = timedelta(minutes=30)
MORE = timedelta(minutes=5)
Showing = buttons.Open | buttons.Listing | buttons.Phrase | buttons.Card
DOORS = frozenset({"glossary", "phrases", "dates", "names", "directory", "a_number"})
LONGEST = {"names": 80, "birth": 40, "a_number": 40, "directory": 60, "glossary": 40}  # longer is a story


def door(tx: Tx, house: House, talk: Talk, name: str) -> None:
    """A door of a menu: «Словарь», «Фразы по-английски», «Мои даты», a name, a place."""
    if name in get_args(buttons.Tool):
        _ask(tx, talk, buttons.Ask(name))  # type: ignore[arg-type]
    else:
        _show(tx, talk, _opened(tx, house, talk.person_id, buttons.Open(name)))  # type: ignore[arg-type]


def pressed(tx: Tx, house: House, person: Person, press: Press) -> bool:
    """Whether the button was one of these; the spinner is the caller's."""
    button = buttons.parse(press.data)
    talk = Talk(person.id, instead_of=press.message_id)
    match button:
        case None:
            return False
        case buttons.Ask():
            _ask(tx, talk, button)
        case buttons.Own(name):
            _own(tx, house, talk, name)
        case buttons.Remember():
            dates.remember(tx, house, person.id, button, press.message_id)
        case buttons.Decline():
            dates.decline(tx, person.id, press.message_id)
        case buttons.Forget(rule):
            dates.forget(tx, person.id, rule)
            _show(tx, talk, dates.listing(tx, person.id, _out(tx, person.id)))
        case _:
            hush(tx, person.id)
            shown = _opened(tx, house, person.id, button)
            _show(tx, talk, shown or dictionary.home(_out(tx, person.id)))
    return True


def answered(tx: Tx, house: House, person: Person, text: str, *, alarm: bool = False) -> bool:
    """Whether a text answered the question of a helper. `alarm`: it also reads like an emergency.

    An emergency goes first, unless the text is plainly the name of a place: «Александрия» is both. What
    «что такое …?» asks about is explained wherever it is asked.
    """
    asked = _asked(tx, person.id)
    if asked is None:
        return not alarm and _explained(tx, house, person, text)
    hush(tx, person.id)
    tool: buttons.Tool = asked.payload["tool"]
    doubtful = alarm or asked.payload["more"]
    if len(text) > LONGEST[tool] or (doubtful and not lookups.is_surely(house, tool, text)):
        return False
    return _told(tx, house, person, tool, text)


def _explained(tx: Tx, house: House, person: Person, text: str) -> bool:
    """Whether a term was asked for and is in the glossary."""
    word = asked_about(text)
    surely = word and lookups.is_surely(house, "glossary", word)
    return bool(surely) and _told(tx, house, person, "glossary", word)


def _told(tx: Tx, house: House, person: Person, tool: buttons.Tool, text: str) -> bool:
    """Whether the helper had something to say; where more may follow, the next text is its own too."""
    shown, stays = lookups.answer(tx, house, person.id, tool, text, _out(tx, person.id))
    if shown is None:
        return False
    outgoing.show(tx, person.id, shown)
    if stays:
        _expect(tx, person.id, tool, more=stays == "more")
    return True


def hush(tx: Tx, person_id: str) -> None:
    """The person went elsewhere: the next text is no answer any more."""
    timers.cancel(tx, outgoing.dest_of(person_id), ASKED)


def lapse(_: Tx, __: House, ___: Timer) -> None:
    """The question has lapsed; the timer that kept it is done."""


def _ask(tx: Tx, talk: Talk, button: buttons.Ask) -> None:
    _expect(tx, talk.person_id, button.tool)
    out = _out(tx, talk.person_id)
    match button.tool:
        case "directory":
            _show(tx, talk, places.ask(out))
        case "glossary":
            _show(tx, talk, dictionary.home(out))
        case tool:
            _show(tx, talk, spellings.ask(tool, out))


def _own(tx: Tx, house: House, talk: Talk, name: str) -> None:
    """With what was answered in the conversation; where nothing was, the helper asks."""
    helper = house.tools.helpers.get(name)
    stored = conversation.current(tx, talk.person_id)
    plan = house.library.plans.get(stored.flow) if stored else None
    if helper is None:
        _show(tx, talk, dictionary.home(_out(tx, talk.person_id)))
        return
    said = answer_of(helper, plan, from_json(stored.state).answers) if stored and plan else ""
    if not said:
        _ask(tx, talk, buttons.Ask(helper.tool))
        return
    shown, stays = lookups.answer(tx, house, talk.person_id, helper.tool, said, _out(tx, talk.person_id))
    if shown is None:
        _ask(tx, talk, buttons.Ask(helper.tool))
        return
    _show(tx, talk, shown)
    if stays:
        _expect(tx, talk.person_id, helper.tool, more=stays == "more")


def _expect(tx: Tx, person_id: str, tool: buttons.Tool, *, more: bool = False) -> None:
    """`more`: answered already, but another word may follow; then only a plain one is taken."""
    owner, due = outgoing.dest_of(person_id), tx.now + (MORE if more else LAPSES)
    timers.arm(tx, owner=owner, kind=ASKED, due=due, fence=0, payload={"tool": tool, "more": more})


def _asked(tx: Tx, person_id: str) -> Timer | None:
    """The open question, if it has not lapsed."""
    armed = timers.armed(tx, outgoing.dest_of(person_id))
    return next((timer for timer in armed if timer.kind == ASKED and timer.due > tx.now), None)


def _opened(tx: Tx, house: House, person_id: str, button: Showing) -> Message | None:
    """What a button without consequences shows; None for what is gone."""
    out = _out(tx, person_id)
    match button:
        case buttons.Open(place):
            return _place(tx, house, person_id, place, out)
        case buttons.Listing(of, group, page):
            return _list(house, of, group, page, out)
        case buttons.Phrase(number, group):
            return phrasebook.phrase(house.tools, house.library.phrases, number, group, out)
        case buttons.Card():
            return lookups.card(tx, house, person_id, button, out)


def _place(tx: Tx, house: House, person_id: str, place: buttons.Place, out: tuple[Row, ...]) -> Message:
    match place:
        case "phrases":
            return phrasebook.home(house.tools, out)
        case "glossary":
            _expect(tx, person_id, "glossary")
            return dictionary.home(out)
        case "airports":
            return places.airports(house.tools.directory, out)
        case "dates":
            return dates.listing(tx, person_id, out)


def _list(house: House, of: buttons.ListOf, group: str, page: int, out: tuple[Row, ...]) -> Message | None:
    match of:
        case "pl":
            return phrasebook.group(house.tools, house.library.phrases, group, page, out)
        case "gl":
            return dictionary.group(house.tools, group, page, out)
        case "fl":
            return places.in_state(house.tools.directory, group, page, out)


def _out(tx: Tx, person_id: str) -> tuple[Row, ...]:
    return ways_out(in_talk=conversation.current(tx, person_id) is not None)


def _show(tx: Tx, talk: Talk, message: Message | None) -> None:
    if message is not None:
        outgoing.show(tx, talk.person_id, message, instead_of=talk.instead_of)
