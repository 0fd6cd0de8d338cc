"""Buttons and codes: what is made is read back, everything else is nothing."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import codes, queue_buttons
from bot.core.cases import Outcome, Shut
from bot.core.people import Seat
from bot.core.queue_buttons import IN_GROUP, OF_PERSON, WITHOUT_CASE, Pressed, Verb
from bot.core.say import CALLBACK_BYTES
from tests.core.queue_cases import a_case

CASE = a_case(epoch=123456)


@pytest.mark.parametrize("verb", Verb)
def test_a_button_is_read_back_and_fits(verb: Verb) -> None:
    case = None if verb in WITHOUT_CASE else CASE
    made = queue_buttons.button(verb, case)
    assert len(made.data.encode()) <= CALLBACK_BYTES
    assert queue_buttons.parse(made.data) == (Pressed(verb, CASE.id, CASE.epoch) if case else Pressed(verb))


@pytest.mark.parametrize("end", [*Outcome, *Shut])
def test_an_ending_is_read_back_and_fits(end: Outcome | Shut) -> None:
    made = queue_buttons.end_button(end, CASE)
    pressed = queue_buttons.parse(made.data)
    assert len(made.data.encode()) <= CALLBACK_BYTES
    assert pressed is not None
    assert pressed.end == end
    assert type(pressed.end) is type(end)
    assert pressed.verb is (Verb.RESOLVE if isinstance(end, Outcome) else Verb.SHUT)


def test_a_seat_button_carries_the_turn_of_its_seat() -> None:
    made = queue_buttons.seat_button(Seat.TRANSLATOR, CASE, 7)
    assert queue_buttons.parse(made.data) == Pressed(Verb.TRANSLATE, CASE.id, 7)


@pytest.mark.parametrize(
    "data",
    [
        "", "q", "q|", "q|take", "q|next|0123456789abcdef|1", "q|take|0123456789ABCDEF|1", "q|take|0123|1",
        "q|take|0123456789abcdef|-1", "q|take|0123456789abcdef|01", "q|take|0123456789abcdef|1 ",
        "q|take|0123456789abcdef|1\n", "q|take|0123456789abcdef|1_0", "q|steal|0123456789abcdef|1",
        "q|take|0123456789abcdef|9999999", "q|out.won|0123456789abcdef|1", "q|take|0123456789abcdef|\u0661",
        "xq|take|0123456789abcdef|1", "q|shut.released|0123456789abcdef|1",
    ],
)  # fmt: skip
def test_what_we_did_not_make_is_nothing(data: str) -> None:
    assert queue_buttons.parse(data) is None


@given(st.text(alphabet="q|v.takeoutshut_0123456789abcdef \n", max_size=64))
def test_no_text_makes_the_parser_fail(data: str) -> None:
    pressed = queue_buttons.parse(data)
    if pressed is not None and pressed.verb in WITHOUT_CASE:
        assert data == f"q|{pressed.verb}"
    queue_buttons.parse_newcomer(data)


def test_newcomers_are_read_back() -> None:
    yes, no = queue_buttons.newcomer_buttons("0123456789abcdef")
    assert queue_buttons.parse_newcomer(yes.data) == ("0123456789abcdef", True)
    assert queue_buttons.parse_newcomer(no.data) == ("0123456789abcdef", False)
    assert queue_buttons.parse_newcomer("v|yes|x") is None


def test_nothing_that_reveals_or_ends_stands_in_the_group() -> None:
    assert {Verb.TAKE, Verb.TRANSLATE, Verb.NEXT} == IN_GROUP
    assert not IN_GROUP & OF_PERSON
    assert {
        Verb.CALL, Verb.WORSE, Verb.WAIT, Verb.OTHER_HELP, Verb.FINE, Verb.HELP, Verb.CANCEL, Verb.CANCEL_YES
    } == OF_PERSON  # fmt: skip


def test_codes_are_speakable_random_and_grow_when_they_run_out() -> None:
    token = random.Random(7).randbytes
    drawn = list(islice(codes.draw(token), 24))
    assert all(codes.CODE.fullmatch(code) for code in drawn)
    assert [len(code) for code in drawn[::8]] == [4, 5, 6]
    assert len(set(islice(codes.draw(token), 8))) > 1
    assert not set(codes.LETTERS) & set("OIZSG")


@pytest.mark.parametrize("text", ["K417", "к417", "К 417", "№К-417", "  k-417 "])
def test_a_code_is_found_on_either_keyboard(text: str) -> None:
    assert codes.typed(text) == "K417"


@pytest.mark.parametrize("text", ["", "417", "Я417", "K41", "K4171234", "/start", "K417; drop"])
def test_other_words_are_no_code(text: str) -> None:
    assert codes.typed(text) is None
