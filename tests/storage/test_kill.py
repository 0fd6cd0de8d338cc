"""kill -9 of a writing process: what was acknowledged is there, whole and open; nothing happened twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.storage import inbox, outbox, people
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

KILLS = int(os.environ.get("KILLS", "10"))
ROOT = Path(__file__).parents[2]

# One update after another: stored, then its effect (a person, an answer) with "done" in one transaction.
# A number is printed only when that transaction was acknowledged. Every fifth person is erased.
WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from bot.core import ops
from bot.core.say import say
from bot.storage import erasing, inbox, outbox, people
from bot.storage.database import Database
from bot.storage.keys import MasterKey

def effect(tx, number):
    person = people.find_or_create(tx, number)
    dest = f"person:{person.id}"
    outbox.put(tx, dest=dest, op=ops.Send(say("ack")), lane=1, owner=dest, dedupe=f"ack:{number}")
    inbox.done(tx, number)
    return person.id

async def one(db, number):
    await db.write(inbox.put, [(number, b"{}")])
    person_id = await db.write(effect, number)
    print("done", number, flush=True)
    if number % 5 == 0:
        await db.write(erasing.erase_person, person_id)
        print("erased", number, person_id, flush=True)

async def main():
    clock = lambda: datetime(2026, 11, 24, tzinfo=UTC)
    db = await Database.open(Path(sys.argv[1]), MasterKey(bytes(range(32))), clock=clock)
    first = int(sys.argv[3])
    for start in range(first, first + 100_000, 8):
        await asyncio.gather(*(one(db, start + n) for n in range(8)))

asyncio.run(main())
"""


def run_and_kill(folder: Path, first: int, rng: random.Random) -> list[list[bytes]]:
    """Lets the writer run for a moment, kills it, gives the lines it printed."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(ROOT), str(first)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(rng.uniform(0.0, 0.12))
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.readlines()
    return [line.split() for line in lines if line.endswith(b"\n")]


def effect_of(tx: Tx, number: int) -> tuple[bool, int]:
    """(the person opens, how many answers are queued)."""
    person = people.find(tx, number)
    opens = person is not None and people.chat_of(tx, person.id) == number
    return opens, tx.value("SELECT count(*) FROM outbox WHERE dedupe = ?", (f"ack:{number}",))


@pytest.mark.parametrize("seed", [7])
def test_what_was_acknowledged_survives_every_kill(
    folder: Path, master: MasterKey, clock: Clock, seed: int
) -> None:
    rng = random.Random(seed)
    acknowledged: set[int] = set()
    erased: dict[int, str] = {}
    for kill in range(KILLS):
        lines = run_and_kill(folder, 1 + kill * 1_000_000, rng)
        acknowledged |= {int(line[1]) for line in lines if line[0] == b"done"}
        erased |= {int(line[1]): line[2].decode() for line in lines if line[0] == b"erased"}
        store = Store(folder, master, clock=clock)
        check(store, acknowledged, erased)
        store.close()
    assert len(acknowledged) > KILLS * 5
    assert len(erased) > KILLS


def check(store: Store, acknowledged: set[int], erased: dict[int, str]) -> None:
    assert store.data.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert store.keys.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert store.swept.missing == ()
    pending = {number for number, _ in store.read(inbox.pending)}
    assert not pending & acknowledged
    for number in acknowledged - erased.keys():
        opens, answers = store.read(effect_of, number)
        if number % 5:
            assert (opens, answers) == (True, 1), number
        else:  # its erasure may have been on the way
            assert answers <= 1
    for number, person_id in erased.items():
        assert store.read(people.find, number) is None
        assert store.read(people.chat_of, person_id) is None
    assert store.write(outbox.recover) == 0
