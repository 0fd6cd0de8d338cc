"""The fact desk of the team: the command, the buttons ``g|…``, and the replies to its questions.

Everybody of the team may look and say «Это устарело»; coordinators correct, compare, and pin notices.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core import refusals
from bot.core.fact_buttons import Asked, Verb, parse
from bot.core.incoming import Press
from bot.core.people import Volunteer
from bot.core.say import Message, say
from bot.services import factbook, factchange, factflags, factpages, notices
from bot.services.house import House
from bot.storage.tx import Tx

COMMAND = "facts"
WORDS_READ = 200  # characters of a search


def command(tx: Tx, house: House, one: Volunteer, words: str) -> None:
    """``/facts``, ``/facts 1.10``, ``/facts бонд``."""
    _need_active(one)
    made = _found(tx, house, one, words) if words.strip() else factpages.home(tx, house, one)
    factbook.tell(tx, one.id, made)


def pressed(tx: Tx, house: House, one: Volunteer, press: Press) -> bool:
    """Whether the press was for this desk; raises what is refused."""
    if not press.data.startswith("g|"):
        return False
    asked = parse(press.data)
    if asked is None:
        raise refusals.StaleButton
    _need_active(one)
    _DOES[asked.verb](tx, house, one, asked)
    return True


def answered(tx: Tx, house: House, one: Volunteer, name: str | None, text: str) -> bool:
    """Whether a reply answered one of our questions; raises why it cannot be taken.

    The question stays open: a second reply to it mends the first, as long as nothing is settled.
    """
    if name is None or not name.startswith(f"{factbook.ASKED}:"):
        return False
    _need_active(one)
    _, what, *of = name.split(":")
    match what, of:
        case factflags.WHY, [number]:
            factflags.flagged(tx, house, one, number, text)
        case factchange.VALUE, [number, value_name]:
            factchange.value_given(tx, house, one, number, value_name, text)
        case factchange.LINK, [row]:
            factchange.link_given(tx, house, one, int(row), text)
        case notices.TEXT, [flow]:
            notices.words_given(tx, house, one, flow, text)
        case notices.UNTIL, [row]:
            notices.day_given(tx, house, one, int(row), text)
        case factpages.FIND, []:
            factbook.tell(tx, one.id, _found(tx, house, one, text))
        case _:
            return False
    return True


def _need_active(one: Volunteer) -> None:
    if not one.active:
        raise refusals.Deactivated


def _found(tx: Tx, house: House, one: Volunteer, words: str) -> Message:
    return factpages.results(tx, house, one, words[:WORDS_READ])


def _find(tx: Tx, _: House, one: Volunteer, __: Asked) -> None:
    factbook.tell(tx, one.id, say("factdesk-ask_find"), asks=factpages.FIND)


def _shows(page: Callable[[Tx, House, Volunteer, Asked], Message]) -> Act:
    """A button that only shows a page."""
    return lambda tx, house, one, asked: factbook.tell(tx, one.id, page(tx, house, one, asked))


Act = Callable[[Tx, House, Volunteer, Asked], None]

_DOES: dict[Verb, Act] = {
    Verb.HOME: _shows(lambda tx, house, one, _: factpages.home(tx, house, one)),
    Verb.FIND: _find,
    Verb.SHOW: _shows(lambda tx, house, one, asked: factpages.page(tx, house, one, asked.of)),
    Verb.OUTDATED: lambda tx, house, one, asked: factflags.ask(tx, house, one, asked.numbers),
    Verb.FIX: lambda tx, house, one, asked: factchange.choose(tx, house, one, asked.of, asked.more),
    Verb.SAME: lambda tx, house, one, asked: factchange.same(tx, house, one, asked.of),
    Verb.PAGE: lambda tx, house, one, asked: factchange.same_page(tx, house, one, asked.row),
    Verb.LOOK: lambda tx, house, one, asked: factchange.look(tx, house, one, asked.row),
    Verb.YES: lambda tx, house, one, asked: factchange.confirm(tx, house, one, asked.row),
    Verb.ALONE: lambda tx, house, one, asked: factchange.confirm(tx, house, one, asked.row, alone=True),
    Verb.NO: lambda tx, house, one, asked: factchange.refuse(tx, house, one, asked.row),
    Verb.WITHDRAW: lambda tx, house, one, asked: factchange.refuse(tx, house, one, asked.row),
    Verb.NOTICES: _shows(lambda tx, house, one, _: notices.board(tx, house, one)),
    Verb.FLOWS: _shows(lambda _, house, one, asked: notices.choose_flow(house, one, asked.row)),
    Verb.WARN: _shows(lambda _, house, one, asked: notices.choose_of_fact(house, one, asked.of)),
    Verb.NOTICE: lambda tx, house, one, asked: notices.ask_words(tx, house, one, asked.of),
    Verb.UNTIL: lambda tx, house, one, asked: notices.days_chosen(tx, house, one, asked.row, int(asked.more)),
    Verb.PIN: lambda tx, house, one, asked: notices.pin(tx, house, one, asked.row),
    Verb.UNPIN: lambda tx, house, one, asked: notices.unpin(tx, house, one, asked.row),
}
