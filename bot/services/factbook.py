"""What everything about facts at the desk starts from: the book as it stands now, and the team's day."""

from __future__ import annotations

from datetime import date

from bot.core import people, refusals
from bot.core.facts import Fact, FactBook
from bot.core.ops import EditRemembered, Lane, Send
from bot.core.people import Right, Volunteer
from bot.core.say import Message
from bot.services.house import House
from bot.services.moves import STAFF, volunteer
from bot.storage import factlog, outbox
from bot.storage.tx import Tx

ASKED = "g"  # first piece of the names of our questions: "g:value:1.10:phone"


def current(tx: Tx, house: House) -> FactBook:
    """The facts of the file under everything that was corrected since."""
    return house.facts.corrected(factlog.corrections(tx))


def the_fact(book: FactBook, number: str) -> Fact:
    """The fact of this number; NotThere for one that left the file."""
    if number not in book:
        raise refusals.NotThere
    return book.fact(number)


def today(tx: Tx, house: House) -> date:
    """The day where the team is: a screen never says it was checked tomorrow."""
    return house.library.moment(tx.now).today


def need_leader(one: Volunteer) -> None:
    """Raises Deactivated or NotAllowed."""
    people.need(one, Right.FACTS)


def tell(tx: Tx, volunteer_id: str, message: Message, *, asks: str = "") -> None:
    """A word at the desk; with `asks` it is a question, and the reply to it is the answer."""
    op = Send(message, remember=f"{ASKED}:{asks}" if asks else None)
    outbox.put(tx, dest=volunteer(volunteer_id), op=op, lane=Lane.CASE, owner=STAFF)


def redraw(tx: Tx, volunteer_id: str, name: str, message: Message) -> None:
    """What stands in one place of their chat and is edited there."""
    op = EditRemembered(message, name)
    outbox.put(tx, dest=volunteer(volunteer_id), op=op, lane=Lane.CASE, owner=STAFF)
