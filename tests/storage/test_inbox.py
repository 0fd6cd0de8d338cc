"""Updates are stored once, have their effect once, and are gone with the key of their day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest

from bot.storage import inbox
from bot.storage.errors import AlreadyDone
from bot.storage.keys import MasterKey
from bot.storage.store import Job, Store
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

RAW = b'{"update_id": 7, "message": {"text": "slovo"}}'


def day_keys(store: Store) -> list[str]:
    found = store.keys.execute("SELECT owner FROM key WHERE wrapped IS NOT NULL AND owner LIKE 'day:%'")
    return [row[0] for row in found]


def test_an_update_delivered_again_is_stored_once(store: Store) -> None:
    assert store.write(inbox.put, [(7, RAW), (8, b"{}")]) == [7, 8]
    assert store.write(inbox.put, [(8, b"other"), (9, b"{}"), (9, b"{}")]) == [9]
    assert store.read(inbox.pending) == [(7, RAW), (8, b"{}"), (9, b"{}")]


def test_an_empty_page_is_nothing(store: Store) -> None:
    assert store.write(inbox.put, []) == []
    assert day_keys(store) == []


def test_bytes_that_are_not_json_come_back_as_they_were(store: Store) -> None:
    raw = bytes(range(256)) * 3
    store.write(inbox.put, [(1, raw)])
    assert store.read(inbox.pending) == [(1, raw)]


def test_pending_comes_a_page_at_a_time(store: Store) -> None:
    store.write(inbox.put, [(n, b"{}") for n in range(10)])
    assert [n for n, _ in store.read(inbox.pending, limit=4)] == [0, 1, 2, 3]
    assert [n for n, _ in store.read(inbox.pending, after=7)] == [8, 9]


def test_what_is_done_is_not_pending_and_keeps_no_words(store: Store) -> None:
    store.write(inbox.put, [(7, RAW)])
    store.write(inbox.done, 7)
    assert store.read(inbox.pending) == []
    assert store.read(inbox.waiting) == 0
    assert store.data.execute("SELECT raw FROM inbox").fetchone()[0] is None
    assert store.write(inbox.put, [(7, RAW)]) == []


def test_a_second_effect_is_undone(store: Store) -> None:
    store.write(inbox.put, [(7, RAW)])

    def effect(tx: Tx) -> None:
        tx.execute("INSERT INTO meta (name) VALUES ('effect ' || (SELECT count(*) FROM meta))")
        inbox.done(tx, 7)

    store.write(effect)
    with pytest.raises(AlreadyDone):
        store.write(effect)
    assert store.data.execute("SELECT count(*) FROM meta WHERE name LIKE 'effect%'").fetchone()[0] == 1


def test_an_update_that_was_never_here_cannot_be_done(store: Store) -> None:
    with pytest.raises(AlreadyDone):
        store.write(inbox.done, 99)


def test_tries_are_counted(store: Store) -> None:
    store.write(inbox.put, [(7, RAW)])
    assert [store.write(inbox.fail, 7) for _ in range(3)] == [1, 2, 3]


def test_quarantine_keeps_the_update_under_a_key_of_its_own(store: Store, clock: Clock) -> None:
    store.write(inbox.put, [(7, RAW)])
    store.write(inbox.quarantine, 7, "ValidationError")
    assert store.read(inbox.pending) == []
    assert store.read(inbox.quarantined) == [(1, 7, "ValidationError")]
    clock.forward(days=10)
    store.write(inbox.purge)
    assert day_keys(store) == []
    assert store.read(inbox.read_quarantined, 1) == RAW
    store.write(inbox.drop_quarantined, 1)
    assert store.read(inbox.quarantined) == []
    assert store.read(inbox.read_quarantined, 1) == b""
    with pytest.raises(AlreadyDone):
        store.write(inbox.quarantine, 7, "ValidationError")


def test_what_was_set_aside_of_an_account_is_erased_with_it(store: Store) -> None:
    raws = {
        7: b'{"message": {"from": {"id": 700001}}}',
        8: b'{"message": {"from": {"id": 700002}}}',
        9: b"{}",
    }
    store.write(inbox.put, list(raws.items()))
    for number in raws:
        store.write(inbox.quarantine, number, "ValidationError")
    assert store.write(inbox.drop_quarantined_of, 700001) == 1
    assert [number for _, number, _ in store.read(inbox.quarantined)] == [8, 9]
    assert store.read(inbox.read_quarantined, 1) == b""
    assert store.keys.execute("SELECT wrapped FROM key WHERE owner = 'quarantine:1'").fetchone()[0] is None
    assert store.write(inbox.drop_quarantined_of, 700001) == 0


def test_quarantine_is_emptied_in_the_end(store: Store, clock: Clock) -> None:
    store.write(inbox.put, [(7, RAW)])
    store.write(inbox.quarantine, 7, "ValidationError")
    clock.forward(days=31)
    store.write(inbox.purge)
    assert store.read(inbox.quarantined) == []


def test_done_rows_and_day_keys_go_after_three_days(store: Store, clock: Clock) -> None:
    store.write(inbox.put, [(7, RAW)])
    store.write(inbox.done, 7)
    clock.forward(hours=59)  # noon of the first day to the last hour before the third midnight after it
    assert store.write(inbox.purge) == 0
    assert day_keys(store) == ["day:2026-11-24"]
    clock.forward(hours=25)
    assert store.write(inbox.purge) == 1
    assert day_keys(store) == []
    assert store.data.execute("SELECT count(*) FROM inbox").fetchone()[0] == 0
    assert store.write(inbox.put, [(7, RAW)]) == [7]


def test_a_day_keeps_its_key_while_something_of_it_is_undone(store: Store, clock: Clock) -> None:
    store.write(inbox.put, [(7, RAW)])
    clock.forward(days=9)
    store.write(inbox.put, [(8, b"{}")])
    assert store.write(inbox.purge) == 0
    assert store.read(inbox.pending) == [(7, RAW), (8, b"{}")]
    store.write(inbox.done, 7)
    store.write(inbox.purge)
    assert day_keys(store) == ["day:2026-12-03"]


def test_a_copy_made_while_an_update_waited_is_shut_after_three_days(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    store.write(inbox.put, [(7, RAW)])
    store.data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy(folder / "data.db", folder / "old.db")
    store.write(inbox.done, 7)
    clock.forward(hours=84)
    store.write(inbox.purge)
    store.close()
    copy(folder / "old.db", folder / "data.db")
    restored = Store(folder, master, clock=clock)
    assert restored.read(inbox.pending) == [(7, b"")]
    restored.close()


def test_an_update_that_does_not_open_comes_empty_and_ends_in_quarantine(store: Store) -> None:
    store.write(inbox.put, [(7, RAW), (8, b"{}")])
    store.data.execute(
        "UPDATE inbox SET raw = (SELECT raw FROM inbox WHERE update_id = 8) WHERE update_id = 7"
    )
    assert store.read(inbox.pending) == [(7, b""), (8, b"{}")]
    store.write(inbox.quarantine, 7, "SealBroken")
    assert store.read(inbox.read_quarantined, 1) == b""


def test_an_update_is_sealed_by_the_day_it_came(store: Store, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=23, minute=59, second=59)
    store.write(inbox.put, [(7, RAW)])
    clock.now += timedelta(seconds=2)
    store.write(inbox.put, [(8, RAW)])
    assert day_keys(store) == ["day:2026-11-24", "day:2026-11-25"]
    assert store.read(inbox.pending) == [(7, RAW), (8, RAW)]


def test_a_new_update_wakes_the_worker_and_an_old_one_does_not(store: Store) -> None:
    assert store.write_all([Job(inbox.put, ([(7, RAW)],))]) == {"inbox"}
    assert store.write_all([Job(inbox.put, ([(7, RAW)],))]) == set()
