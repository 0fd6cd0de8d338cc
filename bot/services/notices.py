"""A dated notice above every screen of a flow, for what changes faster than facts can be compared.

A coordinator writes it, says until when, looks at it and pins it; the other coordinators are told. It
goes by itself on its day, or when somebody takes it away.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from bot.core import fact_given, menu, refusals
from bot.core.fact_buttons import Verb, button
from bot.core.fact_given import Unfit
from bot.core.fact_use import flows_of
from bot.core.people import Volunteer
from bot.core.say import Arg, Button, Message, Part, say
from bot.services import factbook, factpages
from bot.services.house import House
from bot.services.moves import tell_volunteer, volunteer
from bot.storage import audit, notices, volunteers
from bot.storage.notices import Notice
from bot.storage.tx import Tx

TEXT, UNTIL = "notice", "until"
SPANS = (7, 30)  # days, on buttons
FLOWS_SHOWN = 20  # on a page


def over(tx: Tx, house: House, flows: Collection[str], made: Message) -> Message:
    """A person's screen with what is pinned above its flow, and above the flow it calls."""
    found = notices.above(tx, dict.fromkeys(flows), factbook.today(tx, house))
    return replace(made, parts=(*map(_shown, found), *made.parts)) if found else made


def _shown(notice: Notice) -> Part:
    return Part("factdesk-notice", {"since": notice.since, "words": notice.words})


# --- the list ------------------------------------------------------------------------------------


def board(tx: Tx, house: House, one: Volunteer) -> Message:
    """What is pinned today, each with a way to take it away."""
    factbook.need_leader(one)
    found = notices.pinned(tx, factbook.today(tx, house))
    parts = [Part("factdesk-notices", {"count": len(found)})]
    parts += [part for notice in found for part in (_where(tx, notice), replace(_shown(notice), tight=True))]
    rows = [(_take_away(house, notice),) for notice in found]
    return Message(tuple(parts), (*rows, (button(Verb.FLOWS, 0),), (factpages.BACK,)))


def _where(tx: Tx, notice: Notice) -> Part:
    args: dict[str, Arg] = {
        "title": f"{notice.flow}-flow.title",
        "until": notice.until or notice.since,
        "alias": volunteers.alias_of(tx, notice.written_by),
    }
    return Part("factdesk-notice_where", args)


def _take_away(house: House, notice: Notice) -> Button:
    return button(Verb.UNPIN, notice.id, title=house.label(f"{notice.flow}-flow.title"))


# --- writing one ---------------------------------------------------------------------------------


def choose_flow(house: House, one: Volunteer, page: int) -> Message:
    """Above which flow: the doors of the menus first, the others by the alphabet."""
    factbook.need_leader(one)
    flows = _in_order(house)
    shown = flows[page * FLOWS_SHOWN : (page + 1) * FLOWS_SHOWN]
    buttons = [_flow_button(flow) for flow in shown]
    rows = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    if len(flows) > (page + 1) * FLOWS_SHOWN:
        rows.append((Button("common-more", data=f"g|{Verb.FLOWS}|{page + 1}"),))
    return say("factdesk-which_flow", *rows, (factpages.BACK,))


def choose_of_fact(house: House, one: Volunteer, number: str) -> Message:
    """Above one of the flows that rest on this fact."""
    factbook.need_leader(one)
    flows = flows_of(house.fact_users, number) or _in_order(house)[:FLOWS_SHOWN]
    return say("factdesk-which_flow", *((_flow_button(flow),) for flow in flows), (factpages.BACK,))


def _in_order(house: House) -> list[str]:
    titled = [flow for flow in house.library.flows if f"{flow}-flow.title" in house.library.texts]
    doors = [flow for flow in (*menu.START, *menu.OTHER) if flow in titled]
    rest = sorted(set(titled) - set(doors), key=lambda flow: house.label(f"{flow}-flow.title"))
    return [*doors, *rest]


def _flow_button(flow: str) -> Button:
    return Button(f"{flow}-flow.title", data=f"g|{Verb.NOTICE}|{flow}")


