"""Cards, alarms and the status line: dull to the team, true to the person, in words that exist."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from itertools import product

import pytest

from bot.core import cards, status
from bot.core.cards import CardFacts
from bot.core.cases import Ball, State
from bot.core.people import Seat
from bot.core.rules import Rules
from bot.core.status import Duty
from tests.core.queue_cases import NOON, PROMISES, RULES, a_case

SHOWN = [state for state in State if state not in (State.INTAKE, State.ERASED)]
HELPFUL = Rules(PROMISES, fallback_phone="+1 212 555 0100")


@pytest.mark.parametrize(
    "words",
    [
        {"code": "Иван"}, {"code": "K417 Ivan"}, {"kind": "Его забрали"}, {"kind": "arrest\n+1 212 555 0100"},
        {"stage": "held in Eloy"}, {"stage": "Eloy"}, {"place": "Arizona"}, {"place": "12"}, {"lang": "rus"},
        {"priority": 4},
    ],
)  # fmt: skip
def test_a_card_refuses_words(words: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a fact"):
        cards.facts_of(replace(a_case(), **words))  # type: ignore[arg-type]


def test_a_card_has_no_field_for_anything_else() -> None:
    allowed = {"code", "priority", "kind", "state", "ball", "stage", "place", "lang", "needs", "since"}
    assert {field.name for field in fields(CardFacts)} == allowed


@pytest.mark.parametrize("state", SHOWN)
def test_the_person_is_on_no_card(state: State) -> None:
    case = a_case(state, person_id="marked")
    assert "marked" not in repr(cards.card(case, {Seat.MANAGER: 1}, "O.7"))
    assert "marked" not in repr(cards.alarm(case, 3, NOON))


def test_a_free_seat_has_a_button_for_its_turn() -> None:
    made = cards.card(a_case(epoch=3), {Seat.MANAGER: 3, Seat.TRANSLATOR: 9})
    assert [row[0].data[-2:] for row in made.rows] == ["|3", "|9"]
    assert [part.ref for part in made.parts[2:]] == ["staff-need.manager", "staff-need.translator"]


def test_an_alarm_says_how_long_the_family_has_waited_since_the_first_time() -> None:
    case = a_case(queued_at=NOON - timedelta(minutes=50), counts_from=NOON)
    args = cards.alarm(case, 2, NOON).parts[0].args
    assert (args["count"], args["unit"], args["rung"]) == (50, "minutes", 2)


@pytest.mark.parametrize(
    ("changes", "on_shift", "ref"),
    [
        ({}, True, "status-queued"),
        ({}, False, "status-nobody"),
        ({"priority": 0}, False, "status-alarm"),
        ({"priority": 0}, True, "status-queued"),
        ({"due_at": NOON}, True, "status-late"),
        ({"due_at": NOON, "epoch": 2}, True, "status-back"),
        ({"due_at": NOON, "epoch": 2, "counts_from": NOON - timedelta(hours=9)}, True, "status-late"),
        ({"epoch": 2}, True, "status-queued"),
    ],
)
def test_the_line_of_a_case_in_the_queue(changes: dict[str, object], on_shift: bool, ref: str) -> None:
    case = a_case(**changes)
    assert status.line(case, Duty(on_shift), NOON).ref == ref


@pytest.mark.parametrize(
    ("state", "ball", "ref"),
    [
        (State.INTAKE, None, "status-intake"), (State.ASSIGNED, Ball.TEAM, "status-team"),
        (State.ASSIGNED, Ball.PERSON, "status-person"), (State.PAUSED, None, "status-paused"),
        (State.RESOLVED, None, "status-resolved"), (State.CLOSED, None, "status-closed"),
    ],
)  # fmt: skip
def test_the_line_of_every_other_state(state: State, ball: Ball | None, ref: str) -> None:
    assert status.line(a_case(state, ball=ball), Duty(on_shift=True), NOON).ref == ref


def test_whoever_is_kept_waiting_gets_other_numbers() -> None:
    refs = [part.ref for part in status.late(a_case(priority=0), HELPFUL).parts]
    assert refs == ["queue-late", "common-phone", "common-emergency"]
    refs = [part.ref for part in status.late(a_case(priority=3), RULES).parts]
    assert refs == ["queue-late"]


def test_no_words_to_a_person_can_carry_a_volunteer() -> None:
    for state, ball, on_shift in product(SHOWN, (None, *Ball), (True, False)):
        case = a_case(state, owner="volunteer-id", prefer="volunteer-id", ball=ball)
        said = [status.status(case, Duty(on_shift), NOON, HELPFUL), status.late(case, HELPFUL)]
        said += [
            status.accepted(a_case(owner="volunteer-id"), HELPFUL),
            status.care(case),
            status.nudge(case),
        ]
        assert "volunteer-id" not in repr(said)
