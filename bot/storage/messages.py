"""Words between a person and the team: sealed, in order, each version kept.

Before there is a case the words are kept under the person's key; a case takes them over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage.database import Tx
from bot.storage.moments import to_ms

Words = dict[str, Any]  # {"text": str, "entities": [...], "reply_to": int | None, "versions": [text, …]}


@dataclass(frozen=True, slots=True)
class Kept:
    """One message. `source_dest` and `source_message` say where it lies in Telegram."""

    id: int
    case_id: str | None
    person_id: str
    author: str
    source_dest: str
    source_message: int
    kind: str
    album: str
    words: Words
    versions: int
    delivered_to: str
    outbox_row: int | None


_ADD = """
INSERT INTO relay_message (case_id, person_id, author, source_dest, source_message, kind, album, words, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (source_dest, source_message) DO NOTHING
RETURNING id
"""


def add(
    tx: Tx,
    *,
    case_id: str | None,
    person_id: str,
    author: str,
    source_dest: str,
    source_message: int,
    kind: str,
    words: Words,
    album: str = "",
) -> int | None:
    """Keeps a message; None when this very message is kept already."""
    sealed = tx.seal(
        _owner(case_id, person_id), "relay_message", "words", _place(source_dest, source_message), words
    )
    row = (case_id, person_id, author, source_dest, source_message, kind, album, sealed, to_ms(tx.now))
    got: int | None = tx.value(_ADD, row)
    return got


def _owner(case_id: str | None, person_id: str) -> str:
    return f"case:{case_id}" if case_id else f"person:{person_id}"


def _place(source_dest: str, source_message: int) -> str:
    return f"{source_dest}|{source_message}"


_COLUMNS = (
    "id, case_id, person_id, author, source_dest, source_message, kind, album, words, versions, "
    "delivered_to, outbox_row"
)
_HOMELESS = f"SELECT {_COLUMNS} FROM relay_message WHERE person_id = ? AND case_id IS NULL ORDER BY id"
_OF_CASE = f"SELECT {_COLUMNS} FROM relay_message WHERE case_id = ? ORDER BY id"
_AT = f"SELECT {_COLUMNS} FROM relay_message WHERE source_dest = ? AND source_message = ?"
_ADOPT = "UPDATE relay_message SET case_id = ?, words = ? WHERE id = ?"


def adopt(tx: Tx, case_id: str, person_id: str) -> int:
    """A case takes over what the person said before there was one; returns how many messages."""
    rows = tx.rows(_HOMELESS, (person_id,))
    for row in rows:
        kept = _opened(tx, row)
        place = _place(kept.source_dest, kept.source_message)
        tx.execute(
            _ADOPT,
            (case_id, tx.seal(f"case:{case_id}", "relay_message", "words", place, kept.words), kept.id),
        )
    return len(rows)


_LATELY = (
    f"SELECT {_COLUMNS} FROM relay_message WHERE person_id = ? AND case_id IS NULL AND at > ? ORDER BY id"
)


def lately(tx: Tx, person_id: str, since: datetime) -> list[Kept]:
    """What the person said after this moment and before there was a case, in order."""
    return [_opened(tx, row) for row in tx.rows(_LATELY, (person_id, to_ms(since)))]


def of_case(tx: Tx, case_id: str) -> list[Kept]:
    """Everything said in a case, in order."""
    return [_opened(tx, row) for row in tx.rows(_OF_CASE, (case_id,))]


def at(tx: Tx, source_dest: str, source_message: int) -> Kept | None:
    """The kept message that lies at this place in Telegram."""
    row = tx.row(_AT, (source_dest, source_message))
    return _opened(tx, row) if row else None


def _opened(tx: Tx, row: Any) -> Kept:
    place = _place(row["source_dest"], row["source_message"])
    words = tx.open(_owner(row["case_id"], row["person_id"]), "relay_message", "words", place, row["words"])
    fields = {name: row[name] for name in _COLUMNS.split(", ") if name != "words"}
    return Kept(words=words, **fields)


_REWRITE = "UPDATE relay_message SET words = ?, versions = versions + 1 WHERE id = ?"


def rewrite(tx: Tx, kept: Kept, text: str, entities: list[Any]) -> None:
    """A new version; the old words stay beside it."""
    words = kept.words | {
        "text": text,
        "entities": entities,
        "versions": [*kept.words.get("versions", []), kept.words.get("text", "")],
    }
    place = _place(kept.source_dest, kept.source_message)
    sealed = tx.seal(_owner(kept.case_id, kept.person_id), "relay_message", "words", place, words)
    tx.execute(_REWRITE, (sealed, kept.id))


_DELIVERED = "UPDATE relay_message SET delivered_to = ?, outbox_row = ? WHERE id = ?"
_FORGET_CASE = "DELETE FROM relay_message WHERE case_id = ?"
_FORGET_HOMELESS = "DELETE FROM relay_message WHERE case_id IS NULL AND at <= ?"
_FORGET_PERSON = "DELETE FROM relay_message WHERE person_id = ? AND case_id IS NULL"


def forget_homeless(tx: Tx, before: datetime) -> None:
    """Erases what was said before this moment and never came to belong to a case."""
    tx.execute(_FORGET_HOMELESS, (to_ms(before),))


def delivered(tx: Tx, kept_id: int, dest: str, row: int) -> None:
    """Its copy for `dest` is in this row of the outbox."""
    tx.execute(_DELIVERED, (dest, row, kept_id))


def forget_case(tx: Tx, case_id: str) -> None:
    """Erases every word of a case."""
    tx.execute(_FORGET_CASE, (case_id,))


def forget_person(tx: Tx, person_id: str) -> None:
    """Erases what a person said outside any case."""
    tx.execute(_FORGET_PERSON, (person_id,))
