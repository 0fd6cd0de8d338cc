"""What the machine says of itself: heard at once, and never by hundreds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.ops import Lane, Send
from bot.core.people import Role
from bot.core.say import say
from bot.services import operators, timers
from bot.storage import audit, outbox
from bot.storage import timers as armed
from bot.storage.tx import Tx
from tests.services.desk_world import Row, World


@pytest.fixture
def boss(world: World) -> str:
    return f"volunteer:{world.volunteer(Role.COORDINATOR)}"


def fires(world: World) -> None:
    """What is due fires, as the bot's loop does it."""
    world.tx(timers.fire_due, None)


def quarter_later(world: World) -> None:
    world.now += operators.MERGED
    fires(world)


def alarms(world: World, dest: str, ref: str) -> list[Row]:
    return [row for row in world.rows(dest) if row.refs[0].startswith(ref)]


def test_a_log_changed_by_hand_is_an_alarm_at_the_start(world: World, boss: str) -> None:
    for verb in ("claim", "details.opened"):
        world.tx(audit.note, actor=boss, verb=verb)
    world.tx(operators.audit_checked)
    assert not alarms(world, boss, "alarm-audit_broken")
    world.store.data.execute("DROP TRIGGER audit_stays")
    world.store.data.execute("UPDATE audit SET verb = 'release' WHERE id = (SELECT max(id) FROM audit)")
    world.tx(operators.audit_checked)
    assert alarms(world, boss, "alarm-audit_broken")


def test_hundreds_of_unreadable_updates_are_one_alarm_and_then_a_number(world: World, boss: str) -> None:
    for number in range(300):
        world.tx(operators.quarantined, number, "ValidationError")
    assert [row.refs for row in alarms(world, boss, "alarm-quarantine")] == [["alarm-quarantine"]]
    quarter_later(world)
    _, later = alarms(world, boss, "alarm-quarantine")
    assert later.refs == ["alarm-quarantine_more"]
    assert later.message.parts[0].args == {"count": 299, "minutes": 15}


def test_a_storm_that_goes_on_is_told_of_once_a_quarter(world: World, boss: str) -> None:
    for minute in range(61):
        world.tx(operators.quarantined, minute, "ValidationError")
        world.now += timedelta(minutes=1)
        fires(world)
    assert len(alarms(world, boss, "alarm-quarantine")) == 1 + 4


def test_after_a_quiet_quarter_the_next_is_told_at_once(world: World, boss: str) -> None:
    world.tx(operators.quarantined, 1, "ValidationError")
    quarter_later(world)
    assert not world.store.read(armed.armed, "alarm:quarantine")
    world.tx(operators.quarantined, 2, "KeyError")
    assert [row.message.parts[0].args for row in alarms(world, boss, "alarm-quarantine")] == [
        {"update": "1", "error": "ValidationError"}, {"update": "2", "error": "KeyError"},
    ]  # fmt: skip


def test_the_number_survives_a_restart(world: World, boss: str) -> None:
    for number in range(3):
        world.tx(operators.quarantined, number, "ValidationError")
    world.restart()
    quarter_later(world)
    assert alarms(world, boss, "alarm-quarantine")[-1].message.parts[0].args["count"] == 2


def test_a_row_of_refusals_is_one_alarm_and_then_a_number(world: World, boss: str) -> None:
    def refused(tx: Tx) -> None:
        for _ in range(40):
            row = outbox.put(tx, dest="staff", op=Send(say("common-done")), lane=Lane.CASE, owner="staff")
            outbox.failed(tx, row, "refused")
        operators.troubles(tx)

    world.tx(refused)
    assert len(alarms(world, boss, "alarm-not_sent")) == 1
    quarter_later(world)
    assert alarms(world, boss, "alarm-not_sent")[-1].message.parts[0].args["count"] == 39


def test_who_sends_much_that_cannot_be_read_is_asked_once_a_minute(world: World) -> None:
    for _ in range(20):
        world.tx(operators.unreadable, 555)
    assert len(alarms(world, "person:", "common-unreadable")) == 1
    world.now += timedelta(minutes=1)
    world.tx(operators.unreadable, 555)
    assert len(alarms(world, "person:", "common-unreadable")) == 2
