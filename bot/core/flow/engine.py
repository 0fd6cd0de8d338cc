"""One step of a conversation: session + event → session + what should happen. No I/O, no clock, no texts.

The engine opens no case and sends nothing: it returns effects, and one service applies them together
with the new session in one transaction. The same event twice changes nothing the second time, except
for a tick, which is a toggle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.core.answers.refusal import Refusal
from bot.core.flow.adopting import adopted
from bot.core.flow.conditions import Moment
from bot.core.flow.effects import given_out, reminders_after
from bot.core.flow.library import Library
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node, Plan
from bot.core.flow.session import (
    Answer,
    Back,
    Edit,
    Effect,
    Event,
    Go,
    Heard,
    Interrupt,
    Open,
    Return,
    Screen,
    Session,
    Show,
)
from bot.core.flow.taking import DONE, Leaves, Marked, Stored, Taken, take
from bot.core.flow.walk import Walk, walk

Result = tuple[Session, list[Effect]]
TRIES_BEFORE_HELP = 3


def start(library: Library, flow: str, session: str, now: datetime, below: Session | None = None) -> Result:
    """A new session with this id at the first screen of `flow`; raises KeyError for a flow there is not."""
    fresh = Session(id=session, flow=flow, rev=library.revs[flow], below=below)
    turn = _Turn(library, library.plans[flow], library.moment(now), fresh)
    opens = library.flows[flow].opens
    after, effects = turn.go_on(fresh)
    return after, [Open(opens), *effects] if opens != "none" else effects


def step(library: Library, session: Session, event: Event, now: datetime) -> Result:  # noqa: PLR0911 - one a kind
    """Never raises on a session it has made, whatever happened to the flows since."""
    plan = library.plans.get(session.flow)
    if plan is None:
        return _gone(library, session, event, now)
    turn = _Turn(library, plan, library.moment(now), adopted(library, session))
    match event:
        case Answer():
            return turn.answer(event)
        case Back():
            return turn.back()
        case Edit(key=key):
            return turn.edit(key)
        case Interrupt():
            return turn.interrupt(event)
        case Show() if not (turn.walk.ended and turn.session.below):
            return turn.show()
        case Show() | Return():  # at the end of an interrupt what it covered comes back
            return turn.uncover()


def _gone(library: Library, session: Session, event: Event, now: datetime) -> Result:
    """The flow was taken out of the bot: another may begin, or what it covered comes back."""
    if isinstance(event, Interrupt) and event.flow in library.flows:
        return start(library, event.flow, event.session, now, session.below)
    if session.below:
        return step(library, session.below, Show(), now)
    return session, [Screen(session.flow, "", note="gone")]


@dataclass(frozen=True)
class _Turn:
    """An event's surroundings: the session as it came, and where it stands."""

    library: Library
    plan: Plan
    moment: Moment
    session: Session

    @cached_property
    def walk(self) -> Walk:
        return walk(self.plan, self.session.answers, self.moment)

    @property
    def current(self) -> str:
        """The key of the screen the person is at: looked at again, or the first open one."""
        return position(self.session, self.walk)

    def answer(self, event: Answer) -> Result:
        node = self.plan.nodes.get(event.key)
        if node is None or (event.key not in self.walk.trail and event.key != self.walk.here.key):
            return self.show("old_button")
        if event.key == self.current:
            return self.take(node, event.raw)
        if event.key == self.walk.here.key:  # the open question, while an earlier one was looked at again
            return replace(self, session=replace(self.session, at=None)).take(node, event.raw)
        return self.old_press(node, event.raw)

    def take(self, node: Node, raw: str) -> Result:
        session, marks = self.session, ticked(self.session, node.key)
        match take(node, raw, marks, self.moment):
            case Stored(value):
                return self.store(node, value)
            case Marked(now_ticked):
                after = replace(session, marks={**session.marks, node.key: now_ticked}, tries=0)
                return self.go_on(after, show=node.key)
            case Leaves(flow):
                return replace(session, tries=0), [Go(flow)]
            case Refusal() as refusal:
                return self.refuse(node, refusal)
            case _:
                return self.show("old_button")

    def store(self, node: Node, value: Any) -> Result:
        session, key = self.session, node.key
        changed = session.answers.get(key) != value
        fallen = self.plan.dependents.get(key, ()) if changed else ()
        after = replace(
            session,
            answers={**_without(session.answers, fallen), key: value},
            marks=_without(session.marks, (*fallen, key)),
            did=tuple(done for done in session.did if done not in fallen),
            at=None,
            tries=0,
        )
        heard = Heard(node.step.ask or "", value) if node.step.ask in TYPED and value[:1] != "$" else None
        reminders = reminders_after(self.plan, node, value, fallen, self.moment.now) if changed else []
        result, effects = self.go_on(after, heard=heard)
        return result, [*reminders, *effects]

    def refuse(self, node: Node, refusal: Refusal) -> Result:
        tries = self.session.tries + 1
        note = "help" if tries >= TRIES_BEFORE_HELP else "invalid"
        return self.go_on(replace(self.session, tries=tries), note=note, refusal=refusal, show=node.key)

    def old_press(self, node: Node, raw: str) -> Result:
        """A button of an earlier screen. It never overwrites: another answer opens the question again."""
        would = take(node, raw, ticked(self.session, node.key), self.moment)
        if raw == DONE or (isinstance(would, Stored) and _same(node, would, self.session)):
            return self.show()
        return self.edit(node.key, "edit") if _known(would) else self.show("old_button")

    def edit(self, key: str, note: str = "") -> Result:
        if key not in self.walk.trail:
            return self.show("" if key == self.walk.here.key else "old_button")
        return self.go_on(replace(self.session, at=key, tries=0), note=note)

    def back(self) -> Result:
        trail, current = self.walk.trail, self.current
        before = trail[: trail.index(current)] if current in trail else trail
        if before:
            return self.edit(before[-1])
        return self.uncover() if self.session.below else self.show()

    def interrupt(self, event: Interrupt) -> Result:
        below = self.session.below or self.session  # a second interrupt replaces the first
        if event.flow not in self.library.flows or event.flow == self.session.flow:
            return self.show()
        if below.flow == event.flow:
            return self.uncover()
        return start(self.library, event.flow, event.session, self.moment.now, below)

    def uncover(self) -> Result:
        below = self.session.below
        plan = self.library.plans.get(below.flow) if below else None
        if below is None or plan is None:
            return replace(self, session=replace(self.session, below=None)).show()
        return _Turn(self.library, plan, self.moment, adopted(self.library, below)).show("returned")

    def show(self, note: str = "") -> Result:
        """The current screen as it is; «updated» when it is no longer the one that was shown."""
        session, node = self.session, self.plan.nodes[self.current]
        moved = session.shown is not None and (session.shown, session.shown_rev) != (node.key, node.rev)
        return self.go_on(replace(session, tries=0), note="updated" if moved else note)

    def go_on(
        self,
        session: Session,
        note: str = "",
        refusal: Refusal | None = None,
        heard: Heard | None = None,
        show: str | None = None,
    ) -> Result:
        """Walk again, show the screen where `session` now stands (or `show`), give out what is due."""
        same = session.answers is self.session.answers
        found = self.walk if same else walk(self.plan, session.answers, self.moment)
        node = self.plan.nodes[show or position(session, found)]
        session, effects = given_out(self.plan, session, found, node, self.moment)
        session = replace(session, shown=node.key, shown_rev=node.rev)
        screen = Screen(node.flow, node.key, note, ticked(session, node.key), refusal, heard)
        return session, [*effects, screen]


def position(session: Session, found: Walk) -> str:
    """The key of the screen a session stands at."""
    return session.at if session.at in found.trail else found.here.key


def ticked(session: Session, key: str) -> Any:
    """What is ticked and not closed yet, else the stored answer, else None."""
    return session.marks.get(key, session.answers.get(key))


def _same(node: Node, taken: Stored, session: Session) -> bool:
    return bool(node.accept(taken.value) == node.accept(session.answers.get(node.key)))


def _known(taken: Taken) -> bool:
    return isinstance(taken, (Stored, Marked, Leaves))


def _without(values: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in keys} if keys else dict(values)
