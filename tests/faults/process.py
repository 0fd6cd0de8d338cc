"""The whole bot as a process that may die: a parent imports everything once, each start is a fork of it.

The parent reads one order per line (JSON: ``settings``, ``ahead`` in seconds), forks, and says the child's
number, then how it ended. The child runs `bot.app.build` as `python -m bot run` does; only its clock is
ours: the wall's plus ``ahead``.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import bot.app
from bot import clock as wall
from bot import logs
from bot.app import live, make_bot
from bot.content import Content
from bot.settings import Settings
from bot.stopping import leaving_on_sigterm
from bot.storage.keys import MasterKey
from bot.telegram import supervisor

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 5
MASTER_SECRET = bytes(range(32))
AHEAD = [timedelta()]


@dataclass
class BotProcess:
    """The handle in the test: `start`, `kill`, `terminate`, one bot at a time."""

    zygote: asyncio.subprocess.Process
    settings: dict[str, Any]
    starts: int = 0
    pid: int = 0
    died: asyncio.Event = field(default_factory=asyncio.Event, repr=False)  # by itself
    _meant: bool = False
    _ended: asyncio.Future[int] | None = field(default=None, repr=False)

    async def start(self, ahead: timedelta = timedelta()) -> None:
        """Forks a bot; it is on its way when this returns, not ready."""
        assert not self.pid
        assert self.zygote.stdin is not None
        order = {"settings": self.settings, "ahead": ahead.total_seconds()}
        self.zygote.stdin.write(json.dumps(order).encode() + b"\n")
        self.pid = (await self._heard())["pid"]
        self.starts += 1
        self._meant = False
        self._ended = asyncio.ensure_future(self._end())

    def shoot(self) -> None:
        """kill -9, at once; whoever wants to know of the end awaits `ended`."""
        if self.pid:
            self._meant = True
            os.kill(self.pid, signal.SIGKILL)

    async def terminate(self) -> int:
        """SIGTERM; the exit status."""
        self._meant = True
        os.kill(self.pid, signal.SIGTERM)
        return await self.ended()

    async def ended(self, seconds: float = 40.0) -> int:
        """The exit status, negative for a signal."""
        assert self._ended is not None
        return await asyncio.wait_for(asyncio.shield(self._ended), seconds)

    async def _end(self) -> int:
        status: int = (await self._heard())["status"]
        self.pid = 0
        if not self._meant:
            self.died.set()
        return status

    async def guard(self) -> None:
        """Fails as soon as a bot ends that nobody told to."""
        await self.died.wait()
        raise AssertionError("the bot ended by itself")

    async def _heard(self) -> dict[str, Any]:
        assert self.zygote.stdout is not None
        line = await self.zygote.stdout.readline()
        assert line, "the parent of the bots has died"
        heard: dict[str, Any] = json.loads(line)
        return heard


@asynccontextmanager
async def bot_process(settings: dict[str, Any], said: Path) -> AsyncIterator[BotProcess]:
    """A bot that can be started again and again; all it says goes to the file `said`."""
    with said.open("ab") as out:
        zygote = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.process",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=out, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    process = BotProcess(zygote, settings)
    try:
        yield process
    finally:
        process.shoot()
        assert zygote.stdin is not None
        zygote.stdin.close()
        await zygote.wait()


def now() -> datetime:
    """The wall's clock, as far ahead as the order said."""
    return wall.now() + AHEAD[0]


def read_once(root: Path) -> None:
    """Flows and texts, which no life changes, are read by the parent: a second less for each start."""
    content = Content.load(root, clock=now, zone=ZoneInfo("America/New_York"))
    bot.app.Content.load = lambda *_, **__: content  # type: ignore[method-assign,assignment]


def serve(order: dict[str, Any]) -> int:
    """One life of the bot; the exit status."""
    logs.configure("json")
    settings = Settings(_env_file=None, **order["settings"])
    AHEAD[0] = timedelta(seconds=order["ahead"])
    token = settings.bot_token
    assert token is not None

    life = live(
        settings, ROOT, bot=make_bot(settings, token.get_secret_value()), master=MasterKey(MASTER_SECRET),
        clock=now, poll_seconds=POLL_SECONDS,
    )  # fmt: skip
    with leaving_on_sigterm():
        supervisor.run(life)
    return 0


def main() -> None:
    """The parent: reads orders until its input ends."""
    read_once(ROOT)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.dup2(2, 1)
            status = 1
            try:
                status = serve(json.loads(line))
            except BaseException:  # noqa: BLE001  # said like any process would, then out
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(status)
        print(json.dumps({"pid": child}), flush=True)
        _, wait_status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(wait_status)}), flush=True)


if __name__ == "__main__":
    main()
