"""What a flow file may say. Words are never here: they are in the Fluent file of the flow's name.

A step is exactly one of `say`, `task`, `ask`, `board`, `call`, `end`; `KIND_FIELDS` lists what else
each may carry. Everything is frozen: a flow is compiled once and shared by all conversations.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    PlainSerializer,
    Strict,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.core.flow.conditions import Condition, read
from bot.core.flow.spans import Day, Span

Id = Annotated[str, Strict(), Field(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
Fact = Annotated[str, Strict(), Field(pattern=r"^\d{1,2}\.\d{1,2}[a-z]?$")]
Cond = Annotated[Condition, BeforeValidator(read), PlainSerializer(str)]

Class = Literal["law", "procedure", "contact", "stable"]
AskKind = Literal[
    "choice", "multi", "date", "time", "phone", "a_number", "us_state", "name", "text", "checklist"
]
Outcome = Literal["info", "checklist", "handoff"]
Level = Literal["P0", "P1", "P2", "P3", "P4"]
Effect = Literal["handoff", "signal", "remind", "alarm", "whereabouts"]
Opens = Literal["none", "case", "signal"]
Style = Literal["", "primary", "success", "danger"]
Kind = Literal["say", "task", "ask", "board", "call", "end"]

KINDS: tuple[Kind, ...] = ("say", "task", "ask", "board", "call", "end")
TYPED = frozenset({"date", "time", "phone", "a_number", "us_state", "name", "text"})
LISTED = frozenset({"choice", "multi", "checklist"})
RESERVED_STEPS = frozenset({"end", "flow"})
# Attributes a step's message has besides its buttons: an option of that name would hide one.
RESERVED_OPTIONS = frozenset({"next", "label", "hint", "remind", "help", "title", "done", "failed", "later"})

_EVERY = {"facts", "cards", "phrases", "links", "do", "remind", "was", "lane", "offers"}
_MIDDLE = {"next", "depends_on"}
KIND_FIELDS: dict[Kind, set[str]] = {
    "say": _EVERY | _MIDDLE | {"edition"},
    "task": _EVERY | _MIDDLE,
    "ask": _EVERY | _MIDDLE | {"options", "limits", "required", "no_unknown", "aside", "tells"},
    "board": _EVERY | _MIDDLE | {"tracks"},
    "call": {"next", "depends_on", "was"},
    "end": _EVERY,
}


class Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _refuse_reserved(ids: Any, reserved: frozenset[str]) -> None:
    for name in ids if isinstance(ids, dict) else ():
        if name in reserved or str(name).startswith("link_"):
            raise PydanticCustomError("E05", "Имя «{name}» занято, возьмите другое", {"name": str(name)})


def _branches(raw: Any) -> Any:
    return [{"to": raw}] if isinstance(raw, str) else raw


def _emptied(raw: Any) -> Any:
    """``road:`` with nothing after it is an option with nothing special."""
    if not isinstance(raw, dict):
        return raw
    return {name: {} if value is None else value for name, value in raw.items()}


class Option(Frozen):
    """A button of a choice, a multi or a checklist."""

    to: Id | None = None  # instead of the step's `next`
    go: Id | None = None  # leaves this flow for another one; the answer is not stored
    alone: bool = False  # multi: the whole answer, given at once; not there beside ticked ones
    style: Style = ""
    was: tuple[Id, ...] = ()


class Track(Frozen):
    """A card of a board: free, taken or done; its text is the message ``<flow>-<step>-<track>``."""

    facts: tuple[Fact, ...] = ()
    phrases: tuple[int, ...] = ()
    cards: tuple[Id, ...] = ()
    links: dict[Id, HttpUrl] = {}
    offers: tuple[Id, ...] = ()
    was: tuple[Id, ...] = ()


class Branch(Frozen):
    """First match wins; the last branch has no `when`."""

    to: Id
    when: Cond | None = None


class Rule(Frozen):
    """How urgent the answers are: first match wins, and a level only ever rises."""

    level: Level = Field(alias="is")
    when: Cond | None = None


class Limits(Frozen):
    """Of a date: days from today or ISO. Of a text: the longest, in UTF-16 units."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    max: int | None = Field(None, ge=1, le=3500)


class Remind(Frozen):
    """``{every: 6h, times: 12}`` or ``{at: [1d, 3d]}``, counted from when the step was shown or put off."""

    every: Span | None = None
    times: int = Field(1, ge=1, le=40)
    at: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Remind:
        if (self.every is None) == (not self.at):
            raise PydanticCustomError("E02", "remind: либо every и times, либо at")
        return self

    def spans(self) -> tuple[timedelta, ...]:
        """From the moment of arming to each reminder, earliest first."""
        if self.every is None:
            return tuple(sorted(self.at))
        return tuple(self.every * n for n in range(1, self.times + 1))


