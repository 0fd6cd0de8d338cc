"""A coordinator whom the ladder has called gives the case to somebody at work."""

from __future__ import annotations

from bot.core.people import Role, Shift
from bot.core.say import Button
from bot.services import desk
from tests.services.street import Street


def buttons(street: Street, volunteer: str, ref: str) -> list[Button]:
    """Under the last message of this kind to a volunteer."""
    shown = [row.message for row in street.world.rows(f"volunteer:{volunteer}") if row.refs[0] == ref]
    return [one for row in shown[-1].rows for one in row]


def test_from_the_alarm_to_the_words_of_the_family(street: Street) -> None:
    family = street.family()
    boss, coordinator = street.helper(Role.COORDINATOR, Shift.OFF)
    _, busy = street.helper()
    _, free = street.helper()
    street.helper(shift=Shift.OFF)
    street.helper(Role.TRANSLATOR)
    other = street.asks(street.family())
    street.world.do(desk.claim, busy, other.id, other.epoch)
    case = street.asks(family, "P1")
    street.says(family, "он в Луизиане")
    street.fires(minutes=61)
    give = next(one for one in buttons(street, coordinator, "alarm-unclaimed") if "|give|" in one.data)
    street.presses(boss, give.data)
    choice = buttons(street, coordinator, "queue-give_to")
    assert [one.data.rpartition("|")[2] for one in choice] == [free, busy]
    street.presses(boss, choice[0].data)
    assert street.world.get(case).owner == free
    assert street.heard(f"volunteer:{free}") == "он в Луизиане"
    street.presses(boss, choice[1].data)  # a second thought comes too late
    assert street.world.get(case).owner == free


def test_when_nobody_is_free_it_says_so(street: Street) -> None:
    boss, coordinator = street.helper(Role.COORDINATOR, Shift.OFF)
    case = street.asks(street.family())
    street.presses(boss, f"q|give|{case.id}|1")
    assert "queue-give_to_nobody" in street.refs(f"volunteer:{coordinator}")


def test_a_manager_gives_nothing(street: Street) -> None:
    account, one = street.helper()
    case = street.asks(street.family())
    street.presses(account, f"q|give|{case.id}|1")
    street.presses(account, f"s|give|{case.id}|1|{one}")
    assert street.world.get(case).owner is None


def test_it_is_not_given_to_one_who_has_gone_home_meanwhile(street: Street) -> None:
    boss, _ = street.helper(Role.COORDINATOR, Shift.OFF)
    _, gone = street.helper(shift=Shift.OFF)
    case = street.asks(street.family(), "P0")  # which may be taken off shift, by one's own will
    street.presses(boss, f"s|give|{case.id}|{case.epoch}|{gone}")
    assert street.world.get(case).owner is None
