"""Is the person in Russia? Asked as soon as their words say so, for it decides what may be shown to them.

The open question is kept as a timer of the person: whatever else comes meanwhile, it is asked again, and
half an hour later it lapses by itself.
"""

from __future__ import annotations

from datetime import timedelta

from bot.core import menu
from bot.core.say import Part
from bot.services import outgoing
from bot.services.house import House
from bot.storage import people, timers
from bot.storage.database import Tx
from bot.storage.timers import Timer

ASKED = "where"
LAPSES = timedelta(minutes=30)


def ask(tx: Tx, person_id: str, flow: str = "", *above: Part, words: str = "start-russia") -> None:
    """The question, under `above`; its answer leads on to `flow` or, without one, to the start."""
    due = tx.now + LAPSES
    timers.arm(tx, owner=outgoing.dest_of(person_id), kind=ASKED, due=due, fence=0, payload={"flow": flow})
    outgoing.show(tx, person_id, menu.in_russia(flow, *above, words=words), moved=bool(above))


def unknown(tx: Tx, person_id: str) -> bool:
    """Whether the person is not known to be in Russia, so that it is worth asking."""
    person = people.get(tx, person_id)
    return person is not None and not person.safe


def waiting(tx: Tx, person_id: str) -> str | None:
    """What the open question leads to: a flow or ""; None where nothing is asked."""
    armed = timers.armed(tx, outgoing.dest_of(person_id))
    found = next((timer for timer in armed if timer.kind == ASKED and timer.due > tx.now), None)
    return str(found.payload["flow"]) if found else None


def settle(tx: Tx, person_id: str, *, inside: bool) -> None:
    """The person has answered."""
    people.set_safe(tx, person_id, safe=inside)
    hush(tx, person_id)


def hush(tx: Tx, person_id: str) -> None:
    """The person went elsewhere: the question is not asked again."""
    timers.cancel(tx, outgoing.dest_of(person_id), ASKED)


def lapse(_: Tx, __: House, ___: Timer) -> None:
    """Nobody answered; the timer that kept the question is done."""
