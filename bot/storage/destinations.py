"""From a destination ("person:<id>", "volunteer:<id>", "staff") to the chat of Telegram, at send time."""

from __future__ import annotations

from bot.storage import people, trouble, volunteers
from bot.storage.errors import KeyGone
from bot.storage.tx import Tx

STAFF = "staff"
NOBODY = "nobody"  # calls that go to no chat of ours

FIND = "SELECT sealed FROM meta WHERE name = 'staff_chat'"
SET = "INSERT OR REPLACE INTO meta (name, sealed) VALUES ('staff_chat', ?)"


def resolve(tx: Tx, dest: str) -> int | None:
    """The chat id; None where there is none yet, or no longer."""
    kind, _, name = dest.partition(":")
    try:
        match kind:
            case "person":
                return people.chat_of(tx, name)
            case "volunteer":
                return volunteers.chat_of(tx, name)
            case "staff":
                return _staff(tx).get("now")
    except KeyGone:
        return None
    return None


def set_staff(tx: Tx, configured: int | None) -> None:
    """The staff group of the settings. A group that moved to a new id keeps it until the setting changes."""
    if _staff(tx).get("set") != configured:
        _keep(tx, configured, configured)
    if configured is not None:
        trouble.unpark(tx, STAFF)


def migrate_staff(tx: Tx, chat_id: int) -> None:
    """The group became a supergroup and has a new id."""
    _keep(tx, _staff(tx).get("set"), chat_id)


def is_staff(tx: Tx, chat_id: int) -> bool:
    """Whether this is the team's group."""
    return _staff(tx).get("now") == chat_id


def _staff(tx: Tx) -> dict[str, int | None]:
    sealed = tx.value(FIND)
    if sealed is None:
        return {}
    known: dict[str, int | None] = tx.open(STAFF, "meta", "sealed", "staff_chat", sealed)
    return known


def _keep(tx: Tx, configured: int | None, now: int | None) -> None:
    value = {"set": configured, "now": now}
    tx.execute(SET, (tx.seal(STAFF, "meta", "sealed", "staff_chat", value),))
