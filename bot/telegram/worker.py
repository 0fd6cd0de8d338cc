"""Takes what the inbox holds, fairly, and feeds it to the handlers, each update exactly once.

Strict order within a sender, several senders at a time, staff and open cases first (`fair`). Each
update is validated by itself: what does not parse, or fails three times, goes to quarantine,
its sender gets an answer and the operator a number and an error's class; nothing stops.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update

from bot.storage import inbox
from bot.storage.database import Database, Tx
from bot.storage.errors import AlreadyDone, StorageBroken, StorageClosed
from bot.telegram.fair import OTHERS, Budget, FairQueue, Turn
from bot.telegram.peek import (
    NOBODY,
    absurd,
    kind_of,
    lone_text,
    private_sender_of,
    same_press,
    sender_of,
    with_text,
)
from bot.telegram.write import SecondWriteError, Write

__all__ = ["Answers", "SecondWriteError", "Worker", "Write", "feed_to"]

Raw = dict[str, Any]

AT_A_TIME = 8
TRIES = 3
HANDLER_SECONDS = 60
RETRY_AFTER = (1.0, 5.0)  # seconds, after the first and the second failure
MERGED_CHARACTERS = 3_500  # a person's flood of short texts becomes messages of this length

log = structlog.get_logger()


HOPELESS = (OverflowError, UnicodeError, RecursionError)  # a value that cannot be held: it never will be


class UnknownKindError(ValueError):
    """An update of a kind that was never asked for."""


class AbsurdValueError(ValueError):
    """An update with a number, a length or a depth that Telegram never sends."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the bot says by itself about an update, each within the transaction given.

    `unreadable(tx, telegram_id)` and `slow_down(tx, telegram_id)` answer a person in their private chat;
    `quarantined(tx, update_id, error_class)` tells the operators.
    """

    unreadable: Callable[[Tx, int], None]
    slow_down: Callable[[Tx, int], None]
    quarantined: Callable[[Tx, int, str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """One update, or several texts of a flood made one."""

    update_ids: tuple[int, ...]
    raw: Raw


Feed = Callable[[Update, Write], Awaitable[Any]]


class Worker:
    """Handles updates until `stop`, then ends once those in flight are done.

    `feed(update, write)` is the dispatcher (`feed_to`). `rank(telegram_id)` is STAFF, OPEN_CASE or
    OTHERS; it is asked often and must only look something up in memory.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        feed: Feed,
        answers: Answers,
        *,
        rank: Callable[[int], int] = lambda _: OTHERS,
        budget: Budget | None = None,
        retry_after: tuple[float, ...] = RETRY_AFTER,
    ) -> None:
        self._bot = bot
        self._database = database
        self._feed = feed
        self._answers = answers
        self._retry_after = retry_after
        self._queue: FairQueue[Work] = FairQueue(rank, budget)
        self._free = AT_A_TIME
        self._tasks: asyncio.TaskGroup | None = None
        self._stopping = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._known: set[int] = set()  # waiting or in flight: a start may see an update twice
        self._early: list[tuple[int, Raw]] | None = []  # what came before the rest of the last life was read

    @property
    def waiting(self) -> int:
        """Updates that nobody has begun to handle."""
        return len(self._queue)

    def stop(self) -> None:
        """No new updates are begun; what is not begun stays in the inbox."""
        self._stopping.set()

    async def run(self) -> None:
        """Handles what the inbox still holds, then what `take` brings. A broken database comes through."""
        async with asyncio.TaskGroup() as self._tasks:
            await self._take_waiting()
            await self._stopping.wait()
        if self._timer:
            self._timer.cancel()

    def take(self, updates: list[tuple[int, Raw]]) -> None:
        """Queues committed updates, as (update_id, raw)."""
        if self._early is not None:
            self._early += updates
        else:
            self._put(updates)

    def _put(self, updates: list[tuple[int, Raw]]) -> None:
        for update_id, raw in updates:
            if update_id not in self._known:
                self._known.add(update_id)
                self._queue.add(sender_of(raw), Work((update_id,), raw))
        self._pump()

    async def _take_waiting(self) -> None:
        """What the last life left comes before what is new, or a person would be heard out of order."""
        last = -1
        while rows := await self._database.read(inbox.pending, last):
            self._put([(update_id, _read(body)) for update_id, body in rows])
            last = rows[-1][0]
        early, self._early = self._early or [], None
        self._put(early)

    def _pump(self) -> None:
        """Starts as many as may run; comes back by itself when the first of those who wait is free."""
        if self._tasks is None or self._stopping.is_set():
            return
        loop = asyncio.get_running_loop()
        while self._free and (turn := self._queue.take(loop.time())):
            self._free -= 1
            self._tasks.create_task(self._serve(turn))
        for sender in filter(_is_account, self._queue.newly_slowed()):
            self._tasks.create_task(self._database.write(self._answers.slow_down, sender))
        if self._timer:
            self._timer.cancel()
        if (at := self._queue.next_at()) is not None:
            self._timer = loop.call_at(at, self._pump)

    async def _serve(self, turn: Turn[Work]) -> None:
        work = self._merged(turn)
        retry_in = await self._attempt(work)
        if retry_in is None:
            self._known.difference_update(work.update_ids)
            self._queue.done(turn.sender)
        else:
            self._queue.again(turn.sender, work, asyncio.get_running_loop().time() + retry_in)
        self._free += 1
        self._pump()

    def _merged(self, turn: Turn[Work]) -> Work:
        """A flood becomes shorter: lone texts fewer and longer, the same press again and again one."""
        if not turn.slowed:
            return turn.item
        if text := lone_text(turn.item.raw):
            return self._joined(turn, text)
        if pressed := same_press(turn.item.raw):
            again = self._queue.take_more(turn.sender, lambda work: same_press(work.raw) == pressed)
            return Work(_numbers(turn.item, again), turn.item.raw)
        return turn.item

    def _joined(self, turn: Turn[Work], text: str) -> Work:
        texts = [text]

        def fits(work: Work) -> bool:
            more = lone_text(work.raw)
            if not more or sum(map(len, texts)) + len(more) > MERGED_CHARACTERS:
                return False
            texts.append(more)
            return True

        more = self._queue.take_more(turn.sender, fits)
        return Work(_numbers(turn.item, more), with_text(turn.item.raw, "\n".join(texts)))

    async def _attempt(self, work: Work) -> float | None:
        """Handles once. None when the update has come to its end, else seconds until the next try."""
        write = Write(self._database, work.update_ids)
        try:
            update = self._parse(work.raw)
        except Exception as error:  # noqa: BLE001  # whatever it is, it would be the same again
            await self._quarantine(work, error)
            return None
        try:
            async with asyncio.timeout(HANDLER_SECONDS):
                await self._feed(update, write)
            if not write.used:
                await write(_nothing)
        except AlreadyDone:
            log.warning("update was done before", update_id=work.update_ids[0])
        except (StorageBroken, StorageClosed):
            raise
        except Exception as error:  # noqa: BLE001  # the edge: a handler's failure must not stop the others
            return await self._failed(work, write, error)
        return None

    def _parse(self, raw: Raw) -> Update:
        if kind_of(raw) is None:
            raise UnknownKindError
        if absurd(raw):
            raise AbsurdValueError
        return Update.model_validate(raw, context={"bot": self._bot})

    async def _failed(self, work: Work, write: Write, error: Exception) -> float | None:
        log.error("handler failed", update_id=work.update_ids[0], exc_info=error)
        if write.used:  # its effect is on disk: to repeat would be to do it twice
            return None
        tries = await self._database.write(_fail, work.update_ids)
        if tries >= TRIES or isinstance(error, HOPELESS):
            await self._quarantine(work, error)
            return None
        return self._retry_after[min(tries, len(self._retry_after)) - 1]

    async def _quarantine(self, work: Work, error: Exception) -> None:
        name = type(error).__name__
        log.error("update quarantined", update_id=work.update_ids[0], error=name)
        await self._database.write(_set_aside, work, name, self._answers)


