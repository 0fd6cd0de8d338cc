"""Whether a row about a case may still go to the volunteer it was written for: asked before every call."""

from __future__ import annotations

import sqlite3

from bot.core import people
from bot.core.cases import OPEN
from bot.core.people import Right
from bot.storage import cases, seats, volunteers
from bot.storage.tx import Tx

DETAILS = "edit_remembered"  # the kind of row that a coordinator without a seat may get, having said why


def may_go(tx: Tx, row: sqlite3.Row) -> bool:
    """A row with `dest`, `case_id` and `kind`; rows without a case carry nothing of a family."""
    kind, _, number = row["dest"].partition(":")
    if kind != "volunteer" or row["case_id"] is None or number in seats.holders(tx, row["case_id"]):
        return True
    return row["kind"] == DETAILS and _may_look_in(tx, number, row["case_id"])


def _may_look_in(tx: Tx, volunteer_id: str, case_id: str) -> bool:
    case, one = cases.get(tx, case_id), volunteers.get(tx, volunteer_id)
    return case is not None and case.state in OPEN and one is not None and people.may(one, Right.STEP_IN)
