"""Screens of the fact desk: what needs a look, what was found, and one fact with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.core import fact_search
from bot.core.fact_buttons import Verb, button, named
from bot.core.facts import Fact, FactBook, State
from bot.core.people import Right, Volunteer, may
from bot.core.say import Arg, Button, Message, Part, say
from bot.services import factbook
from bot.services.board import DESK
from bot.services.house import House
from bot.storage import factlog, volunteers
from bot.storage.factlog import Change, Flag
from bot.storage.tx import Tx

FIND = "find"  # the question that a reply answers
MOST = 6  # of a kind on the first page
USERS_SHOWN = 8
FLAGS_SHOWN = 3
TO_REVIEW = (State.EXPIRED, State.OVERDUE, State.DUE, State.UNREVIEWED)  # in this order
BACK = button(Verb.HOME)

Rows = list[tuple[Button, ...]]


def home(tx: Tx, house: House, one: Volunteer) -> Message:
    """What waits for a second person, what was called out of date, what is to be compared."""
    book, today = factbook.current(tx, house), factbook.today(tx, house)
    leader = may(one, Right.FACTS)
    counts: dict[str, Arg] = {str(state): len(book.in_state(state, today)) for state in State}
    parts = [Part("factdesk-home"), Part("factdesk-home_count", counts)]
    rows: Rows = []
    for change in factlog.waiting(tx) if leader else ():
        rows.append((button(Verb.LOOK, change.id, style="primary", number=change.number),))
    flagged = list(dict.fromkeys(flag.number for flag in factlog.open_flags(tx) if flag.number in book))
    if flagged:
        parts.append(Part("factdesk-home_flagged", {"count": len(flagged)}))
    worst = [fact.number for state in TO_REVIEW for fact in book.in_state(state, today)]
    numbers = list(dict.fromkeys((*flagged[:MOST], *worst[:MOST])))
    rows += fact_rows(book.fact(number) for number in numbers)
    rows.append((button(Verb.FIND),))
    if leader:
        rows.append((button(Verb.NOTICES),))
    return Message(tuple(parts), (*rows, (DESK,)))


def results(tx: Tx, house: House, one: Volunteer, words: str) -> Message:
    """The one fact that fits, or a list to choose from; nothing found is said kindly."""
    titles = {number: tuple(map(house.label, refs)) for number, refs in house.fact_users.items()}
    found = fact_search.search(factbook.current(tx, house), words, titles)
    if len(found) == 1:
        return page(tx, house, one, found[0].number)
    if not found:
        return say("factdesk-nothing", (button(Verb.FIND),), (BACK,))
    return say("factdesk-found", *fact_rows(found), (BACK,), count=len(found))


def fact_rows(found: Iterable[Fact], verb: Verb = Verb.SHOW) -> Rows:
    """A button for each, with its number and what it is about."""
    return [(named(verb, fact.number, fact.about),) for fact in found]


def page(tx: Tx, house: House, one: Volunteer, number: str) -> Message:
    """One fact: what it says, how old it is, who shows it, and what may be done."""
    book, today = factbook.current(tx, house), factbook.today(tx, house)
    fact = factbook.the_fact(book, number)
    waiting = [change for change in factlog.waiting(tx) if change.number == number]
    parts = [head(fact), *value_lines(fact), *_age(book, fact, today), *_users(house, number)]
    parts += _flags(tx, [flag for flag in factlog.open_flags(tx) if flag.number == number])
    parts += [Part("factdesk-waiting", {"count": len(waiting)})] if waiting else []
    return Message(tuple(parts), tuple(_rows(fact, one, waiting)))


def head(fact: Fact) -> Part:
    """Its number and what it is about."""
    return Part("factdesk-fact", {"number": fact.number, "about": fact.about})


def value_lines(fact: Fact, without: str = "") -> list[Part]:
    """A line for each value; a fact may have none, and be only a rule that texts tell in words."""
    lines = [
        Part("factdesk-value", {"name": name, "value": value})
        for name, value in fact.values.items()
        if name != without
    ]
    return [Part(line.ref, line.args, tight=i > 0) for i, line in enumerate(lines)]


def _age(book: FactBook, fact: Fact, today: date) -> list[Part]:
    args: dict[str, Arg] = {"state": str(book.state(fact.number, today)), "until": book.expires(fact.number)}
    when = Part("factdesk-reviewed" if fact.reviewed else "factdesk-as_of", {"day": fact.checked})
    link = Part("factdesk-link", {"link": fact.link}, tight=True)
    return [when, Part("factdesk-state", args, tight=True), *([link] if fact.link else [])]


def _users(house: House, number: str) -> list[Part]:
    titles = house.fact_users.get(number, ())
    if not titles:
        return [Part("factdesk-unused")]
    lines = [Part("factdesk-user", {"title": title}, tight=True) for title in titles[:USERS_SHOWN]]
    rest = len(titles) - USERS_SHOWN
    more = [Part("factdesk-users_more", {"count": rest}, tight=True)] if rest > 0 else []
    return [Part("factdesk-users"), *lines, *more]


def _flags(tx: Tx, flags: list[Flag]) -> list[Part]:
    if not flags:
        return []
    lines = [
        Part(
            "factdesk-flag",
            {"alias": volunteers.alias_of(tx, flag.volunteer_id), "day": flag.at, "why": flag.why},
            tight=True,
        )
        for flag in flags[:FLAGS_SHOWN]
    ]
    return [Part("factdesk-flags", {"count": len(flags)}), *lines]


def _rows(fact: Fact, one: Volunteer, waiting: list[Change]) -> Rows:
    number = fact.number
    rows: Rows = []
    if may(one, Right.FACTS):
        rows += [(button(Verb.LOOK, change.id, style="primary", number=number),) for change in waiting]
        rows += [(button(Verb.FIX, number),)] if fact.values else []
        rows += [(button(Verb.SAME, number),), (button(Verb.WARN, number),)]
    rows.append((Button("common-outdated", data=f"g|{Verb.OUTDATED}|{number}"),))
    return [*rows, (BACK,)]
