"""What the machine itself has to say: to a person it could not read, and to the coordinators."""

from __future__ import annotations

from datetime import timedelta

from bot.core.ops import Lane
from bot.core.say import Message, say
from bot.services import outgoing
from bot.services.moves import tell_leaders, tell_volunteer
from bot.storage import cases, people, trouble, volunteers
from bot.storage.database import Tx
from bot.storage.moments import to_ms
from bot.storage.outbox import Row

ONE_ALARM = timedelta(hours=1)  # of a kind; an alarm that cannot be sent would alarm again


def unreadable(tx: Tx, telegram_id: int) -> None:
    """A message could not be read: its sender is asked for words."""
    outgoing.tell(tx, people.find_or_create(tx, telegram_id).id, say("common-unreadable"))


def slow_down(tx: Tx, telegram_id: int) -> None:
    """Somebody writes faster than we read; said once a flood."""
    number = people.find_or_create(tx, telegram_id).id
    outgoing.tell(tx, number, say("common-too_fast"), dedupe=f"slow:{number}:{_hour(tx)}")


def quarantined(tx: Tx, update_id: int, error_class: str) -> None:
    """An update was set aside; coordinators learn its number and the class of the error."""
    alarm(tx, say("alarm-quarantine", update=str(update_id), error=error_class), f"quarantine:{update_id}")


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
            tell_volunteer(tx, case.owner, message, lane=lane, dedupe=f"unreachable:{case.id}:{case.ver}")
    elif kind == "volunteer":
        volunteers.set_reachable(tx, number, reachable=False)
        alias = volunteers.alias_of(tx, number)
        alarm(tx, say("alarm-volunteer_gone", alias=alias), f"gone:{number}:{_hour(tx)}")


def keys_missing(tx: Tx, count: int) -> None:
    """Sealed data without its key at the start: a file was swapped, or a backup is half."""
    alarm(tx, say("alarm-keys_missing", count=count), f"keys:{_hour(tx)}")


def restarted(tx: Tx, late: int) -> None:
    """After an outage: one line, so that nobody wonders."""
    if late:
        alarm(tx, say("alarm-restarted", late=late), f"restart:{to_ms(tx.now)}")


def troubles(tx: Tx) -> None:
    """Failed and parked rows that no human knows of yet."""
    for found in trouble.unnoticed(tx):
        trouble.noticed(tx, found.id)
        if found.state == "failed" and found.kind not in ("toast", "strip", "delete"):
            alarm(tx, say("alarm-not_sent", kind=found.kind, code=found.code), f"not_sent:{found.id}")


def alarm(tx: Tx, message: Message, dedupe: str) -> None:
    """To every coordinator and administrator; to the group where there is none."""
    tell_leaders(tx, message, dedupe)


def _hour(tx: Tx) -> int:
    return to_ms(tx.now) // (ONE_ALARM // timedelta(milliseconds=1))
