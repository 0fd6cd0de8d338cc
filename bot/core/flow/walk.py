"""Where is the person? Start at the first step and follow the answers as long as they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.flow.conditions import Moment
from bot.core.flow.model import Level
from bot.core.flow.plan import Node, Plan, Routes


@dataclass(frozen=True, slots=True)
class Walk:
    trail: tuple[str, ...]  # keys of the answered steps, in the order of the path
    here: Node  # the first step without an answer, or the end
    env: Mapping[str, Any]  # what conditions see
    passed: tuple[Node, ...]  # ends of called flows on the way

    @property
    def ended(self) -> bool:
        return self.here.step.end is not None


def walk(plan: Plan, answers: Mapping[str, Any], moment: Moment) -> Walk:
    """Never raises, whatever the answers. One microsecond a step is the budget: the loop is written flat."""
    nodes, kept = plan.nodes, answers.get
    node = nodes[plan.first]
    env: dict[str, Any] = {}
    trail: list[str] = []
    passed: list[Node] = []
    while True:
        key = node.key
        if node.call is not None:
            env[node.call] = node.step.end
            passed.append(node)
            node = nodes[_first(node.after, env, moment)]
            continue
        stored = kept(key)
        value = None if stored is None else node.accept(stored)
        if value is None:
            return Walk(tuple(trail), node, env, tuple(passed))
        env[key] = value
        trail.append(key)
        if node.jumps and value in node.jumps:
            node = nodes[node.jumps[value]]
        else:
            node = nodes[node.only or _first(node.routes, env, moment)]


def _first(routes: Routes, env: Mapping[str, Any], moment: Moment) -> str:
    for test, key in routes:
        if test(env, moment):
            return key
    raise AssertionError("the lint lets no branch list pass without an unconditional end")


def level_of(plan: Plan, found: Walk, moment: Moment) -> Level | None:
    """The most urgent level that the rules give; None when no rule speaks."""
    levels = [
        level
        for group in plan.rules
        if not group.prefix or _entered(group.prefix, found)
        for level in [next((level for test, level in group.rules if test(found.env, moment)), None)]
        if level
    ]
    return min(levels, default=None)


def _entered(prefix: str, found: Walk) -> bool:
    return found.here.key.startswith(prefix) or any(key.startswith(prefix) for key in found.trail)
