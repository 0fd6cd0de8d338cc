"""The flows people use: each is walked to its ends many times, and every screen on the way has its words."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bot.content import Content
from bot.core.flow import buttons, engine
from bot.core.flow.library import NEW_YORK
from bot.core.flow.screens import opened, screen
from bot.core.flow.session import Answer, Go, Screen
from bot.core.say import CALLBACK_BYTES, Message
from bot.telegram.render import render
from tests.core.flow_toys import NOW, SID

ROOT = Path(__file__).resolve().parents[2]
TYPED = ("Иван", "214567890", "Техас", "9:30", "202 555 0123", "вчера", "через 3 дня", "не помню")


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.load(ROOT, clock=lambda: NOW, zone=NEW_YORK)


def rendered(content: Content, message: Message) -> None:
    assert render(message, content.texts, content.facts, NOW).html
    data = [button.data for row in message.rows for button in row if button.data]
    assert all(len(one.encode()) <= CALLBACK_BYTES for one in data)
    assert len(set(data)) == len(data)


def walked(content: Content, flow: str, chance: Random) -> str | None:
    """One random way; the end it came to, or None when it left for another flow or took too long."""
    library = content.library
    session, effects = engine.start(library, flow, SID, NOW)
    for _ in range(150):
        shown = next((effect for effect in effects if isinstance(effect, Screen)), None)
        if shown is None:
            assert any(isinstance(effect, Go) for effect in effects)
            return None
        message = screen(library, session, shown, NOW)
        rendered(content, message)
        if session.ended == session.shown:
            return session.ended
        presses = [buttons.parse(button.data) for row in message.rows for button in row if button.data]
        for press in presses:
            if isinstance(press, buttons.Card | buttons.Phrase | buttons.Track):
                memo = opened(library, session, press, NOW)
                assert memo is not None
                rendered(content, memo)
        answers = [press for press in presses if isinstance(press, buttons.Pressed)]
        press = chance.choice(answers)
        raw = chance.choice(TYPED) if chance.random() < 0.2 else press.option
        session, effects = engine.step(library, session, Answer(session.shown or "", raw), NOW)
    return None


def test_every_flow_comes_to_its_ends_and_every_screen_has_its_words(content):
    for flow in content.library.flows:
        ends = {walked(content, flow, Random(f"{flow} {seed}")) for seed in range(8)}
        assert ends - {None} or not any(step.end for step in content.library.flows[flow].steps.values()), flow
    assert not content.texts.failures
