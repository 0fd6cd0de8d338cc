"""One bot to a folder and one reader to a token: a second one is told off, and humans hear of a thief."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
from pathlib import Path

from aiohttp import ClientSession

from bot.preview.telegram import EXAMPLE_TOKEN
from tests.faults.conftest import Town, settled
from tests.faults.process import ROOT
from tests.faults.texts import piece

CONFLICT = piece("desk.ftl", "alarm-conflict")


async def run_bot(town: Town, folder: Path, **more: str) -> tuple[int, str]:
    """`python -m bot run` on the town's data and Telegram; its exit status and what it said."""
    key = folder / "master.key"
    key.write_bytes(base64.b64encode(bytes(range(32))))
    key.chmod(0o600)
    settings = {
        "BOT_TOKEN": EXAMPLE_TOKEN, "TELEGRAM_API_URL": town.served.url, "MASTER_KEY_FILE": str(key),
        "DATA_DIR": str(town.settings.data_dir), "STAFF_CHAT_ID": str(town.staff.chat.id), **more,
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**os.environ, **settings}, cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(process.communicate(), 180)
    return process.returncode or 0, said.decode()


async def test_a_second_process_on_the_same_data_ends_with_one_sentence(
    app_town: Town, tmp_path: Path
) -> None:
    status, said = await run_bot(app_town, tmp_path)
    assert status == 1
    assert len(said.strip().splitlines()) == 1, said
    assert str(app_town.settings.data_dir) in said
    assert "уже работает бот. Остановите его" in said
    await app_town.marina.starts()
    await app_town.marina.sees("Что случилось?")


async def test_a_refused_token_ends_with_one_sentence(town: Town, tmp_path: Path) -> None:
    status, said = await run_bot(town, tmp_path, BOT_TOKEN="7000000009:" + "x" * 35)
    assert status == 1
    assert len(said.strip().splitlines()) == 1, said
    assert "BOT_TOKEN" in said


async def test_a_second_reader_of_the_token_raises_the_alarm_once(app_town: Town) -> None:
    town = app_town
    await town.boss.starts()
    await town.boss.sees("стол")
    url = f"{town.served.url}/bot{EXAMPLE_TOKEN}/getUpdates"
    polled = town.telegram.the_bot.updates.polled
    for _ in range(2):  # each displaces a poll of ours
        await asyncio.wait_for(polled.wait(), 20)
        polled.clear()
        async with ClientSession() as thief, thief.post(url, json={"timeout": 0}) as answer:
            assert answer.status == 200
    alarm = await town.boss.sees(CONFLICT, seconds=20)
    await town.marina.starts()
    await town.marina.sees("Что случилось?", seconds=20)
    await settled(town)
    assert [m for m in town.boss.from_bot() if CONFLICT in m.text] == [alarm]
    assert not [m for m in town.marina.from_bot() if CONFLICT in m.text]
