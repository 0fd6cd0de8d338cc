"""A screen of a flow as a `Message`: what to say and which buttons, without a single word of its own.

One option in a row (two for yes and no), then memos and phrases, links, the way back, and a human. What a
screen has no room for (`room.py`) stands behind one button.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.flow import buttons, room
from bot.core.flow.adopting import adopted
from bot.core.flow.answer_rows import Row, answer_rows, own_or_common
from bot.core.flow.conditions import Moment
from bot.core.flow.heard import heard_parts, prior_parts
from bot.core.flow.library import Library
from bot.core.flow.model import Card, Step, Track
from bot.core.flow.plan import Node, Plan
from bot.core.flow.session import Screen, Session
from bot.core.flow.walk import walk
from bot.core.menu import HUMAN, flow_door
from bot.core.say import Button, Message, Part

HOME = Button("common-home", data="n|home")
WORSE = Button("common-worse", data="n|worse")
_NOTES = {
    "old_button": "common-old_button",
    "updated": "common-updated",
    "edit": "answers-note_edit",
    "returned": "answers-note_returned",
}
_WORSE_FLOW = "worse"


def screen(
    library: Library, session: Session, shown: Screen, now: datetime, beside: Sequence[Row] = ()
) -> Message:
    """The message for an effect of the engine; raises KeyError for a step the library does not have.

    `beside`: rows of helpers, above the others.
    """
    if shown.note == "gone":
        return Message((Part("answers-note_gone"),), ((HOME,), (HUMAN,)))
    made = _Maker(library, adopted(library, session), library.moment(now))
    return made.step(made.plan.nodes[shown.key], shown, beside)


def opened(
    library: Library, session: Session, button: buttons.Opening, now: datetime, beside: Sequence[Row] = ()
) -> Message | None:
    """What a press on a memo, a phrase or a card of a board opens in place; None when it is gone.

    `beside`: what stood on the screen of a step whose hints are opened.
    """
    made = _Maker(library, adopted(library, session), library.moment(now))
    match button:
        case buttons.Card(name) if name in library.cards:
            return made.card(name, library.cards[name])
        case buttons.Phrase(number) if number in library.phrases:
            return made.phrase(number)
        case buttons.Track(_, key_hash, name):
            node = made.plan.nodes.get(made.plan.hashes.get(key_hash, ""))
            return made.track(node, name) if node and name in node.step.tracks else None
        case buttons.Hints(_, key_hash):
            node = made.plan.nodes.get(made.plan.hashes.get(key_hash, ""))
            return made.hints(node, beside) if node else None
    return None


@dataclass(frozen=True)
class _Maker:
    library: Library
    session: Session
    moment: Moment

    @property
    def plan(self) -> Plan:
        return self.library.plans[self.session.flow]

    def step(self, node: Node, shown: Screen, beside: Sequence[Row]) -> Message:
        seen, behind = self.extras(node, len(beside))
        rows = [*beside, *self.answers(node, shown), *seen]
        if behind:
            data = buttons.hints(self.session.id, node.key)
            rows.append((Button("answers-more", data=data, args={"count": len(behind)}),))
        rows += self.ways_out(node)
        return Message(tuple(self.parts(node, shown)), tuple(rows), facts=node.step.facts)

    def extras(self, node: Node, beside: int) -> tuple[Sequence[Row], Sequence[Row]]:
        """(in view, behind a button): phrases, memos, links, other flows."""
        step, ref = node.step, f"{node.flow}-{node.id}"
        space = room.most(step) - room.answers(step) - beside
        if room.extras(step) <= space:
            return [*self.memos(step), *_links(ref, step), *_offers(step)], ()
        return room.parted([*_links(ref, step), *_offers(step), *self.memos(step)], space)

    def hints(self, node: Node, beside: Sequence[Row]) -> Message | None:
        """What there was no room for; None when by now there is."""
        _, behind = self.extras(node, len(beside))
        rows = (*behind, self.to_step())
        return Message((Part("answers-hints"),), rows) if behind else None

    def parts(self, node: Node, shown: Screen) -> Iterator[Part]:
        ref = f"{node.flow}-{node.id}"
        if shown.note in _NOTES:
            yield Part(_NOTES[shown.note])
        if shown.heard:
            yield from heard_parts(shown.heard.kind, shown.heard.value)
        if shown.refusal:
            yield Part(shown.refusal.ref, shown.refusal.args)
        if shown.note == "help":
            yield Part(own_or_common(self.library, f"{ref}.help", f"answers-help_{node.step.ask}"))
        yield Part(ref)
        if f"{ref}.hint" in self.library.texts:
            yield Part(f"{ref}.hint")
        if node.kind == "ask":
            yield from prior_parts(node.step.ask or "", shown.prior)

    def answers(self, node: Node, shown: Screen) -> Iterator[Row]:
        return answer_rows(self.library, self.session.id, node, shown, self.moment)

    def memos(self, holder: Step | Track | Card) -> Iterator[Row]:
        for number in holder.phrases:
            yield (Button(f"phrase-{number}.label", data=buttons.phrase(number, self.session.id)),)
        for name in () if isinstance(holder, Card) else holder.cards:
            yield (Button(f"card-{name}.title", data=buttons.card(name, self.session.id)),)

    def ways_out(self, node: Node) -> Iterator[Row]:
        session = self.session
        found = walk(self.plan, session.answers, self.moment)
        if node.kind == "end" and session.below:
            yield (Button("answers-return", data=buttons.below(session.id), style="primary"),)
        first = not found.trail or found.trail[0] == node.key
        yield (
            (HOME,)
            if first and not session.below
            else (Button("common-back", data=buttons.back(session.id)), HOME)
        )
        opens = self.library.flows[session.flow].opens != "none"
        yield (HUMAN, WORSE) if opens and session.flow != _WORSE_FLOW else (HUMAN,)

    def card(self, name: str, card: Card) -> Message:
        rows = (*self.memos(card), *_links(f"card-{name}", card), self.to_step())
        return Message((Part(f"card-{name}"),), rows, facts=card.facts)

    def phrase(self, number: int) -> Message:
        copy = Button("common-copy_phrase", copy=self.library.phrases[number])
        return Message((Part(f"phrase-{number}"),), ((copy,), self.to_step()))

    def track(self, node: Node, name: str) -> Message:
        track, key = node.step.tracks[name], node.key
        ref = f"{node.flow}-{node.id}-{name}"
        rows = (
            *self.states(key, name),
            *self.memos(track),
            *_links(ref, track),
            *_offers(track),
            self.to_step(),
            (HUMAN,),
        )
        return Message((Part(ref),), rows, facts=track.facts)

    def states(self, key: str, name: str) -> Iterator[Row]:
        """What may become of a track: from free to taken to done, and back."""
        marks = self.session.marks.get(key, self.session.answers.get(key))
        state = marks.get(name, "free") if isinstance(marks, dict) else "free"
        for new in {"free": ("taken", "done"), "taken": ("done", "free"), "done": ("free",)}[state]:
            data = buttons.answer(self.session.id, key, f"{name}.{new}")
            button = Button(f"answers-track.{new}", data=data)
            yield (replace(button, style="success") if new == "done" else button,)

    def to_step(self) -> Row:
        return (Button("common-card_back", data=buttons.current(self.session.id)),)


def _links(ref: str, holder: Step | Track | Card) -> Iterator[Row]:
    return ((Button(f"{ref}.link_{name}", url=str(url)),) for name, url in holder.links.items())


def _offers(holder: Step | Track) -> Iterator[Row]:
    return ((flow_door(flow),) for flow in holder.offers)
