"""The one place that starts background tasks, lets a crash be seen, and stops them in order.

aiogram's own signal handling is not used: it neither awaits nor keeps the handlers that still run.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

R = TypeVar("R")

CANCEL_SECONDS = 5.0
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


async def supervise(parts: Sequence[Part], stopping: asyncio.Event) -> None:
    """Runs all parts until `stopping` is set or one of them ends, then stops them in the order given.

    They are started in the opposite order: who takes work in comes last. Raises what a part raised.
    """
    tasks = {part.name: asyncio.ensure_future(part.run()) for part in reversed(parts)}
    asked = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({asked, *tasks.values()}, return_when=asyncio.FIRST_COMPLETED)
        ended = [name for name, task in tasks.items() if task.done()]
    finally:
        asked.cancel()
        for part in parts:
            await _end(part, tasks[part.name])
    for task in tasks.values():
        if not task.cancelled() and (crash := task.exception()):
            raise _alone(crash)
    if ended:
        raise EndedError(ended[0])


def stop_on_signals(stopping: asyncio.Event) -> None:
    """SIGTERM and SIGINT ask for a stop; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def ask(number: signal.Signals) -> None:
        loop.remove_signal_handler(number)
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask, number)


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


async def _end(part: Part, task: asyncio.Future[None]) -> None:
    if not task.done() and part.stop:
        part.stop()
        await asyncio.wait({task}, timeout=part.seconds)
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_SECONDS)
    log.info("stopped", verb=part.name, state="ended" if task.done() else "stuck")


def _alone(crash: BaseException) -> BaseException:
    """The one error inside groups of one."""
    while isinstance(crash, BaseExceptionGroup) and len(crash.exceptions) == 1:
        crash = crash.exceptions[0]
    return crash
