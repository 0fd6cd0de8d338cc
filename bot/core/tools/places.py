"""Centres, offices and airports on the screen. Texts: locales/ru/directory.ftl."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.core.answers.lookalike import words
from bot.core.directory import Directory, Facility, Office
from bot.core.directory_search import STRONG, Hit
from bot.core.hours import look
from bot.core.menu import door
from bot.core.say import Button, Message, Part, say
from bot.core.tools import buttons
from bot.core.tools.paging import Row, in_pairs, paged

OFFICES_PAGE = Button("directory-link_offices", url="https://www.ice.gov/contact/field-offices")
CHECKIN_PAGE = Button("directory-link_checkin", url="https://www.ice.gov/check-in")
CENTRES_PAGE = Button("directory-link_centres", url="https://www.ice.gov/detain/detention-management")
SENATE = Button("directory-link_senate", url="https://www.senate.gov")
HOUSE = Button("directory-link_house", url="https://www.house.gov")
AGAIN = Button("directory-ask.again", data=buttons.ask("directory"))
AIRPORTS = Button("directory-ask.airports", data=buttons.opening("airports"))
_AHEAD = 12.0  # by so much the best leads when it is shown at once
_NOTE_FACTS = {"staging": "11.5", "ended": "15.5", "unlisted": "15.6", "families": "15.1", "women": "12.10"}
_LINE = "ice"


def ask(out: tuple[Row, ...]) -> Message:
    """What is the place called?"""
    return say("directory-ask", (AIRPORTS,), *out)


def nothing(out: tuple[Row, ...]) -> Message:
    """Not in the list, which is not whole; the question stays open."""
    return say("directory-nothing", (CENTRES_PAGE,), (OFFICES_PAGE,), *out, facts=("15.1",))


def sure(hits: Sequence[Hit]) -> Hit | None:
    """The one place that was meant, where that is plain."""
    if not hits or hits[0].score < STRONG or (len(hits) > 1 and hits[0].score - hits[1].score < _AHEAD):
        return None
    return hits[0]


def which(directory: Directory, hits: Sequence[Hit], out: tuple[Row, ...]) -> Message:
    """Up to three places that fit."""
    rows = tuple((_hit(directory, hit),) for hit in hits)
    return say("directory-which", *rows, (AGAIN,), *out)


def in_state(directory: Directory, code: str, page: int, out: tuple[Row, ...]) -> Message | None:
    """Every centre of a state, and the offices that answer for it."""
    centres = [_centre(name, directory.facilities[name]) for name in directory.in_state(code)]
    offices = in_pairs(_office(name, directory.offices[name]) for name in directory.offices_of(code))
    if not centres and not offices:
        return None
    head = Part("directory-state" if centres else "directory-state_empty", {"code": code})
    rows = (*paged(centres, "fl", code, page), *offices, (AGAIN,), *out)
    return Message((head,), rows, facts=("15.1",))


def facility(directory: Directory, name: str, out: tuple[Row, ...]) -> Message | None:
    """A centre: only what a source confirms; a link for the rest."""
    place = directory.facilities.get(name)
    if place is None:
        return None
    office = directory.offices[place.office]
    copy = Button("directory-copy_name", copy=f"{place.name}, {place.city}, {place.state}")
    rows: list[Row] = [(copy,), (_office(place.office, office),), (CENTRES_PAGE,)]
    if "staging" in place.notes:
        rows.insert(0, (door("flight", "menu"),))
    parts, facts = _about(place)
    return Message(parts, (*rows, (AGAIN,), *out), facts=facts)


def _about(place: Facility) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Paragraphs of a centre's card and the facts they rest on."""
    named = {"name": place.name_ru, "english": place.name}
    parts = [
        Part("directory-facility", named),
        Part("directory-town", {"city": place.city_ru, "code": place.state}),
    ]
    facts = ["15.1"]
    if place.operator:
        parts.append(Part("directory-operator", {"operator": place.operator}, tight=True))
        facts.append("15.2")
    parts += [Part(f"directory-note_{note}") for note in place.notes]
    facts += [_NOTE_FACTS[note] for note in place.notes]
    if place.court:
        parts.append(Part("directory-court", {"court": place.court}))
        facts.append("15.3")
    return (*parts, Part("directory-address")), tuple(dict.fromkeys(facts))


