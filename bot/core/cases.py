"""A case: one request for help, and the states it can be in. How it changes: `transitions.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.rules import LOWEST


class State(StrEnum):
    INTAKE = "intake"  # the form is being filled in
    QUEUED = "queued"  # nobody has it
    ASSIGNED = "assigned"  # a volunteer has it; `ball` says who owes an answer
    PAUSED = "paused"  # a volunteer has it, until a date
    RESOLVED = "resolved"  # the work is done, we ask again later
    CLOSED = "closed"  # content waits to be erased
    ERASED = "erased"  # dates and a reason are left


class Ball(StrEnum):
    TEAM = "team"
    PERSON = "person"


class Outcome(StrEnum):
    """How the work ended, chosen by the volunteer."""

    RELEASED = "released"
    LAWYER = "lawyer"
    OFF_FLIGHT = "off_flight"
    ANSWERED = "answered"
    DEPORTED = "deported"
    LOST = "lost"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"


class Shut(StrEnum):
    """Why a case ended without an outcome of work."""

    SPAM = "spam"
    WRONG_DOOR = "wrong_door"
    DUPLICATE = "duplicate"
    CANCELLED = "cancelled"  # by the person
    ABANDONED = "abandoned"  # the form was left half-way
    SILENT = "silent"  # the person did not answer


OPEN = frozenset({State.INTAKE, State.QUEUED, State.ASSIGNED, State.PAUSED})
OWNED = frozenset({State.ASSIGNED, State.PAUSED})
OVER = frozenset({State.CLOSED, State.ERASED})
NOT_REOPENED = frozenset({Shut.SPAM, Shut.WRONG_DOOR, Shut.DUPLICATE, Shut.CANCELLED, Shut.ABANDONED})


@dataclass(frozen=True, slots=True)
class Case:
    """One request for help. `owner` holds the manager's seat; `prefer` is whom the queue asks first.

    `counts_from` and `step` are the clock of the present wait: since when it runs, and how many of its
    deadlines (`ladder.py`) have passed.
    """

    id: str
    code: str
    kind: str  # the flow it came from
    person_id: str
    opened_at: datetime
    counts_from: datetime
    state: State = State.INTAKE
    priority: int = LOWEST
    ball: Ball | None = None
    owner: str | None = None
    prefer: str | None = None
    epoch: int = 0  # grows each time the case enters the queue
    ver: int = 0  # grows with each stored change; the fence of its timers
    step: int = 0
    queued_at: datetime | None = None  # of the first entry: a case never looks younger than it is
    due_at: datetime | None = None  # promised to the person
    wake_at: datetime | None = None
    replied: bool = False  # the present owner has answered at least once
    incomplete: bool = False  # queued before the form was finished
    outcome: str = ""
    lang: str = "ru"
    stage: str = ""  # a reference into the texts, neutral
    place: str = ""  # a US state: "AZ"

    @property
    def over(self) -> bool:
        return self.state in OVER
