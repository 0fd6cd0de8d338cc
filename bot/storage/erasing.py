"""Erasing: the key first, so that old copies of the data stay shut; then the rows.

Both functions erase what this layer keeps. A service that keeps more for the same owner deletes its rows
in the same transaction.
"""

from __future__ import annotations

from bot.storage import audit, inbox, msgmap, outbox, people, timers
from bot.storage.tx import Tx


def erase_person(tx: Tx, person_id: str) -> None:
    """The person's key, index entries, timers, rows to and from them, and the person."""
    owner = f"person:{person_id}"
    _erase(tx, owner)
    outbox.drop_dest(tx, owner)
    msgmap.drop_dest(tx, owner)
    people.delete(tx, person_id)


def erase_case(tx: Tx, case_id: str) -> None:
    """The case's key, index entries, timers, waiting rows, pairs. The tombstone itself is the caller's."""
    _erase(tx, f"case:{case_id}")
    msgmap.bury_case(tx, case_id)


def finish(tx: Tx, owner: str) -> None:
    """Takes an erasure to its end that a crash cut short (`Database.swept.unfinished`)."""
    kind, _, name = owner.partition(":")
    match kind:
        case "person":
            erase_person(tx, name)
        case "case":
            erase_case(tx, name)
        case "quarantine":
            inbox.drop_quarantined(tx, int(name))
        case _:
            tx.destroy_key(owner)


def _erase(tx: Tx, owner: str) -> None:
    tx.destroy_key(owner)
    timers.cancel(tx, owner)
    outbox.drop_owner(tx, owner)
    audit.note(tx, actor="system", verb="erased", subject=owner)
