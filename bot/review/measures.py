"""How hard and how long the texts of a flow are, and how old the facts they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from statistics import median

from bot.core.facts import State, in_order
from bot.core.flow.model import Flow, Step, Track
from bot.core.readability import read
from bot.core.text_lint.form import visible
from bot.core.text_lint.grounds import named_facts
from bot.core.text_lint.wanted import Role
from bot.core.text_lint.words import EASIEST, ENOUGH_WORDS, LONGEST
from bot.core.units import utf16
from bot.review.book import Book, View

STALE = frozenset({State.OVERDUE, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class Measure:
    """Of one text. `fre` is None where there are too few words to measure."""

    fre: float | None
    characters: int
    longest: int  # words in the longest sentence
    least: int
    most: int

    @property
    def hard(self) -> bool:
        return self.fre is not None and self.fre < self.least

    @property
    def long(self) -> bool:
        return self.characters > self.most


@dataclass(frozen=True, slots=True)
class Opened:
    """A memo or a card of a board under a step: what it is called, its text, what it rests on."""

    kind: str  # card, phrase, track
    name: str
    ref: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """A flow in numbers."""

    screens: int
    readable: int  # screens with words of their own
    read: int  # of these: as a person has read them
    changed: int  # after a person had read them
    facts: tuple[str, ...]
    states: Counter[State]
    middle: int | None
    lowest: tuple[int, str] | None  # readability and the step it was found at; both rounded down

    @property
    def unreviewed(self) -> int:
        return self.states[State.UNREVIEWED]

    @property
    def stale(self) -> int:
        return sum(self.states[state] for state in STALE)


def measure(book: Book, ref: str, role: Role) -> Measure:
    """As `python -m bot check` measures: the text and the hint under it."""
    seen = "\n\n".join(filter(None, (visible(book.flat.flat(one)) for one in (ref, f"{ref}.hint"))))
    reading = read(seen)
    fre = reading.fre if reading.words >= ENOUGH_WORDS else None
    return Measure(fre, utf16(seen), reading.longest, EASIEST[role], LONGEST[role])


def role_of(step: Step) -> Role:
    return "card" if step.lane == "card" else "crisis"


def opened(book: Book, flow: Flow, id_: str) -> Iterator[Opened]:
    """What can be opened under a step, and what can be opened under that."""
    step = flow.steps[id_]
    yield from _memos(book, step)
    for name, track in step.tracks.items():
        yield Opened("track", name, f"{flow.flow}-{id_}-{name}", track.facts)
        yield from _memos(book, track)


def _memos(book: Book, holder: Step | Track) -> Iterator[Opened]:
    yield from (_phrase(number) for number in holder.phrases)
    for name in holder.cards:
        card = book.library.cards[name]
        yield Opened("card", name, f"card-{name}", card.facts)
        yield from (_phrase(number) for number in card.phrases)


def _phrase(number: int) -> Opened:
    return Opened("phrase", str(number), f"phrase-{number}", ())


def grounds(book: Book, ref: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Facts a text rests on: those its step names, then those whose values it shows."""
    shown = (name for one in (ref, f"{ref}.hint") for name in named_facts(book.ftl, one))
    numbers = {".".join(name.split(".")[:2]) for name in shown}
    return tuple(dict.fromkeys((*named, *sorted(numbers, key=in_order))))


def sums(view: View, flow: Flow) -> Sums:
    """Everything the list of flows says about one of them."""
    book = view.book
    facts: dict[str, None] = {}
    read_: list[tuple[int, str]] = []
    for id_, step in flow.steps.items():
        ref = f"{flow.flow}-{id_}"
        texts = [Opened("step", id_, ref, step.facts), *opened(book, flow, id_)]
        facts |= dict.fromkeys(number for one in texts for number in grounds(book, one.ref, one.facts))
        measured = [measure(book, one.ref, _role(one, step)) for one in texts if one.kind != "phrase"]
        read_ += [(floor(one.fre), id_) for one in measured if one.fre is not None]
    known = sorted((number for number in facts if number in view.facts), key=in_order)
    readings = book.read[flow.flow].values()
    return Sums(
        screens=sum(not step.call for step in flow.steps.values()),
        readable=len(readings),
        read=sum(one.stands for one in readings),
        changed=sum(one.changed for one in readings),
        facts=tuple(known),
        states=Counter(view.facts.state(number, view.today) for number in known),
        middle=floor(median(fre for fre, _ in read_)) if read_ else None,
        lowest=min(read_, default=None),
    )


def _role(one: Opened, step: Step) -> Role:
    return role_of(step) if one.kind == "step" else "card"
