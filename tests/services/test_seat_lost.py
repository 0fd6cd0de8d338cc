"""Whoever has no seat any more reads nothing more, and keeps nothing of what was to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.cases import Case, Outcome
from bot.core.ops import Delete, Edit
from bot.core.people import Role
from bot.services import desk, staff
from bot.storage import outbox
from bot.telegram import outcomes
from bot.telegram.answers import Do
from tests.services.desk_world import SECRET
from tests.services.street import Street


def read(street: Street, volunteer: str) -> str:
    """Everything on its way into a volunteer's chat, words and details."""
    return repr([row.op for row in street.world.rows(f"volunteer:{volunteer}")])


def led(street: Street) -> tuple[int, Case, int, str]:
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    return family, case, helper, volunteer


def test_words_that_still_wait_do_not_go_to_one_who_gave_the_case_back(street: Street) -> None:
    family, case, _, volunteer = led(street)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    street.world.do(desk.release, volunteer, case.id, "ухожу")
    assert "пароль" not in street.heard(f"volunteer:{volunteer}")
    other, next_one = street.helper()
    street.takes(other, case)
    assert "пароль" in street.heard(f"volunteer:{next_one}")


def test_words_parked_for_one_out_of_reach_do_not_come_after_all(street: Street) -> None:
    family, case, _, volunteer = led(street)
    street.says(family, "пароль от сейфа")
    rows = street.world.rows(f"volunteer:{volunteer}")
    for row in rows:
        street.world.tx(outbox.park, row.id, "blocked")
    street.world.do(desk.release, volunteer, case.id, "ухожу")
    street.world.tx(outbox.unpark, f"volunteer:{volunteer}")
    assert "пароль" not in street.heard(f"volunteer:{volunteer}")


def test_details_that_still_wait_are_not_sent(street: Street) -> None:
    _, case, _, volunteer = led(street)
    street.world.do(desk.release, volunteer, case.id, "ошиблась")
    assert SECRET not in read(street, volunteer)


def stepped_in(street: Street, case: Case) -> str:
    _, boss = street.helper(Role.COORDINATOR)
    street.world.do(desk.open_details, boss, case.id, "проверяю")
    street.world.deliver()
    return boss


def test_a_coordinator_who_looked_in_keeps_no_details_of_a_case_that_is_done(street: Street) -> None:
    _, case, _, volunteer = led(street)
    boss = stepped_in(street, case)
    street.world.do(desk.resolve, volunteer, case.id, Outcome.ANSWERED)
    edits = [row.op for row in street.world.rows(f"volunteer:{boss}") if isinstance(row.op, Edit)]
    assert [op.message.parts[0].ref for op in edits] == ["queue-details_gone"]


def test_a_coordinator_who_leaves_the_team_keeps_no_details(street: Street) -> None:
    _, case, *_ = led(street)
    boss = stepped_in(street, case)
    _, admin = street.helper(Role.ADMIN)
    street.world.do(staff.deactivate, admin, boss)
    assert any(isinstance(row.op, Edit) for row in street.world.rows(f"volunteer:{boss}"))


def test_erasing_takes_the_words_out_of_the_chats_of_the_team(street: Street) -> None:
    family, case, _, volunteer = led(street)
    copy = street.copied(case, family, street.says(family, "он в Луизиане"), f"volunteer:{volunteer}")
    street.world.deliver()
    street.world.do(desk.erase, case.id, "person")
    deleted = [row.op.target for row in street.world.rows("volunteer:") if isinstance(row.op, Delete)]
    assert deleted == [copy]


def under_way(street: Street) -> list[int]:
    """What tells volunteers of a case is being sent just now, all else has been; the rows under way."""
    street.world.now += timedelta(seconds=5)
    taken: list[int] = []
    while rows := street.world.tx(outbox.claim_due, 50):
        for row in rows:
            if row.case_id and row.dest.startswith("volunteer:"):
                taken.append(row.id)
            else:
                street.world.tx(outbox.sent, row.id, [])
    return taken


