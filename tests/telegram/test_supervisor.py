"""Starting, crashing and stopping, in order."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress

import pytest

from bot.app import HANDLERS_FINISH, SENDER_FINISH
from bot.stopping import LONGEST, stop_on_signals
from bot.telegram import supervisor
from bot.telegram.supervisor import (
    CANCEL_SECONDS,
    STOP_SECONDS,
    EndedError,
    Part,
    StoppedError,
    run,
    supervise,
    unless_stopped,
)


class Story:
    """What happened, in order."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def part(self, name: str, *, seconds: float = 1.0, obeys: bool = True) -> Part:
        end = asyncio.Event()

        async def work() -> None:
            self.lines.append(f"{name} starts")
            try:
                await end.wait()
                self.lines.append(f"{name} ends")
            except asyncio.CancelledError:
                self.lines.append(f"{name} is cut off")
                raise

        return Part(name, work, end.set if obeys else (lambda: None), seconds)


async def test_parts_start_backwards_and_stop_forwards() -> None:
    story, stopping = Story(), asyncio.Event()
    parts = [story.part("receiver"), story.part("worker"), story.part("sender")]
    asyncio.get_running_loop().call_later(0.01, stopping.set)
    await supervise(parts, stopping)
    assert story.lines == [
        *("sender starts", "worker starts", "receiver starts"),
        *("receiver ends", "worker ends", "sender ends"),
    ]


async def test_who_does_not_end_in_time_is_cut_off_and_the_others_still_end() -> None:
    story, stopping = Story(), asyncio.Event()
    parts = [story.part("worker", seconds=0.01, obeys=False), story.part("sender")]
    asyncio.get_running_loop().call_later(0.01, stopping.set)
    await supervise(parts, stopping)
    assert story.lines[2:] == ["worker is cut off", "sender ends"]


async def test_a_part_without_a_way_to_stop_is_cut_off_at_once() -> None:
    story, stopping = Story(), asyncio.Event()
    part = story.part("receiver")
    asyncio.get_running_loop().call_later(0.01, stopping.set)
    await supervise([Part("receiver", part.run)], stopping)
    assert story.lines[-1] == "receiver is cut off"


async def test_a_part_that_will_not_even_be_cut_off_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "CANCEL_SECONDS", 0.01)
    story, stopping, let_go, over = Story(), asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        while not let_go.is_set():
            with suppress(asyncio.CancelledError):
                await let_go.wait()
        over.set()

    asyncio.get_running_loop().call_later(0.01, stopping.set)
    try:
        await supervise([Part("stubborn", stubborn), story.part("sender")], stopping)
    finally:
        let_go.set()
    await over.wait()
    assert story.lines[-1] == "sender ends"


async def test_a_crash_stops_everybody_and_is_raised_plainly() -> None:
    story = Story()

    async def crash() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(fail())

    async def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await supervise([story.part("receiver"), Part("worker", crash)], asyncio.Event())
    assert story.lines == ["receiver starts", "receiver ends"]


async def test_a_part_that_just_ends_is_a_fault() -> None:
    async def nothing() -> None:
        return

    with pytest.raises(EndedError, match="worker"):
        await supervise([Part("worker", nothing)], asyncio.Event())


async def test_being_cancelled_stops_the_parts_too() -> None:
    story = Story()
    task = asyncio.ensure_future(supervise([story.part("worker")], asyncio.Event()))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait({task})
    assert story.lines == ["worker starts", "worker ends"]


async def test_parts_that_hang_together_take_no_longer_than_one() -> None:
    story, stopping = Story(), asyncio.Event()
    stopping.set()
    began = time.monotonic()
    await supervise([story.part(name, seconds=30, obeys=False) for name in "abcd"], stopping, within=0.1)
    assert time.monotonic() - began < 5
    assert story.lines[4:] == [f"{name} is cut off" for name in "abcd"]


def test_all_limits_of_a_stop_are_within_the_promise() -> None:
    assert STOP_SECONDS + 2 * CANCEL_SECONDS <= LONGEST < 20
    assert HANDLERS_FINISH + SENDER_FINISH <= STOP_SECONDS


async def test_a_start_that_waits_for_ever_is_cut_off_by_a_stop() -> None:
    cut: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cut.append("closed")

    stopping = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, stopping.set)
    with pytest.raises(StoppedError):
        await unless_stopped(waits(), stopping)
    assert cut == ["closed"]


async def test_a_start_that_succeeds_or_fails_first_is_itself() -> None:
    async def gives() -> str:
        return "ready"

    async def fails() -> None:
        raise LookupError

    assert await unless_stopped(gives(), asyncio.Event()) == "ready"
    with pytest.raises(LookupError):
        await unless_stopped(fails(), asyncio.Event())


def test_sigterm_asks_for_a_stop() -> None:
    story = Story()

    async def main() -> None:
        stopping = asyncio.Event()
        stop_on_signals(stopping)
        asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGTERM)
        await supervise([story.part("worker")], stopping)

    run(main())
    assert story.lines == ["worker starts", "worker ends"]
