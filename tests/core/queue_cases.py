"""Cases to try things on, and the rules they live by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.cases import OWNED, Ball, Case, State
from bot.core.rules import Promises, Quiet, Rules

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)  # 12:00 in New York, a Tuesday
NIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 03:00 in New York
PROMISES = Promises(Quiet(NEW_YORK))
RULES = Rules(PROMISES)


def a_case(state: State = State.QUEUED, **changes: Any) -> Case:
    """A consistent case in this state, P1, first time in the queue at noon."""
    case = Case(
        id="0123456789abcdef",
        code="K417",
        kind="arrest",
        person_id="p",
        opened_at=NOON,
        counts_from=NOON,
        state=state,
        priority=1,
    )
    if state is not State.INTAKE:
        case = replace(case, epoch=1, ver=1, queued_at=NOON, due_at=NOON + timedelta(hours=3))
    if state in OWNED:
        case = replace(case, owner="v", ver=2)
    if state is State.ASSIGNED:
        case = replace(case, ball=Ball.TEAM)
    if state is State.PAUSED:
        case = replace(case, wake_at=NOON + timedelta(days=2))
    return replace(case, **changes)
