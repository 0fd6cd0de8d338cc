"""A correction: a new value, its source, both versions shown, a second person's yes; then screens have it.

Where there is only one leader, that one may say yes alone, by a press of its own, and the log says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from bot.core import fact_given, refusals
from bot.core.fact_buttons import Verb, button
from bot.core.fact_given import Unfit
from bot.core.facts import Fact
from bot.core.people import Volunteer
from bot.core.say import Arg, Button, Message, Part, say
from bot.services import factbook, factpages
from bot.services.house import House
from bot.services.moves import volunteer
from bot.storage import audit, factlog, volunteers
from bot.storage.factlog import Change
from bot.storage.remembered import remembered
from bot.storage.tx import Tx

VALUE, LINK = "value", "link"


# --- the way to a proposal -----------------------------------------------------------------------


def choose(tx: Tx, house: House, one: Volunteer, number: str, name: str) -> None:
    """Asks for the new value; first which one, where the fact has several."""
    factbook.need_leader(one)
    fact = factbook.the_fact(factbook.current(tx, house), number)
    if not name and len(fact.values) > 1:
        rows = [(_value_button(fact, each),) for each in fact.values]
        parts = (Part("factdesk-which_value"), factpages.head(fact))
        factbook.tell(tx, one.id, Message(parts, (*rows, (factpages.BACK,))))
        return
    name = name or next(iter(fact.values), "")
    if name not in fact.values:
        raise refusals.NotThere
    _free(tx, one, number, name)
    ask = Part("factdesk-ask_value", {"name": name, "value": fact.values[name]})
    factbook.tell(tx, one.id, Message((ask, factpages.head(fact))), asks=f"{VALUE}:{number}:{name}")


def _value_button(fact: Fact, name: str) -> Button:
    args: dict[str, Arg] = {"name": name}
    return Button("factdesk-value.name", data=f"g|{Verb.FIX}|{fact.number}|{name}", args=args)


def value_given(tx: Tx, house: House, one: Volunteer, number: str, name: str, text: str) -> None:
    """The new value is there: now its source."""
    factbook.need_leader(one)
    fact = factbook.the_fact(factbook.current(tx, house), number)
    if name not in fact.values:
        raise refusals.NotThere
    _free(tx, one, number, name)
    before = fact.values[name]
    row = factlog.draft(tx, number, name, before=before, after=fact_given.new_value(text, before), by=one.id)
    _ask_link(tx, one, fact, row)


def same(tx: Tx, house: House, one: Volunteer, number: str) -> None:
    """Somebody has read the official page and nothing has changed: only the source is asked."""
    factbook.need_leader(one)
    fact = factbook.the_fact(factbook.current(tx, house), number)
    _free(tx, one, number, "")
    _ask_link(tx, one, fact, factlog.draft(tx, number, "", before="", after="", by=one.id))


def _free(tx: Tx, one: Volunteer, number: str, name: str) -> None:
    """Raises Unfit while somebody else's change of this value waits."""
    waits = factlog.waiting_for(tx, number, name)
    if waits is not None and waits.proposed_by != one.id:
        raise Unfit("waiting")


def _ask_link(tx: Tx, one: Volunteer, fact: Fact, row: int) -> None:
    rows = ((button(Verb.PAGE, row),),) if fact.link else ()
    parts = [Part("factdesk-ask_link")]
    parts += [Part("factdesk-ask_link_same", {"link": fact.link})] if fact.link else []
    factbook.tell(tx, one.id, Message(tuple(parts), rows), asks=f"{LINK}:{row}")


def same_page(tx: Tx, house: House, one: Volunteer, row: int) -> None:
    """The source is the page that stands with the fact."""
    change = _mine(tx, one, row)
    link_given(tx, house, one, row, factbook.the_fact(factbook.current(tx, house), change.number).link)


def link_given(tx: Tx, house: House, one: Volunteer, row: int, text: str) -> None:
    """The proposal is whole: both versions go to everybody who may say yes."""
    change = _mine(tx, one, row)
    source = fact_given.source(text)
    _free(tx, one, change.number, change.value_name)
    earlier = factlog.waiting_for(tx, change.number, change.value_name)
    if earlier is not None:
        _drop(tx, house, earlier, one)
    factlog.submit(tx, change, source)
    audit.note(
        tx, actor=volunteer(one.id), verb="fact.proposed", subject=_subject(change), fields=_fields(change)
    )
    proposed = _the_change(tx, row)
    for leader in (one.id, *(other.id for other in others(tx, one.id))):
        _draw(tx, house, proposed, leader)


def _mine(tx: Tx, one: Volunteer, row: int) -> Change:
    factbook.need_leader(one)
    change = _the_change(tx, row)
    if change.proposed_by != one.id:
        raise refusals.NotThere
    if change.state != "draft":
        raise Unfit("settled")
    return change


# --- the second person ---------------------------------------------------------------------------


def others(tx: Tx, volunteer_id: str) -> list[Volunteer]:
    """Leaders beside this one, whom a message reaches."""
    return [leader for leader in volunteers.leaders(tx) if leader.id != volunteer_id]


def look(tx: Tx, house: House, one: Volunteer, row: int) -> None:
    """The change once more, at the end of the chat."""
    factbook.need_leader(one)
    factbook.tell(tx, one.id, card(tx, house, _the_change(tx, row), one.id))