def feed_to(dispatcher: Dispatcher, bot: Bot) -> Feed:
    """Feeds aiogram's dispatcher; handlers get the update's `write` by that name."""

    async def feed(update: Update, write: Write) -> None:
        if await dispatcher.feed_update(bot, update, write=write) is UNHANDLED:
            log.warning("no handler", update_id=update.update_id)

    return feed


def _numbers(first: Work, more: list[Work]) -> tuple[int, ...]:
    return tuple(number for work in (first, *more) for number in work.update_ids)


def _is_account(sender: int) -> bool:
    """Whether somebody could be told: a group, or nobody at all, cannot."""
    return sender > NOBODY


def _read(body: bytes) -> Raw:
    """What lies in the inbox; nothing, which ends in quarantine, where it cannot be read."""
    try:
        raw = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _nothing(_: Tx) -> None:
    """The service of an update that changes nothing."""


def _fail(tx: Tx, update_ids: tuple[int, ...]) -> int:
    return max(inbox.fail(tx, update_id) for update_id in update_ids)


def _set_aside(tx: Tx, work: Work, error: str, answers: Answers) -> None:
    for update_id in work.update_ids:
        inbox.quarantine(tx, update_id, error)
    try:
        with tx.savepoint():
            answers.quarantined(tx, work.update_ids[0], error)
            if (sender := private_sender_of(work.raw)) is not None:
                answers.unreadable(tx, sender)
    except StorageBroken:
        raise
    except Exception:  # the answer is second to getting the update out of the way
        log.exception("quarantine not told", update_id=work.update_ids[0])
