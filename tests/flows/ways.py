"""The shortest ways through a flow, as somebody would press and type them.

A called flow is one move whose price is its own shortest way to the same outcome: conditions of a flow
see nothing of a call but its outcome, so the pieces put together are the shortest whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from typing import Any

from babel.dates import format_date

from bot.core.flow.accepting import LATER
from bot.core.flow.conditions import Moment, compiled
from bot.core.flow.model import TYPED, Flow, Step
from bot.core.flow.samples import Sample, samples_of
from bot.core.flow.taking import DONE, NEXT

EXAMPLES = {
    "time": "9:30 утра",
    "phone": "202 555-0123",
    "a_number": "А 214 567 890",
    "us_state": "Техас",
    "name": "Иванова Анна",
    "text": "Говорят, ночью увезли",
}
Said = tuple[str, tuple[str, ...]]  # key of a step, and what is pressed or typed there, in order


@dataclass(frozen=True, slots=True)
class Way:
    """Answers from the first screen on; `end` is a step, or «step → flow» when the person leaves."""

    said: tuple[Said, ...] = ()
    end: str = ""
    via: str = ""  # the step for whose sake this way was taken, when it is not the shortest

    @property
    def passed(self) -> list[str]:
        """Steps of the flow itself, the end included."""
        keys = [key.partition("/")[0] for key, _ in self.said]
        return list(dict.fromkeys([*keys, self.end] if "→" not in self.end else keys))

    @property
    def screens(self) -> int:
        return len(self.said) + 1


@dataclass
class Ways:
    """Of all flows; each is searched once, when it is first asked for."""

    flows: Mapping[str, Flow]
    moment: Moment
    _found: dict[str, _Found] = field(default_factory=dict)

    def to_ends(self, name: str) -> dict[str, Way]:
        """End → the shortest way there, ways out into other flows included."""
        return self._of(name).ends

    def to_steps(self, name: str) -> dict[str, Way]:
        """Step → the shortest way that stands before it; calls are not among them."""
        return self._of(name).steps

    def complete(self, name: str) -> list[Way]:
        """The shortest way to each end, and then as many more as it takes to pass every step once."""
        ends = list(self.to_ends(name).values())
        unseen = set(self.flows[name].steps) - {id_ for way in ends for id_ in way.passed}
        for way in self._of(name).whole:
            if fresh := [id_ for id_ in way.passed if id_ in unseen]:
                ends.append(replace(way, via=fresh[0]))
                unseen -= set(fresh)
        return ends

    def to_outcome(self, name: str, outcome: str) -> Way:
        """The shortest way to any end of this outcome."""
        steps = self.flows[name].steps
        fitting = [way for end, way in self.to_ends(name).items() if "→" not in end]
        return min((way for way in fitting if steps[way.end].end == outcome), key=lambda way: way.screens)

    def _of(self, name: str) -> _Found:
        if name not in self._found:
            self._found[name] = _Search(self, self.flows[name]).found
        return self._found[name]


@dataclass(frozen=True, slots=True)
class _Found:
    whole: list[Way] = field(default_factory=list)  # every way, the shortest first
    ends: dict[str, Way] = field(default_factory=dict)
    steps: dict[str, Way] = field(default_factory=dict)


@dataclass
class _Search:
    ways: Ways
    flow: Flow

    @cached_property
    def found(self) -> _Found:
        found, order = _Found(), count()
        queue: list[tuple[int, int, str, dict[str, Any], tuple[Said, ...]]] = []
        heappush(queue, (0, next(order), self.flow.first, {}, ()))
        while queue:
            _, _, id_, env, said = heappop(queue)
            step = self.flow.steps[id_]
            if not step.call:
                found.steps.setdefault(id_, Way(said, id_))
            if step.end:
                self.came(found, Way(said, id_))
                continue
            for sample in samples_of(self.ways.flows, self.flow, id_, self.ways.moment):
                now, all_said = {**env, id_: sample.value}, (*said, *self.said(id_, step, sample))
                if sample.go:
                    self.came(found, Way(all_said, f"{id_} → {sample.go}"))
                else:
                    heappush(
                        queue, (len(all_said), next(order), self.onward(step, sample, now), now, all_said)
                    )
        return found

    @staticmethod
    def came(found: _Found, way: Way) -> None:
        found.whole.append(way)
        found.ends.setdefault(way.end, way)

    def said(self, id_: str, step: Step, sample: Sample) -> Iterator[Said]:
        if step.call:
            for key, raws in self.ways.to_outcome(step.call, sample.value).said:
                yield f"{id_}/{key}", raws
        else:
            yield id_, raws_of(step, sample.value)

    def onward(self, step: Step, sample: Sample, env: dict[str, Any]) -> str:
        if sample.to:
            return sample.to
        fitting = (branch.to for branch in step.next if compiled(branch.when)(env, self.ways.moment))
        return next(fitting)


def raws_of(step: Step, value: Any) -> tuple[str, ...]:
    """What a person presses or types for an answer to have this value."""
    if step.say:
        return (NEXT,)
    if step.board:
        return (*(f"{track}.done" for track in value), DONE)
    if isinstance(value, list):
        closed = LATER in value or any(step.options[name].alone for name in value)
        return tuple(value) if closed else (*value, DONE)
    if step.ask in TYPED and not value.startswith("$"):
        return (_typed(step, value),)
    return (value,)


def _typed(step: Step, value: str) -> str:
    if step.ask == "date":
        return format_date(date.fromisoformat(value), "d MMMM y", locale="ru")
    return EXAMPLES[step.ask or ""]
