"""What is due, whoever set it: each timer in its own savepoint, so that one fault holds nothing up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.services import dates, ladder, nudges, operators, privacy, tools, whereabouts
from bot.services.house import House
from bot.storage import seen, sessions, timers, upkeep
from bot.storage.database import Tx
from bot.storage.errors import StorageBroken
from bot.storage.timers import Timer

log = structlog.get_logger()

AGAIN = timedelta(minutes=1)
AT_ONCE = 50
UPKEEP = "upkeep"
BOT = "bot:self"


def fire_due(tx: Tx, house: House) -> datetime | None:
    """Fires what is due, the earliest first; gives when the next one is."""
    for timer in timers.due(tx, tx.now, AT_ONCE):
        try:
            with tx.savepoint():
                timers.done(tx, timer.id)
                _fire(tx, house, timer)
        except StorageBroken:
            raise
        except Exception as failure:
            kind = timer.kind.partition(":")[0]
            log.exception("timer failed", verb=kind, row=timer.id, error=type(failure).__name__)
            _again(tx, timer)
            operators.timer_failed(tx, kind, type(failure).__name__)
    return timers.next_due(tx)


def start(tx: Tx) -> None:
    """The bot's own timer, once the bot runs."""
    if not timers.armed(tx, BOT):
        timers.arm(tx, owner=BOT, kind=UPKEEP, due=tx.now, fence=0)


def _fire(tx: Tx, house: House, timer: Timer) -> None:
    kind = timer.kind.partition(":")[0]
    if kind in ladder.HANDLERS:
        ladder.HANDLERS[kind](tx, house.desk, timer)
    else:
        _OURS[kind](tx, house, timer)


def _again(tx: Tx, timer: Timer) -> None:
    timers.arm(
        tx, owner=timer.owner, kind=timer.kind, due=tx.now + AGAIN, fence=timer.fence, payload=timer.payload
    )


def _keep_up(tx: Tx, house: House, _: Timer) -> None:
    """Throws away what was kept long enough, every hour."""
    upkeep.upkeep(tx)
    seen.prune(tx)
    sessions.forget_expired(tx)
    sessions.forget_traces(tx)
    privacy.forget_idle(tx, house)
    timers.arm(tx, owner=BOT, kind=UPKEEP, due=tx.now + timedelta(hours=1), fence=0)


_OURS: dict[str, Callable[[Tx, House, Timer], None]] = {
    nudges.NUDGE: nudges.fire_nudge,
    nudges.REMIND: nudges.fire_reminder,
    dates.DATE: dates.fire,
    tools.ASKED: tools.lapse,
    whereabouts.ASKED: whereabouts.lapse,
    operators.MORE: lambda tx, _, timer: operators.tell_more(tx, timer),
    UPKEEP: _keep_up,
}
