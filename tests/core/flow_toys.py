"""Toy flows, and a person who walks them: the session is saved and read again between every two events."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.flow import engine
from bot.core.flow.library import Library, load
from bot.core.flow.session import Answer, Effect, Event, Screen, from_json, to_json

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday, noon in New York
SID = "abc123"

TOY = """
flow: toy
first: safe
opens: case
priority:
  - {when: {safe: danger}, is: P0}
  - {when: {day: {within: 2d}}, is: P1}
  - {is: P2}
steps:
  safe:
    ask: choice
    options: {danger: {to: urgent}, calm: , unknown: , away: {go: other}}
    next: read
  read: {say: stable, next: day}
  day: {ask: date, limits: {from: -60d, to: today}, next: place}
  place:
    ask: choice
    options: {located: , office: , unknown: }
    depends_on: [day]
    next:
      - {when: {place: located}, to: number}
      - {when: {day: {within: 2d}}, to: wait}
      - {to: locator}
  wait: {say: stable, next: number}
  locator: {task: stable, remind: {every: 6h, times: 3}, next: number}
  number: {ask: a_number, next: needs}
  needs: {ask: multi, options: {kids: , meds: , none: {alone: true}}, next: papers}
  papers: {ask: checklist, options: {notice: , receipt: }, depends_on: [place], next: tracks}
  tracks: {board: stable, tracks: {court: , bia: }, next: lawyer}
  lawyer: {call: law, next: [{when: {lawyer: handoff}, to: handed}, {to: done}]}
  handed: {say: stable, do: [handoff], next: done}
  urgent: {end: handoff, do: [handoff, alarm]}
  done: {end: info, do: [remind], remind: {at: [1d, 3d]}}
"""
LAW = """
flow: law
first: have
priority:
  - {when: {have: none}, is: P1}
steps:
  have:
    ask: choice
    options: {have: , none: {to: state}, unknown: {to: state}}
    next: found
  state: {ask: us_state, required: true, next: none_yet}
  found: {end: info}
  none_yet: {end: handoff, do: [alarm]}
"""
OTHER = """
flow: other
first: only
opens: signal
steps:
  only: {say: stable, next: done}
  done: {end: info}
"""


def files(**changed: str) -> dict[str, str]:
    """The toy files, some of them in another edition."""
    texts = {"toy": TOY, "law": LAW, "other": OTHER} | changed
    return {f"flows/{name}.yaml": text for name, text in texts.items() if text}


def library(**changed: str) -> Library:
    return load(files(**changed))


class Walker:
    """Somebody in a conversation; `now` and `library` may change between events."""

    def __init__(self, flow: str = "toy", lib: Library | None = None) -> None:
        self.library = lib or library()
        self.now = NOW
        self.session, self.effects = engine.start(self.library, flow, SID, NOW)

    def does(self, event: Event) -> list[Effect]:
        before = from_json(json.loads(json.dumps(to_json(self.session))))
        self.session, self.effects = engine.step(self.library, before, event, self.now)
        return self.effects

    def says(self, raw: str, key: str | None = None) -> list[Effect]:
        return self.does(Answer(key or self.session.shown or "", raw))

    def all(self, *raws: str) -> list[Effect]:
        for raw in raws:
            self.says(raw)
        return self.effects

    def later(self, **span: int) -> None:
        self.now += timedelta(**span)

    @property
    def screen(self) -> Screen:
        return next(effect for effect in reversed(self.effects) if isinstance(effect, Screen))

    @property
    def at(self) -> str:
        return self.screen.key

    @property
    def others(self) -> list[Effect]:
        return [effect for effect in self.effects if not isinstance(effect, Screen)]

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.session.answers)


def to_number(walker: Walker | None = None) -> Walker:
    """At the A-number, by way of the locator."""
    walker = walker or Walker()
    walker.all("calm", "next", "14.11.2026", "office", "done")
    return walker


def at_end(walker: Walker | None = None) -> Walker:
    """At the end «done», with a lawyer."""
    walker = to_number(walker)
    walker.all("214567890", "none", "$done", "notice", "$done", "$done", "have")
    return walker
