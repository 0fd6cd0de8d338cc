"""Seats: who holds which place on a case. One winner per seat and turn, decided by one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.cases import OPEN, Case
from bot.core.people import Seat
from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Place:
    """One seat as it stands. `wanted`: somebody is asked for; `turn` grows each time it falls free."""

    case_id: str
    seat: Seat
    owner: str | None
    turn: int
    wanted: bool
    taken_at: datetime | None

    @property
    def free(self) -> bool:
        return self.wanted and self.owner is None


ADD = "INSERT INTO seat (case_id, role, epoch, open) VALUES (?, ?, ?, 1)"


def add(tx: Tx, case_id: str) -> None:
    """The manager's seat of a new case."""
    tx.execute(ADD, (case_id, Seat.MANAGER, 0))


# The whole race: the first statement to find the seat free in this turn has it, all others find nothing.
CLAIM_MANAGER = """
UPDATE seat SET owner = :volunteer, taken_at = :now
WHERE case_id = :case AND role = 'manager' AND epoch = :turn AND owner IS NULL
    AND EXISTS (SELECT 1 FROM case_ WHERE id = :case AND state = 'queued' AND epoch = :turn)
    AND EXISTS (SELECT 1 FROM volunteer WHERE id = :volunteer AND state = 'active')
RETURNING 1
"""
CLAIM_TRANSLATOR = """
UPDATE seat SET owner = :volunteer, taken_at = :now
WHERE case_id = :case AND role = 'translator' AND epoch = :turn AND owner IS NULL AND open = 1
    AND EXISTS (SELECT 1 FROM case_ WHERE id = :case AND state IN ('queued', 'assigned', 'paused'))
    AND EXISTS (SELECT 1 FROM volunteer WHERE id = :volunteer AND state = 'active')
RETURNING 1
"""
CLAIM = {Seat.MANAGER: CLAIM_MANAGER, Seat.TRANSLATOR: CLAIM_TRANSLATOR}


def claim(tx: Tx, case_id: str, seat: Seat, turn: int, volunteer_id: str) -> bool:
    """Takes the seat if it is free in this very turn; whether it was."""
    values = {"case": case_id, "turn": turn, "volunteer": volunteer_id, "now": to_ms(tx.now)}
    return tx.value(CLAIM[seat], values) is not None


FOLLOW = """
UPDATE seat SET owner = :owner, epoch = :epoch,
    taken_at = CASE WHEN :owner IS NULL THEN NULL WHEN owner IS :owner THEN taken_at ELSE :now END
WHERE case_id = :case AND role = 'manager'
"""
DROP_TRANSLATOR = "DELETE FROM seat WHERE case_id = ? AND role = 'translator'"


def follow(tx: Tx, case: Case) -> None:
    """The manager's seat as the case says; when the work is over nobody else is needed either."""
    values = {"case": case.id, "owner": case.owner, "epoch": case.epoch, "now": to_ms(tx.now)}
    tx.execute(FOLLOW, values)
    if case.state not in OPEN:
        tx.execute(DROP_TRANSLATOR, (case.id,))


WANT = """
INSERT INTO seat (case_id, role, epoch, open) VALUES (?, 'translator', 1, 1)
ON CONFLICT (case_id, role) DO UPDATE SET open = 1, owner = NULL, taken_at = NULL, epoch = epoch + 1
RETURNING epoch
"""


def want_translator(tx: Tx, case_id: str) -> int:
    """Asks for a translator, anew if one was there; gives the turn of the seat."""
    turn: int = tx.value(WANT, (case_id,))
    return turn


OF_CASE = "SELECT * FROM seat WHERE case_id = ? ORDER BY role"


def of_case(tx: Tx, case_id: str) -> dict[Seat, Place]:
    """The seats of a case."""
    return {(place := _place(row)).seat: place for row in tx.rows(OF_CASE, (case_id,))}


HELD = "SELECT case_id, role FROM seat WHERE owner = ? ORDER BY case_id, role"


def held_by(tx: Tx, volunteer_id: str) -> list[tuple[str, Seat]]:
    """Every (case, seat) of a volunteer."""
    return [(row["case_id"], Seat(row["role"])) for row in tx.rows(HELD, (volunteer_id,))]


WANTED = """
SELECT case_id FROM seat JOIN case_ ON case_.id = case_id
WHERE role = 'translator' AND open = 1 AND owner IS NULL
ORDER BY priority, due_at, case_id
"""


def waiting_for_translator(tx: Tx) -> list[str]:
    """The cases in which a translator is asked for, the most urgent first."""
    return [row["case_id"] for row in tx.rows(WANTED)]


HOLDERS = "SELECT DISTINCT owner FROM seat WHERE case_id = ? AND owner IS NOT NULL ORDER BY owner"


def holders(tx: Tx, case_id: str) -> list[str]:
    """The volunteers on a case."""
    return [row["owner"] for row in tx.rows(HOLDERS, (case_id,))]


def _place(row: Any) -> Place:
    taken = None if row["taken_at"] is None else from_ms(row["taken_at"])
    return Place(row["case_id"], Seat(row["role"]), row["owner"], row["epoch"], bool(row["open"]), taken)
