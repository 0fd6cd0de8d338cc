"""Somebody outside the US is led past what only a person there can do."""

from __future__ import annotations

from bot.core.flow.buttons import answer
from bot.services import conversation
from bot.storage.sessions import Stored
from tests.services.street import Street


def here(street: Street, account: int) -> Stored:
    stored = street.world.tx(conversation.current, street.id_of(account))
    assert stored is not None
    return stored  # type: ignore[no-any-return]


def chooses(street: Street, account: int, *options: str) -> None:
    for option in options:
        stored = here(street, account)
        street.presses(account, answer(stored.id, stored.state["shown"], option))


def test_no_step_of_a_mother_abroad_sends_her_to_an_office_a_site_or_a_line_of_the_us(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    chooses(street, mother, "begin", "checkin", "today", "self", "far", "$done", "unknown", "failed")
    passed = []
    while (at := here(street, mother).state["shown"]).startswith("far/"):
        passed.append(at)
        last = {"far/talk/heard": "not_yet", "far/papers": "done"}
        chooses(street, mother, last.get(at, "next"))
    assert passed[0] == "far/nobody"
    assert "far/consulate" in passed
    assert not {"find", "lawyer", "window", "jail"} & {part for at in passed for part in at.split("/")}
    assert here(street, mother).state["shown"] == "intake_then/ask"
