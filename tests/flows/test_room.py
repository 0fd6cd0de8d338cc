"""No screen of any flow asks a frightened person to read more than six buttons; a checklist, nine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.content import Content
from bot.core.answers.typed import Bounds, read_typed
from bot.core.flow import buttons, room
from bot.core.flow.plan import Node
from bot.core.flow.screens import opened, screen
from bot.core.flow.session import Screen, Session
from bot.core.say import Button, Message
from bot.core.tools.beside import Row, beside
from tests.core.flow_toys import SID
from tests.flows import house

STANDING = (buttons.Back, buttons.Home, buttons.Human, buttons.Worse, buttons.Uncover, buttons.Current)
TWO_READINGS = {"date": "03/04", "time": "3:30", "us_state": "Каролина"}


@dataclass(frozen=True)
class Standing:
    """A step of a flow, with everything that may be on its screen."""

    content: Content
    flow: str
    node: Node

    @property
    def session(self) -> Session:
        return Session(SID, self.flow, self.content.library.revs[self.flow])

    @property
    def beside(self) -> tuple[Row, ...]:
        return beside(self.content.tools.helpers, self.content.library.plans[self.flow], self.node.key)

    def screens(self) -> Iterator[Message]:
        """Untouched, ticked one by one, refused."""
        shown = Screen(self.node.flow, self.node.key)
        yield self.message(shown)
        for name in self.node.step.options:
            yield self.message(Screen(self.node.flow, self.node.key, prior=[name]))
        if said := TWO_READINGS.get(self.node.step.ask or ""):
            refusal = read_typed(self.node.step.ask or "", said, house.TODAY, Bounds(None, None, None))
            yield self.message(Screen(self.node.flow, self.node.key, "invalid", refusal=refusal))  # type: ignore[arg-type]

    def message(self, shown: Screen) -> Message:
        return screen(self.content.library, self.session, shown, house.NOW, self.beside)

    def opened(self, button: Button) -> Message | None:
        what = buttons.parse(button.data) if button.data else None
        if not isinstance(what, buttons.Opening):
            return None
        return opened(self.content.library, self.session, what, house.NOW, self.beside)


def own(message: Message) -> list[Button]:
    """Buttons of the screen itself, without those that stand below every screen."""
    every = (button for row in message.rows for button in row)
    return [b for b in every if not (b.data and isinstance(buttons.parse(b.data), STANDING))]


def steps(content: Content, flow: str) -> list[Standing]:
    plan = content.library.plans[flow]
    return [Standing(content, flow, node) for node in plan.nodes.values() if node.call is None]


@pytest.mark.parametrize("flow", house.flow_names())
def test_no_screen_has_more_buttons_than_are_read(flow, content):
    crowded = {
        (at.node.key, len(found))
        for at in steps(content, flow)
        for message in at.screens()
        if len(found := own(message)) > room.most(at.node.step)
    }
    assert crowded == set()


@pytest.mark.parametrize("flow", house.flow_names())
def test_nothing_that_opens_has_more_buttons_than_are_read(flow, content):
    crowded = set()
    for at in steps(content, flow):
        doors = own(next(at.screens()))
        while doors:
            door = doors.pop()
            if (message := at.opened(door)) and door.data:
                found = own(message)
                crowded |= {(at.node.key, door.label)} if len(found) > room.MOST else set()
                doors += [b for b in found if isinstance(buttons.parse(b.data or ""), buttons.Opening)]
    assert crowded == set()


@pytest.mark.parametrize("flow", house.flow_names())
def test_nothing_is_lost_behind_the_button(flow, content):
    """Whatever a step has is on its screen, or one press behind it, and never twice."""
    for at in steps(content, flow):
        seen = own(next(at.screens()))
        more = [b for b in seen if isinstance(buttons.parse(b.data or ""), buttons.Hints)]
        behind = [b for door in more for b in own(at.opened(door) or Message(()))]
        assert [door.args["count"] for door in more] == ([len(behind)] if more else [])
        step = at.node.step
        labels = [b.label for b in (*seen, *behind)]
        wanted = [f"phrase-{n}.label" for n in step.phrases] + [f"card-{c}.title" for c in step.cards]
        wanted += [f"{at.node.flow}-{at.node.id}.link_{name}" for name in step.links]
        wanted += [f"{name}-flow.title" for name in step.offers]
        assert [label for label in wanted if labels.count(label) != 1] == []


@pytest.mark.parametrize("flow", house.flow_names())
def test_the_three_answers_of_a_task_stay_in_view_and_so_does_what_leads_elsewhere(flow, content):
    """The button behind which things go is called after phrases and memos: nothing else is looked for there."""
    for at in steps(content, flow):
        seen = own(next(at.screens()))
        if at.node.kind == "task":
            assert sum(bool(b.data and b.data.startswith("f|")) for b in seen) == 3
        if at.node.step.ask != "checklist":
            ref, step = f"{at.node.flow}-{at.node.id}", at.node.step
            leading = {f"{ref}.link_{name}" for name in step.links}
            leading |= {f"{name}-flow.title" for name in step.offers}
            assert leading <= {b.label for b in seen}
