"""Each step of each flow: it has its words, each answer leads on and can be taken back, a bad one is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core.flow import buttons, engine
from bot.core.flow.library import Library
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node
from bot.core.flow.screens import opened, screen
from bot.core.flow.session import Answer, Back, Go, Screen, Session
from bot.core.flow.taking import DONE
from bot.core.say import CALLBACK_BYTES, Message
from bot.telegram.render import render
from tests.core.flow_toys import SID
from tests.flows import house
from tests.flows.ways import Way, Ways

NOTHING = ["", " ", "\n\n", "\t", "\u200b", "\ufeff", "\x00", "\u202e", "\u2060\u200b", " \u00a0 "]
BAD = {
    "date": ["", "скоро", "31 февраля", "45.13.2026", "2026", "в том году", "12/", "числа", "🙂", "тридцать пятого мая"],
    "time": ["", "утром", "25:00", "9:75", "скоро", "9:30:15", "🙂", "в обед", "-1", "12/05"],
    "phone": ["", "нет", "123", "мой номер", "0000000000", "12345", "🙂", "+", "555-01", "@ivan"],
    "a_number": ["", "A", "12345", "1234567890", "А-номер", "EAC1234567890", "🙂", "нет номера", "000000000", "21x"],
    "us_state": ["", "Москва", "XX", "123", "🙂", "Марс", "штат", "далеко", "Берлин", "?"],
    "name": ["", " ", "123", "!!!", "—", "🙂", "\u200b", "+1 202 555 0123", "...", "Ж" * 121],
}  # fmt: skip


class Person:
    """Somebody who stands at one step of a flow."""

    def __init__(self, library: Library, flow: str, way: Way) -> None:
        self.library = library
        self.session, self.effects = engine.start(library, flow, SID, house.NOW)
        for key, raws in way.said:
            for raw in raws:
                self.says(key, raw)

    def says(self, key: str, raw: str) -> None:
        self.session, self.effects = engine.step(self.library, self.session, Answer(key, raw), house.NOW)

    def back(self) -> None:
        self.session, self.effects = engine.step(self.library, self.session, Back(), house.NOW)

    def at(self, session: Session) -> Person:
        self.session = session
        return self

    @property
    def shown(self) -> Screen:
        return next(effect for effect in reversed(self.effects) if isinstance(effect, Screen))

    @property
    def message(self) -> Message:
        return screen(self.library, self.session, self.shown, house.NOW)

    @property
    def node(self) -> Node:
        return self.library.plans[self.session.flow].nodes[self.session.shown or ""]

    @property
    def left(self) -> bool:
        return any(isinstance(effect, Go) for effect in self.effects)

    def presses(self) -> list[buttons.FlowButton | None]:
        return _presses(self.message)

    def answers(self) -> list[str]:
        """Options of the screen, and of the cards of a board."""
        pressed = self.presses()
        for press in self.presses():
            if isinstance(press, buttons.Track) and (
                card := opened(self.library, self.session, press, house.NOW)
            ):
                pressed += _presses(card)
        return [press.option for press in pressed if isinstance(press, buttons.Pressed)]


def _presses(message: Message) -> list[buttons.FlowButton | None]:
    return [buttons.parse(button.data) for row in message.rows for button in row if button.data]


def standing(name: str, ways: Ways, library: Library) -> Iterator[Person]:
    """At each step of the flow in turn, by the shortest way."""
    for way in ways.to_steps(name).values():
        yield Person(library, name, way)


def words(content, message: Message) -> str:
    """The message as it is sent; no text of it may be missing."""
    content.texts.failures.clear()
    made = render(message, content.texts, content.facts, house.NOW)
    assert not content.texts.failures, message.parts
    return made.html


@pytest.mark.parametrize("name", house.flow_names())
def test_each_screen_and_all_that_opens_from_it_has_its_words(name, content, ways):
    for person in standing(name, ways, content.library):
        assert words(content, person.message), person.session.shown
        data = [button.data for row in person.message.rows for button in row if button.data]
        assert len(set(data)) == len(data)
        assert all(len(one.encode()) <= CALLBACK_BYTES for one in data)
        for press in person.presses():
            if isinstance(press, buttons.Card | buttons.Phrase | buttons.Track):
                memo = opened(content.library, person.session, press, house.NOW)
                assert memo is not None, press
                assert words(content, memo)


@pytest.mark.parametrize("name", house.flow_names())
def test_a_human_and_the_start_are_on_every_screen(name, content, ways):
    for person in standing(name, ways, content.library):
        presses = person.presses()
        assert buttons.Human() in presses, person.session.shown
        assert buttons.Home() in presses, person.session.shown


@pytest.mark.parametrize("name", house.flow_names())
def test_each_answer_leads_on_and_can_be_taken_back(name, content, ways):
    for person in standing(name, ways, content.library):
        before, key = person.session, person.session.shown
        answers = person.answers()
        assert answers or person.node.kind == "end", key
        for raw in answers:
            person.at(before).says(key, raw)
            leads_on(person, key, raw)


def leads_on(person: Person, key: str, raw: str) -> None:
    """To another screen, out to another flow, or to a tick on this one."""
    if person.left:
        return
    if raw == DONE and person.node.step.ask == "multi" and person.session.shown == key:
        assert person.shown.refusal, key  # nothing was ticked
        return
    assert person.shown.note == "", (key, raw)
    if person.session.shown != key:
        person.back()
        assert person.session.shown == key, (key, raw)
    else:
        assert key in person.session.marks, (key, raw)
        person.says(key, DONE)
        assert person.session.shown != key, (key, raw)


def typed_steps() -> list[tuple[str, str]]:
    steps = [
        (name, id_, step) for name, flow in house.sources().flows.items() for id_, step in flow.steps.items()
    ]
    return [(name, id_) for name, id_, step in steps if step.ask in TYPED]


@pytest.mark.parametrize(("name", "id_"), typed_steps())
def test_a_bad_answer_is_refused_kindly(name, id_, content, ways):
    person = Person(content.library, name, ways.to_steps(name)[id_])
    before = person.session
    for raw in bad_answers(person.node):
        person.at(before).says(id_, raw)
        assert person.shown.refusal, f"{name}/{id_} takes {raw[:40]!r}"
        assert person.session.shown == id_
        assert id_ not in person.session.answers
        assert person.shown.refusal.ref in words_first(person.message)
        assert words(content, person.message)
        assert "$unknown" in person.answers(), "no way past the question"


@pytest.mark.parametrize(("name", "id_"), typed_steps())
def test_the_third_bad_answer_brings_an_example(name, id_, content, ways):
    person = Person(content.library, name, ways.to_steps(name)[id_])
    for raw in bad_answers(person.node)[:3]:
        person.says(id_, raw)
    assert person.shown.note == "help"
    assert any(".help" in ref or "-help_" in ref for ref in words_first(person.message))
    person.says(id_, "не знаю")
    assert person.session.answers[id_] == "$unknown"


def bad_answers(node: Node) -> list[str]:
    step = node.step
    if step.ask == "text":
        return [*NOTHING[:9], "ж" * ((step.limits.max or 3500) + 1)]
    return BAD[step.ask or ""]


def words_first(message: Message) -> list[str]:
    """References of the parts before the question itself."""
    return [part.ref for part in message.parts]


def test_ten_bad_answers_are_tried_at_each_kind_of_question():
    assert {len(answers) for answers in BAD.values()} == {10}
    assert {step.ask for flow in house.sources().flows.values() for step in flow.steps.values()} & TYPED <= {
        *BAD,
        "text",
    }
