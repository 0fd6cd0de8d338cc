"""The desk answers: what was done is said, what was not is said too, and nobody is led into a refusal."""

from __future__ import annotations

import pytest

from bot.core import refusals
from bot.core.ops import Album, Edit
from bot.core.people import Role, Shift
from bot.services import desk, operators
from tests.services.street import Pair, Street


def edits(street: Street, number: str) -> list[str]:
    """What stands in place of something pressed."""
    rows = [row for row in street.world.rows(f"volunteer:{number}") if isinstance(row.op, Edit)]
    return [row.refs[0] for row in rows]


def test_a_note_that_was_sent_is_called_a_note_no_more(pair: Pair) -> None:
    street, (account, number) = pair.street, pair.manager
    note = street.says(account, "здравствуйте")
    street.presses(account, f"s|send|{note}|{pair.case.id}")
    street.presses(account, f"s|send|{note}|{pair.case.id}")
    assert street.heard(f"person:{street.id_of(pair.family)}") == "здравствуйте"
    assert set(edits(street, number)) == {"desk-note_sent"}


def test_an_album_is_one_note_and_goes_whole(pair: Pair) -> None:
    street, (account, number) = pair.street, pair.manager
    mark = street.world.mark()
    first, *_ = (street.says(account, kind="photo", album="a") for _ in range(3))
    assert street.refs(f"volunteer:{number}", mark).count("relay-is_note") == 1
    street.presses(account, f"s|send|{first}|{pair.case.id}")
    (sent,) = [row.op for row in street.world.rows("person:", mark) if isinstance(row.op, Album)]
    assert len(sent.items) == 3


def test_words_that_did_not_go_to_the_family_are_said_to_have_stayed(pair: Pair) -> None:
    street, (account, number) = pair.street, pair.manager
    copy = pair.copy_for(pair.manager, "вы тут?")
    street.world.do(desk.release, number, pair.case.id, "ухожу")
    mark = street.world.mark()
    street.says(account, "звоню", reply_to=copy)
    (row,) = street.world.rows(f"volunteer:{number}", mark)
    assert row.refs == ["relay-not_sent", "refusal-not-your-case"]


def test_a_question_begins_the_reply_and_its_answer_is_confirmed(pair: Pair) -> None:
    street, (account, number) = pair.street, pair.manager
    street.presses(account, f"q|release|{pair.case.id}|1")
    (question,) = [row for row in street.world.rows(f"volunteer:{number}") if row.name.startswith("ask:")]
    assert question.message.ask_reply
    street.world.deliver()
    street.says(account, "всё сделано", reply_to=question.id)
    assert "desk-released" in street.refs(f"volunteer:{number}")


def test_a_translator_is_asked_why_they_leave_not_why_they_give_back(pair: Pair) -> None:
    street, (account, number) = pair.street, pair.translator
    street.presses(account, f"q|release|{pair.case.id}|1")
    assert "desk-ask_leave" in street.refs(f"volunteer:{number}")


@pytest.mark.parametrize("verb", ["release", "resolve", "pause", "lower"])
def test_an_old_button_is_refused_before_it_asks_anything(pair: Pair, verb: str) -> None:
    street, (account, number) = pair.street, pair.manager
    street.world.do(desk.release, number, pair.case.id, "ухожу")
    mark = street.world.mark()
    street.presses(account, f"q|{verb}|{pair.case.id}|1")
    assert street.refs(f"volunteer:{number}", mark) == []


def test_what_ended_stands_in_place_of_the_question(pair: Pair) -> None:
    street, (account, number) = pair.street, pair.manager
    street.presses(account, f"q|pause_3|{pair.case.id}|1")
    street.says(pair.family, "есть новости")
    street.presses(account, f"q|out.lawyer|{pair.case.id}|1")
    assert [ref for ref in edits(street, number) if ref.startswith("desk-")] == [
        "desk-paused",
        "desk-resolved",
    ]


def test_who_raised_it_is_not_alarmed_by_it(pair: Pair) -> None:
    street, (_, manager), (account, translator) = pair.street, pair.manager, pair.translator
    street.world.do(desk.raise_priority, pair.case.id, "P1", f"volunteer:{manager}")
    assert "alarm-raised" not in street.refs(f"volunteer:{manager}")
    street.presses(account, f"q|raise|{pair.case.id}|1")
    assert "alarm-raised" in street.refs(f"volunteer:{manager}")
    assert "alarm-raised" not in street.refs(f"volunteer:{translator}")


def test_a_case_in_hands_cannot_be_given_and_says_in_whose(pair: Pair) -> None:
    world, (_, manager) = pair.street.world, pair.manager
    lead, coordinator = pair.street.helper(Role.COORDINATOR, Shift.OFF)
    for to in (manager, world.volunteer(shift=Shift.ON)):
        with pytest.raises(refusals.AlreadyTaken):
            world.do(desk.give, coordinator, pair.case.id, 1, to_id=to)
    mark = world.mark()
    pair.street.presses(lead, f"q|give|{pair.case.id}|1")
    assert pair.street.refs(f"volunteer:{coordinator}", mark) == []


def test_both_seats_learn_that_the_family_is_out_of_reach(pair: Pair) -> None:
    world = pair.street.world
    row = world.rows(f"person:{pair.case.person_id}")[-1]
    world.tx(operators.unreachable, row, "blocked")
    for _, number in (pair.manager, pair.translator):
        assert "relay-unreachable" in pair.street.refs(f"volunteer:{number}")
