"""What should happen besides the screen: `do`, reminders, priority, the end. Each given out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.flow.conditions import Moment
from bot.core.flow.plan import Node, Plan
from bot.core.flow.session import CancelRemind, Do, Effect, Ended, Priority, Remind, Session
from bot.core.flow.walk import Walk, level_of


def given_out(
    plan: Plan, session: Session, found: Walk, shown: Node, moment: Moment
) -> tuple[Session, list[Effect]]:
    """The session with what was given out noted in it, and the effects that are new."""
    session, priority = _priority(plan, session, found, moment)
    session, passing = _passing(session, found, shown, moment)
    session, ending = _ending(plan, session, found, moment)
    return session, [*priority, *passing, *ending]


def _priority(plan: Plan, session: Session, found: Walk, moment: Moment) -> tuple[Session, list[Effect]]:
    """A level only ever rises: P0 is the highest."""
    level = level_of(plan, found, moment)
    if level is None or (session.level is not None and session.level <= level):
        return session, []
    return replace(session, level=level), [Priority(level)]


def _passing(session: Session, found: Walk, shown: Node, moment: Moment) -> tuple[Session, list[Effect]]:
    """Ends of called flows on the way, and the open step once it is on the screen."""
    nodes = list(found.passed)
    if shown is found.here and not found.ended:
        nodes.append(shown)
    fresh = [node for node in nodes if (node.step.do or node.step.remind) and node.key not in session.did]
    if not fresh:
        return session, []
    effects = [effect for node in fresh for effect in _of(node, moment)]
    return replace(session, did=(*session.did, *(node.key for node in fresh))), effects


def _ending(plan: Plan, session: Session, found: Walk, moment: Moment) -> tuple[Session, list[Effect]]:
    """Given out whenever the end changes, also by an edit after the end; never twice for the same end."""
    end = found.here
    if not found.ended or end.step.end is None or session.ended == end.key:
        return session, []
    left = plan.nodes.get(session.ended or "")
    cancelled: list[Effect] = [CancelRemind(left.key)] if left and left.step.remind else []
    return replace(session, ended=end.key), [*cancelled, *_of(end, moment), Ended(end.step.end)]


def _of(node: Node, moment: Moment) -> Iterator[Effect]:
    yield from (Do(name, node.key) for name in node.step.do)
    if node.step.remind and node.kind != "task":  # of a task one is reminded once it was put off
        yield _remind(node, moment.now)


def _remind(node: Node, now: datetime) -> Remind:
    spans = node.step.remind.spans() if node.step.remind else ()
    return Remind(node.key, tuple(now + span for span in spans))


def reminders_after(
    plan: Plan, node: Node, value: Any, fallen: tuple[str, ...], now: datetime
) -> list[Effect]:
    """A task put off or failed is reminded of; what is answered, done or fallen is not any more."""
    effects: list[Effect] = [CancelRemind(key) for key in fallen if plan.nodes[key].step.remind]
    if node.step.remind and node.kind != "say":
        put_off = node.kind == "task" and value != "done"
        effects.append(_remind(node, now) if put_off else CancelRemind(node.key))
    return effects
