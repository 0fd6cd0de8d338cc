"""Which messages lie in a person's chat, for 48 hours: what `[Стереть переписку]` can still delete.

Message ids are counters without meaning, so they stay plain.
"""

from __future__ import annotations

from datetime import timedelta

from bot.storage.moments import to_ms
from bot.storage.tx import Tx

DELETABLE = timedelta(hours=48)  # Telegram's limit for a bot in a private chat

_NOTE = "INSERT OR IGNORE INTO seen_message (dest, message_id, at) VALUES (?, ?, ?)"
_OF = "SELECT message_id FROM seen_message WHERE dest = ? AND at > ? ORDER BY message_id"
_PRUNE = "DELETE FROM seen_message WHERE at <= ?"
_FORGET = "DELETE FROM seen_message WHERE dest = ?"


def note(tx: Tx, dest: str, message_id: int) -> None:
    """A message lies in this chat since now."""
    tx.execute(_NOTE, (dest, message_id, to_ms(tx.now)))


def deletable(tx: Tx, dest: str) -> list[int]:
    """Ids that Telegram still lets a bot delete, oldest first."""
    return [row[0] for row in tx.rows(_OF, (dest, to_ms(tx.now - DELETABLE)))]


_LIES = "SELECT 1 FROM seen_message WHERE dest = ? AND message_id = ?"


def lies(tx: Tx, dest: str, message_id: int) -> bool:
    """Whether this very message is known to lie in the chat."""
    return tx.value(_LIES, (dest, message_id)) is not None


_AFTER = "SELECT 1 FROM seen_message WHERE dest = ? AND message_id > ? LIMIT 1"


def anything_after(tx: Tx, dest: str, message_id: int) -> bool:
    """Whether a later message lies in the chat."""
    return tx.value(_AFTER, (dest, message_id)) is not None


def prune(tx: Tx) -> None:
    """Forgets what can no longer be deleted."""
    tx.execute(_PRUNE, (to_ms(tx.now - DELETABLE),))


def forget(tx: Tx, dest: str) -> None:
    """Forgets everything about a chat."""
    tx.execute(_FORGET, (dest,))
