"""Drains the outbox: woken at commit, in order per destination, at Telegram's pace, never twice unmarked.

One loop. Each turn is one transaction that writes down what became of the calls that ended and claims
the next rows, so a busy bot pays one commit for many messages. Calls of different destinations
overlap. A row is `sending` on disk before its call begins: if the process dies in between, the row
comes back with `doubt`, and the reader sees «(возможно, повтор)».
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import (
    CopyMessage,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVideo,
)

from bot.core.ops import Edit, Lane, Op, Toast, name_of
from bot.core.say import Message
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Row
from bot.telegram.answers import Action, Do, decide
from bot.telegram.calls import answer_to_press, calls_of
from bot.telegram.outcomes import Ask, Consequences, Outcome, settle_and_claim
from bot.telegram.pace import Limits, Pace
from bot.telegram.posting import Call, Changes, Voice
from bot.telegram.receiver import TokenDeadError
from bot.telegram.render import Rendered
from bot.telegram.session import Posted

IN_FLIGHT = 16
BULK_IN_FLIGHT = 8
LIVE = (Lane.ALARM, Lane.PERSON)
BULK = (Lane.CARD, Lane.COSMETIC)
AGAIN = frozenset({Do.AGAIN_NEW, Do.AGAIN_PLAIN, Do.AGAIN_LOOSE, Do.AGAIN_BLANK})

NEW_MESSAGES = (SendMessage, CopyMessage, SendMediaGroup, SendPhoto, SendVideo, SendDocument, SendAudio)
log = structlog.get_logger()


class Sender:
    """Sends until `stop`, then ends after the calls under way.

    `render(message, now)` and `render_toast(message, now)` make words of a message at the moment of
    sending. `clock` is the wall clock (aware UTC); the pace runs on the event loop's own.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        render: Callable[[Message, datetime], Rendered],
        render_toast: Callable[[Message, datetime], str],
        clock: Callable[[], datetime],
        consequences: Consequences | None = None,
        limits: Limits | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._database = database
        self._render = render
        self._render_toast = render_toast
        self._consequences = consequences or Consequences()
        self._pace = Pace(limits)
        self._clock = clock
        self._pause = pause
        self._under_way: dict[int, Row] = {}
        self._outcomes: list[Outcome] = []
        self._wake = asyncio.Event()
        self._stopping = False
        self._tasks: asyncio.TaskGroup | None = None
        database.on_commit(self._committed)
        database.on_fleeting(self._passing)

    def stop(self) -> None:
        """Nothing new is begun."""
        self._stopping = True
        self._wake.set()

    def wake(self) -> None:
        """Look at once: the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        """Sends what is due, for ever. TokenDeadError when Telegram refuses the token."""
        async with asyncio.TaskGroup() as self._tasks:
            await self._database.write(outbox.recover)
            while True:
                self._wake.clear()
                rows, again_at = await self._turn()
                for row in rows:
                    self._tasks.create_task(self._deliver(row))
                if self._stopping and not self._under_way:
                    return
                await self._sleep(again_at)

    def _committed(self, touched: set[str]) -> None:
        if "outbox" in touched:
            self._wake.set()

    def _passing(self, operations: list[Op]) -> None:
        if self._tasks is not None and not self._stopping:
            for op in operations:
                if isinstance(op, Toast):
                    self._tasks.create_task(self._answer(op))

    async def _answer(self, op: Toast) -> None:
        """Once: an answer to a press that does not arrive now is not missed later."""
        try:
            await self._bot(answer_to_press(op, self._voice()))
        except AiogramError as error:
            log.info("press not answered", error=type(error).__name__)
        except Exception:  # as in `_attempt`
            log.exception("not rendered", op="toast")

    # --- one turn --------------------------------------------------------------------------------

    async def _turn(self) -> tuple[list[Row], float | None]:
        """Settles, claims; gives the rows and when to look again if nothing wakes us (None: never)."""
        outcomes, self._outcomes = self._outcomes, []
        for outcome in outcomes:
            del self._under_way[outcome.row.id]
        asks, free_at = self._asks()
        rows, due = await self._database.write(settle_and_claim, outcomes, asks, self._consequences)
        self._under_way |= {row.id: row for row in rows}
        if any(outcome.do is Do.STOP for outcome in outcomes):
            raise TokenDeadError("Telegram refuses the bot token: check BOT_TOKEN.")
        if due is not None:
            free_at.append(self._now() + (due - self._clock()).total_seconds())
        if any(row.lane >= Lane.CARD for row in rows):
            free_at.append(self._pace.bulk_at())
        return rows, min(free_at, default=None)

    def _asks(self) -> tuple[list[Ask], list[float]]:
        """What may be claimed now, and when the pace allows what may not."""
        if self._stopping:
            return [], []
        now = self._now()
        busy = {row.dest for row in self._under_way.values() if not isinstance(row.op, Toast)}
        waiting = self._pace.waiting(now, bulk=True)
        live = Ask(IN_FLIGHT - len(self._under_way), busy | self._pace.waiting(now, bulk=False).keys(), LIVE)
        in_bulk = sum(row.lane >= Lane.CARD for row in self._under_way.values())
        bulk_at = self._pace.bulk_at()
        bulk = Ask(int(in_bulk < BULK_IN_FLIGHT and bulk_at <= now), busy | waiting.keys(), BULK)
        free_at = [at for at in (*waiting.values(), bulk_at) if at > now]
        return [ask for ask in (live, bulk) if ask.limit > 0], free_at

    async def _sleep(self, until: float | None) -> None:
        loop = asyncio.get_running_loop()
        if self._outcomes or (until is not None and until <= loop.time()):
            return
        timer = None if until is None else loop.call_at(until, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            if timer:
                timer.cancel()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    # --- one row ---------------------------------------------------------------------------------

    async def _deliver(self, row: Row) -> None:
        outcome = await self._attempt(row)
        if outcome.do is Do.WAIT and outcome.when:
            self._pace.refused(row.dest, self._now(), (outcome.when - self._clock()).total_seconds())
        if outcome.do is not Do.DONE or outcome.alarm:
            log.warning(
                "not sent",
                row=row.id,
                op=name_of(row.op),
                lane=row.lane,
                code=outcome.code,
                state=outcome.do.name,
            )
        self._outcomes.append(outcome)
        self._wake.set()

    async def _attempt(self, row: Row) -> Outcome:
        """The calls of a row; after some refusals at once again in another form, each form once."""
        changes: Changes = frozenset()
        ids: list[int] = []
        done = 0
        alarm = ""
        while True:
            try:
                calls = calls_of(row, self._voice(), changes)
                await self._keep_pace(row, calls[done:])
                for call in calls[done:]:
                    ids += _ids(await self._bot(call))
                    done += 1
            except AiogramError as error:
                action = decide(error, name_of(row.op), row.lane, row.tries, self._clock())
            except Exception:  # the edge: one message that cannot be made stops no other
                log.exception("not rendered", row=row.id, op=name_of(row.op))
                action = Action(Do.FAIL, "render", alarm=True)
            else:
                return Outcome(row, Do.DONE, ids=_known_ids(row, ids), alarm=alarm)
            alarm = action.code if action.alarm else alarm
            if action.do not in AGAIN or action.do in changes:
                return _outcome(row, action, ids, alarm)
            changes |= {action.do}

    def _voice(self) -> Voice:
        now = self._clock()
        return Voice(
            lambda message: self._render(message, now), lambda message: self._render_toast(message, now)
        )

    async def _keep_pace(self, row: Row, calls: list[Call]) -> None:
        if row.chat is None or isinstance(row.op, Toast):
            return
        group = row.chat < 0
        messages = sum(group or isinstance(call, NEW_MESSAGES) for call in calls)
        if not messages:
            return
        now = self._now()
        leaves = self._pace.book(row.dest, now, group=group, bulk=row.lane >= Lane.CARD, messages=messages)
        if leaves > now:
            await self._pause(leaves - now)


def _ids(result: Any) -> list[int]:
    posted = result if isinstance(result, list) else [result]
    return [one.message_id for one in posted if isinstance(one, Posted)]


def _known_ids(row: Row, ids: list[int]) -> list[int]:
    """What is worth writing down: new messages, and the edited one where it is not yet remembered."""
    target = row.op.target if isinstance(row.op, Edit) else row.target
    if ids not in ([], [target]):
        return ids
    return [row.op.target] if isinstance(row.op, Edit) and row.op.remember and row.target != target else []


def _outcome(row: Row, action: Action, ids: list[int], alarm: str) -> Outcome:
    """A row of several messages whose rest goes later repeats its first ones: that is a doubt as well."""
    do = Do.DOUBT if ids and action.do in (Do.WAIT, Do.RETRY, Do.MIGRATE) else action.do
    do = Do.FAIL if do in AGAIN else do
    known = _known_ids(row, ids) if do is Do.DONE else []
    return Outcome(row, do, action.code, known, action.when, action.chat_id, alarm)
