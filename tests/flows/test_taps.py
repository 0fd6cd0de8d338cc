"""How far it is from /start: two taps to the first useful instruction, five to the queue, nothing typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.core import menu
from bot.core.flow import buttons, engine
from bot.core.flow.library import Library
from bot.core.flow.screens import screen
from bot.core.flow.session import Answer, Do, Effect, Open, Screen, Session
from bot.core.say import Message
from bot.services.doors import DOOR, FLOWS
from tests.core.flow_toys import SID
from tests.flows import house

MOST = 6  # presses that are looked ahead


@dataclass(frozen=True, slots=True)
class Standing:
    """After so many taps; `effects` of the last one."""

    taps: int
    session: Session
    effects: list[Effect]

    @property
    def in_queue(self) -> bool:
        """The team has the case now: it was handed over, or those on duty were called."""
        return any(
            (isinstance(effect, Do) and effect.name in ("handoff", "signal"))
            or (isinstance(effect, Open) and effect.what == "signal")
            for effect in self.effects
        )

    def message(self, library: Library) -> Message:
        shown = next(effect for effect in self.effects if isinstance(effect, Screen))
        return screen(library, self.session, shown, house.NOW)


def doors() -> dict[str, int]:
    """Flow → taps from the start menu into it: one, or two by way of «Другие темы»."""
    found: dict[str, int] = {}
    for taps, message in ((1, menu.start_menu()), (2, menu.other_menu())):
        names = [
            match[1] for row in message.rows for button in row if (match := DOOR.fullmatch(button.data or ""))
        ]
        for name in names:
            flow = FLOWS.get(name, name)
            if flow in house.sources().flows:
                found.setdefault(flow, taps)
    return found


def entered(library: Library, flow: str) -> Standing:
    return Standing(doors()[flow], *engine.start(library, flow, SID, house.NOW))


def pressed(library: Library, at: Standing) -> Iterator[Standing]:
    """One tap further, by every button that answers."""
    if not any(isinstance(effect, Screen) for effect in at.effects):
        return
    presses = (
        buttons.parse(button.data) for row in at.message(library).rows for button in row if button.data
    )
    for press in presses:
        if isinstance(press, buttons.Pressed):
            raw = Answer(at.session.shown or "", press.option)
            yield Standing(at.taps + 1, *engine.step(library, at.session, raw, house.NOW))


def taps_to_queue(library: Library, flow: str) -> int | None:
    """The fewest; None when the flow's own buttons do not lead there in `MOST`."""
    row = [entered(library, flow)]
    while row:
        if any(at.in_queue for at in row):
            return row[0].taps
        row = [further for at in row if at.taps < MOST for further in pressed(library, at)]
    return None


@pytest.mark.parametrize("flow", ["arrest", "flight"])
def test_the_queue_is_five_taps_away_without_a_word_typed(flow, content):
    taps = taps_to_queue(content.library, flow)
    assert taps is not None
    assert taps <= 5


def test_whatever_the_door_a_human_is_one_tap_further(content):
    for flow, taps in doors().items():
        message = entered(content.library, flow).message(content.library)
        assert any(button.data == "n|human" for row in message.rows for button in row), flow
        assert taps + 1 <= 3


def test_flows_that_open_a_case_lead_to_the_queue_themselves(content):
    opening = [name for name in doors() if content.library.flows[name].opens != "none"]
    found = {name: taps_to_queue(content.library, name) for name in opening}
    assert len(found) > 5
    assert {name: taps for name, taps in found.items() if taps is None or taps > 5} == {}


@pytest.mark.parametrize("flow", menu.START[:-1])
def test_the_first_useful_instruction_is_two_taps_away(flow, content):
    """A screen that rests on facts or says what to do: the one behind the door, or the next."""
    first = entered(content.library, flow)
    useful = [at for at in (first, *pressed(content.library, first)) if instructs(content.library, at)]
    assert min(at.taps for at in useful) <= 2


def instructs(library: Library, at: Standing) -> bool:
    node = library.plans[at.session.flow].nodes[at.session.shown or ""]
    return bool(node.step.facts) or node.kind in ("say", "task", "board")


def test_every_flow_that_people_enter_has_a_door(content):
    """From a menu, from a button of another flow, or by an interrupt; no flow is an island."""
    steps = [step for flow in content.library.flows.values() for step in flow.steps.values()]
    linked = {option.go for step in steps for option in step.options.values()} | {
        o for step in steps for o in step.doors
    }
    called = {step.call for step in steps}
    assert set(content.library.flows) - set(doors()) - linked - called <= {"worse"}
