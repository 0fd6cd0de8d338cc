"""The one place that starts background tasks, lets a crash be seen, and stops them in order.

aiogram's own signal handling is not used: it neither awaits nor keeps the handlers that still run.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

R = TypeVar("R")

CANCEL_SECONDS = 2.0
STOP_SECONDS = 14.0  # for all parts together; what is cut off then is on disk and goes on at the next start
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Part:
    """A background task. To stop it, `stop` is called and it has `seconds` to end; then it is cancelled."""

    name: str
    run: Callable[[], Awaitable[None]]
    stop: Callable[[], None] | None = None
    seconds: float = 0.0


class EndedError(Exception):
    """A background task ended although nobody asked it to."""


class StoppedError(Exception):
    """A stop was asked for before a start had come to its end."""


async def supervise(parts: Sequence[Part], stopping: asyncio.Event, within: float = STOP_SECONDS) -> None:
    """Runs all parts until `stopping` is set or one of them ends, then stops them in the order given.

    They are started in the opposite order: who takes work in comes last. Stopping takes `within` seconds
    for all together, and then cuts off. Raises what a part raised.
    """
    tasks = {part.name: asyncio.ensure_future(part.run()) for part in reversed(parts)}
    asked = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({asked, *tasks.values()}, return_when=asyncio.FIRST_COMPLETED)
        ended = [name for name, task in tasks.items() if task.done()]
    finally:
        asked.cancel()
        until = asyncio.get_running_loop().time() + within
        for part in parts:
            await _end(part, tasks[part.name], until)
    for task in tasks.values():
        if task.done() and not task.cancelled() and (crash := task.exception()):
            raise _alone(crash)
    if ended:
        raise EndedError(ended[0])


async def unless_stopped(work: Coroutine[Any, Any, R], stopping: asyncio.Event) -> R:
    """What `work` gives; StoppedError, and `work` is cut off, when a stop is asked for before."""
    task = asyncio.ensure_future(work)
    asked = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise StoppedError
        return task.result()
    finally:
        asked.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=CANCEL_SECONDS)


def settle_memory() -> None:
    """After start: what lives for good is never walked by the garbage collector again (100 ms each time)."""
    gc.collect()
    gc.freeze()


def run(main: Coroutine[Any, Any, R]) -> R:
    """Runs the program, on uvloop where it is installed."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415  # not on every system
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _end(part: Part, task: asyncio.Future[None], until: float) -> None:
    left = max(0.0, until - asyncio.get_running_loop().time())
    if not task.done() and part.stop:
        part.stop()
        await asyncio.wait({task}, timeout=min(part.seconds, left))
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=min(CANCEL_SECONDS, left + CANCEL_SECONDS / 2))
    log.info("stopped", verb=part.name, state="ended" if task.done() else "stuck")


def _alone(crash: BaseException) -> BaseException:
    """The one error inside groups of one."""
    while isinstance(crash, BaseExceptionGroup) and len(crash.exceptions) == 1:
        crash = crash.exceptions[0]
    return crash
