"""Is a stored answer still an answer to the step as it is now? Its value for conditions, or None."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.core.flow.model import TYPED, Option, Step, Track

Accept = Callable[[Any], Any]

TASK_ANSWERS = frozenset({"done", "failed", "later"})
STATES = frozenset({"free", "taken", "done"})
SEEN = "$seen"
SKIP = "$skip"
UNKNOWN = "$unknown"
LATER = "$later"

_SHAPES = {
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d",
    "phone": r"\+\d{6,15}",
    "a_number": r"\d{9}",
    "us_state": r"[A-Z]{2}",
}


def acceptor(step: Step) -> Accept:
    """The function for a step; limits are not looked at: a day that was fine stays fine."""
    if step.end:
        return lambda _stored: None
    if step.say:
        return lambda stored: SEEN if _seen(stored) >= step.edition else None
    if step.task:
        return lambda stored: stored if isinstance(stored, str) and stored in TASK_ANSWERS else None
    if step.board:
        names = aliases(step.tracks)
        return lambda stored: _done_tracks(stored, names)
    if step.ask in TYPED:
        return _typed(step)
    return _listed(step)


def aliases(options: Mapping[str, Option] | Mapping[str, Track]) -> dict[str, str]:
    """Present and former names → present names."""
    former = {old: name for name, option in options.items() for old in option.was}
    return former | {name: name for name in options}


def _seen(stored: Any) -> int:
    """The edition that was read; 0 for none."""
    if isinstance(stored, list) and len(stored) == 2 and stored[0] == SEEN and isinstance(stored[1], int):
        return stored[1]
    return 0


def _done_tracks(stored: Any, names: Mapping[str, str]) -> list[str] | None:
    if not isinstance(stored, dict):
        return None
    return [names[track] for track, state in stored.items() if state == "done" and track in names]


def _typed(step: Step) -> Accept:
    shape = re.compile(_SHAPES.get(step.ask or "", r"(?s).+"))
    refused = SKIP if step.required else None

    def accept(stored: Any) -> str | None:
        if not isinstance(stored, str) or stored == refused:
            return None
        return stored if stored in (SKIP, UNKNOWN) or shape.fullmatch(stored) else None

    return accept


def _listed(step: Step) -> Accept:
    names = aliases({name: option for name, option in step.options.items() if not option.go})
    if step.ask == "choice":
        return lambda stored: names.get(stored) if isinstance(stored, str) else None
    if step.ask == "multi":
        return lambda stored: _known(stored, names) or None
    return lambda stored: _known(stored, names | {LATER: LATER})


def _known(stored: Any, names: Mapping[str, str]) -> list[str] | None:
    if not isinstance(stored, list):
        return None
    return [names[name] for name in stored if isinstance(name, str) and name in names]
