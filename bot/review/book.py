"""What the pages are made of: flows, texts and facts as they stand, and the words of the pages themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content import Content
from bot.core import markup
from bot.core.facts import FactBook
from bot.core.flow.arrows import arrows
from bot.core.flow.library import Library
from bot.core.flow.model import Flow, Step
from bot.core.ftl import Ftl
from bot.core.reviews import FILE, Review, Reviews, parse_reviews, review_of, words_of
from bot.core.say import Arg
from bot.core.text_lint.flat import Flattener
from bot.review.html import Html
from bot.telegram.texts import Texts, read_ftl

TITLE = 60  # characters of a screen's name taken from its words


@dataclass(frozen=True, slots=True)
class Reading:
    """Of the words of one step. `review` is None while nobody has read them."""

    review: Review | None
    changed: bool  # since then

    @property
    def stands(self) -> bool:
        return self.review is not None and not self.changed

    @property
    def state(self) -> str:
        return "none" if self.review is None else "changed" if self.changed else "stands"


@dataclass(frozen=True)
class Book:
    """Read from disk once. The texts are its own: what fails on a page is no failure of the bot."""

    library: Library
    texts: Texts
    facts: FactBook
    ftl: Ftl
    flat: Flattener  # measures texts exactly as `python -m bot check` does
    reviews: Reviews = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path, *, clock: Callable[[], datetime], zone: ZoneInfo) -> Book:
        """Raises what is wrong with flows, facts or texts."""
        content = Content.load(root, clock=clock, zone=zone)
        ftl, path = read_ftl(root / "locales" / "ru"), root / FILE
        reviews, _ = parse_reviews(path.read_text("utf-8") if path.exists() else "")
        return cls(content.library, content.texts, content.facts, ftl, Flattener(ftl, content.facts), reviews)

    @cached_property
    def callers(self) -> Mapping[str, tuple[str, ...]]:
        """Flow → flows that call it."""
        calls: dict[str, list[str]] = {}
        for name, flow in self.library.flows.items():
            for called in dict.fromkeys(step.call for step in flow.steps.values() if step.call):
                calls.setdefault(called, []).append(name)
        return {name: tuple(by) for name, by in calls.items()}

    @cached_property
    def read(self) -> Mapping[str, Mapping[str, Reading]]:
        """Flow → step with words of its own → whether a person has read them."""
        return {name: dict(self._readings(flow)) for name, flow in self.library.flows.items()}

    def _readings(self, flow: Flow) -> Iterator[tuple[str, Reading]]:
        for id_ in flow.steps:
            if words := words_of(self.ftl, flow, id_):
                review = review_of(self.reviews, flow, id_)
                yield id_, Reading(review, changed=review is not None and review.words != words)

    @cached_property
    def doors(self) -> Mapping[str, tuple[str, ...]]:
        """Flow → flows that lead into it by a button."""
        doors: dict[str, dict[str, None]] = {}
        for name, flow in self.library.flows.items():
            for id_, step in flow.steps.items():
                away = [arrow.to for arrow in arrows(flow, id_) if arrow.away]
                for to in (*away, *step.doors):
                    doors.setdefault(to, {})[name] = None
        return {name: tuple(by) for name, by in doors.items()}


@dataclass(frozen=True)
class Links:
    """How pages name each other: ``/review/arrest`` when served, ``arrest.html`` in a folder."""

    index: str
    before: str
    after: str

    def flow(self, name: str) -> str:
        return f"{self.before}{name}{self.after}"


SERVED = Links("/review", "/review/", "")
FILES = Links("index.html", "", ".html")
PICTURES = Links("", "", ".svg")


@dataclass(frozen=True)
class View:
    """The book at one moment, with the facts as they stand then."""

    book: Book
    facts: FactBook
    now: datetime
    links: Links

    @property
    def library(self) -> Library:
        return self.book.library

    @property
    def today(self) -> date:
        return self.now.date()

    def say(self, ref: str, /, **args: Arg) -> Html:
        """A text as markup."""
        return Html(self.book.texts.formatted(ref, args, facts=self.facts, now=self.now).html)

    def words(self, ref: str, /, **args: Arg) -> str:
        """A text as plain characters."""
        return self.book.texts.label_at(ref, args, self.now)

    def has(self, ref: str) -> bool:
        return self.book.texts.has(ref)

    def title(self, flow: str) -> str:
        """A flow as people know it."""
        return self.words(f"{flow}-flow.title")

    def name(self, flow: Flow, id_: str) -> str:
        """A screen in a few words: its own short name, or how its text begins."""
        step, ref = flow.steps[id_], f"{flow.flow}-{id_}"
        if step.call:
            return self.title(step.call)
        if self.has(f"{ref}.label"):
            return self.words(f"{ref}.label")
        return _beginning(markup.plain(self.say(ref))) if self.has(ref) else self.words("review-nameless_end")

    def number(self, flow: Flow, id_: str) -> int:
        """Where a screen stands in its flow, from 1: the same on the map, on the page and on paper."""
        return list(flow.steps).index(id_) + 1

    def answer(self, flow: Flow, id_: str, value: str) -> str:
        """An answer as it stands on its button."""
        step, own = flow.steps[id_], f"{flow.flow}-{id_}.{value.lstrip('$')}"
        if self.has(own):
            return self.words(own)
        if step.call:
            return self.words(f"review-ended_{value}")
        return self.words(f"common-{value.lstrip('$')}") if self.has(f"common-{value.lstrip('$')}") else value


def kind(step: Step) -> str:
    """Which word names the kind of a step: that of a question says what is answered."""
    return f"review-kind_{step.ask or step.kind}"


def _beginning(words: str) -> str:
    """The first line; its first sentence when that is long."""
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    if len(line) > TITLE:
        end = next((at + 1 for at, sign in enumerate(line) if sign in ".!?:" and 12 < at < TITLE), 0)
        line = line[:end] if end else f"{line[: TITLE - 1].rsplit(' ', 1)[0]}…"
    return line.rstrip(".:")
