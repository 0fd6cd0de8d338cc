"""What the team's card tells of a conversation: a category and a language, as the answers stand now."""

from __future__ import annotations

import pytest

from bot.core.flow.session import Back
from bot.core.flow.summary import for_card
from tests.core.flow_toys import NOW, Walker, library

TELLING = """
flow: toy
first: where
steps:
  where: {ask: choice, tells: stage, options: {road: , home: , unknown: }, next: rest}
  rest: {call: law, next: done}
  done: {end: info}
"""
SPOKEN = """
flow: law
first: language
steps:
  language: {ask: choice, tells: lang, options: {russian: , uzbek: , other: , unknown: }, next: found}
  found: {end: info}
"""


@pytest.fixture
def walker() -> Walker:
    return Walker(lib=library(toy=TELLING, law=SPOKEN))


def told(walker: Walker) -> dict[str, str]:
    return for_card(walker.library, walker.session, NOW)


def test_nothing_is_told_before_an_answer(walker: Walker) -> None:
    assert told(walker) == {}


def test_a_category_and_a_language_are_told_also_from_a_flow_that_is_called(walker: Walker) -> None:
    walker.all("road", "uzbek")
    assert told(walker) == {"stage": "toy-where.road", "lang": "uz"}


def test_another_language_is_not_called_russian(walker: Walker) -> None:
    walker.all("road", "other")
    assert told(walker)["lang"] == ""


def test_who_does_not_know_tells_nothing(walker: Walker) -> None:
    walker.all("unknown", "unknown")
    assert told(walker) == {}


def test_an_answer_taken_back_and_given_anew_is_told_as_it_is_now(walker: Walker) -> None:
    walker.says("road")
    walker.does(Back())
    walker.says("home")
    assert told(walker)["stage"] == "toy-where.home"
