"""Every way through a flow. Answers that lead alike are walked once: ``where=road|home``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from bot.core.flow.conditions import Condition, Is, Moment, compiled
from bot.core.flow.model import Flow
from bot.core.flow.samples import Sample, samples_of

MOST_PATHS = 20_000
# A weekday and a Saturday, each by day and by night: all that predicates tell apart.
_MOMENTS = tuple(
    Moment(datetime(2026, 11, day, hour, tzinfo=UTC), date(2026, 11, day))
    for day in (24, 28)
    for hour in (17, 5)
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One way: (step, answers that lead this way), and where it ends: a step, or «→ flow»."""

    steps: tuple[tuple[str, str], ...]
    end: str
    level: str


@dataclass(slots=True)
class Report:
    """What walking all ways has shown. `whole` is False when only pairs of steps were covered."""

    paths: list[Taken] = field(default_factory=list)
    not_asked: set[tuple[str, str]] = field(default_factory=set)
    never_taken: set[tuple[str, int]] = field(default_factory=set)
    whole: bool = True

    @property
    def longest(self) -> int:
        """Screens on the longest path, its end included."""
        return max((len(path.steps) + 1 for path in self.paths), default=0)


def explored(flows: Mapping[str, Flow], flow: Flow) -> Report:
    """Walk `flow` (sound by the lint) through all its answers; a call is one step with its outcomes."""
    moments = _MOMENTS if _uses_predicates(flow) else _MOMENTS[:1]
    report = Report()
    used: set[tuple[str, int]] = set()
    for moment in moments:
        explorer = _Explorer(flows, flow, moment, report, used)
        for path in explorer.ways(flow.first, {}, (), None):
            report.paths.append(path)
            if len(report.paths) >= MOST_PATHS:
                report.whole = False
                break
    if not report.whole:
        report.paths = _pairs(flows, flow, report, used)
    report.paths = list(dict.fromkeys(report.paths))
    if report.whole:
        report.never_taken = _branches(flow) - used
    return report


def written(flow: Flow, report: Report) -> str:
    """The file flows/_paths/<flow>.txt: a change of routing shows in a review as changed lines."""
    lines = [f"# {flow.flow}: {len(report.paths)} путей, самый длинный {report.longest} экранов"]
    if not report.whole:
        lines.append(f"# больше {MOST_PATHS} путей: показаны все пары соседних ответов")
    lines += [_line(path) for path in report.paths]
    return "\n".join(lines) + "\n"


def _line(path: Taken) -> str:
    steps = " · ".join(f"{id_}={label}" if label else id_ for id_, label in path.steps)
    return f"{steps} → {path.end}" + (f" [{path.level}]" if path.level else "")


class _Watched(dict[str, Any]):
    """Answers that remember which questions were looked up though they were not asked."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(answers)
        self.missed: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self.missed.add(key)
        return super().get(key, default)


class _Explorer:
    def __init__(
        self,
        flows: Mapping[str, Flow],
        flow: Flow,
        moment: Moment,
        report: Report,
        used: set[tuple[str, int]],
        *,
        pairs: bool = False,
    ) -> None:
        self.flow, self.moment, self.report, self.used = flow, moment, report, used
        self.samples = {id_: samples_of(flows, flow, id_, moment) for id_ in flow.steps}
        self.branches = {
            id_: [(compiled(branch.when), branch.to) for branch in step.next]
            for id_, step in flow.steps.items()
        }
        self.rules = [(compiled(rule.when), rule.level) for rule in flow.priority]
        self.covered: set[tuple[Any, ...]] | None = set() if pairs else None

    def ways(
        self, id_: str, env: dict[str, Any], steps: tuple[tuple[str, str], ...], came: object
    ) -> Iterator[Taken]:
        step = self.flow.steps[id_]
        if step.end:
            yield Taken(steps, f"{id_} ({step.end})", self._level(env))
            return
        for sample in self._worth_walking(id_, came):
            now, so_far = {**env, id_: sample.value}, (*steps, (id_, sample.label))
            if sample.go:
                yield Taken(so_far, f"флоу {sample.go}", self._level(now))
            else:
                yield from self.ways(self._onward(id_, sample, now), now, so_far, (id_, sample.label))

    def _onward(self, id_: str, sample: Sample, env: dict[str, Any]) -> str:
        if sample.to:
            return sample.to
        watched = _Watched(env)
        for index, (test, to) in enumerate(self.branches[id_]):
            if test(watched, self.moment):
                self.used.add((id_, index))
                self.report.not_asked |= {(id_, key) for key in watched.missed}
                return to
        raise AssertionError("the lint lets no branch list pass without an unconditional end")

    def _worth_walking(self, id_: str, came: object) -> Iterator[Sample]:
        """All samples; when only pairs are to be covered, those new after `came`, or else the first."""
        if self.covered is None:
            yield from self.samples[id_]
            return
        fresh = [one for one in self.samples[id_] if (came, id_, one.label) not in self.covered]
        for sample in fresh or self.samples[id_][:1]:
            self.covered.add((came, id_, sample.label))
            yield sample

    def _level(self, env: dict[str, Any]) -> str:
        return next((level for test, level in self.rules if test(env, self.moment)), "")


def _pairs(flows: Mapping[str, Flow], flow: Flow, report: Report, used: set[tuple[str, int]]) -> list[Taken]:
    explorer = _Explorer(flows, flow, _MOMENTS[0], report, used, pairs=True)
    return list(explorer.ways(flow.first, {}, (), None))


def _branches(flow: Flow) -> set[tuple[str, int]]:
    return {
        (id_, index)
        for id_, step in flow.steps.items()
        for index in range(len(step.next))
        if not (index == 0 and step.next[0].when is None)  # a plain `next` of options that all lead elsewhere
    }


def _uses_predicates(flow: Flow) -> bool:
    return any(_has_predicate(branch.when) for step in flow.steps.values() for branch in step.next) or any(
        _has_predicate(rule.when) for rule in flow.priority
    )


def _has_predicate(condition: Condition | None) -> bool:
    match condition:
        case None:
            return False
        case Is():
            return True
        case _:
            parts = getattr(condition, "parts", None) or (
                (condition.part,) if hasattr(condition, "part") else ()
            )
            return any(_has_predicate(part) for part in parts)
