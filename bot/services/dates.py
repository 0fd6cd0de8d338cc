"""Dates that a flow has learned, offered as reminders and kept as timers of the person.

One timer per date: its payload holds the day and the moments still to come, the last of them the end of
that day, so that «Мои даты» shows it until then. The words of a reminder name no subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.core.dates import Due, end_of, follow, recounted
from bot.core.ops import Edit, Lane
from bot.core.say import Message
from bot.core.tools import reminders
from bot.core.tools.buttons import Remember
from bot.core.tools.paging import Row
from bot.services import factbook, nudges, outgoing
from bot.services.house import House
from bot.storage import outbox, timers
from bot.storage.database import Tx
from bot.storage.moments import from_ms, to_ms
from bot.storage.timers import Timer

DATE = "date"


def offer_deadlines(tx: Tx, house: House, person_id: str, flow: str, key: str, value: object) -> bool:
    """After a date step was answered: what follows from that day, and whether to remind of it.

    `flow` and `key` are the session's; `value` its answer. False, and nothing said, where nothing follows.
    """
    plan = house.library.plans.get(flow)
    node = plan.nodes.get(key) if plan else None
    day = _day(value)
    if node is None or day is None:
        return False
    found = _follow(tx, house, node.flow, node.id, day)
    kept = _kept(tx, person_id)
    found = [due for due in found if due.by != kept.get(due.rule)]
    if found:
        outgoing.tell(tx, person_id, reminders.offer(node.flow, node.id, day, found))
    return bool(found)


def remember(tx: Tx, house: House, person_id: str, button: Remember, message_id: int | None) -> None:
    """The offer was taken: a timer for each date; its message says so."""
    found = _follow(tx, house, button.flow, button.step, button.day)
    for due in found:
        _arm(tx, person_id, due.rule, due.by, [*due.moments, end_of(due.by, house.library.zone)])
    _instead(tx, person_id, reminders.accepted(found) if found else reminders.passed(), message_id)


def decline(tx: Tx, person_id: str, message_id: int | None) -> None:
    """The offer was not wanted."""
    _instead(tx, person_id, reminders.declined(), message_id)


def forget(tx: Tx, person_id: str, rule: str) -> None:
    """No more reminders of this date."""
    timers.cancel(tx, outgoing.dest_of(person_id), f"{DATE}:{rule}")


def listing(tx: Tx, person_id: str, out: tuple[Row, ...]) -> Message:
    """«Мои даты», the nearest first."""
    kept = sorted(_kept(tx, person_id).items(), key=lambda pair: (pair[1], pair[0]))
    return reminders.listing(kept, out)


def fire(tx: Tx, _: House, timer: Timer) -> None:
    """A reminder, or the end of a day: then the date leaves the list. What cannot be said now waits."""
    person_id, rule = timer.owner.removeprefix("person:"), timer.kind.removeprefix(f"{DATE}:")
    day = date.fromisoformat(timer.payload["day"])
    rest = [from_ms(moment) for moment in timer.payload["rest"]]
    over, late = not rest or rest[-1] <= tx.now, nudges.is_late(timer)
    if over and not late:
        return
    due = reminders.reminder(rule, day)
    words = reminders.missed(day) if over else reminders.late(due) if late else due
    if not outgoing.remind(tx, person_id, words):
        nudges.wait_for_return(tx, timer)
    elif not over:
        ahead = [moment for moment in rest[:-1] if moment > tx.now]
        _arm(tx, person_id, rule, day, [*ahead, rest[-1]])


def _follow(tx: Tx, house: House, flow: str, step: str, day: date) -> list[Due]:
    rules = recounted(house.tools.dates, factbook.current(tx, house))
    return follow(rules, flow, step, day, tx.now, house.library.zone)


def _kept(tx: Tx, person_id: str) -> dict[str, date]:
    """The day by rule, of every date that is remembered."""
    armed = timers.armed(tx, outgoing.dest_of(person_id))
    return {
        timer.kind.removeprefix(f"{DATE}:"): date.fromisoformat(timer.payload["day"])
        for timer in armed
        if timer.kind.startswith(f"{DATE}:")
    }


def _arm(tx: Tx, person_id: str, rule: str, day: date, moments: Sequence[datetime]) -> None:
    payload = {"day": day.isoformat(), "rest": [to_ms(moment) for moment in moments[1:]]}
    owner, kind = outgoing.dest_of(person_id), f"{DATE}:{rule}"
    timers.arm(tx, owner=owner, kind=kind, due=moments[0], fence=0, payload=payload)


def _instead(tx: Tx, person_id: str, message: Message, message_id: int | None) -> None:
    """In place of the offer, which is no screen of its own; beside it where its place is not known."""
    if message_id is None:
        outgoing.tell(tx, person_id, message)
        return
    dest = outgoing.dest_of(person_id)
    op = Edit(outgoing.fitted(tx, person_id, message), message_id)
    outbox.put(tx, dest=dest, op=op, lane=Lane.PERSON, owner=dest)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