def ask_words(tx: Tx, house: House, one: Volunteer, flow: str) -> None:
    """The flow is chosen: what is to be said."""
    factbook.need_leader(one)
    _known(house, flow)
    ask = say("factdesk-ask_notice", title=f"{flow}-flow.title", most=fact_given.NOTICE_UNITS)
    factbook.tell(tx, one.id, ask, asks=f"{TEXT}:{flow}")


def words_given(tx: Tx, house: House, one: Volunteer, flow: str, text: str) -> None:
    """The words are there: until when."""
    factbook.need_leader(one)
    _known(house, flow)
    row = notices.draft(tx, flow, fact_given.notice(text), factbook.today(tx, house), one.id)
    rows = [(button(Verb.UNTIL, row, days, days=days),) for days in SPANS]
    factbook.tell(tx, one.id, say("factdesk-ask_until", *rows), asks=f"{UNTIL}:{row}")


def day_given(tx: Tx, house: House, one: Volunteer, row: int, text: str) -> None:
    """A typed day."""
    _until(tx, house, one, row, fact_given.last_day(text, factbook.today(tx, house)))


def days_chosen(tx: Tx, house: House, one: Volunteer, row: int, days: int) -> None:
    """A span from a button."""
    last = factbook.today(tx, house) + timedelta(days=min(days, fact_given.NOTICE_DAYS))
    _until(tx, house, one, row, last)


def _until(tx: Tx, house: House, one: Volunteer, row: int, day: date) -> None:
    """It is whole: shown as people will see it, with the button that pins it."""
    notice = _mine(tx, house, one, row)
    if not notices.set_until(tx, row, day):
        raise Unfit("settled")
    made = notices.get(tx, row) or notice
    parts = (Part("factdesk-notice_ready"), _where(tx, made), _shown(made))
    rows = ((button(Verb.PIN, row, style="success"),), (factpages.BACK,))
    factbook.tell(tx, one.id, Message(parts, rows))


def pin(tx: Tx, house: House, one: Volunteer, row: int) -> None:
    """Above every screen of the flow from now on."""
    _mine(tx, house, one, row)
    if not notices.pin(tx, row, factbook.today(tx, house), one.id):
        raise Unfit("settled")
    _log(tx, one, "notice.pinned", row)
    _tell_all(tx, one, "factdesk-notice_pinned", row)


def unpin(tx: Tx, house: House, one: Volunteer, row: int) -> None:
    """Gone from every screen that is shown from now on."""
    factbook.need_leader(one)
    if not notices.unpin(tx, row, one.id):
        raise Unfit("settled")
    _log(tx, one, "notice.removed", row)
    _tell_all(tx, one, "factdesk-notice_removed", row)
    factbook.tell(tx, one.id, board(tx, house, one))


def _mine(tx: Tx, house: House, one: Volunteer, row: int) -> Notice:
    factbook.need_leader(one)
    notice = notices.get(tx, row)
    if notice is None or notice.written_by != one.id:
        raise refusals.NotThere
    _known(house, notice.flow)
    if notice.state != "draft":
        raise Unfit("settled")
    return notice


def _known(house: House, flow: str) -> None:
    if flow not in house.library.flows or f"{flow}-flow.title" not in house.library.texts:
        raise refusals.NotThere


def _tell_all(tx: Tx, one: Volunteer, what: str, row: int) -> None:
    """All leaders know what stands above a flow, and who did it."""
    notice = notices.get(tx, row)
    if notice is None:
        return
    done = Part(what, {"alias": volunteers.alias_of(tx, one.id)})
    message = Message((done, _where(tx, notice), _shown(notice)))
    for leader in dict.fromkeys((one.id, *(leader.id for leader in volunteers.leaders(tx)))):
        tell_volunteer(tx, leader, message)


def _log(tx: Tx, one: Volunteer, verb: str, row: int) -> None:
    notice = notices.get(tx, row)
    flow = notice.flow if notice else ""
    audit.note(tx, actor=volunteer(one.id), verb=verb, subject=f"flow:{flow}", fields=f"notice:{row}")
