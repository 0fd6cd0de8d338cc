"""What the helpers find: a card by its id, and an answer to what was typed after their question."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bot.core.answers.a_number import parse_a_number
from bot.core.answers.day import parse_date
from bot.core.answers.refusal import Refusal
from bot.core.directory_search import STRONG, state_of
from bot.core.names import spell
from bot.core.say import Message
from bot.core.tools import buttons, dictionary, places, spellings
from bot.core.tools.paging import Row
from bot.services.house import House
from bot.storage import people
from bot.storage.database import Tx

# Does the question stay open? "retry": it was not answered; "more": it was, another word may follow.
Stays = Literal["", "retry", "more"]
Found = tuple[Message | None, Stays]
OLDEST = date(1900, 1, 1)
MOSCOW = "Europe/Moscow"
FEW_WORDS, SOME_WORDS = 2, 4  # a term, a place has no more; a story has


def card(tx: Tx, house: House, person_id: str, button: buttons.Card, out: tuple[Row, ...]) -> Message | None:
    """A centre, an office, an airport, a term; None for what is gone."""
    directory = house.tools.directory
    match button.of:
        case "f":
            return places.facility(directory, button.id, out)
        case "o":
            return places.office(directory, button.id, tx.now, out, _zone_of(tx, person_id))
        case "a":
            return places.airport(directory, button.id, out)
        case "t" | "te" as which:
            return _term(house, button.id, out, english=which == "te")


def answer(
    tx: Tx, house: House, person_id: str, tool: buttons.Tool, text: str, out: tuple[Row, ...]
) -> Found:
    """No message where the text was about something else."""
    match tool:
        case "directory":
            return _places(tx, house, person_id, text, out)
        case "glossary":
            return _terms(house, text, out)
        case "names":
            return _names(text, out)
        case "birth":
            return _birth(house.library.moment(tx.now).today, text, out)
        case "a_number":
            return _a_number(text, out)


def is_surely(house: House, tool: buttons.Tool, text: str) -> bool:
    """Is a text plainly the name of a place or a term, whatever alarm it may sound like?"""
    if tool == "glossary":
        return bool(house.tools.lookup.find(text, 1))
    hits = house.tools.search.find(text, 1) if tool == "directory" else []
    return bool(hits) and hits[0].score >= STRONG


def _names(text: str, out: tuple[Row, ...]) -> Found:
    spelled = spell(text)
    if spelled is None:
        return spellings.ask("names", out, Refusal("tools-names_unclear")), "retry"
    return spellings.names(spelled, out), ""


def _birth(today: date, text: str, out: tuple[Row, ...]) -> Found:
    day = parse_date(text, today, OLDEST, today)
    if isinstance(day, Refusal):
        return spellings.ask("birth", out, day), "retry"
    return spellings.birth(date.fromisoformat(day), out), ""


def _a_number(text: str, out: tuple[Row, ...]) -> Found:
    number = parse_a_number(text)
    if isinstance(number, Refusal):
        return spellings.ask("a_number", out, number), "retry"
    return spellings.a_number(number, out), ""


def _term(house: House, name: str, out: tuple[Row, ...], *, english: bool = False) -> Message | None:
    library = house.library
    return dictionary.entry(house.tools, name, out, flows=library.flows, texts=library.texts, english=english)


def _places(tx: Tx, house: House, person_id: str, text: str, out: tuple[Row, ...]) -> Found:
    """A state gives its list, a plain name its card, a doubtful one up to three to choose from."""
    box = house.tools
    state = state_of(text)
    listed = places.in_state(box.directory, state, 0, out) if state else None
    if listed:
        return listed, "more"
    hits = box.search.find(text)
    hit = places.sure(hits)
    if hit is not None:
        of: buttons.CardOf = "f" if hit.kind == "facility" else "o"
        return card(tx, house, person_id, buttons.Card(of, hit.id), out), "more"
    if hits:
        return places.which(box.directory, hits, out), "more"
    return (None, "") if len(text.split()) > SOME_WORDS else (places.nothing(out), "retry")


def _terms(house: House, text: str, out: tuple[Row, ...]) -> Found:
    """One entry at once, several to choose from; words that are no term are words for the team."""
    found = house.tools.lookup.find(text)
    if len(found) == 1:
        return _term(house, found[0], out), "more"
    if found:
        return dictionary.found(found, out), "more"
    if len(text.split()) > FEW_WORDS:
        return None, ""
    return dictionary.home(out, "tools-glossary_nothing"), "retry"


def _zone_of(tx: Tx, person_id: str) -> str:
    """Where the person is, as far as we know: in Russia, or nothing."""
    person = people.get(tx, person_id)
    return MOSCOW if person is not None and person.safe else ""
