"""A conversation as it is stored: the answers are the log; the position is derived from them.

Answers by kind of step: choice ``"road"`` · multi ``["kids"]`` · checklist ``["receipt", "$later"]`` ·
board ``{"court": "done"}`` · task ``"done" | "failed" | "later"`` · say ``["$seen", edition]`` · typed: the
value as text (``"2026-11-24"``), ``"$skip"`` or ``"$unknown"``. Keys of a called flow are ``call/step``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.answers.refusal import Refusal
from bot.core.flow.model import Effect as EffectName
from bot.core.flow.model import Level, Opens, Outcome

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person is in a flow. Everything but `answers` and `marks` can be derived or is bookkeeping."""

    id: str  # six of a-z, 0-9: it travels in buttons
    flow: str
    rev: str
    answers: Mapping[str, Any] = field(default_factory=dict, repr=False)
    marks: Mapping[str, Any] = field(default_factory=dict, repr=False)  # chosen, but not closed yet
    at: str | None = None  # an earlier step, while it is looked at again
    shown: str | None = None  # the key of the last screen
    shown_rev: str = ""  # of that step alone: tells whether its instruction changed
    tries: int = 0  # refused answers in a row
    did: tuple[str, ...] = ()  # steps whose `do` and `remind` have been given out
    ended: str | None = None  # the last end whose effects have been given out
    level: Level | None = None  # the last priority given out
    below: Session | None = None  # covered by this one


@dataclass(frozen=True, slots=True)
class Answer:
    """A button's option or typed text, for the step with this key."""

    key: str
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Back:
    pass


@dataclass(frozen=True, slots=True)
class Edit:
    key: str


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Another flow over this one; `session` is the id of the new session."""

    flow: str
    session: str


@dataclass(frozen=True, slots=True)
class Return:
    """From an interrupt to what it covered."""


@dataclass(frozen=True, slots=True)
class Show:
    """The current screen once more: /start, a nudge, a button nobody knows."""


Event = Answer | Back | Edit | Interrupt | Return | Show


@dataclass(frozen=True, slots=True)
class Heard:
    """How a typed answer was understood, to be repeated on the next screen."""

    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show. `note`: "", invalid, help, old_button, updated, edit, returned, gone (no such flow)."""

    flow: str  # whose texts: of a called flow, its own
    key: str
    note: str = ""
    prior: Any = field(default=None, repr=False)  # the answer so far, or what is ticked
    refusal: Refusal | None = None
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """First effect of a flow that opens a case, or signals the one on duty, on entering."""

    what: Opens


@dataclass(frozen=True, slots=True)
class Do:
    name: EffectName
    key: str


@dataclass(frozen=True, slots=True)
class Remind:
    key: str
    due: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class CancelRemind:
    key: str


@dataclass(frozen=True, slots=True)
class Priority:
    level: Level


@dataclass(frozen=True, slots=True)
class Go:
    """The person left for another flow; this session stays at the question."""

    flow: str


@dataclass(frozen=True, slots=True)
class Ended:
    outcome: Outcome


Effect = Screen | Open | Do | Remind | CancelRemind | Priority | Go | Ended


def to_json(session: Session) -> dict[str, Any]:
    """Plain JSON values, the covered session inside."""
    plain = {name: getattr(session, name) for name in Session.__slots__ if name != "below"}
    plain |= {"answers": dict(session.answers), "marks": dict(session.marks), "did": list(session.did)}
    plain["v"] = SCHEMA_VERSION
    plain["below"] = to_json(session.below) if session.below else None
    return plain


def from_json(plain: Mapping[str, Any]) -> Session:
    """The inverse of `to_json`; fields this version does not know are dropped."""
    known = {name: plain[name] for name in Session.__slots__ if name in plain}
    known |= {"did": tuple(plain.get("did", ())), "below": plain.get("below") and from_json(plain["below"])}
    return Session(**known)
