"""SIGTERM at whatever instant, Telegram there or not: status 0, soon, nothing lost."""

from __future__ import annotations

import asyncio
import base64
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import bot.app
from bot.preview.telegram import EXAMPLE_TOKEN
from tests.faults.conftest import Town, idle
from tests.faults.process import ROOT
from tests.faults.texts import REPEAT

SOON = 20.0  # seconds: the promise
PATIENCE = 180.0  # seconds, for what is no promise
INSTANTS = int(os.environ.get("INSTANTS", "6"))
START_SECONDS = 4.0  # from the first instruction to a bot that reads, on a slow machine
CATCHES_SIGTERM = 1 << (signal.SIGTERM - 1)


@asynccontextmanager
async def a_bot(folder: Path, url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot run`, as soon as it listens to SIGTERM."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=os.environ | surroundings(folder, url), cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            while not _catches_sigterm(process.pid):  # noqa: ASYNC110  # another process's state
                await asyncio.sleep(0.01)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def surroundings(folder: Path, url: str) -> dict[str, str]:
    """The environment of a bot with a folder of its own."""
    folder.mkdir(parents=True)
    key = folder / "master.key"
    key.write_bytes(base64.b64encode(bytes(range(32))))
    key.chmod(0o600)
    return {
        "BOT_TOKEN": EXAMPLE_TOKEN, "TELEGRAM_API_URL": url, "MASTER_KEY_FILE": str(key),
        "DATA_DIR": str(folder / "data"), "LOG_FORMAT": "json",
    }  # fmt: skip


def _catches_sigterm(pid: int) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    caught = next(line.split()[1] for line in lines if line.startswith("SigCgt"))
    return bool(int(caught, 16) & CATCHES_SIGTERM)


async def says(process: asyncio.subprocess.Process, words: bytes) -> None:
    """Reads what the process says until these words come."""
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while words not in (line := await process.stderr.readline()):
            assert line, "the bot ended by itself"


async def stopped(process: asyncio.subprocess.Process) -> tuple[int, float, str]:
    """SIGTERM: the exit status, the seconds it took, and what was said last."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, last = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode is not None
    return process.returncode, time.monotonic() - began, last.decode()


async def test_a_start_that_cannot_reach_telegram_stops_when_told(tmp_path: Path) -> None:
    async with a_bot(tmp_path / "bot", "http://127.0.0.1:9") as process:  # nobody listens there
        await says(process, b"no word from Telegram yet")
        status, seconds, said = await stopped(process)
    assert status == 0, said
    assert seconds < SOON
    assert "Traceback" not in said


async def test_a_start_that_telegram_leaves_without_an_answer_stops_when_told(tmp_path: Path) -> None:
    asked = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readline()
        asked.set()
        await reader.read()

    async with await asyncio.start_server(silent, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        async with a_bot(tmp_path / "bot", f"http://127.0.0.1:{port}") as process:
            await asyncio.wait_for(asked.wait(), PATIENCE)
            status, seconds, said = await stopped(process)
    assert status == 0, said
    assert seconds < SOON


async def test_sigterm_at_any_instant_of_a_start_is_a_clean_end(town: Town, tmp_path: Path) -> None:
    rng = random.Random(5)

    async def one(number: int) -> None:
        async with a_bot(tmp_path / str(number), town.served.url) as process:
            await asyncio.sleep(rng.uniform(0, START_SECONDS) if number else 0)
            for _ in range(number % 2):  # an impatient operator asks twice
                process.send_signal(signal.SIGTERM)
            status, seconds, said = await stopped(process)
        assert status == 0, said
        assert seconds < SOON
        assert "Traceback" not in said

    for number in range(0, INSTANTS, 2):
        await asyncio.gather(one(number), one(number + 1))


async def test_a_stop_while_telegram_hangs_keeps_what_was_not_answered(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.app, "SENDER_FINISH", 0.1)
    silence = town.telegram.faults.hang(method="sendMessage", times=None)
    async with town.bot() as app:
        await town.marina.starts()
        await idle(app.database, lambda tx: silence.struck > 0)
        began = time.monotonic()
    assert time.monotonic() - began < SOON
    town.telegram.faults.all.clear()
    async with town.bot():
        again = await town.marina.sees("Что случилось?")
    assert REPEAT in again.text


async def test_a_stop_that_hangs_is_left_as_it_is() -> None:
    program = (
        "import asyncio, os, signal, time\n"
        "from bot.stopping import stop_on_signals\n"
        "async def main():\n"
        "    stop_on_signals(asyncio.Event(), at_most=0.1)\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
    assert await asyncio.wait_for(process.wait(), SOON) == 0
