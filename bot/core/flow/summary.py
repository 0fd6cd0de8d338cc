"""What a person has answered, as lines for the volunteer who holds the case: references and values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.core.flow.library import Library
from bot.core.flow.plan import Node
from bot.core.flow.session import Session
from bot.core.flow.walk import walk

UNKNOWN = "$unknown"
SKIP = "$skip"
LATER = "$later"
LANGUAGES = {"russian": "ru", "uzbek": "uz", "kyrgyz": "ky", "georgian": "ka", "other": ""}
TASKS = {"done": "common-done", "failed": "common-failed", "later": "common-later"}

Line = dict[str, Any]  # {"label": ref, "refs": [ref, …]} or {"label": ref, "words": str, "kind": "date"}


def summary(library: Library, session: Session, now: datetime) -> list[Line]:
    """Lines in the order of the path; steps without a label, and skipped ones, say nothing."""
    plan = library.plans.get(session.flow)
    if plan is None:
        return []
    found = walk(plan, session.answers, library.moment(now))
    nodes = [plan.nodes[key] for key in found.trail]
    open_marks = [plan.nodes[key] for key in session.marks if key in plan.nodes and key not in found.trail]
    values = {**session.answers, **session.marks}
    return [line for node in (*nodes, *open_marks) for line in _line(library, node, values.get(node.key))]


def _line(library: Library, node: Node, value: Any) -> Iterator[Line]:
    label = f"{node.flow}-{node.id}.label"
    if node.step.aside or label not in library.texts or value in (None, SKIP):
        return
    if value == UNKNOWN:
        yield {"label": label, "refs": ["common-unknown"]}
        return
    refs = list(_refs(node, value))
    if refs:
        yield {"label": label, "refs": refs}
    elif isinstance(value, str):
        yield {"label": label, "words": value, "kind": node.step.ask or ""}


def _refs(node: Node, value: Any) -> Iterator[str]:
    own = f"{node.flow}-{node.id}"
    if node.kind == "task":
        yield TASKS[value]
    elif node.kind == "board":
        yield from (
            f"{own}.{track}"
            for track, state in value.items()
            if state == "done" and track in node.step.tracks
        )
    elif isinstance(value, list):
        yield from (f"{own}.{one}" for one in value if one in node.step.options)
    elif value in node.step.options:
        yield f"{own}.{value}"


def editable(library: Library, session: Session, now: datetime) -> list[tuple[str, str]]:
    """(label, key) of each answered question that has a short name, in the order of the path."""
    nodes = _path(library, session, now)
    asked = (node for node in nodes if node.kind == "ask" and not node.step.aside)
    labelled = ((f"{node.flow}-{node.id}.label", node) for node in asked)
    return [(label, node.key) for label, node in labelled if label in library.texts]


def for_card(library: Library, session: Session, now: datetime) -> dict[str, str]:
    """What the team's card may tell of the answers: {"stage": a reference, "lang": a code}, if answered."""
    told: dict[str, str] = {}
    for node in _path(library, session, now):
        value = session.answers.get(node.key)
        if node.step.tells == "stage" and value in node.step.options and value != "unknown":
            told["stage"] = f"{node.flow}-{node.id}.{value}"
        elif node.step.tells == "lang" and value in LANGUAGES:
            told["lang"] = LANGUAGES[value]
    return told


def _path(library: Library, session: Session, now: datetime) -> list[Node]:
    """The steps that the answers lead over; none of a flow that is not there any more."""
    plan = library.plans.get(session.flow)
    trail = walk(plan, session.answers, library.moment(now)).trail if plan else ()
    return [plan.nodes[key] for key in trail] if plan else []
