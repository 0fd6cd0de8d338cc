"""The team. Who somebody is lies sealed under the staff key; role, shift and numbers are plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.core.ladder import Audience
from bot.core.people import RIGHT_FOR_SEAT, RIGHTS, Role, Seat, Shift, Volunteer
from bot.storage.moments import to_ms
from bot.storage.tx import Tx

STAFF = "staff"
INDEX = "volunteer"  # kind of the keyed index


@dataclass(frozen=True, slots=True)
class Who:
    """The human behind a volunteer. Never shown to a person, never logged."""

    telegram: int
    name: str
    alias: str

    def __repr__(self) -> str:
        return "Who(…)"


SELECT = """
SELECT volunteer.*,
    (SELECT count(*) FROM seat WHERE seat.owner = volunteer.id AND seat.role = 'manager') AS load
FROM volunteer
"""
GET = f"{SELECT} WHERE id = ?"


def get(tx: Tx, volunteer_id: str) -> Volunteer | None:
    """The volunteer of this id, or None."""
    row = tx.row(GET, (volunteer_id,))
    return None if row is None else _volunteer(row)


def find(tx: Tx, telegram_id: int) -> Volunteer | None:
    """The volunteer behind a Telegram account, also one not confirmed or switched off; or None."""
    owner = tx.index_find(INDEX, telegram_id)
    return None if owner is None else get(tx, owner.removeprefix("volunteer:"))


NEXT_NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM volunteer"
ADD = """
INSERT INTO volunteer (id, number, role, state, who, invited_by, joined_at, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def add(tx: Tx, telegram_id: int, name: str, role: Role, *, state: str, invited_by: str | None) -> str:
    """A new volunteer, "pending" or "active"; gives the id."""
    volunteer_id = tx.token(8).hex()
    number: int = tx.value(NEXT_NUMBER)
    who = {"telegram": telegram_id, "name": name, "alias": _alias(name, number)}
    sealed = tx.seal(STAFF, "volunteer", "who", volunteer_id, who)
    now = to_ms(tx.now)
    tx.execute(ADD, (volunteer_id, number, role, state, sealed, invited_by, now, now))
    tx.index_put(INDEX, telegram_id, f"volunteer:{volunteer_id}")
    return volunteer_id


def _alias(name: str, number: int) -> str:
    """An initial and a number: enough for the team to know whom to ask, nothing for anybody else."""
    letter = next((character for character in name if character.isalpha()), "")
    return f"{letter.upper()}.{number}" if letter else f"#{number}"


WHO = "SELECT who FROM volunteer WHERE id = ?"


def who(tx: Tx, volunteer_id: str) -> Who | None:
    """Name and account, for the team's eyes."""
    sealed = tx.value(WHO, (volunteer_id,))
    return None if sealed is None else Who(**tx.open(STAFF, "volunteer", "who", volunteer_id, sealed))


def chat_of(tx: Tx, volunteer_id: str) -> int | None:
    """The private chat of one who is, was, or asks to be, of the team."""
    person = who(tx, volunteer_id)
    return None if person is None else person.telegram


def alias_of(tx: Tx, volunteer_id: str | None) -> str:
    """How the team calls them on cards; empty for nobody."""
    person = None if volunteer_id is None else who(tx, volunteer_id)
    return "" if person is None else person.alias


STATE = "SELECT state FROM volunteer WHERE id = ?"
SET_STATE = "UPDATE volunteer SET state = ?, shift = 'off', changed_at = ? WHERE id = ?"
CONFIRM = """
UPDATE volunteer SET state = 'active', confirmed_by = ?, changed_at = ? WHERE id = ? AND state = 'pending'
RETURNING 1
"""


def state_of(tx: Tx, volunteer_id: str) -> str:
    """ "pending", "active" or "off"; empty for nobody."""
    return tx.value(STATE, (volunteer_id,)) or ""


INVITED_BY = "SELECT invited_by FROM volunteer WHERE id = ?"


def invited_by(tx: Tx, volunteer_id: str) -> str:
    """Who issued the invitation; empty for an administrator of the settings."""
    return tx.value(INVITED_BY, (volunteer_id,)) or ""


def switch_off(tx: Tx, volunteer_id: str) -> None:
    """No longer of the team, and off shift."""
    tx.execute(SET_STATE, ("off", to_ms(tx.now), volunteer_id))


def confirm(tx: Tx, volunteer_id: str, by: str) -> bool:
    """A newcomer is of the team from now on; whether they were waiting for it."""
    return tx.value(CONFIRM, (by, to_ms(tx.now), volunteer_id)) is not None


REJOIN = "UPDATE volunteer SET state = 'pending', role = ?, invited_by = ?, changed_at = ? WHERE id = ?"


def rejoin(tx: Tx, volunteer_id: str, role: Role, invited_by: str) -> None:
    """One who was switched off, or changes roles, is invited again."""
    tx.execute(REJOIN, (role, invited_by, to_ms(tx.now), volunteer_id))


SET_SHIFT = "UPDATE volunteer SET shift = ?, changed_at = ? WHERE id = ?"
SET_REACHABLE = "UPDATE volunteer SET reachable = ? WHERE id = ?"


def set_shift(tx: Tx, volunteer_id: str, shift: Shift) -> None:
    """At work, on duty, or off."""
    tx.execute(SET_SHIFT, (shift, to_ms(tx.now), volunteer_id))


def set_reachable(tx: Tx, volunteer_id: str, *, reachable: bool) -> None:
    """Whether Telegram takes messages for them: alarms go to others while it does not."""
    tx.execute(SET_REACHABLE, (reachable, volunteer_id))


ACTIVE = f"{SELECT} WHERE state = 'active' ORDER BY number"


def active(tx: Tx) -> list[Volunteer]:
    """The whole team."""
    return [_volunteer(row) for row in tx.rows(ACTIVE)]


def leaders(tx: Tx) -> list[Volunteer]:
    """Coordinators and administrators whom a message reaches."""
    return [one for one in active(tx) if one.reachable and one.role in (Role.COORDINATOR, Role.ADMIN)]


PENDING = f"{SELECT} WHERE state = 'pending' ORDER BY number"


def pending(tx: Tx) -> list[Volunteer]:
    """Newcomers who wait to be confirmed, the first who came first."""
    return [_volunteer(row) for row in tx.rows(PENDING)]


ON_SHIFT = """
SELECT 1 FROM volunteer
WHERE state = 'active' AND reachable = 1 AND shift <> 'off' AND role <> 'translator' LIMIT 1
"""


def anybody_on_shift(tx: Tx) -> bool:
    """Whether somebody who can take a case, and whom an alarm would reach, is at work."""
    return tx.value(ON_SHIFT) is not None


def audience(
    tx: Tx, wanted: Audience, seat: Seat, but: str | None = None, *, urgent: bool = False
) -> list[Volunteer]:
    """Whom an alarm about a free seat wakes; an empty circle widens to the next. Empty without a team.

    but: who has just given the seat back is not woken while others are at work; while there are others at
    all if it is urgent.
    """
    woken = _audience(tx, wanted, seat)
    if but is None or all(one.id != but for one in woken):
        return woken
    others = [one for one in woken if one.id != but]
    at_work = [one for one in _audience(tx, Audience.SHIFT, seat) if one.id != but and one.on_shift]
    at_home = [one for one in _audience(tx, Audience.TEAM, seat) if one.id != but] if urgent else []
    return others or at_work or at_home or woken


def _audience(tx: Tx, wanted: Audience, seat: Seat) -> list[Volunteer]:
    team = [one for one in active(tx) if one.reachable]
    able = [one for one in team if RIGHT_FOR_SEAT[seat] in RIGHTS[one.role]]
    circles = {
        Audience.CALL: [one for one in able if one.shift is Shift.CALL],
        Audience.SHIFT: [one for one in able if one.on_shift],
        Audience.TEAM: able,
        Audience.COORDINATORS: [one for one in team if one.role in (Role.COORDINATOR, Role.ADMIN)],
        Audience.ADMINS: [one for one in team if one.role is Role.ADMIN],
    }
    order = list(Audience)
    wider = order[order.index(wanted) :]
    narrower = order[: order.index(wanted)][::-1]  # the last rung has nobody wider to turn to
    return next((circles[circle] for circle in (*wider, *narrower) if circles[circle]), [])


def _volunteer(row: Any) -> Volunteer:
    return Volunteer(
        id=row["id"],
        role=Role(row["role"]),
        active=row["state"] == "active",
        shift=Shift(row["shift"]),
        reachable=bool(row["reachable"]),
        load=row["load"],
    )
