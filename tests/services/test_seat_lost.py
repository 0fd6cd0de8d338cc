"""Whoever has no seat any more reads nothing more, and keeps nothing of what was to be read."""

from __future__ import annotations

from bot.core.cases import Case, Outcome
from bot.core.ops import Delete, Edit
from bot.core.people import Role
from bot.services import desk, staff
from bot.storage import outbox
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
