"""What the machine itself has to say: to a person it could not read, and to the coordinators."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.cases import State
from bot.core.ops import Album, Copy, Lane, Words
from bot.core.say import Message, say
from bot.services import outgoing
from bot.services.desk import undelivered
from bot.services.moves import Desk, tell_leaders, tell_volunteer
from bot.storage import audit, cases, people, seats, timers, trouble, volunteers
from bot.storage.database import Tx
from bot.storage.moments import to_ms
from bot.storage.outbox import Row
from bot.storage.timers import Timer

ONE_ALARM = timedelta(hours=1)  # of a kind; an alarm that cannot be sent would alarm again
MERGED = timedelta(minutes=15)  # what comes by hundreds is told at once, then as a number
MORE = "more"
_MORE = {"quarantine": "alarm-quarantine_more", "not_sent": "alarm-not_sent_more"}


def unreadable(tx: Tx, telegram_id: int) -> None:
    """A message could not be read: its sender is asked for words."""
    number = people.find_or_create(tx, telegram_id).id
    minute = to_ms(tx.now) // 60_000
    outgoing.tell(tx, number, say("common-unreadable"), dedupe=f"unreadable:{number}:{minute}")


def slow_down(tx: Tx, telegram_id: int) -> None:
    """Somebody writes faster than we read; said once a flood."""
    number = people.find_or_create(tx, telegram_id).id
    outgoing.tell(tx, number, say("common-too_fast"), dedupe=f"slow:{number}:{_hour(tx)}")


def quarantined(tx: Tx, update_id: int, error_class: str) -> None:
    """An update was set aside; coordinators learn its number and the class of the error."""
    _merged(tx, "quarantine", say("alarm-quarantine", update=str(update_id), error=error_class))


def backlog(tx: Tx, inbox: int, outbox: int) -> None:
    """So much waits that answers come late; nothing of it is dropped."""
    alarm(tx, say("alarm-backlog", inbox=inbox, outbox=outbox), f"backlog:{_hour(tx)}")


def conflict(tx: Tx) -> None:
    """Somebody else reads with our token: a security alarm."""
    alarm(tx, say("alarm-conflict"), f"conflict:{_hour(tx)}")


def technical(tx: Tx, row: Row, code: str) -> None:
    """Telegram refused a row in a way that is our own fault or needs a human."""
    if row.dest != "staff":
        alarm(tx, say("alarm-technical", code=code), f"technical:{code}:{_hour(tx)}")


def timer_failed(tx: Tx, kind: str, error: str) -> None:
    """A deadline could not be acted on and is tried again each minute: a case may be silent meanwhile."""
    alarm(tx, say("alarm-timer", kind=kind, error=error), f"timer:{kind}:{_hour(tx)}")


def unreachable(tx: Tx, row: Row, code: str) -> None:
    """Nobody is there any more: the one who waits for an answer must know."""
    _ = code
    kind, _, number = row.dest.partition(":")
    if kind == "person":
        people.set_reachable(tx, number, reachable=False)
        for case in cases.all_open_of(tx, number):
            lane = Lane.ALARM if case.priority == 0 else Lane.CASE
            message = say("relay-unreachable", code=case.code)
            for one in seats.holders(tx, case.id):
                tell_volunteer(tx, one, message, lane=lane, dedupe=f"unreachable:{case.id}:{case.ver}:{one}")
    elif kind == "volunteer":
        volunteers.set_reachable(tx, number, reachable=False)
        alias = volunteers.alias_of(tx, number)
        alarm(tx, say("alarm-volunteer_gone", alias=alias), f"gone:{number}:{_hour(tx)}")


def not_arrived(tx: Tx, desk: Desk, row: Row) -> None:
    """Words that Telegram will not take: whoever waits for an answer to them must know, and what to do."""
    case = cases.get(tx, row.case_id) if row.case_id else None
    if case is None or case.state is State.ERASED or not isinstance(row.op, Words | Copy | Album):
        return
    to_family = row.dest.startswith("person:")
    for one in seats.holders(tx, case.id):
        if to_family or row.dest == f"volunteer:{one}":
            ref = "relay-not_arrived" if to_family else "relay-not_shown"
            tell_volunteer(tx, one, say(ref, code=case.code), reply_to=_in_chat_of(one, row.op))
    if to_family:
        undelivered(tx, desk, case.id)


def _in_chat_of(volunteer_id: str, op: Words | Copy | Album) -> int | None:
    """The volunteer's own message that did not arrive; None in the chats of others."""
    source = op.items[0].map_from if isinstance(op, Album) else op.map_from
    dest, _, message = (source or "").partition(",")[0].rpartition("|")
    return int(message) if dest == f"volunteer:{volunteer_id}" else None


def keys_missing(tx: Tx, count: int) -> None:
    """Sealed data without its key at the start: a file was swapped, or a backup is half."""
    alarm(tx, say("alarm-keys_missing", count=count), f"keys:{_hour(tx)}")


def audit_checked(tx: Tx) -> None:
    """At the start: whether every line of who did what still follows from the one before."""
    if (broken := audit.first_broken(tx)) is not None:
        alarm(tx, say("alarm-audit_broken", row=str(broken)), f"audit:{broken}")


def restarted(tx: Tx, late: int) -> None:
    """After an outage: one line, so that nobody wonders."""
    if late:
        alarm(tx, say("alarm-restarted", late=late), f"restart:{to_ms(tx.now)}")


def troubles(tx: Tx) -> None:
    """Failed and parked rows that no human knows of yet."""
    for found in trouble.unnoticed(tx):
        trouble.noticed(tx, found.id)
        if found.state == "failed" and found.kind not in ("toast", "strip", "delete"):
            _merged(tx, "not_sent", say("alarm-not_sent", kind=found.kind, code=found.code))


def tell_more(tx: Tx, timer: Timer) -> None:
    """How many came since the last alarm of this name; none, and the next one is told at once again."""
    name, count = timer.kind.partition(":")[2], timer.payload["count"]
    if count:
        minutes = MERGED // timedelta(minutes=1)
        alarm(tx, say(_MORE[name], count=count, minutes=minutes), f"{name}:{to_ms(tx.now)}")
        _count(tx, name, 0, tx.now + MERGED)


def alarm(tx: Tx, message: Message, dedupe: str) -> None:
    """To every coordinator and administrator; to the group where there is none."""
    tell_leaders(tx, message, dedupe)


def _merged(tx: Tx, name: str, first: Message) -> None:
    """The first alarm of a name is sent; those after it are counted until `tell_more`."""
    counted = next(iter(timers.armed(tx, f"alarm:{name}")), None)
    if counted is None:
        alarm(tx, first, f"{name}:{to_ms(tx.now)}")
        _count(tx, name, 0, tx.now + MERGED)
    else:
        _count(tx, name, counted.payload["count"] + 1, counted.due)


def _count(tx: Tx, name: str, count: int, due: datetime) -> None:
    payload = {"count": count}
    timers.arm(tx, owner=f"alarm:{name}", kind=f"{MORE}:{name}", due=due, fence=0, payload=payload)


def _hour(tx: Tx) -> int:
    return to_ms(tx.now) // (ONE_ALARM // timedelta(milliseconds=1))
