"""Words that Telegram refuses, and copies whose number was lost: those who wait for an answer know of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.cases import Ball, Case, State
from bot.core.ops import Words
from bot.core.people import Role
from bot.services import desk, operators, staff
from bot.storage import outbox
from bot.storage.outbox import Row
from bot.telegram.answers import Do
from bot.telegram.outcomes import Consequences, Outcome, settle
from tests.services.street import Street


def on_its_way(street: Street, dest: str) -> Row:
    """Somebody's words for this chat, claimed by the sender; what comes before them has been sent."""
    street.world.now += timedelta(seconds=5)
    while rows := street.world.tx(outbox.claim_due, 50):
        for row in rows:
            if row.dest == dest and isinstance(row.op, Words):
                return row
            street.world.tx(outbox.sent, row.id, [])
    raise AssertionError("no words on their way")


def refused(street: Street, dest: str) -> None:
    """Telegram refuses for good the words that are on their way to this chat."""
    end(street, on_its_way(street, dest))


def end(street: Street, row: Row) -> None:
    """Telegram refuses this row for good."""
    lost = Consequences(lost=lambda tx, row, _: operators.not_arrived(tx, street.world.desk, row))
    street.world.tx(settle, Outcome(row, Do.FAIL, "refused"), lost)


def answered(street: Street) -> tuple[int, int, str, Case, int]:
    """(family, account, volunteer, case, the volunteer's answer that is on its way)."""
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    copy = street.copied(case, family, street.says(family, "что делать?"), f"volunteer:{volunteer}")
    street.world.deliver()
    return family, helper, volunteer, case, street.says(helper, "позвоните в центр", reply_to=copy)


def test_who_answered_learns_that_it_did_not_arrive_and_which_message(street: Street) -> None:
    family, _, volunteer, case, said = answered(street)
    mark = street.world.mark()
    refused(street, f"person:{street.id_of(family)}")
    (told,) = street.world.rows(f"volunteer:{volunteer}", mark)
    assert told.refs == ["relay-not_arrived"]
    assert told.message.parts[0].args == {"code": case.code}
    assert told.op.reply_to == said


def test_the_answer_is_still_owed(street: Street) -> None:
    family, *_, case, _ = answered(street)
    assert street.world.get(case).ball is Ball.PERSON
    refused(street, f"person:{street.id_of(family)}")
    assert street.world.get(case).ball is Ball.TEAM


def test_if_the_owner_went_home_meanwhile_the_case_waits_for_somebody(street: Street) -> None:
    family, _, volunteer, case, _ = answered(street)
    street.world.do(staff.end_shift, volunteer)
    refused(street, f"person:{street.id_of(family)}")
    assert street.world.get(case).state is State.QUEUED


def test_a_volunteer_learns_that_words_of_the_family_were_not_shown(street: Street) -> None:
    family, _, volunteer, case, _ = answered(street)
    street.world.deliver()
    street.says(family, "и ещё вот что")
    refused(street, f"volunteer:{volunteer}")
    assert "relay-not_shown" in street.refs(f"volunteer:{volunteer}")
    assert street.world.get(case).ball is Ball.TEAM


def test_what_a_colleague_is_not_shown_is_said_to_the_family_all_the_same(street: Street) -> None:
    family, helper, volunteer, case, _ = answered(street)
    street.world.do(desk.want_translator, volunteer, case.id)
    other, translator = street.helper(Role.TRANSLATOR)
    street.presses(other, f"q|translate|{case.id}|1")
    street.world.deliver()
    copy = street.copied(case, family, street.says(family, "и ещё?"), f"volunteer:{volunteer}")
    street.world.deliver()
    street.says(helper, "суд в девять", reply_to=copy)
    refused(street, f"volunteer:{translator}")
    assert street.world.get(case).ball is Ball.PERSON


def test_words_whose_case_was_erased_meanwhile_are_owed_to_nobody(street: Street) -> None:
    family, _, volunteer, case, _ = answered(street)
    row = on_its_way(street, f"person:{street.id_of(family)}")
    street.world.do(desk.erase, case.id, "person")
    mark = street.world.mark()
    end(street, row)
    assert street.refs(f"volunteer:{volunteer}", mark) == []


@pytest.fixture
def asked(street: Street) -> tuple[int, str]:
    """A family at a question that takes a date, with a volunteer who leads their case."""
    family = street.asked_for_a_day()
    street.says(family, "/human")
    helper, volunteer = street.helper()
    street.takes(helper, street.case(family))
    street.world.deliver()
    return family, volunteer


def test_a_reply_to_a_copy_whose_number_was_lost_goes_to_the_team(
    street: Street, asked: tuple[int, str]
) -> None:
    family, volunteer = asked
    street.says(family, "01.12.2026", reply_to=4_000)
    assert "01.12.2026" in street.heard(f"volunteer:{volunteer}")


def test_a_reply_to_a_screen_of_ours_is_still_an_answer(street: Street, asked: tuple[int, str]) -> None:
    family, volunteer = asked
    known = street.says(family, "/status")
    street.says(family, "01.12.2026", reply_to=known)
    assert "01.12.2026" not in street.heard(f"volunteer:{volunteer}")


def test_a_translator_learns_it_too(street: Street) -> None:
    family, _, volunteer, case, _ = answered(street)
    street.world.do(desk.want_translator, volunteer, case.id)
    other, translator = street.helper(Role.TRANSLATOR)
    street.presses(other, f"q|translate|{case.id}|1")
    refused(street, f"person:{street.id_of(family)}")
    for one in (volunteer, translator):
        assert "relay-not_arrived" in street.refs(f"volunteer:{one}")