def office(
    directory: Directory, name: str, now: datetime, out: tuple[Row, ...], zone: str = ""
) -> Message | None:
    """An office: address, phones, the time there, the free line. `zone`: where the person is, if known."""
    place = directory.offices.get(name)
    if place is None:
        return None
    parts = [
        Part("directory-office", {"name": place.name_ru, "address": place.address}),
        Part("directory-area", {"area": f"directory-area_of.{name}"}),
        *_phones(place),
        *_times(directory, place, now, zone),
    ]
    copies = [Button("directory-copy_address", copy=place.address)]
    if place.phone or place.checkin:
        copies.append(Button("directory-copy_phone", copy=str(place.phone or place.checkin)))
    facts = ("16.1", "1.12", *(("16.2",) if place.checkin else ()), "1.10")
    rows = (*((one,) for one in copies), (OFFICES_PAGE,), (CHECKIN_PAGE,), (AGAIN,), *out)
    return Message(tuple(parts), rows, facts=facts)


def _phones(place: Office) -> Iterable[Part]:
    if place.phone:
        yield Part("directory-phone", {"phone": place.phone})
    else:
        yield Part("directory-phone_none")
    if place.checkin:
        yield Part("directory-phone_checkin", {"phone": place.checkin})


def _times(directory: Directory, place: Office, now: datetime, zone: str) -> Iterable[Part]:
    """The hour at the office; its hours where they are known, else the line that answers for all."""
    yield Part("directory-now", {"now": now, "zone": place.zone})
    hours = place.hours or (directory.lines[_LINE].hours if _LINE in directory.lines else None)
    if hours is None:
        return
    found = look(hours, now)
    state = "open" if found.is_open else "closed"
    whose = "office" if place.hours else "line"
    yield Part(f"directory-{whose}_{state}", {"until": found.until, "zone": hours.zone})
    if zone:
        yield Part("directory-yours", {"until": found.until, "zone": zone}, tight=True)


def airports(directory: Directory, out: tuple[Row, ...]) -> Message:
    """Where people are brought before a flight."""
    rows = tuple(
        (Button("directory-button", data=buttons.card("a", name), args={"name": place.name_ru}),)
        for name, place in directory.airports.items()
    )
    return say("directory-airports", (door("flight", "menu"),), *rows, (AGAIN,), *out, facts=("11.5",))


def airport(directory: Directory, name: str, out: tuple[Row, ...]) -> Message | None:
    """A staging airport: its centre, its court where a source names it, both chambers' offices."""
    place = directory.airports.get(name)
    if place is None:
        return None
    centre = directory.facilities[place.facility]
    parts = [
        Part("directory-airport", {"name": place.name_ru, "english": place.name}),
        *(
            [Part("directory-court", {"court": centre.court})]
            if centre.court
            else [Part("directory-court_none")]
        ),
        Part("directory-congress", {"code": place.state}),
    ]
    rows = ((door("flight", "menu"),), (_centre(place.facility, centre),), (SENATE,), (HOUSE,))
    facts = ("11.5", *(("15.3",) if centre.court else ()), "10.1")
    return Message(tuple(parts), (*rows, (AIRPORTS,), *out), facts=facts)


def _hit(directory: Directory, hit: Hit) -> Button:
    if hit.kind == "office":
        return _office(hit.id, directory.offices[hit.id])
    return _centre(hit.id, directory.facilities[hit.id])


def _centre(name: str, place: Facility) -> Button:
    """The name, and the town where there is room for it."""
    both = f"{place.name_ru} · {place.city_ru}"
    short = words(place.name_ru) == words(place.city_ru) or len(both) > 28
    label = f"{place.name_ru}, {place.state}" if short else both
    return Button("directory-button", data=buttons.card("f", name), args={"name": label})


def _office(name: str, place: Office) -> Button:
    return Button("directory-button_office", data=buttons.card("o", name), args={"name": place.name_ru})
