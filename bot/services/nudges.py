"""Reminders of a conversation: a step's own, and a word to somebody who stopped half way.

All are timers of the session. Their text names no subject: the phone may be in other hands.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.cases import OPEN
from bot.core.flow.session import Session, from_json
from bot.core.menu import HOME
from bot.core.say import Button, say
from bot.core.tools.reminders import late
from bot.services import outgoing
from bot.services.house import House
from bot.storage import cases, sessions, timers
from bot.storage.database import Tx
from bot.storage.moments import from_ms, to_ms
from bot.storage.sessions import Stored
from bot.storage.timers import Timer

NUDGE = "nudge"
REMIND = "remind"
WAITS = timedelta(days=60)  # a reminder for somebody who has closed the chat
QUIET_FROM, QUIET_TO = 22, 8  # hours, where the team is


def owner_of(session_id: str) -> str:
    """The owner of a conversation's timers."""
    return f"session:{session_id}"


def plan(tx: Tx, house: House, stored: Stored, session: Session) -> None:
    """After each event: the nudge starts anew, and none is needed once the flow has ended."""
    flow = house.library.flows.get(session.flow)
    timers.cancel(tx, owner_of(stored.id), NUDGE)
    if flow is None or flow.nudge is None or session.ended:
        return
    due = _awake(tx.now + flow.nudge.after, house)
    payload = {"person": stored.person_id, "left": flow.nudge.max}
    timers.arm(tx, owner=owner_of(stored.id), kind=NUDGE, due=due, fence=0, payload=payload)


def remind(tx: Tx, stored: Stored, key: str, due: tuple[datetime, ...]) -> None:
    """Arms the reminders of a step, one after another."""
    if due:
        _arm(tx, stored.id, stored.person_id, key, [to_ms(moment) for moment in due])


def _arm(tx: Tx, session_id: str, person_id: str, key: str, due: list[int]) -> None:
    payload = {"person": person_id, "key": key, "rest": due[1:]}
    timers.arm(
        tx, owner=owner_of(session_id), kind=f"{REMIND}:{key}", due=from_ms(due[0]), fence=0, payload=payload
    )


def forget(tx: Tx, stored: Stored, key: str) -> None:
    """No more reminders of this step."""
    timers.cancel(tx, owner_of(stored.id), f"{REMIND}:{key}")


def stop(tx: Tx, stored: Stored) -> None:
    """The flow has ended: nobody is asked to come back to it; reminders of steps go on."""
    timers.cancel(tx, owner_of(stored.id), NUDGE)


def silence(tx: Tx, session_id: str) -> None:
    """The person wants no reminder of this conversation at all."""
    timers.cancel(tx, owner_of(session_id))


def fire_nudge(tx: Tx, house: House, timer: Timer) -> None:
    """A word to somebody who stopped half way, and the next one where there is one."""
    session_id, person_id = timer.owner.removeprefix("session:"), timer.payload["person"]
    stored = sessions.by_id(tx, session_id, person_id)
    if stored is None or not _still_open(tx, stored):
        return
    outgoing.remind(tx, person_id, say(f"{stored.flow}-flow.nudge", *_ways_back(session_id)))
    left = timer.payload["left"] - 1
    flow = house.library.flows.get(stored.flow)
    if left > 0 and flow and flow.nudge:
        due = _awake(tx.now + flow.nudge.after * 3, house)
        timers.arm(
            tx, owner=timer.owner, kind=NUDGE, due=due, fence=0, payload=timer.payload | {"left": left}
        )


def _still_open(tx: Tx, stored: Stored) -> bool:
    """One nudge for a person, of what was spoken in last; none where the team has finished the work."""
    newest = sessions.newest(tx, stored.person_id)
    if newest is None or newest.id != stored.id:
        return False
    case = cases.get(tx, stored.case_id) if stored.case_id else None
    return case is None or case.state in OPEN


def fire_reminder(tx: Tx, house: House, timer: Timer) -> None:
    """A step's reminder: its own words, and a way back to the step."""
    session_id, person_id = timer.owner.removeprefix("session:"), timer.payload["person"]
    stored = sessions.by_id(tx, session_id, person_id)
    if stored is None:
        return
    key = timer.payload["key"]
    session = from_json(stored.state)
    node = house.library.plans[session.flow].nodes.get(key) if session.flow in house.library.plans else None
    if node is not None:
        due = say(f"{node.flow}-{node.id}.remind", *_ways_back(session_id), (HOME,))
        if not outgoing.remind(tx, person_id, late(due) if is_late(timer) else due):
            wait_for_return(tx, timer)
            return
    if ahead := [moment for moment in timer.payload["rest"] if moment > to_ms(tx.now)]:
        _arm(tx, session_id, person_id, key, ahead)  # after an outage one word, not all that were missed


# --- somebody who cannot be written to now ---------------------------------------------------------


def is_late(timer: Timer) -> bool:
    """Whether a reminder has waited for its person."""
    return bool(timer.payload.get("late"))


def wait_for_return(tx: Tx, timer: Timer) -> None:
    """Keeps a reminder for the person's return; one that has waited long enough is let go."""
    if not is_late(timer):
        _set(tx, timer, tx.now + WAITS)


def back(tx: Tx, person_id: str) -> None:
    """They can be written to again: what has waited is said now, late and saying so."""
    owners = [outgoing.dest_of(person_id), *map(owner_of, sessions.of_person(tx, person_id))]
    for timer in (timer for owner in owners for timer in timers.armed(tx, owner)):
        if timer.payload and is_late(timer):
            _set(tx, timer, tx.now)


def _set(tx: Tx, timer: Timer, due: datetime) -> None:
    payload = timer.payload | {"late": True}
    timers.arm(tx, owner=timer.owner, kind=timer.kind, due=due, fence=timer.fence, payload=payload)


def _ways_back(session_id: str) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button("common-resume", data=f"r|{session_id}"),),
        (Button("common-no_reminders", data=f"x|{session_id}"),),
    )


def _awake(due: datetime, house: House) -> datetime:
    """Not in the night: a nudge can wait until the morning."""
    local = due.astimezone(house.library.zone)
    if QUIET_TO <= local.hour < QUIET_FROM:
        return due
    morning = local.replace(hour=QUIET_TO, minute=30, second=0, microsecond=0)
    return (morning + timedelta(days=local.hour >= QUIET_FROM)).astimezone(due.tzinfo)