class Nudge(Frozen):
    """A word to somebody who stopped half way: text ``<flow>-flow.nudge``."""

    after: Span
    max: int = Field(1, ge=1, le=5)


class Step(Frozen):
    """One screen, or the place where another flow is called."""

    say: Class | None = None
    task: Class | None = None
    ask: AskKind | None = None
    board: Class | None = None
    call: Id | None = None
    end: Outcome | None = None

    next: Annotated[tuple[Branch, ...], BeforeValidator(_branches)] = ()
    options: Annotated[dict[Id, Option], BeforeValidator(_emptied)] = {}
    tracks: Annotated[dict[Id, Track], BeforeValidator(_emptied)] = {}
    limits: Limits = Field(default_factory=lambda: Limits.model_validate({}))
    required: bool = False  # typed: «Пропустить» is not offered
    no_unknown: str = ""  # choice, multi: why there is no `unknown`, in words
    depends_on: tuple[Id, ...] = ()
    facts: tuple[Fact, ...] = ()
    cards: tuple[Id, ...] = ()
    phrases: tuple[int, ...] = ()
    links: dict[Id, HttpUrl] = {}
    offers: tuple[Id, ...] = ()  # buttons into other flows, labelled ``<flow>-flow.title``
    do: tuple[Effect, ...] = ()
    remind: Remind | None = None
    edition: int = Field(1, ge=1)
    lane: Literal["crisis", "card"] = "crisis"
    aside: bool = False  # ask: orders the conversation, tells nothing about the case
    tells: Literal["", "stage", "lang"] = ""  # choice: what its answer is on the team's card
    was: tuple[Id, ...] = ()

    @property
    def kind(self) -> Kind:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def doors(self) -> tuple[Id, ...]:
        """Flows that a button of the step or of a card of its board leads into."""
        return (*self.offers, *(name for track in self.tracks.values() for name in track.offers))

    @property
    def fact_class(self) -> Class | None:
        return self.say or self.task or self.board

    @model_validator(mode="before")
    @classmethod
    def _options_are_not_reserved(cls, raw: Any) -> Any:
        for field in ("options", "tracks") if isinstance(raw, dict) else ():
            _refuse_reserved(raw.get(field), RESERVED_OPTIONS)
        return raw

    @model_validator(mode="after")
    def _hangs_together(self) -> Step:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise PydanticCustomError("E03", "Шаг — одно из: say, task, ask, board, call, end")
        self._fields_fit(kinds[0])
        self._lists_fit()
        self._goes_on()
        return self

    def _fields_fit(self, kind: Kind) -> None:
        wrong = self.model_fields_set - KIND_FIELDS[kind] - set(KINDS)
        if wrong:
            details = {"fields": ", ".join(sorted(wrong)), "kind": kind}
            raise PydanticCustomError("E03", "В шаге {kind} не бывает: {fields}", details)

    def _lists_fit(self) -> None:
        if self.ask and (self.ask in LISTED) != bool(self.options):
            raise PydanticCustomError("E03", "options нужны шагам choice, multi, checklist — и только им")
        if self.board and not self.tracks:
            raise PydanticCustomError("E03", "Доске нужны tracks")
        if self.ask != "choice" and any(option.to or option.go for option in self.options.values()):
            raise PydanticCustomError("E03", "to и go бывают только у вариантов choice")
        if self.ask != "multi" and any(option.alone for option in self.options.values()):
            raise PydanticCustomError("E03", "alone бывает только у вариантов multi")
        if self.tells and self.ask != "choice":
            raise PydanticCustomError("E03", "tells бывает только у choice")

    def _goes_on(self) -> None:
        if self.end or self.next:
            return
        if not (self.options and all(option.to or option.go for option in self.options.values())):
            raise PydanticCustomError("E03", "Нет next: куда идти дальше?")


class Flow(Frozen):
    """A guided conversation. `keep`: answers are erased this long after the last event."""

    flow: Id
    status: Literal["draft", "live"] = "draft"
    first: Id
    urgent: bool = False
    opens: Opens = "none"
    priority: tuple[Rule, ...] = ()
    keep: Span = timedelta(days=30)
    nudge: Nudge | None = None
    steps: dict[Id, Step]

    @model_validator(mode="before")
    @classmethod
    def _steps_are_not_reserved(cls, raw: Any) -> Any:
        if isinstance(raw, dict):
            _refuse_reserved(raw.get("steps"), RESERVED_STEPS)
        return raw


class Card(Frozen):
    """A memo that opens in place: message ``card-<id>``, button ``card-<id>.title``."""

    fact_class: Class = Field(alias="class")
    facts: tuple[Fact, ...] = ()
    phrases: tuple[int, ...] = ()
    links: dict[Id, HttpUrl] = {}
