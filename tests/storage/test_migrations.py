"""The migrations and the schema to be read arrive at the same database; a failing one changes nothing."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from bot.storage.errors import StorageRefused
from bot.storage.migrate import FOLDER, migrate, migrations, version

SCHEMA = FOLDER.parent / "schema.sql"


def objects(sql: sqlite3.Connection) -> dict[str, str]:
    """name → its SQL without comments and spacing."""
    found = sql.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: _bare(text) for name, text in found}


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", text)).replace("( ", "(").replace(" )", ")")


def fresh(file: Path | str = ":memory:") -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None)


def test_the_schema_to_be_read_is_what_the_migrations_make(tmp_path: Path) -> None:
    migrated, read = fresh(), fresh()
    migrate(migrated, tmp_path / "data.db")
    read.executescript(SCHEMA.read_text(encoding="utf-8"))
    assert objects(migrated) == objects(read)


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [number for number, _ in migrations()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_table_is_strict() -> None:
    sql = fresh()
    migrate(sql, Path("none"))
    loose = [row[1] for row in sql.execute("PRAGMA table_list") if row[1][:7] != "sqlite_" and not row[5]]
    assert loose == []


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_only_what_is_new_runs_and_old_rows_stay(tmp_path: Path) -> None:
    folder, file = tmp_path / "m", tmp_path / "data.db"
    write(folder, "0001_a.sql", "CREATE TABLE a (x TEXT);")
    sql = fresh(file)
    assert migrate(sql, file, folder) == [1]
    sql.execute("INSERT INTO a VALUES ('old')")
    write(folder, "0002_b.sql", "ALTER TABLE a ADD COLUMN y TEXT DEFAULT 'new'; -- the end")
    assert migrate(sql, file, folder) == [2]
    assert migrate(sql, file, folder) == []
    assert sql.execute("SELECT * FROM a").fetchall() == [("old", "new")]
    assert version(sql) == 2


def test_people_are_kept_when_their_idle_columns_go(tmp_path: Path) -> None:
    for number, script in migrations():
        if number < 6:
            write(tmp_path / "m", script.name, script.read_text(encoding="utf-8"))
    sql, file = fresh(), tmp_path / "data.db"
    migrate(sql, file, tmp_path / "m")
    sql.execute("INSERT INTO person VALUES ('ab', x'00', 'en', 1, 0, 1, 1, 77)")
    migrate(sql, file)
    assert sql.execute("SELECT * FROM person").fetchall() == [("ab", b"\0", 1, 0, 1, 77)]


def test_a_copy_is_put_aside_before_and_only_the_newest_is_kept(tmp_path: Path) -> None:
    folder, file = tmp_path / "m", tmp_path / "data.db"
    write(folder, "0001_a.sql", "CREATE TABLE a (x TEXT);")
    sql = fresh(file)
    migrate(sql, file, folder)
    sql.execute("INSERT INTO a VALUES ('old')")
    for number in (2, 3):
        write(folder, f"000{number}_b.sql", f"CREATE TABLE b{number} (x);")
        migrate(sql, file, folder)
    copies = [file.name for file in tmp_path.glob("*.before-*")]
    assert copies == ["data.before-0002.db"]
    copy = tmp_path / copies[0]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert fresh(copy).execute("SELECT * FROM a").fetchall() == [("old",)]


def test_a_failing_migration_leaves_everything_as_it_was(tmp_path: Path) -> None:
    folder, file = tmp_path / "m", tmp_path / "data.db"
    write(folder, "0001_a.sql", "CREATE TABLE a (x TEXT);")
    sql = fresh(file)
    migrate(sql, file, folder)
    write(
        folder,
        "0002_b.sql",
        "CREATE TABLE b (x);\nINSERT INTO a VALUES (1);\nINSERT INTO nowhere VALUES (1);",
    )
    with pytest.raises(sqlite3.OperationalError):
        migrate(sql, file, folder)
    assert objects(sql).keys() == {"a"}
    assert sql.execute("SELECT * FROM a").fetchall() == []
    assert version(sql) == 1
    assert not sql.in_transaction


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    folder, file = tmp_path / "m", tmp_path / "data.db"
    write(folder, "0001_a.sql", "CREATE TABLE a (x TEXT);")
    sql = fresh(file)
    sql.execute("PRAGMA user_version = 2")
    with pytest.raises(StorageRefused, match="newer version"):
        migrate(sql, file, folder)


def test_two_migrations_of_one_number_are_refused(tmp_path: Path) -> None:
    for name in ("0001_a.sql", "0001_b.sql"):
        write(tmp_path / "m", name, "SELECT 1;")
    with pytest.raises(StorageRefused, match="same number"):
        migrations(tmp_path / "m")
