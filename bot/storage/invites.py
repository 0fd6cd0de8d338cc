"""Invitations: only the hash of a token is stored; the first to come with it has it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.people import Role
from bot.storage.moments import to_ms
from bot.storage.tx import Tx

VALID = timedelta(hours=72)
TRY_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Invite:
    """What a token was good for."""

    role: Role
    issued_by: str


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


ADD = "INSERT INTO invite (hash, role, issued_by, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)"


def add(tx: Tx, token: str, role: Role, issued_by: str) -> datetime:
    """Stores a new invitation and gives the moment it runs out."""
    expires = tx.now + VALID
    tx.execute(ADD, (_hash(token), role, issued_by, to_ms(tx.now), to_ms(expires)))
    return expires


TAKE = """
UPDATE invite SET taken_by = :person, taken_at = :now
WHERE hash = :hash AND taken_by IS NULL AND expires_at > :now
RETURNING role, issued_by
"""


def take(tx: Tx, token: str, person_id: str) -> Invite | None:
    """Uses the invitation up; None when it is unknown, used or over. One statement: one winner."""
    row = tx.row(TAKE, {"person": person_id, "now": to_ms(tx.now), "hash": _hash(token)})
    return None if row is None else Invite(Role(row["role"]), row["issued_by"])


REVOKE = "DELETE FROM invite WHERE issued_by = ? AND taken_by IS NULL"


def revoke_of(tx: Tx, volunteer_id: str) -> int:
    """Cancels the open invitations somebody has issued; gives how many."""
    return tx.execute(REVOKE, (volunteer_id,)).rowcount


PURGE = "DELETE FROM invite WHERE expires_at < ?"


def purge(tx: Tx) -> None:
    """Deletes invitations that ran out, used or not."""
    tx.execute(PURGE, (to_ms(tx.now),))


FORGET_TRIES = "DELETE FROM invite_try WHERE at <= ?"
COUNT_TRIES = "SELECT count(*) FROM invite_try WHERE person_id = ?"
ADD_TRY = "INSERT INTO invite_try (person_id, at) VALUES (?, ?)"


def tries(tx: Tx, person_id: str) -> int:
    """How many wrong tokens this account has tried within the hour."""
    tx.execute(FORGET_TRIES, (to_ms(tx.now - TRY_WINDOW),))
    count: int = tx.value(COUNT_TRIES, (person_id,))
    return count


def wrong(tx: Tx, person_id: str) -> None:
    """One more wrong token."""
    tx.execute(ADD_TRY, (person_id, to_ms(tx.now)))
