"""What a crash between the two commits leaves, and what the next start makes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest

from bot.storage import erasing
from bot.storage.errors import KeyGone, StorageBroken, StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

Reopen = Callable[[], Store]


@pytest.fixture
def reopen(store: Store, folder: Path, master: MasterKey, clock: Clock) -> Reopen:
    """Closes what is open and starts again."""
    last = [store]

    def again() -> Store:
        last[0].close()
        last[0] = Store(folder, master, clock=clock)
        return last[0]

    return again


def die_between_commits(store: Store, work: Callable[[Tx], object]) -> None:
    """Keys are committed, data is not: what a kill at that instruction leaves."""
    store.data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    real = store.data

    class Dying:
        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def execute(self, sql: str, *params: object) -> object:
            if sql == "COMMIT":
                raise sqlite3.OperationalError("killed")
            return real.execute(sql, *params)

    store.data = Dying()  # type: ignore[assignment]
    with pytest.raises(StorageBroken):
        store.write(work)
    store.data = real


def seal_one(tx: Tx) -> bytes:
    return tx.seal("case:a", "case_", "intake", "a", 1)


def test_a_key_without_data_is_dropped_after_two_days_alone(
    store: Store, reopen: Reopen, clock: Clock
) -> None:
    die_between_commits(store, seal_one)
    alone = reopen()
    assert alone.keys.execute("SELECT count(*) FROM key").fetchone()[0] == 1
    assert alone.swept.dropped == 0
    clock.forward(hours=47)
    assert reopen().swept.dropped == 0
    clock.forward(hours=1)
    last = reopen()
    assert last.swept.dropped == 1
    assert last.keys.execute("SELECT count(*) FROM key").fetchone()[0] == 0


def test_keys_survive_a_start_with_an_old_copy_of_the_data(
    store: Store, reopen: Reopen, folder: Path, clock: Clock
) -> None:
    store.write(lambda tx: tx.seal("staff", "meta", "sealed", "x", 1))
    store.data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy(folder / "data.db", folder / "old.db")
    sealed = store.write(seal_one)
    store.close()
    copy(folder / "data.db", folder / "new.db")
    copy(folder / "old.db", folder / "data.db")
    reopen()
    clock.forward(hours=40)
    reopen().close()
    copy(folder / "new.db", folder / "data.db")
    right = reopen()
    assert right.read(lambda tx: tx.open("case:a", "case_", "intake", "a", sealed)) == 1
    clock.forward(hours=1000)
    assert reopen().read(lambda tx: tx.open("case:a", "case_", "intake", "a", sealed)) == 1


def test_an_erasure_cut_short_is_told_and_the_words_are_shut(store: Store, reopen: Reopen) -> None:
    sealed = store.write(seal_one)
    die_between_commits(store, lambda tx: tx.destroy_key("case:a"))
    again = reopen()
    assert again.swept.unfinished == ("case:a",)
    with pytest.raises(KeyGone):
        again.read(lambda tx: tx.open("case:a", "case_", "intake", "a", sealed))
    again.write(lambda tx: tx.destroy_key("case:a"))
    assert reopen().swept.unfinished == ()


def test_data_whose_key_is_unknown_is_told_and_kept(store: Store, reopen: Reopen, folder: Path) -> None:
    store.write(lambda tx: tx.seal("staff", "meta", "sealed", "x", 1))
    store.keys.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy(folder / "keys.db", folder / "old-keys.db")
    store.write(seal_one)
    store.close()
    copy(folder / "old-keys.db", folder / "keys.db")
    again = reopen()
    assert again.swept.missing == ("case:a",)
    assert again.swept.unfinished == ()
    assert again.data.execute("SELECT count(*) FROM keyed WHERE owner = 'case:a'").fetchone()[0] == 1


def test_nothing_is_found_after_an_ordinary_stop(store: Store, reopen: Reopen) -> None:
    store.write(seal_one)
    store.write(lambda tx: tx.index_put("telegram", 1, "case:a"))
    store.write(lambda tx: tx.destroy_key("case:a"))
    store.write(lambda tx: tx.seal("case:b", "case_", "intake", "b", 1))
    swept = reopen().swept
    assert (swept.unfinished, swept.missing, swept.dropped) == ((), (), 0)


@pytest.mark.parametrize("owner", ["person:ab", "case:ab", "quarantine:1", "day:2026-11-24", "staff"])
def test_an_erasure_cut_short_is_taken_to_its_end(store: Store, reopen: Reopen, owner: str) -> None:
    store.write(lambda tx: tx.seal(owner, "t", "c", "r", 1))
    die_between_commits(store, lambda tx: tx.destroy_key(owner))
    again = reopen()
    for cut_short in again.swept.unfinished:
        again.write(erasing.finish, cut_short)
    assert again.swept.unfinished == (owner,)
    assert reopen().swept.unfinished == ()


def test_keys_without_any_proof_take_no_master_key_where_data_is(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    store.write(seal_one)
    store.keys.execute("DELETE FROM master")
    store.close()
    with pytest.raises(StorageRefused, match="without its keys"):
        Store(folder, master, clock=clock)
