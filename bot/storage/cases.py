"""Cases: one row each, all of it plain and dull. What was said stands sealed elsewhere."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.core import codes
from bot.core.cases import Ball, Case, State
from bot.storage import seats
from bot.storage.moments import from_ms, to_ms
from bot.storage.tx import Tx

_TIMES = ("opened_at", "counts_from", "queued_at", "due_at", "wake_at")
_COLUMNS = tuple(field.name for field in fields(Case) if field.name != "owner")

ADD = f"INSERT INTO case_ ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"


def add(tx: Tx, case: Case) -> None:
    """A new case, with the manager's seat."""
    tx.execute(ADD, _row(case))
    seats.add(tx, case.id)


SAVE = f"UPDATE case_ SET {', '.join(f'{name} = :{name}' for name in _COLUMNS[1:])} WHERE id = :id"


def save(tx: Tx, case: Case) -> None:
    """The case as it has become; its owner goes to the manager's seat."""
    tx.execute(SAVE, _row(case))
    seats.follow(tx, case)


SELECT = f"""
SELECT {", ".join(f"case_.{name}" for name in _COLUMNS)}, seat.owner FROM case_
JOIN seat ON seat.case_id = case_.id AND seat.role = 'manager'
"""
BY_ID = f"{SELECT} WHERE case_.id = ?"


def get(tx: Tx, case_id: str) -> Case | None:
    """The case of this id, or None."""
    return _case(tx.row(BY_ID, (case_id,)))


OPEN_OF = f"""
{SELECT} WHERE person_id = ? AND state IN ('intake', 'queued', 'assigned', 'paused')
ORDER BY priority, opened_at, case_.id
"""


def open_of(tx: Tx, person_id: str, kind: str | None = None) -> Case | None:
    """The person's most urgent request under way, of one flow if it is named; or None."""
    found = (case for case in all_open_of(tx, person_id) if kind in (None, case.kind))
    return next(found, None)


def all_open_of(tx: Tx, person_id: str) -> list[Case]:
    """Every request of a person that is under way, the most urgent first."""
    return _cases(tx.rows(OPEN_OF, (person_id,)))


LAST_OF = f"""
{SELECT} WHERE person_id = ? AND state <> 'erased' ORDER BY opened_at DESC, case_.id DESC
"""


def of_person(tx: Tx, person_id: str) -> list[Case]:
    """Every request of a person that is not erased, the newest first."""
    return _cases(tx.rows(LAST_OF, (person_id,)))


QUEUED = f"{SELECT} WHERE state = 'queued' ORDER BY priority, due_at, queued_at, case_.id"


def queued(tx: Tx) -> list[Case]:
    """Everything that waits for a volunteer."""
    return _cases(tx.rows(QUEUED))


OWNED = f"{SELECT} WHERE seat.owner = ? ORDER BY priority, due_at, case_.id"


def owned_by(tx: Tx, volunteer_id: str) -> list[Case]:
    """The cases that a volunteer leads."""
    return _cases(tx.rows(OWNED, (volunteer_id,)))


SEATED = f"""
{SELECT} WHERE case_.id IN (SELECT case_id FROM seat AS any_seat WHERE any_seat.owner = ?)
ORDER BY priority, due_at, case_.id
"""


def seated(tx: Tx, volunteer_id: str) -> list[Case]:
    """The cases on which a volunteer has a seat, whichever it is."""
    return _cases(tx.rows(SEATED, (volunteer_id,)))


PEOPLE = "SELECT DISTINCT person_id FROM case_ WHERE state IN ('intake', 'queued', 'assigned', 'paused')"


def people_with_open(tx: Tx) -> list[str]:
    """Who has a request under way."""
    return [row["person_id"] for row in tx.rows(PEOPLE)]


CODE_TAKEN = "SELECT 1 FROM case_ WHERE code = ? AND state <> 'erased'"


def new_code(tx: Tx) -> str:
    """A code that no live case carries."""
    return next(code for code in codes.draw(tx.token) if tx.value(CODE_TAKEN, (code,)) is None)


def _row(case: Case) -> dict[str, Any]:
    return {name: _plain(getattr(case, name)) for name in _COLUMNS}


def _plain(value: Any) -> Any:
    return to_ms(value) if isinstance(value, datetime) else value


def _cases(rows: list[Any]) -> list[Case]:
    return [case for row in rows if (case := _case(row))]


def _case(row: Any) -> Case | None:
    if row is None:
        return None
    values = dict(row)
    for name in _TIMES:
        values[name] = None if values[name] is None else from_ms(values[name])
    values["state"] = State(values["state"])
    values["ball"] = values["ball"] and Ball(values["ball"])
    values["replied"] = bool(values["replied"])
    values["incomplete"] = bool(values["incomplete"])
    return Case(**values)
