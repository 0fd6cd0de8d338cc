"""Whose messages are read first: the team, then people with an open case. Held in memory, read from disk."""

from __future__ import annotations

from bot.storage import cases, people, volunteers
from bot.storage.database import Tx


def staff_and_open(tx: Tx) -> tuple[frozenset[int], frozenset[int]]:
    """Telegram ids of the active team, and of people with a case under way."""
    team = {who.telegram for one in volunteers.active(tx) if (who := volunteers.who(tx, one.id))}
    open_ = {chat for number in cases.people_with_open(tx) if (chat := people.chat_of(tx, number))}
    return frozenset(team), frozenset(open_)
