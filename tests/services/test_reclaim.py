"""Who takes a case again gets what is new, and all of it when they ask."""

from __future__ import annotations

import pytest

from bot.core.cases import Case
from bot.services import desk
from tests.services.street import Street


@pytest.fixture
def back(street: Street) -> tuple[int, int, str, Case]:
    """(family, account, volunteer, case): given back after one message had arrived, then one more came."""
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    street.copied(case, family, street.says(family, "он звонил"), f"volunteer:{volunteer}")
    street.world.deliver()
    street.world.do(desk.release, volunteer, case.id, "перерыв")
    street.says(family, "его перевели")
    street.world.deliver()
    return family, helper, volunteer, case


def test_only_what_is_new_comes_again(street: Street, back: tuple[int, int, str, Case]) -> None:
    _, helper, volunteer, case = back
    street.takes(helper, case)
    assert street.heard(f"volunteer:{volunteer}") == "его перевели"
    assert "relay-above" in street.refs(f"volunteer:{volunteer}")


def test_all_of_it_comes_when_it_is_asked_for(street: Street, back: tuple[int, int, str, Case]) -> None:
    _, helper, volunteer, case = back
    street.takes(helper, case)
    street.world.deliver()
    street.presses(helper, f"s|all|{case.id}")
    assert street.heard(f"volunteer:{volunteer}") == "он звонил\nего перевели"


def test_but_only_by_one_who_has_the_case(street: Street, back: tuple[int, int, str, Case]) -> None:
    _, helper, volunteer, case = back
    street.presses(helper, f"s|all|{case.id}")
    assert street.heard(f"volunteer:{volunteer}") == ""


def test_words_changed_meanwhile_come_as_they_are_now(street: Street) -> None:
    family, (helper, volunteer) = street.family(), street.helper()
    case = street.asks(family)
    street.takes(helper, case)
    said = street.says(family, "его везут в Техас")
    street.copied(case, family, said, f"volunteer:{volunteer}")
    street.world.deliver()
    street.world.do(desk.release, volunteer, case.id, "перерыв")
    street.edits(family, said, "его везут в Аризону")
    street.takes(helper, case)
    assert "Аризону" in street.heard(f"volunteer:{volunteer}")


def test_whoever_takes_it_first_gets_everything(street: Street, back: tuple[int, int, str, Case]) -> None:
    *_, case = back
    other, number = street.helper()
    street.takes(other, case)
    assert street.heard(f"volunteer:{number}") == "он звонил\nего перевели"
    assert "relay-above" not in street.refs(f"volunteer:{number}")
