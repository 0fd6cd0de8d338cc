"""«Это устарело»: one of the team saw an old figure; a word why, and the coordinators know."""

from __future__ import annotations

from bot.core import fact_given, refusals
from bot.core.fact_buttons import Verb, named
from bot.core.facts import Fact
from bot.core.ops import Lane, Send
from bot.core.people import Volunteer
from bot.core.say import Arg, Message, Part, say
from bot.services import factbook, factpages
from bot.services.house import House
from bot.services.moves import STAFF, tell_volunteer, volunteer
from bot.storage import audit, factlog, outbox, volunteers
from bot.storage.tx import Tx

WHY = "why"


def ask(tx: Tx, house: House, one: Volunteer, numbers: list[str]) -> None:
    """Which of the screen's facts, where there are several; then why."""
    book = factbook.current(tx, house)
    found = [book.fact(number) for number in numbers if number in book]
    if not found:
        raise refusals.NotThere
    if len(found) > 1:
        rows = factpages.fact_rows(found, Verb.OUTDATED)
        factbook.tell(tx, one.id, say("factdesk-which", *rows))
        return
    fact = found[0]
    parts = (Part("factdesk-ask_why"), factpages.head(fact), *factpages.value_lines(fact))
    factbook.tell(tx, one.id, Message(parts), asks=f"{WHY}:{fact.number}")


def flagged(tx: Tx, house: House, one: Volunteer, number: str, text: str) -> None:
    """The word why: kept with the fact; coordinators hear of a fact once a day."""
    fact = factbook.the_fact(factbook.current(tx, house), number)
    why, today = fact_given.reason(text), factbook.today(tx, house)
    factlog.flag(tx, number, today, one.id, why)
    audit.note(tx, actor=volunteer(one.id), verb="fact.flagged", subject=f"fact:{number}")
    _tell_leaders(tx, one, fact, why, f"fact_flag:{number}:{today}")
    factbook.tell(tx, one.id, say("factdesk-flagged", (factpages.BACK,), number=number))


def _tell_leaders(tx: Tx, one: Volunteer, fact: Fact, why: str, dedupe: str) -> None:
    """In private, with the word why; the group, where there is no leader, learns the number alone."""
    args: dict[str, Arg] = {"alias": volunteers.alias_of(tx, one.id), "why": why}
    parts = (Part("factdesk-is_flagged", args), factpages.head(fact), *factpages.value_lines(fact))
    message = Message(parts, ((named(Verb.SHOW, fact.number, fact.about),),))
    leaders = volunteers.leaders(tx)
    for leader in leaders:
        tell_volunteer(tx, leader.id, message, dedupe=f"{dedupe}:{leader.id}")
    if not leaders:
        op = Send(Message((Part("factdesk-is_flagged_group"), factpages.head(fact))))
        outbox.put(tx, dest=STAFF, op=op, lane=Lane.CASE, owner=STAFF, dedupe=dedupe)
