"""Buttons of the queue: ``q|<verb>|<case id>|<epoch>`` or, where no case is meant, ``q|<verb>``.

The data is a hint, never an authority: who pressed, where, and whether the case is still in that turn is
looked up. Who may press what, and where, is the table below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.core.cases import Case, Outcome, Shut
from bot.core.people import Seat, Volunteer
from bot.core.say import Button, Style


class Verb(StrEnum):
    """Everything a button of the queue may ask for."""

    # team, in the group or in private
    TAKE = "take"
    TRANSLATE = "translate"
    NEXT = "next"
    # team, in private
    DETAILS = "details"
    RELEASE = "release"
    TRANSLATOR = "translator"  # call one
    COORDINATOR = "coordinator"  # call one
    GIVE = "give"  # to somebody at work
    RAISE = "raise"
    LOWER = "lower"
    PAUSE = "pause"
    PAUSE_1 = "pause_1"
    PAUSE_3 = "pause_3"
    PAUSE_7 = "pause_7"
    RESOLVE = "resolve"
    SHUT = "shut"
    SHIFT_ON = "shift_on"
    SHIFT_CALL = "shift_call"
    SHIFT_OFF = "shift_off"
    # the person
    CALL = "call"  # send what there is of the form
    WORSE = "worse"
    WAIT = "wait"
    OTHER_HELP = "other_help"
    FINE = "fine"
    HELP = "help"  # asked how they are: a human is needed again
    CANCEL = "cancel"
    CANCEL_YES = "cancel_yes"


IN_GROUP = frozenset({Verb.TAKE, Verb.TRANSLATE, Verb.NEXT})
OF_PERSON = frozenset(list(Verb)[list(Verb).index(Verb.CALL) :])
WITHOUT_CASE = frozenset({Verb.NEXT, Verb.SHIFT_ON, Verb.SHIFT_CALL, Verb.SHIFT_OFF})
SEAT_VERBS = {Seat.MANAGER: Verb.TAKE, Seat.TRANSLATOR: Verb.TRANSLATE}
PAUSES = {Verb.PAUSE_1: 1, Verb.PAUSE_3: 3, Verb.PAUSE_7: 7}  # days

_WITH_CASE = re.compile(r"q\|([a-z_0-9]{2,16})\|([0-9a-f]{16})\|(0|[1-9]\d{0,5})")
_BARE = re.compile(r"q\|([a-z_0-9]{2,16})")
_END = re.compile(r"q\|(out|shut)\.([a-z_]{2,12})\|([0-9a-f]{16})\|(0|[1-9]\d{0,5})")
_GIVE_TO = re.compile(r"s\|give\|([0-9a-f]{16})\|(0|[1-9]\d{0,5})\|([0-9a-f]{16})")
_NEWCOMER = re.compile(r"v\|(yes|no)\|([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the queue that was pressed; `end` is chosen by RESOLVE and SHUT alone."""

    verb: Verb
    case_id: str = ""
    epoch: int = 0
    end: Outcome | Shut | None = None


def parse(data: str) -> Pressed | None:
    """What a callback asks for; None for anything this module did not make."""
    try:
        if match := _END.fullmatch(data):
            kind, end, case_id, epoch = match.groups()
            outcome = Outcome(end) if kind == "out" else Shut(end)
            return Pressed(Verb.RESOLVE if kind == "out" else Verb.SHUT, case_id, int(epoch), outcome)
        if match := _WITH_CASE.fullmatch(data):
            verb = Verb(match[1])
            return None if verb in WITHOUT_CASE else Pressed(verb, match[2], int(match[3]))
        if match := _BARE.fullmatch(data):
            verb = Verb(match[1])
            return Pressed(verb) if verb in WITHOUT_CASE else None
    except ValueError:
        return None
    return None


def parse_newcomer(data: str) -> tuple[str, bool] | None:
    """(volunteer id, accepted) of a button under a newcomer's name, or None."""
    match = _NEWCOMER.fullmatch(data)
    return (match[2], match[1] == "yes") if match else None


def parse_give_to(data: str) -> tuple[str, int, str] | None:
    """(case id, turn, volunteer id) of a button with somebody's name, or None."""
    match = _GIVE_TO.fullmatch(data)
    return (match[1], int(match[2]), match[3]) if match else None


def button(verb: Verb, case: Case | None = None, style: Style = "") -> Button:
    """A button for this turn of the case."""
    data = f"q|{verb}" if case is None else f"q|{verb}|{case.id}|{case.epoch}"
    return Button(f"queue-do.{verb}", data=data, style=style)


def details_button(case: Case) -> Button:
    """Opens the details of one case among several."""
    data = f"q|{Verb.DETAILS}|{case.id}|{case.epoch}"
    return Button("queue-do.details_of", data=data, args={"code": case.code})


def seat_button(seat: Seat, case: Case, turn: int) -> Button:
    """The button that takes a seat, in this turn of the seat."""
    verb = SEAT_VERBS[seat]
    return Button(f"queue-do.{verb}", data=f"q|{verb}|{case.id}|{turn}", style="primary")


def end_button(end: Outcome | Shut, case: Case) -> Button:
    """A button that ends the work with this outcome."""
    kind = "out" if isinstance(end, Outcome) else "shut"
    return Button(f"queue-{kind}.{end}", data=f"q|{kind}.{end}|{case.id}|{case.epoch}")


def give_button(case: Case, volunteer: Volunteer, alias: str) -> Button:
    """Gives the case, in this turn, to this volunteer."""
    data = f"s|give|{case.id}|{case.epoch}|{volunteer.id}"
    return Button("queue-give_to.one", data=data, args={"alias": alias, "count": volunteer.load})


def newcomer_buttons(volunteer_id: str) -> tuple[Button, Button]:
    """Accept and refuse."""
    return (
        Button("queue-newcomer.yes", data=f"v|yes|{volunteer_id}", style="success"),
        Button("queue-newcomer.no", data=f"v|no|{volunteer_id}", style="danger"),
    )
