"""Which message of a chat carries a name ("status:<case>"), so that it is edited and not sent again."""

from __future__ import annotations

from datetime import datetime

from bot.storage.moments import to_ms
from bot.storage.tx import Tx

REMEMBER = "INSERT OR REPLACE INTO remembered (dest, name, message_id) VALUES (?, ?, ?)"


def remember(tx: Tx, dest: str, name: str, message_id: int) -> None:
    """Keeps under a name which message of a chat carries it ("status:<case>")."""
    tx.execute(REMEMBER, (dest, name, message_id))


REMEMBERED = "SELECT message_id FROM remembered WHERE dest = ? AND name = ?"


def remembered(tx: Tx, dest: str, name: str) -> int | None:
    """The message kept under this name in this chat, or None."""
    number: int | None = tx.value(REMEMBERED, (dest, name))
    return number


FORGET = "DELETE FROM remembered WHERE dest = ? AND name = ?"


def forget(tx: Tx, dest: str, name: str) -> None:
    """The message is gone: the next edit under this name sends a new one."""
    tx.execute(FORGET, (dest, name))


FORGET_DEST = "DELETE FROM remembered WHERE dest = ?"


def forget_dest(tx: Tx, dest: str) -> None:
    """Forgets every name in this chat."""
    tx.execute(FORGET_DEST, (dest,))


DESTS = "SELECT dest FROM remembered WHERE name = ? ORDER BY dest"


def dests_of(tx: Tx, name: str) -> list[str]:
    """Every chat in which a message carries this name."""
    return [row["dest"] for row in tx.rows(DESTS, (name,))]


NAMED = "SELECT name, message_id FROM remembered WHERE dest = ? AND name GLOB ? ORDER BY name"


def named(tx: Tx, dest: str, prefix: str) -> dict[str, int]:
    """Every message of a chat whose name begins so ("details:")."""
    return {row["name"]: row["message_id"] for row in tx.rows(NAMED, (dest, f"{prefix}*"))}


NAME_OF = "SELECT name FROM remembered WHERE dest = ? AND message_id = ? LIMIT 1"


def name_of(tx: Tx, dest: str, message_id: int) -> str | None:
    """The name that this message of a chat carries, if any."""
    name: str | None = tx.value(NAME_OF, (dest, message_id))
    return name


# An album is over when its last picture can no longer be deleted: the chat has forgotten that message too.
PRUNE_ALBUMS = """
DELETE FROM remembered WHERE name GLOB 'album:*' AND NOT EXISTS (
    SELECT 1 FROM seen_message AS seen
    WHERE seen.dest = remembered.dest AND seen.message_id = remembered.message_id)
"""
# "card:<case>", "ask:<what>:<case>" or "ask:<what>:<case>:<more>"; the case's card has said that it is gone.
PRUNE_CASES = """
DELETE FROM remembered WHERE
    CASE WHEN name GLOB 'ask:*' THEN substr(name, 5 + instr(substr(name, 5), ':'), 16)
        ELSE substr(name, 1 + instr(name, ':')) END
    IN (SELECT id FROM case_ WHERE state = 'erased' AND counts_from <= ?)
"""


def prune(tx: Tx, before: datetime) -> None:
    """Forgets the names of past albums, and those of cases that were erased before this moment."""
    tx.execute(PRUNE_ALBUMS)
    tx.execute(PRUNE_CASES, (to_ms(before),))
