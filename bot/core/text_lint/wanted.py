"""Which texts the flow files and the code ask for, and in which role each one is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

from bot.core.flow.findings import Lines, line_of
from bot.core.flow.model import Card, Flow, Step

if TYPE_CHECKING:
    from bot.core.flow.parse import Parsed

# crisis: a step; card: a memo, read in one's own time; phrase: English with its reading; button: a label;
# name: a few words inside another text; line: a sentence or two by itself.
Role = Literal["crisis", "card", "phrase", "button", "name", "line"]

STEP_BUTTONS = ("next", "done", "failed", "later")  # a step's own words instead of the common ones
STEP_LINES = ("hint", "help")


class Sources(Protocol):
    """The read files of flows/: satisfied by `bot.core.flow.library.Sources`."""

    @property
    def parsed(self) -> tuple[Parsed, ...]: ...
    @property
    def cards(self) -> Mapping[str, Card]: ...
    @property
    def phrases(self) -> Mapping[int, str]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that something shows. `facts`: what it may rest on.

    `fact_class` is set where facts have to be named and the flow's own lint does not look: on tracks.
    """

    ref: str
    role: Role
    file: str
    line: int
    optional: bool = False
    facts: tuple[str, ...] = ()
    fact_class: str | None = None


def wanted(sources: Sources) -> list[Wanted]:
    """Everything that flows, cards and phrases need, in the order of the files."""
    inner = _only_called([parsed.flow for parsed in sources.parsed if parsed.flow])
    needs = [want for parsed in sources.parsed if parsed.flow for want in _flow(parsed.flow, parsed, inner)]
    needs += [want for name, card in sources.cards.items() for want in _card(name, card)]
    needs += [want for number in sources.phrases for want in _phrase(number)]
    return needs


def by_ref(wants: Iterable[Wanted]) -> dict[str, Wanted]:
    """The first who asks for each reference: a step before the list of memos."""
    found: dict[str, Wanted] = {}
    for want in wants:
        found.setdefault(want.ref, want)
    return found


def _only_called(flows: list[Flow]) -> frozenset[str]:
    """Flows that nobody enters by a button: their end is never on a screen, the caller goes on."""
    steps = [step for flow in flows for step in flow.steps.values()]
    entered = {option.go for step in steps for option in step.options.values() if option.go}
    entered |= {name for step in steps for name in step.doors}
    return frozenset({step.call for step in steps if step.call} - entered)


def _flow(flow: Flow, parsed: Parsed, inner: frozenset[str]) -> Iterator[Wanted]:
    line = line_of(parsed.lines, ("flow",))
    head = f"{flow.flow}-flow"
    yield Wanted(f"{head}.title", "button", parsed.file, line)
    yield Wanted(f"{head}.kind", "name", parsed.file, line)
    if flow.nudge:
        yield Wanted(f"{head}.nudge", "line", parsed.file, line_of(parsed.lines, ("nudge",)))
    for name, step in flow.steps.items():
        if step.kind == "call":
            continue
        hidden = step.kind == "end" and flow.flow in inner
        for want in _step(f"{flow.flow}-{name}", step, parsed.file, _Places(parsed.lines, name)):
            yield replace(want, optional=True) if hidden else want


class _Places:
    """Lines of one step's keys."""

    def __init__(self, lines: Lines, step: str) -> None:
        self._lines, self._step = lines, step

    def at(self, *path: str) -> int:
        return line_of(self._lines, ("steps", self._step, *path))


def _step(ref: str, step: Step, file: str, places: _Places) -> Iterator[Wanted]:
    role: Role = "card" if step.lane == "card" else "crisis"
    yield Wanted(ref, role, file, places.at(), facts=step.facts)
    for part in STEP_LINES:
        yield Wanted(f"{ref}.{part}", "line", file, places.at(), optional=True, facts=step.facts)
    for part in STEP_BUTTONS:
        yield Wanted(f"{ref}.{part}", "button", file, places.at(), optional=True)
    yield Wanted(f"{ref}.label", "name", file, places.at(), optional=step.ask is None)
    for option in step.options:
        yield Wanted(f"{ref}.{option}", "button", file, places.at("options", option))
    for link in step.links:
        yield Wanted(f"{ref}.link_{link}", "button", file, places.at("links", link))
    if step.remind:
        yield Wanted(f"{ref}.remind", "line", file, places.at("remind"), facts=step.facts)
    yield from _tracks(ref, step, file, places)
    yield from _opened(step, file, places)


def _tracks(ref: str, step: Step, file: str, places: _Places) -> Iterator[Wanted]:
    ground = None if step.facts else step.fact_class
    for name, track in step.tracks.items():
        line = places.at("tracks", name)
        yield Wanted(f"{ref}.{name}", "button", file, line)
        yield Wanted(f"{ref}-{name}", "card", file, line, facts=track.facts, fact_class=ground)
        for link in track.links:
            yield Wanted(f"{ref}-{name}.link_{link}", "button", file, line)
        yield from (_title(card, file, line) for card in track.cards)
        yield from (Wanted(f"phrase-{number}", "phrase", file, line) for number in track.phrases)


def _opened(step: Step, file: str, places: _Places) -> Iterator[Wanted]:
    """Memos and phrases by their buttons: named here, so that a missing one points at the step."""
    for index, card in enumerate(step.cards):
        yield _title(card, file, places.at("cards", str(index)))
    for index, number in enumerate(step.phrases):
        yield Wanted(f"phrase-{number}", "phrase", file, places.at("phrases", str(index)))


def _title(card: str, file: str, line: int) -> Wanted:
    return Wanted(f"card-{card}.title", "button", file, line)


def _card(name: str, card: Card) -> Iterator[Wanted]:
    ref, file = f"card-{name}", "flows/cards.yaml"
    yield Wanted(ref, "card", file, 0, facts=card.facts)
    yield Wanted(f"{ref}.title", "button", file, 0)
    for link in card.links:
        yield Wanted(f"{ref}.link_{link}", "button", file, 0)
    for number in card.phrases:
        yield Wanted(f"phrase-{number}", "phrase", file, 0)


def _phrase(number: int) -> Iterator[Wanted]:
    yield Wanted(f"phrase-{number}", "phrase", "flows/phrases.yaml", 0)
    yield Wanted(f"phrase-{number}.label", "button", "flows/phrases.yaml", 0)
