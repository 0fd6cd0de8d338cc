"""A walk as a text for a review: which screens, which buttons, what is answered, what happens besides.

A screen of the flow itself shows its parts and its buttons, a row between bars; a button whose words
belong to the screen begins with a dot. Seen again in the same file, or standing in a called flow, which
has a file of its own, a screen is one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.flow import engine
from bot.core.flow.library import Library
from bot.core.flow.screens import screen
from bot.core.flow.session import (
    Answer,
    CancelRemind,
    Do,
    Effect,
    Ended,
    Go,
    Open,
    Priority,
    Remind,
    Screen,
    Session,
)
from bot.core.say import Message
from tests.core.flow_toys import SID
from tests.flows.ways import Way, Ways


def golden(library: Library, ways: Ways, name: str, now: datetime) -> str:
    """The file of a flow: its ends by the length of the way, then ways for the sake of other steps."""
    found = sorted(ways.complete(name), key=lambda way: (bool(way.via), way.screens, way.end))
    writer = _Writer(library, name, now)
    head = f"# {name}: исходов {sum(not way.via for way in found)}, прогулок {len(found)}"
    return "\n\n".join([head, *("\n".join(writer.transcript(way)) for way in found)]) + "\n"


@dataclass
class _Writer:
    library: Library
    name: str
    now: datetime
    seen: set[str] = field(default_factory=set)  # screens whose buttons were written
    keys: set[str] = field(default_factory=lambda: {""})

    def transcript(self, way: Way) -> Iterator[str]:
        """A way for the sake of one step is written until it comes back to what stands above."""
        via = f", через {way.via}" if way.via else ""
        yield f"=== {way.end}{via} · ответов: {sum(len(raws) for _, raws in way.said)}"
        passed = False
        for key, lines in self.walked(way):
            if passed and key in self.keys:
                yield "…"
                return
            passed = passed or (bool(way.via) and key.partition("/")[0] == way.via)
            self.keys.add(key)
            yield from lines

    def walked(self, way: Way) -> Iterator[tuple[str, list[str]]]:
        """Key of a screen and its lines. AssertionError when the engine does not come where the way says."""
        session, effects = engine.start(self.library, self.name, SID, self.now)
        yield "", list(self.happens(effects))
        for key, raws in way.said:
            assert session.shown == key, (
                f"{self.name}: at {session.shown}, not {key}, on the way to {way.end}"
            )
            lines = list(self.shown(session, effects))
            for raw in raws:
                session, effects = engine.step(self.library, session, Answer(key, raw), self.now)
            answer = " ".join(raws)
            lines = [f"{lines[0]} > {answer}"] if "/" in key else [*lines, f"  > {answer}"]
            yield key, [*lines, *self.happens(effects)]
        if "→" in way.end:
            assert any(isinstance(effect, Go) for effect in effects), way.end
        else:
            assert session.ended == session.shown == way.end
            yield way.end, list(self.shown(session, effects))

    def shown(self, session: Session, effects: list[Effect]) -> Iterator[str]:
        shown = next(effect for effect in reversed(effects) if isinstance(effect, Screen))
        if shown.flow != self.name:
            yield shown.key
            return
        message = screen(self.library, session, shown, self.now)
        parts = " + ".join(part.ref for part in message.parts)
        rows = f"    {_buttons(message, f'{self.name}-{shown.key}')}"
        yield parts
        if parts + rows not in self.seen:
            self.seen.add(parts + rows)
            yield rows

    def happens(self, effects: Iterable[Effect]) -> Iterator[str]:
        yield from (f"  ! {words}" for effect in effects if (words := self.effect(effect)))

    def effect(self, effect: Effect) -> str:
        match effect:
            case Remind(key, due):
                words = f"remind {key}: {self.spans(due)}"
            case CancelRemind(key):
                words = f"no reminder {key}"
            case Open(name) | Do(name) | Priority(name) | Go(name) | Ended(name):
                words = f"{type(effect).__name__.lower()} {name}"
            case _:
                words = ""
        return words

    def spans(self, due: tuple[datetime, ...]) -> str:
        """Hours from now; of many reminders the first two and the last."""
        hours = [f"{(when - self.now).total_seconds() / 3600:g}h" for when in due]
        return " ".join(hours if len(hours) <= 6 else [*hours[:2], "…", hours[-1]])


def _buttons(message: Message, ref: str) -> str:
    rows = (" ".join(button.label.removeprefix(ref) for button in row) for row in message.rows)
    return " | ".join(rows)
