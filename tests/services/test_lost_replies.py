"""A volunteer's reply that reaches nobody is never taken for their own cry for help, nor for another case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.cases import Case
from bot.core.people import Role
from bot.services import desk, staff, timers
from bot.storage import cases, messages, msgmap, people
from bot.storage.tx import Tx
from tests.services.street import Street

DANGER = "его везут в аэропорт, самолет через час"


def copied(street: Street) -> tuple[int, str, Case, int]:
    """(account, volunteer, case, the number of a copy of the family's words in their chat)."""
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    copy = street.copied(case, family, street.says(family, "вы тут?"), f"volunteer:{volunteer}")
    street.world.deliver()
    return helper, volunteer, case, copy


def opened(street: Street, account: int) -> list[Case]:
    """Every request of this account as a person."""

    def look(tx: Tx) -> list[Case]:
        person = people.find(tx, account)
        return cases.of_person(tx, person.id) if person else []

    return street.world.tx(look)  # type: ignore[no-any-return]


def words_kept(street: Street) -> int:
    return int(street.world.tx(lambda tx: tx.value("SELECT count(*) FROM relay_message")))


def test_a_reply_to_a_copy_from_an_erased_case_opens_nothing(street: Street) -> None:
    helper, volunteer, case, copy = copied(street)
    street.world.do(desk.erase, case.id, "person")
    mark = street.world.mark()
    street.says(helper, DANGER, reply_to=copy)
    assert opened(street, helper) == []
    assert words_kept(street) == 0
    assert street.refs(f"volunteer:{volunteer}", mark) == ["relay-erased"]


def test_nor_does_it_become_a_note_of_another_case(street: Street) -> None:
    helper, volunteer, case, copy = copied(street)
    other = street.asks(street.family())
    street.takes(helper, other)
    street.world.do(desk.erase, case.id, "person")
    street.says(helper, DANGER, reply_to=copy)
    assert street.world.tx(messages.of_case, other.id) == []
    assert "relay-erased" in street.refs(f"volunteer:{volunteer}")


@pytest.mark.parametrize("erased", [True, False])
def test_who_has_left_the_team_is_told_so(street: Street, erased: bool) -> None:
    helper, volunteer, case, copy = copied(street)
    _, boss = street.helper(Role.ADMIN)
    street.world.do(staff.deactivate, boss, volunteer)
    if erased:
        street.world.do(desk.erase, case.id, "person")
    street.says(helper, DANGER, reply_to=copy)
    assert opened(street, helper) == []
    assert "relay-not_of_team" in street.refs(f"volunteer:{volunteer}")


def test_an_edit_of_such_a_reply_is_kept_nowhere_either(street: Street) -> None:
    helper, _, case, copy = copied(street)
    street.world.do(desk.erase, case.id, "person")
    said = street.says(helper, "сейчас узнаю", reply_to=copy)
    street.edits(helper, said, DANGER, reply_to=copy)
    assert (opened(street, helper), words_kept(street)) == ([], 0)


def test_a_reply_to_a_copy_whose_number_was_lost_is_not_guessed_at(street: Street) -> None:
    """On the case it is a note; without a seat it was taken for the volunteer's own words."""
    helper, volunteer, case, _ = copied(street)
    mark = street.world.mark()
    street.says(helper, DANGER, reply_to=4_000)
    street.world.do(desk.release, volunteer, case.id, "ухожу")
    street.says(helper, DANGER, reply_to=4_000)
    assert opened(street, helper) == []
    told = [ref for ref in street.refs(f"volunteer:{volunteer}", mark) if ref.startswith("relay-")]
    assert told == ["relay-is_note", "relay-unknown"]


def test_a_note_that_comes_after_the_case_is_gone_wakes_nobody(street: Street) -> None:
    helper, volunteer, case, _ = copied(street)
    street.world.do(desk.release, volunteer, case.id, "ухожу")
    mark = street.world.mark()
    street.says(helper, DANGER)
    assert (opened(street, helper), words_kept(street)) == ([], 1)
    assert street.refs(f"volunteer:{volunteer}", mark) == ["relay-no_case"]


def test_unless_they_have_begun_to_talk_as_a_person_or_some_time_has_passed(street: Street) -> None:
    helper, volunteer, case, _ = copied(street)
    street.world.do(desk.release, volunteer, case.id, "ухожу")
    street.presses(helper, "m|arrest")
    street.says(helper, DANGER)
    assert [one.priority for one in opened(street, helper)] == [0]
    other, number, case, _ = copied(street)
    street.world.do(desk.release, number, case.id, "ухожу")
    street.world.now += timedelta(hours=2)
    street.says(other, DANGER)
    assert [one.priority for one in opened(street, other)] == [0]


def test_a_volunteer_in_trouble_is_still_heard(street: Street) -> None:
    helper, *_ = street.helper()
    street.says(helper, DANGER)
    assert [case.priority for case in opened(street, helper)] == [0]


def test_a_volunteer_answers_the_bot_as_a_person_by_replying_to_its_screen(street: Street) -> None:
    helper, *_ = street.helper()
    first = street.says(helper, "здравствуйте")
    street.says(helper, DANGER, reply_to=first)
    assert [case.priority for case in opened(street, helper)] == [0]


def test_where_copies_of_an_erased_case_lay_is_forgotten_after_a_year(street: Street) -> None:
    _, volunteer, case, copy = copied(street)
    street.world.do(desk.erase, case.id, "person")
    pairs = street.world.tx(msgmap.of_case, case.id)
    assert [(pair.src_dest, pair.dst_dest, pair.dst_msg) for pair in pairs] == [
        ("", f"volunteer:{volunteer}", copy)
    ]
    street.world.now += timedelta(days=366)
    street.world.tx(timers.start)
    street.fires(minutes=1)
    assert street.world.tx(msgmap.of_case, case.id) == []
