"""How often triage is right: recall and precision per flow, alarms missed and false, on labelled messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.core.triage import Rules, Verdict, parse_rules, triage

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "flows" / "triage.yaml"
PARTS = {
    "dev": "messages.yaml",
    "held-out": "held_out.yaml",
    "fresh": "fresh.yaml",
    "people": "people.yaml",
    "wide": "wide.yaml",
    "people-held": "people_held.yaml",
    "strangers": "strangers.yaml",
    "strangers-held": "strangers_held.yaml",
}
HELD = "strangers-held"  # never read, never tuned on
TUNED = tuple(part for part in PARTS if part != HELD)  # misses of these may be read and mended
OURS = ("dev", "held-out", "fresh", "people")  # what must be right; the others are reported, and have floors
KINDS = ("despair", "greeting", "foreign", "command", "none")


@dataclass(frozen=True)
class Labelled:
    """A message and what its reader would answer."""

    text: str
    group: str  # p0, calm, lookalike, other
    want: str  # a flow or a kind; empty for a look-alike
    also: tuple[str, ...] = ()
    p0: bool | None = None  # None: either will do
    hints: tuple[tuple[str, Any], ...] = ()
    lang: str = ""

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset({self.want, *self.also})


@dataclass(frozen=True)
class Judged:
    """A message, and what triage said."""

    message: Labelled
    verdict: Verdict

    @property
    def missed_alarm(self) -> bool:
        return self.message.p0 is True and not self.verdict.p0

    @property
    def far(self) -> bool:
        """An alarm that neither rang nor stands among the doors shown first."""
        return self.missed_alarm and self.verdict.kind not in {"urgent", "despair"}

    @property
    def false_alarm(self) -> bool:
        raised = self.verdict.p0 or self.verdict.kind == "despair"
        return raised and self.message.p0 is False and self.message.want != "despair"

    @property
    def right(self) -> bool:
        """The wanted flow is offered, or the kind is the wanted one; a look-alike raised nothing."""
        if self.message.group == "other":
            return self.verdict.kind in self.message.wanted
        if self.message.group == "lookalike" and not self.message.want:
            return not self.false_alarm
        return self.verdict.kind != "despair" and not self.message.wanted.isdisjoint(self.verdict.flows)

    @property
    def hints_right(self) -> bool:
        hints = all(self.verdict.hints.get(name) == value for name, value in self.message.hints)
        return hints and self.message.lang in {"", self.verdict.lang}


@dataclass(frozen=True)
class Share:
    """`hit` of `of`."""

    hit: int
    of: int

    def __str__(self) -> str:
        return (
            f"{100 * self.hit / self.of:5.1f} % {f'({self.hit}/{self.of})':<10}"
            if self.of
            else f"{'–':>7}{'':11}"
        )

    def __float__(self) -> float:
        return self.hit / self.of if self.of else 1.0


def share(items: Iterable[bool]) -> Share:
    listed = list(items)
    return Share(sum(listed), len(listed))


@cache
def rules() -> Rules:
    return parse_rules(RULES.read_text(encoding="utf-8"))


@cache
def judged(*parts: str) -> tuple[Judged, ...]:
    return tuple(Judged(one, triage(one.text, rules())) for part in parts for one in messages(part))


@cache
def messages(part: str) -> tuple[Labelled, ...]:
    data = YAML(typ="safe").load((HERE / PARTS[part]).read_text(encoding="utf-8"))
    return tuple(_labelled(data))


def _labelled(data: dict[str, Any]) -> Iterator[Labelled]:
    for group in ("p0", "calm", "other"):
        for want, items in data[group].items():
            yield from (_one(item, group, want) for item in items)
    for item in data["lookalike"]:
        yield _one(item, "lookalike", "" if isinstance(item, str) else item.get("flow", ""))


def _one(item: str | dict[str, Any], group: str, want: str) -> Labelled:
    more: dict[str, Any] = {"t": item} if isinstance(item, str) else item
    return Labelled(
        text=more["t"],
        group=group,
        want=want,
        also=tuple(more.get("also", ())),
        p0=None if more.get("p0") == "any" else group == "p0",
        hints=tuple(more.get("hints", {}).items()),
        lang=more.get("lang", ""),
    )


def alarm_recall(found: Iterable[Judged]) -> Share:
    return share(not one.missed_alarm for one in found if one.message.p0 is True)


def in_front(found: Iterable[Judged]) -> Share:
    """Alarms raised, or one tap away: the urgent doors are on the first screen."""
    return share(not one.far for one in found if one.message.p0 is True)


def asked(found: Iterable[Judged], group: str) -> Share:
    """Messages without an alarm whose writer is asked whether it is urgent."""
    calm = (one for one in found if one.message.group == group and one.message.p0 is False)
    return share(one.verdict.kind == "urgent" for one in calm)


def false_alarms(found: Iterable[Judged], group: str) -> Share:
    calm = (one for one in found if one.message.group == group and one.message.p0 is False)
    return share(one.false_alarm for one in calm)


def recall(found: Iterable[Judged], want: str) -> Share:
    """Of the messages about a flow, or of a kind: those understood."""
    return share(one.right for one in found if one.message.want == want)


def precision(found: Iterable[Judged], flow: str) -> Share:
    """Of the verdicts that are sure of `flow`, on messages about some flow: those whose reader is too."""
    sure = (one for one in found if one.verdict.flows == (flow,) and one.message.group in {"p0", "calm"})
    return share(flow in one.message.wanted for one in sure)


def size(found: Iterable[Judged], want: str) -> int:
    return sum(one.message.want == want for one in found)
