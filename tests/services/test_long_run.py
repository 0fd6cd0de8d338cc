"""What shows only after weeks, an outage or a crash."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest

from bot.core.people import Role
from bot.services import conversation, desk, ladder, membership, nudges, privacy, staff, timers
from bot.services.conversation import Talk
from bot.storage import outbox, people, sessions
from bot.storage.sessions import Stored
from bot.storage.tx import Tx
from tests.services.street import Street


def count(street: Street, table: str) -> int:
    return int(street.world.tx(lambda tx: tx.value(f"SELECT count(*) FROM {table}")))


def reminded(street: Street, family: int, *hours: int) -> Stored:
    """A family in a conversation, a step of which is to be reminded of after so many hours."""
    stored = street.begins(family, "arrest")
    plan = street.house.library.plans[stored.flow]
    key = next(key for key, node in plan.nodes.items() if node.step.remind)
    moments = tuple(street.world.now + timedelta(hours=number) for number in hours)
    street.world.tx(nudges.remind, stored, key, moments)
    return stored


def test_two_conversations_never_bear_one_number(street: Street) -> None:
    first, second = (street.id_of(street.family()) for _ in range(2))
    drawn = [b"abc", b"abc", b"abd"]

    def begin(tx: Tx, person: str) -> None:
        tx.token = lambda size: drawn.pop(0) if size == 3 else os.urandom(size)
        conversation.begin(tx, street.house, Talk(person), "released")

    for person in (first, second):
        street.world.tx(begin, person)
    kept = [street.world.tx(sessions.current, person) for person in (first, second)]
    assert [one.person_id for one in kept] == [first, second]


def test_words_without_a_case_are_not_kept_for_ever(street: Street) -> None:
    family = street.family()
    street.world.tx(timers.start)
    street.says(family, "непонятные слова")
    street.fires(days=29)
    assert count(street, "relay_message") == 1
    street.fires(days=2)
    assert count(street, "relay_message") == 0


def test_an_account_of_which_nothing_is_left_is_forgotten(street: Street) -> None:
    gone, quiet, asking = (street.family() for _ in range(3))
    street.world.tx(people.set_quiet, street.id_of(quiet), quiet=True)
    street.asks(asking, "P3")
    street.world.deliver()
    street.world.tx(timers.start)
    street.fires(days=31)
    left = [street.world.tx(people.find, account) for account in (gone, quiet, asking)]
    assert [one is not None for one in left] == [False, True, True]


def test_an_erasure_cut_short_leaves_no_case_without_its_person(street: Street) -> None:
    family = street.family()
    person = street.id_of(family)
    case = street.world.do(desk.open_case, person, "arrest")
    street.world.tx(lambda tx: tx.destroy_key(f"person:{person}"))
    street.world.tx(privacy.finish, street.house, f"person:{person}")
    assert street.world.get(case).state == "erased"


def test_quiet_and_short_mode_hold_for_the_words_of_the_queue(street: Street) -> None:
    family, (helper, volunteer) = street.family(), street.helper()
    person = street.id_of(family)
    street.world.tx(people.set_quiet, person, quiet=True)
    street.world.tx(people.set_safe, person, safe=True)
    case = street.asks(family)
    street.takes(helper, case)
    copy = street.copied(case, family, street.says(family, "вы тут?"), f"volunteer:{volunteer}")
    street.says(helper, "тут", reply_to=copy)
    rows = street.world.rows(f"person:{person}")
    ours = [row.op.message for row in rows if hasattr(row.op, "message")]
    assert all(message.silent and message.linkless for message in ours)
    assert [row.op.header.silent for row in street.words_to(f"person:{person}")] == [True]


def test_after_an_outage_one_reminder_comes_not_all_that_were_missed(street: Street) -> None:
    family = street.family()
    reminded(street, family, 6, 12, 18, 24)
    mark = street.world.mark()
    street.fires(hours=20)
    reminders = [
        ref for ref in street.refs(f"person:{street.id_of(family)}", mark) if ref.endswith(".remind")
    ]
    assert len(reminders) == 1


def test_a_deadline_that_fails_is_an_alarm(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise ValueError

    street.asks(street.family(), "P0")
    monkeypatch.setitem(ladder.HANDLERS, "unclaimed", fails)
    street.fires(minutes=1)
    assert "alarm-timer" in street.refs("staff")


def test_nobody_is_flooded_on_coming_back(street: Street) -> None:
    family = street.family()
    person, case = street.id_of(family), street.asks(family, "P0")
    street.world.deliver()
    street.world.tx(people.set_reachable, person, reachable=False)
    mark = street.world.mark()
    for _ in range(6):
        street.fires(minutes=5)
        for row in street.world.rows(f"person:{person}", mark):
            street.world.tx(outbox.park, row.id, "blocked")
    edits = [row for row in street.world.rows(f"person:{person}", mark) if row.name]
    assert not edits
    street.world.tx(membership.reachable, street.house, family, True)
    assert [row.name for row in street.world.rows(f"person:{person}", mark) if row.name] == [
        f"status:{case.id}"
    ]


@pytest.fixture
def unheard(street: Street) -> tuple[int, str]:
    """(account, conversation) of one who closed the chat before a step's reminder was due."""
    family = street.family()
    stored = reminded(street, family, 6)
    street.world.tx(membership.reachable, street.house, family, False)
    street.fires(hours=7)
    return family, stored.id


def test_a_steps_reminder_waits_for_one_who_closed_the_chat(street: Street, unheard: tuple[int, str]) -> None:
    family, _ = unheard
    mark = street.world.mark()
    street.world.tx(membership.reachable, street.house, family, True)
    street.fires(seconds=1)
    assert "tools-reminder_late" in street.refs(f"person:{street.id_of(family)}", mark)


def test_it_does_not_wait_for_ever(street: Street, unheard: tuple[int, str]) -> None:
    _, session = unheard
    waits = f"SELECT count(*) FROM timer WHERE owner = 'session:{session}' AND kind GLOB 'remind:*'"
    assert street.world.tx(lambda tx: tx.value(waits)) == 1
    street.fires(days=61)
    assert street.world.tx(lambda tx: tx.value(waits)) == 0


def test_an_administrator_who_opens_the_chat_again_meets_the_newcomers(street: Street) -> None:
    account, admin = street.helper(Role.ADMIN)
    street.world.tx(membership.reachable, street.house, account, False)
    link = street.world.tx(staff.invite_from_outside, Role.MANAGER)
    assert street.world.tx(staff.redeem, 4242, "Новенькая", link).parts[0].ref == "staff-wait_long"
    street.world.tx(membership.reachable, street.house, account, True)
    assert "staff-newcomer" in street.refs(f"volunteer:{admin}")
