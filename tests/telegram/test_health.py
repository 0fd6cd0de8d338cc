"""A backlog is told: to the log at each look, to people once an hour, as numbers and nothing else."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.services import operators
from bot.storage import inbox
from bot.storage.database import Database, Tx
from bot.telegram import health
from bot.telegram.health import Health
from tests.telegram.doubles import wall_clock

FILE = "health.json"
ALARMS = "SELECT count(*) FROM outbox WHERE dedupe LIKE 'backlog:%'"


@pytest.fixture
def looking(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Health:
    monkeypatch.setattr(health, "TOO_MANY", 100)
    return Health(database, tmp_path / FILE, wall_clock, operators.backlog)


def alarms(tx: Tx) -> int:
    count: int = tx.value(ALARMS)
    return count


async def test_a_backlog_is_an_alarm_once_an_hour(
    looking: Health, database: Database, logged: io.StringIO, tmp_path: Path
) -> None:
    await database.write(inbox.put, [(number, b"{}") for number in range(100)])
    for _ in range(3):
        await looking.look()
    assert await database.read(alarms) == 1
    said = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert [(one["event"], one["count"]) for one in said] == [("backlog", 100)] * 3
    assert json.loads((tmp_path / FILE).read_text())["inbox"] == 100


async def test_what_can_be_answered_soon_is_no_alarm(
    looking: Health, database: Database, logged: io.StringIO
) -> None:
    await database.write(inbox.put, [(number, b"{}") for number in range(99)])
    await looking.look()
    assert await database.read(alarms) == 0
    assert logged.getvalue() == ""


def test_the_container_asks_every_thirty_seconds_without_loading_the_bot() -> None:
    code = "import sys, bot.commands.status; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("aiogram", "aiosqlite", "structlog", "bot.storage", "bot.services", "bot.telegram")
    assert not [name for name in ran.stdout.split() if name.startswith(heavy)]