def claimed_for(street: Street, volunteer: str, taken: list[int]) -> list[str]:
    """What is really called for a volunteer when every call under way has to be made again."""
    for number in taken:
        street.world.tx(outbox.later, number, street.world.now)
    rows = [row for _ in range(9) for row in street.world.tx(outbox.claim_due, 50)]
    for row in rows:
        street.world.tx(outbox.sent, row.id, [])
    return [repr(row.op) for row in rows if row.dest == f"volunteer:{volunteer}"]


@pytest.mark.parametrize("how", ["release", "leave the team", "resolve"])
def test_a_call_under_way_is_not_made_again_for_one_who_lost_the_case(street: Street, how: str) -> None:
    family, case, _, volunteer = led(street)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    taken = under_way(street)
    match how:
        case "release":
            street.world.do(desk.release, volunteer, case.id, "ухожу")
        case "leave the team":
            _, boss = street.helper(Role.ADMIN)
            street.world.do(staff.deactivate, boss, volunteer)
        case _:
            street.world.do(desk.resolve, volunteer, case.id, Outcome.ANSWERED)
    assert "пароль" not in "".join(claimed_for(street, volunteer, taken))


def test_a_coordinator_who_gave_the_case_back_gets_no_words_of_it_either(street: Street) -> None:
    family, (helper, boss) = street.family(), street.helper(Role.COORDINATOR)
    case = street.asks(family)
    street.takes(helper, case)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    taken = under_way(street)
    street.world.do(desk.release, boss, case.id, "ухожу")
    assert "пароль" not in "".join(claimed_for(street, boss, taken))


def test_details_under_way_to_a_coordinator_who_looks_in_do_not_outlive_the_case(street: Street) -> None:
    _, case, _, volunteer = led(street)
    street.world.deliver()
    _, boss = street.helper(Role.COORDINATOR)
    street.world.do(desk.open_details, boss, case.id, "проверяю")
    taken = under_way(street)
    street.world.do(desk.resolve, volunteer, case.id, Outcome.ANSWERED)
    assert not [said for said in claimed_for(street, boss, taken) if SECRET in said]


def test_what_was_not_sent_again_is_in_the_hands_of_the_next_one(street: Street) -> None:
    family, case, _, volunteer = led(street)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    taken = under_way(street)
    street.world.do(desk.release, volunteer, case.id, "ухожу")
    claimed_for(street, volunteer, taken)
    other, next_one = street.helper()
    street.takes(other, case)
    assert "пароль" in street.heard(f"volunteer:{next_one}")


def test_details_under_way_to_one_who_leaves_the_team_are_written_over(street: Street) -> None:
    *_, volunteer = led(street)
    taken = under_way(street)
    _, boss = street.helper(Role.ADMIN)
    street.world.do(staff.deactivate, boss, volunteer)
    said = claimed_for(street, volunteer, taken)
    assert SECRET not in "".join(said)
    assert any("queue-details_gone" in one for one in said)


def test_one_who_still_has_the_case_gets_it_at_the_next_try(street: Street) -> None:
    family, _, _, volunteer = led(street)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    assert "пароль" in "".join(claimed_for(street, volunteer, under_way(street)))


def test_a_copy_that_was_under_way_when_the_case_was_erased_is_deleted(street: Street) -> None:
    family, case, _, volunteer = led(street)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    street.world.now += timedelta(seconds=5)
    (row,) = [one for one in street.world.tx(outbox.claim_due, 50) if one.dest == f"volunteer:{volunteer}"]
    street.world.do(desk.erase, case.id, "person")
    done = outcomes.Outcome(row, Do.DONE, ids=[901, 902])
    street.world.tx(outcomes.settle, done, outcomes.Consequences())
    deleted = [row.op.target for row in street.world.rows("volunteer:") if isinstance(row.op, Delete)]
    assert deleted == [901, 902]


def test_and_one_that_has_to_be_sent_again_is_not(street: Street) -> None:
    family, case, _, volunteer = led(street)
    street.world.deliver()
    street.says(family, "пароль от сейфа")
    taken = under_way(street)
    street.world.do(desk.erase, case.id, "person")
    assert not [said for said in claimed_for(street, volunteer, taken) if "Words" in said]
