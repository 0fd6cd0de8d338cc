"""The second seat: a translator is asked for, comes, leaves; with an alarm of its own."""

from __future__ import annotations

from datetime import timedelta

from bot.core import cards, refusals
from bot.core.cases import OPEN, OWNED, Case
from bot.core.ladder import Audience
from bot.core.people import Seat, Volunteer
from bot.services.moves import Desk, draw_card, give_details, tell_leaders, tell_volunteer, the_case
from bot.storage import cases, events, seats, timers, volunteers
from bot.storage.timers import Timer
from bot.storage.tx import Tx

KIND = "translator"  # of the timer
PATIENCE = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=4), timedelta(days=1))


def want_translator(tx: Tx, desk: Desk, volunteer_id: str, case_id: str) -> Case:
    """Whoever leads the case asks for a translator. AlreadyAsked while one is there or wanted."""
    case = the_case(tx, case_id)
    if case.owner != volunteer_id:
        raise refusals.NotYourCase
    if case.state not in OWNED:
        raise refusals.NotNow
    if Seat.TRANSLATOR in seats.of_case(tx, case_id):
        raise refusals.AlreadyAsked
    ask(tx, desk, case)
    return case


def ask(tx: Tx, desk: Desk, case: Case, left: str | None = None) -> None:
    """The seat is free from now on, and translators hear of it. `left`: who has just given it back."""
    turn = seats.want_translator(tx, case.id)
    called = volunteers.audience(tx, Audience.SHIFT, Seat.TRANSLATOR, but=left, urgent=True)
    for one in (one for one in called if one.id != left):
        message = cards.translator_alarm(case, turn)
        tell_volunteer(tx, one.id, message, dedupe=f"translator:{case.id}:{turn}:{one.id}")
    _wait(tx, desk, case, turn)
    draw_card(tx, case)


def without(tx: Tx, desk: Desk, case: Case, left: str) -> None:
    """The translator has gone, who is `left`: another is asked for, and whoever leads the case knows."""
    message = cards.translator_left(case, volunteers.alias_of(tx, left))
    tell_volunteer(tx, case.owner, message)
    if case.owner is not None:
        give_details(tx, desk, case, case.owner)
    ask(tx, desk, case, left=left)


def seated(tx: Tx, desk: Desk, case: Case, volunteer: Volunteer) -> Case:
    """A translator has taken the seat."""
    timers.cancel(tx, f"case:{case.id}", KIND)
    events.add(tx, case, case, what="translate", by=f"volunteer:{volunteer.id}")
    tell_volunteer(tx, case.owner, cards.about("alarm-translator_came", case))
    give_details(tx, desk, case, volunteer.id)
    draw_card(tx, case)
    return case


def fire(tx: Tx, desk: Desk, timer: Timer) -> None:
    """Nobody has come yet: the coordinators hear of it, again and again."""
    case = cases.get(tx, timer.owner.removeprefix("case:"))
    place = seats.of_case(tx, case.id).get(Seat.TRANSLATOR) if case else None
    if case is None or case.state not in OPEN or place is None or not place.free or place.turn != timer.fence:
        return
    tell_leaders(tx, cards.translator_alarm(case, place.turn), f"translator:{case.id}:{timer.id}")
    _wait(tx, desk, case, place.turn)


def _wait(tx: Tx, desk: Desk, case: Case, turn: int) -> None:
    due = tx.now + PATIENCE[case.priority]
    if case.priority >= 2:
        due = desk.rules.quiet.after(due)
    timers.arm(tx, owner=f"case:{case.id}", kind=KIND, due=due, fence=turn)