def confirm(tx: Tx, house: House, one: Volunteer, row: int, *, alone: bool = False) -> None:
    """Yes of a second person; the proposer's own counts only where there is no other leader."""
    factbook.need_leader(one)
    change = _waiting(tx, row)
    own = change.proposed_by == one.id
    if own and others(tx, one.id):
        raise Unfit("second")
    if own and not alone:
        rows = ((button(Verb.ALONE, row, style="danger"),), (button(Verb.WITHDRAW, row),))
        factbook.tell(tx, one.id, say("factdesk-alone", *rows))
        return
    _unmoved(tx, house, change)
    if not factlog.accept(tx, row, one.id, factbook.today(tx, house)):
        raise Unfit("settled")
    _settled(tx, house, change, one, "fact.accepted_alone" if own else "fact.accepted")
    for reader in filter(None, dict.fromkeys((one.id, _proposer(tx, change)))):
        factbook.tell(tx, reader, say("factdesk-accepted", (factpages.BACK,), number=change.number))


def refuse(tx: Tx, house: House, one: Volunteer, row: int) -> None:
    """No of a second person; the proposer takes it back."""
    factbook.need_leader(one)
    change = _waiting(tx, row)
    _drop(tx, house, change, one)
    proposer = _proposer(tx, change)
    if proposer and proposer != one.id:
        fix = (button(Verb.SHOW, change.number, number=change.number),)
        factbook.tell(tx, proposer, say("factdesk-refused", fix, number=change.number))


def _proposer(tx: Tx, change: Change) -> str:
    """Who is to hear how it ended; nobody who has left the team."""
    known = volunteers.get(tx, change.proposed_by)
    return change.proposed_by if known is not None and known.active else ""


def _unmoved(tx: Tx, house: House, change: Change) -> None:
    """Raises when the value is no longer the one that was shown as the old one."""
    fact = factbook.the_fact(factbook.current(tx, house), change.number)
    if change.value_name and fact.values.get(change.value_name) != change.before:
        raise Unfit("moved")


def _drop(tx: Tx, house: House, change: Change, one: Volunteer) -> None:
    state: Literal["refused", "withdrawn"] = "withdrawn" if change.proposed_by == one.id else "refused"
    if not factlog.drop(tx, change.id, one.id, state):
        raise Unfit("settled")
    _settled(tx, house, change, one, f"fact.{state}")


def _settled(tx: Tx, house: House, change: Change, one: Volunteer, verb: str) -> None:
    """Into the log, and the buttons off everybody's card."""
    audit.note(tx, actor=volunteer(one.id), verb=verb, subject=_subject(change), fields=_fields(change))
    settled = _the_change(tx, change.id)
    for member in volunteers.active(tx):
        if remembered(tx, volunteer(member.id), _card_name(change)) is not None:
            _draw(tx, house, settled, member.id)


# --- how it looks --------------------------------------------------------------------------------


def card(tx: Tx, house: House, change: Change, reader: str) -> Message:
    """Old and new, the source, who asks; buttons while it waits."""
    book = factbook.current(tx, house)
    about = book.fact(change.number).about if change.number in book else ""
    args: dict[str, Arg] = {"alias": volunteers.alias_of(tx, change.proposed_by), "state": change.state}
    parts = [Part("factdesk-change", args), Part("factdesk-fact", {"number": change.number, "about": about})]
    if change.value_name:
        parts.append(Part("factdesk-moved", {"name": change.value_name}))
        parts.append(Part("factdesk-before", {"value": change.before}, tight=True))
        parts.append(Part("factdesk-after", {"value": change.after}, tight=True))
    else:
        parts.append(Part("factdesk-compared"))
    if change.number in book:
        rest = factpages.value_lines(book.fact(change.number), without=change.value_name)
        parts += [Part("factdesk-unchanged"), *(replace(line, tight=True) for line in rest)] if rest else []
    parts.append(Part("factdesk-source", {"link": change.source}))
    rows = _choices(tx, change, reader) if change.state == "waiting" else []
    return Message(tuple(parts), tuple(rows))


def _choices(tx: Tx, change: Change, reader: str) -> factpages.Rows:
    """Whoever proposed it says yes only where there is nobody else."""
    own = reader == change.proposed_by
    yes = [] if own and others(tx, reader) else [(button(Verb.YES, change.id, style="success"),)]
    return [*yes, (button(Verb.WITHDRAW if own else Verb.NO, change.id),)]


def _draw(tx: Tx, house: House, change: Change, reader: str) -> None:
    factbook.redraw(tx, reader, _card_name(change), card(tx, house, change, reader))


def _card_name(change: Change) -> str:
    return f"fact_change:{change.id}"


def _the_change(tx: Tx, row: int) -> Change:
    change = factlog.get(tx, row)
    if change is None:
        raise refusals.NotThere
    return change


def _waiting(tx: Tx, row: int) -> Change:
    change = _the_change(tx, row)
    if change.state != "waiting":
        raise Unfit("settled")
    return change


def _subject(change: Change) -> str:
    return f"fact:{change.number}"


def _fields(change: Change) -> str:
    return f"change:{change.id},{change.value_name or 'compared'}"
