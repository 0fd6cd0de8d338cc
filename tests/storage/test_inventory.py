"""Every column has a class; what is secret is sealed; no word of anybody stands in any file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core import ops
from bot.core.people import Role
from bot.core.say import say
from bot.storage import (
    audit,
    destinations,
    events,
    factlog,
    inbox,
    inventory,
    messages,
    notices,
    outbox,
    people,
    sessions,
    summaries,
    timers,
    volunteers,
)
from bot.storage.sealing import is_sealed
from bot.storage.store import Store
from bot.storage.tx import Tx

TELEGRAM_ID = 5_998_877_665
WORDS = "Метка-Анна"
MARKS = [
    WORDS.encode(),
    WORDS.encode("utf-16-le"),
    WORDS.encode("utf-16-be"),
    repr(WORDS.encode("unicode_escape"))[2:-1].encode(),
    str(TELEGRAM_ID).encode(),
    TELEGRAM_ID.to_bytes(8, "big"),
    TELEGRAM_ID.to_bytes(6, "big"),
    TELEGRAM_ID.to_bytes(8, "little"),
]


def columns(sql: sqlite3.Connection) -> dict[str, set[str]]:
    tables = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: {row["name"] for row in sql.execute(f"PRAGMA table_info({table})")}
        for table in tables
        if not table.startswith("sqlite_")
    }


def everything(tx: Tx) -> None:
    """A row with the mark in every column that may hold words."""
    raw = f'{{"from": {TELEGRAM_ID}, "text": "{WORDS}"}}'.encode()
    inbox.put(tx, [(1, raw), (2, raw), (3, raw)])
    inbox.quarantine(tx, 2, "ValidationError")
    inbox.done(tx, 3)
    person = people.find_or_create(tx, TELEGRAM_ID)
    dest = f"person:{person.id}"
    volunteer = volunteers.add(tx, TELEGRAM_ID, WORDS, Role.ADMIN, state="active", invited_by=None)
    destinations.set_staff(tx, TELEGRAM_ID)
    send = ops.Send(say("a", name=WORDS), remember="screen", map_from=f"{dest}|4")
    outbox.put(tx, dest=dest, op=send, lane=1, owner=dest, case_id="c1", dedupe="ack:1")
    outbox.put(tx, dest="staff", op=ops.Words(WORDS), lane=1, owner="case:c1")
    row, *_ = outbox.claim_due(tx, 1)
    outbox.sent(tx, row.id, [77])
    stored = sessions.Stored("s1", person.id, "arrest", "r1", None, {"name": WORDS, "chat": TELEGRAM_ID})
    sessions.save(tx, stored, tx.now)
    message = {"text": WORDS, "file_id": WORDS}
    messages.add(
        tx,
        case_id=None,
        person_id=person.id,
        author="person",
        source_dest=dest,
        source_message=4,
        kind="text",
        words=message,
    )
    summaries.put(tx, "c1", "s1", [{"label": "a", "value": WORDS}])
    factlog.draft(tx, "1.10", "phone", before=WORDS, after=WORDS, by=volunteer)
    factlog.flag(tx, "1.10", tx.now.date(), volunteer, WORDS)
    notices.draft(tx, "arrest", WORDS, tx.now.date(), volunteer)
    timers.arm(tx, owner="case:c1", kind="unclaimed", due=tx.now, fence=1)
    tx.index_put("a_number", WORDS, "case:c1")
    audit.note(tx, actor=f"volunteer:{volunteer}", verb="details.opened", subject="case:c1")
    tx.execute("PRAGMA defer_foreign_keys = ON")
    events.add_note(tx, "c1", "note", volunteer, WORDS)


def populate(store: Store) -> None:
    store.data.execute("PRAGMA foreign_keys = OFF")  # one case row would say nothing here
    store.write(everything)
    store.data.execute("PRAGMA foreign_keys = ON")


def test_every_column_of_both_files_has_a_class(store: Store) -> None:
    for sql, listed in ((store.data, inventory.DATA), (store.keys, inventory.KEYS)):
        assert columns(sql) == {table: set(classes) for table, classes in listed.items()}


def test_every_secret_column_holds_sealed_bytes_only(store: Store) -> None:
    populate(store)
    for table, classes in inventory.DATA.items():
        for column in (name for name, kind in classes.items() if kind in ("S", "I")):
            values = [row[0] for row in store.data.execute(f"SELECT {column} FROM {table}")]
            there = [value for value in values if value is not None]
            assert there, f"{table}.{column}: the sample has no row with it"
            assert all(is_sealed(value) for value in there), f"{table}.{column}"


def test_plain_columns_hold_no_bytes(store: Store) -> None:
    """Bytes are sealed or hashed; the audit's chain is the one plain exception."""
    for table, classes in inventory.DATA.items():
        types = {row["name"]: row["type"] for row in store.data.execute(f"PRAGMA table_info({table})")}
        blobs = {name for name, kind in classes.items() if kind == "P" and types[name] == "BLOB"}
        assert blobs <= {"chain"}, f"{table}: {blobs}"


def sightings(folder: Path) -> list[str]:
    return [
        f"{file.name}: {mark!r}" for file in folder.iterdir() for mark in MARKS if mark in file.read_bytes()
    ]


def test_no_word_and_no_telegram_id_stands_in_any_file(store: Store, folder: Path) -> None:
    populate(store)
    assert {file.name for file in folder.iterdir()} >= {"data.db-wal", "keys.db-wal"}
    assert sightings(folder) == []
    store.close()
    assert sightings(folder) == []


def test_the_search_for_the_mark_would_see_it(store: Store, folder: Path) -> None:
    store.data.execute("INSERT INTO meta (name, value) VALUES ('slip', ?)", (WORDS,))
    store.data.execute("INSERT INTO msgmap VALUES ('c', 'a', ?, 'b', 1, 0)", (TELEGRAM_ID,))
    assert len(sightings(folder)) >= 2


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from tests.storage.test_inventory import populate
NOW = datetime(2026, 11, 24, tzinfo=UTC)
store = Store(Path(sys.argv[1]), MasterKey(bytes(range(32))), clock=lambda: NOW)
populate(store)
print("ready", flush=True)
sys.stdin.read()
"""


def test_nothing_is_to_be_read_after_a_kill(folder: Path) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGKILL)
    assert (folder / "data.db-wal").stat().st_size > 0
    assert sightings(folder) == []


def test_nothing_secret_shows_in_what_an_exception_says(store: Store) -> None:
    populate(store)
    with pytest.raises(sqlite3.IntegrityError) as error:
        store.write(
            lambda tx: tx.execute("INSERT INTO person (id, chat, created_at) VALUES (?, NULL, 1)", (WORDS,))
        )
    assert WORDS not in str(error.value)
