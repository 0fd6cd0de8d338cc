"""Helpers beside the steps of flows: they take up what was answered, and ask where nothing was."""

from __future__ import annotations

import pytest

from bot.core.flow.session import Session, to_json
from bot.core.tools.beside import answer_of, beside
from bot.services import conversation
from bot.storage import sessions
from bot.storage.sessions import Stored
from tests.tools.conftest import Room, buttons_of, said
from tests.tools.content import content

HELPERS = content().tools.helpers
PLANS = content().library.plans


def key_of(flow: str, step: str) -> str:
    return next(key for key, node in PLANS[flow].nodes.items() if node.id == step)


def in_find(room: Room, answers: dict[str, str]) -> None:
    """A conversation in `find` with these answers."""
    state = to_json(
        Session("abc123", "find", "r", answers={key_of("find", step): said for step, said in answers.items()})
    )
    stored = Stored("abc123", room.person_id, "find", "r", None, state)
    room.tx(lambda tx: sessions.save(tx, stored, tx.now + conversation.KEEP_AFTER_END))


@pytest.mark.parametrize("name", HELPERS)
def test_every_helper_has_its_button_beside_its_step(name: str) -> None:
    helper = HELPERS[name]
    rows = beside(HELPERS, PLANS[helper.flow], key_of(helper.flow, helper.step))
    assert f"k|own|{name}" in [button.data for row in rows for button in row]


def test_other_steps_have_none() -> None:
    assert beside(HELPERS, PLANS["find"], key_of("find", "have")) == ()
    assert beside(HELPERS, PLANS["find"], "no_such_step") == ()


def test_a_step_inside_a_called_flow_has_its_button_too() -> None:
    plan = PLANS["find"]
    key = next(
        key for key, node in plan.nodes.items() if (node.flow, node.id) == ("find_facility", "facility")
    )
    assert beside(HELPERS, plan, key)


@pytest.mark.parametrize("said_there", [{}, {"name": "$skip"}, {"name": "$unknown"}])
def test_without_an_answer_there_is_nothing_to_take_up(said_there: dict[str, str]) -> None:
    assert answer_of(HELPERS["spellings"], PLANS["find"], said_there) == ""


def test_the_name_given_in_the_flow_is_spelled_at_once(room: Room) -> None:
    in_find(room, {"name": "Щербаков Дмитрий"})
    copies = [button.copy for button in buttons_of(room.presses("k|own|spellings")) if button.copy]
    assert copies[0] == "DMITRII SHCHERBAKOV"


def test_the_birth_date_and_the_number_are_taken_up_too(room: Room) -> None:
    in_find(room, {"born": "1990-04-03", "a_number": "214567890"})
    assert "04/03/1990" in said(room.presses("k|own|born"))
    assert "2 1 4 — 5 6 7 — 8 9 0" in said(room.presses("k|own|aloud"))


def test_where_nothing_was_answered_the_helper_asks(room: Room) -> None:
    assert "Напишите имя" in said(room.presses("k|own|spellings"))
    assert "PETROV" in said(room.types("Петров Иван"))
    in_find(room, {"name": "$skip"})
    assert "Напишите имя" in said(room.presses("k|own|spellings"))


def test_a_long_story_about_the_place_makes_the_helper_ask(room: Room) -> None:
    in_find(room, {"place": "он звонил и сказал что это где-то в пустыне, название не расслышали совсем"})
    assert "Напишите название" in said(room.presses("k|own|centre"))


def test_a_helper_that_is_gone_is_answered(room: Room) -> None:
    assert room.presses("k|own|no_such_helper")


def test_what_a_helper_leaves_no_room_for_opens_in_place_of_the_step_and_leads_back(room: Room) -> None:
    state = to_json(Session("abc123", "find_facility", "r"))
    stored = Stored("abc123", room.person_id, "find_facility", "r", None, state)
    room.tx(lambda tx: sessions.save(tx, stored, tx.now + conversation.KEEP_AFTER_END))
    step = buttons_of(room.presses("n|cur|abc123"))
    assert step[0].data == "k|own|centre"
    more = next(button for button in step if button.label == "answers-more")
    inside = buttons_of(room.presses(more.data))
    assert len(inside) == more.args["count"] + 1
    assert "phrase-21.label" in [button.label for button in inside]
    assert not {button.label for button in step} & {button.label for button in inside}
    assert buttons_of(room.presses(inside[-1].data)) == step
