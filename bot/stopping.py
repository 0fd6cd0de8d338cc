"""A stop asked for from outside, at whatever instant: SIGTERM ends with status 0 and cuts nothing in two.

Plain handlers, set once and never taken back: an event loop resets those it was given when it closes,
and a SIGTERM of that instant would end the process as killed. Imports nothing heavy: the first
seconds of a start are other modules' imports.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LONGEST = 18.0  # seconds; a name that nobody resolves or a disk that hangs must not outlast it


@contextmanager
def leaving_on_sigterm() -> Iterator[None]:
    """Around a program: SIGTERM leaves at once until `stop_on_signals`, and changes nothing at the end."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def stop_on_signals(stopping: asyncio.Event, at_most: float | None = None) -> None:
    """SIGTERM and Ctrl+C ask for a stop, SIGTERM however often; a second Ctrl+C ends the process at once.

    What has not ended `at_most` seconds later is left as it is: a kill at any instant loses nothing.
    """
    loop = asyncio.get_running_loop()
    last = threading.Timer(at_most or 0.0, os._exit, (0,))
    last.daemon = True

    def ask(number: int, _: FrameType | None) -> None:
        if number == signal.SIGINT:
            signal.signal(number, signal.default_int_handler)
        if at_most and not last.is_alive():
            last.start()
        if not loop.is_closed():
            loop.call_soon_threadsafe(stopping.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
