"""The two files: pragmas, one process, one commit for many, failures that stay with their own job."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage import files
from bot.storage.errors import KeyGone, SealBroken, StorageBroken, StorageError, StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.store import Job, Store
from bot.storage.tx import Tx
from tests.storage.conftest import Clock

ADD = "INSERT INTO meta (name, value) VALUES (?, ?)"
NAMES = "SELECT name FROM meta WHERE name <> 'pair' ORDER BY name"


def add(tx: Tx, name: str) -> str:
    tx.execute(ADD, (name, ""))
    tx.touched.add(name)
    return name.upper()


def add_and_fail(tx: Tx, name: str) -> None:
    add(tx, name)
    tx.seal(f"person:{name}", "person", "chat", name, 1)
    raise ValueError("refused")


def names(tx: Tx) -> list[str]:
    return [row["name"] for row in tx.rows(NAMES)]


# --- opening -------------------------------------------------------------------------------------


def test_every_pragma_is_set_on_both_files(store: Store) -> None:
    for sql in (store.data, store.keys):
        found = {name: sql.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in files.PRAGMAS}
        assert found == {
            "busy_timeout": 5000,
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "temp_store": 2,
        }
        assert sql.isolation_level is None


def test_a_pragma_that_does_not_hold_stops_the_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PRAGMAS", (("journal_mode", "DELETE", "wal"),))
    folder.mkdir()
    with pytest.raises(StorageRefused, match="journal_mode"):
        files.connect(folder / "data.db")


def test_everything_on_disk_is_owner_only(store: Store, folder: Path) -> None:
    store.write(add, "a")
    assert folder.stat().st_mode & 0o777 == 0o700
    modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    assert set(modes.values()) == {0o600}, modes
    assert {"data.db", "data.db-wal", "keys.db", "lock"} <= modes.keys()


def test_a_second_process_is_refused_with_one_sentence(store: Store, folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from bot.storage.store import Store; from bot.storage.keys import MasterKey\n"
        "Store(Path(sys.argv[1]), MasterKey(bytes(range(32))), clock=lambda: datetime.now(UTC))\n"
    )
    second = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False, timeout=60
    )
    assert second.returncode != 0
    assert "StorageRefused: Another process of the bot already uses" in second.stderr


def test_the_folder_is_free_again_after_closing(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    store.write(add, "kept")
    store.close()
    store.close()
    again = Store(folder, master, clock=clock)
    assert again.read(names) == ["kept"]
    again.close()


def test_a_refused_start_gives_the_folder_back(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    store.close()
    with pytest.raises(StorageRefused, match="is not the key of the data"):
        Store(folder, MasterKey(b"\x09" * 32), clock=clock)
    Store(folder, master, clock=clock).close()


def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path, master: MasterKey, clock: Clock) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageRefused, match="cannot be used"):
        Store(tmp_path / "file", master, clock=clock)


@pytest.mark.parametrize(
    ("lost", "sentence"), [("keys.db", "without its keys.db"), ("data.db", "without its data.db")]
)
def test_half_of_the_data_is_refused_and_left_alone(
    store: Store, folder: Path, master: MasterKey, clock: Clock, lost: str, sentence: str
) -> None:
    store.write(lambda tx: tx.seal("staff", "meta", "sealed", "x", 1))
    store.close()
    (folder / lost).rename(folder / "aside")
    with pytest.raises(StorageRefused, match=sentence):
        Store(folder, master, clock=clock)
    (folder / "aside").replace(folder / lost)
    Store(folder, master, clock=clock).close()


def test_two_files_of_different_bots_are_refused(
    store: Store, folder: Path, tmp_path: Path, master: MasterKey, clock: Clock
) -> None:
    store.write(lambda tx: tx.seal("staff", "meta", "sealed", "x", 1))
    store.close()
    Store(tmp_path / "other", master, clock=clock).close()
    (tmp_path / "other" / "keys.db").replace(folder / "keys.db")
    with pytest.raises(StorageRefused, match="do not belong together"):
        Store(folder, master, clock=clock)


@pytest.mark.parametrize("name", ["data.db", "keys.db"])
def test_a_damaged_file_is_told_and_not_touched(
    store: Store, folder: Path, master: MasterKey, clock: Clock, name: str
) -> None:
    store.close()
    file = folder / name
    damaged = file.read_bytes()[:4096] + os.urandom(file.stat().st_size - 4096)
    file.write_bytes(damaged)
    with pytest.raises((StorageRefused, StorageBroken)):
        Store(folder, master, clock=clock)
    assert file.read_bytes() == damaged


# --- transactions --------------------------------------------------------------------------------


def test_one_failure_takes_back_only_itself(store: Store) -> None:
    jobs = [Job(add, ("a",)), Job(add_and_fail, ("b",)), Job(add, ("c",))]
    touched = store.write_all(jobs)
    assert [job.result for job in jobs] == ["A", None, "C"]
    assert [type(job.error) for job in jobs] == [type(None), ValueError, type(None)]
    assert store.read(names) == ["a", "c"]
    assert touched == {"a", "c"}


def test_a_failed_job_makes_no_key(store: Store) -> None:
    with pytest.raises(ValueError, match="refused"):
        store.write(add_and_fail, "b")
    assert store.keys.execute("SELECT count(*) FROM key").fetchone()[0] == 0
    assert store.data.execute("SELECT count(*) FROM keyed").fetchone()[0] == 0
    sealed = store.write(lambda tx: tx.seal("person:b", "person", "chat", "b", 1))
    assert store.read(lambda tx: tx.open("person:b", "person", "chat", "b", sealed)) == 1


def test_a_failed_job_finds_no_index_entry_of_its_own_later(store: Store) -> None:
    def put_and_fail(tx: Tx) -> None:
        tx.index_put("telegram", 5, "person:x")
        assert tx.index_find("telegram", 5) == "person:x"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it carries no words
        store.write(put_and_fail)
    assert store.read(lambda tx: tx.index_find("telegram", 5)) is None


def test_a_failed_erasure_erases_nothing(store: Store) -> None:
    sealed = store.write(lambda tx: tx.seal("person:b", "person", "chat", "b", 1))
    store.write(lambda tx: tx.index_put("telegram", 5, "person:b"))

    def destroy_and_fail(tx: Tx) -> None:
        tx.destroy_key("person:b")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        store.write(destroy_and_fail)
    assert store.read(lambda tx: tx.open("person:b", "person", "chat", "b", sealed)) == 1
    assert store.read(lambda tx: tx.index_find("telegram", 5)) == "person:b"


def test_a_part_that_fails_leaves_the_rest(store: Store) -> None:
    def work(tx: Tx) -> None:
        add(tx, "before")
        for name in ("x", "y"):
            with pytest.raises(ValueError, match="refused"), tx.savepoint():
                add_and_fail(tx, name)
        with tx.savepoint():
            add(tx, "inside")
            tx.seal("person:z", "person", "chat", "z", 1)

    store.write(work)
    assert store.read(names) == ["before", "inside"]
    assert [row[0] for row in store.keys.execute("SELECT owner FROM key")] == ["person:z"]


def test_parts_within_parts_fail_alone(store: Store) -> None:
    def work(tx: Tx) -> None:
        with tx.savepoint():
            add(tx, "outer")
            with pytest.raises(ValueError, match="refused"), tx.savepoint():
                add_and_fail(tx, "inner")
            tx.seal("person:outer", "person", "chat", "z", 1)

    store.write(work)
    assert store.read(names) == ["outer"]
    assert [row[0] for row in store.keys.execute("SELECT owner FROM key")] == ["person:outer"]


def test_a_read_writes_nothing(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store.read(add, "a")
    for forbidden in (
        lambda tx: tx.seal("person:new", "person", "chat", "b", 1),
        lambda tx: tx.destroy_key("staff"),
        lambda tx: tx.index_put("telegram", 1, "person:x"),
        lambda tx: tx.index_drop("person:x"),
    ):
        with pytest.raises(StorageError):
            store.read(forbidden)
    assert store.write(add, "b") == "B"


def test_a_job_that_ends_the_transaction_breaks_the_store_and_loses_nothing_silently(store: Store) -> None:
    jobs = [Job(add, ("a",)), Job(lambda tx: tx.execute("ROLLBACK")), Job(add, ("c",))]
    assert store.write_all(jobs) == set()
    assert all(isinstance(job.error, StorageBroken) for job in jobs)
    assert store.broken


# --- a failing disk ------------------------------------------------------------------------------


def test_a_full_disk_fails_everybody_of_the_batch_and_stays_failed(store: Store, folder: Path) -> None:
    pages = store.data.execute("PRAGMA page_count").fetchone()[0]
    store.data.execute(f"PRAGMA max_page_count = {pages}")
    jobs = [Job(add, ("a",)), Job(add, ("x" * 100_000,))]
    store.write_all(jobs)
    assert [type(job.error) for job in jobs] == [StorageBroken, StorageBroken]
    assert "SQLITE_FULL" in str(jobs[0].error)
    with pytest.raises(StorageBroken):
        store.write(add, "b")
    with pytest.raises(StorageBroken):
        store.read(names)


def test_after_a_full_disk_the_next_start_has_what_was_committed(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    store.write(add, "before")
    pages = store.data.execute("PRAGMA page_count").fetchone()[0]
    store.data.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageBroken):
        store.write(add, "x" * 100_000)
    store.close()
    again = Store(folder, master, clock=clock)
    assert again.read(names) == ["before"]
    again.close()


def test_a_read_only_disk_is_broken_but_a_read_that_writes_is_not(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store.read(add, "a")
    assert not store.broken
    store.data.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageBroken, match="SQLITE_READONLY"):
        store.write(add, "a")
    assert store.broken


def test_keys_that_cannot_be_committed_take_the_data_back(store: Store, folder: Path) -> None:
    pages = store.keys.execute("PRAGMA page_count").fetchone()[0]
    store.keys.execute(f"PRAGMA max_page_count = {pages}")

    def many_keys(tx: Tx) -> None:
        add(tx, "a")
        for n in range(500):
            tx.seal(f"person:{n}", "person", "chat", str(n), 1)

    with pytest.raises(StorageBroken):
        store.write(many_keys)
    assert store.data.execute(NAMES).fetchall() == []


def test_a_full_disk_inside_a_part_is_not_gone_on_after(store: Store) -> None:
    pages = store.data.execute("PRAGMA page_count").fetchone()[0]
    store.data.execute(f"PRAGMA max_page_count = {pages}")
    caught: list[str] = []

    def carry_on(tx: Tx) -> None:
        try:
            with tx.savepoint():
                add(tx, "x" * 100_000)
        except StorageBroken:
            raise
        except Exception as error:  # noqa: BLE001 - what a loop over timers does
            caught.append(type(error).__name__)

    with pytest.raises(StorageBroken, match="SQLITE_FULL"):
        store.write(carry_on)
    assert caught == []
    assert store.broken


def test_what_breaks_tells_no_words(store: Store) -> None:
    pages = store.data.execute("PRAGMA page_count").fetchone()[0]
    store.data.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageBroken) as broken:
        store.write(add, "СЛОВА" * 30_000)
    assert "СЛОВА" not in str(broken.value)


# --- keys ----------------------------------------------------------------------------------------


def test_each_owner_has_a_key_of_its_own_that_outlives_a_restart(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    a = store.write(lambda tx: tx.seal("person:a", "person", "chat", "a", {"имя": "Анна"}))
    store.write(lambda tx: tx.seal("person:b", "person", "chat", "b", 1))
    with pytest.raises(SealBroken):
        store.read(lambda tx: tx.open("person:b", "person", "chat", "a", a))
    with pytest.raises(KeyGone):
        store.read(lambda tx: tx.open("person:c", "person", "chat", "a", a))
    store.close()
    again = Store(folder, master, clock=clock)
    assert again.read(lambda tx: tx.open("person:a", "person", "chat", "a", a)) == {"имя": "Анна"}
    again.close()


def test_a_wrapped_key_moved_to_another_owner_does_not_unwrap(
    store: Store, folder: Path, master: MasterKey, clock: Clock
) -> None:
    a = store.write(lambda tx: tx.seal("person:a", "person", "chat", "a", 1))
    store.write(lambda tx: tx.seal("person:b", "person", "chat", "b", 1))
    store.keys.execute("DELETE FROM key WHERE owner = 'person:b'")
    store.keys.execute("UPDATE key SET owner = 'person:b' WHERE owner = 'person:a'")
    store.close()
    again = Store(folder, master, clock=clock)
    with pytest.raises(SealBroken):
        again.read(lambda tx: tx.open("person:b", "person", "chat", "a", a))
    again.close()


def test_nothing_can_be_sealed_for_an_erased_owner(store: Store) -> None:
    sealed = store.write(lambda tx: tx.seal("case:a", "case_", "intake", "a", 1))
    store.write(lambda tx: tx.destroy_key("case:a"))
    with pytest.raises(KeyGone):
        store.read(lambda tx: tx.open("case:a", "case_", "intake", "a", sealed))
    with pytest.raises(KeyGone):
        store.write(lambda tx: tx.seal("case:a", "case_", "intake", "a", 1))
    store.write(lambda tx: tx.destroy_key("case:never"))
    with pytest.raises(KeyGone):
        store.write(lambda tx: tx.seal("case:never", "case_", "intake", "a", 1))


def test_a_destroyed_key_is_in_no_file_any_more(store: Store, folder: Path) -> None:
    store.write(lambda tx: tx.seal("case:a", "case_", "intake", "a", 1))
    wrapped = store.keys.execute("SELECT wrapped FROM key WHERE owner = 'case:a'").fetchone()[0]
    on_disk = [(folder / name).read_bytes() for name in ("keys.db", "keys.db-wal")]
    assert any(wrapped in content for content in on_disk)
    store.write(lambda tx: tx.destroy_key("case:a"))
    for file in folder.iterdir():
        assert wrapped not in file.read_bytes(), file.name


def test_more_owners_than_are_cached_still_open(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.keyring.CACHED", 3)

    def seal_all(tx: Tx) -> list[bytes]:
        return [tx.seal(f"person:{n}", "person", "chat", str(n), n) for n in range(20)]

    blobs = store.write(seal_all)
    opened = store.read(
        lambda tx: [tx.open(f"person:{n}", "person", "chat", str(n), blob) for n, blob in enumerate(blobs)]
    )
    assert opened == list(range(20))


def test_the_index_finds_the_last_owner_put_and_all_of_them(store: Store) -> None:
    store.write(lambda tx: tx.index_put("a_number", "123", "case:a"))
    store.write(lambda tx: tx.index_put("a_number", "123", "case:b"))
    store.write(lambda tx: tx.index_put("a_number", "123", "case:b"))
    assert store.read(lambda tx: tx.index_find("a_number", "123")) == "case:b"
    assert store.read(lambda tx: tx.index_all("a_number", "123")) == ["case:b", "case:a"]
    assert store.read(lambda tx: tx.index_find("telegram", "123")) is None
    store.write(lambda tx: tx.index_drop("case:b"))
    assert store.read(lambda tx: tx.index_find("a_number", "123")) == "case:a"


def test_destroying_a_key_empties_the_index_of_its_owner(store: Store) -> None:
    store.write(lambda tx: tx.index_put("telegram", 5, "person:a"))
    store.write(lambda tx: tx.destroy_key("person:a"))
    assert store.read(lambda tx: tx.index_find("telegram", 5)) is None
    assert store.keys.execute("SELECT count(*) FROM lookup").fetchone()[0] == 0


def test_a_cursor_left_open_puts_the_emptying_of_the_wal_off_and_breaks_nothing(
    store: Store, folder: Path
) -> None:
    for name in ("a", "b", "c"):
        store.write(add, name)
    sealed = store.write(lambda tx: tx.seal("case:a", "case_", "intake", "a", 1))
    left_open = Job(lambda tx: next(cursor := tx.execute(NAMES)) and cursor)
    erasing = Job(lambda tx: tx.destroy_key("case:a"))
    store.write_all([left_open, erasing])
    assert (left_open.error, erasing.error) == (None, None)
    assert (folder / "data.db-wal").stat().st_size > 0
    left_open.result.close()
    store.write(add, "d")
    assert (folder / "data.db-wal").stat().st_size == 0
    with pytest.raises(KeyGone):
        store.read(lambda tx: tx.open("case:a", "case_", "intake", "a", sealed))
