"""The master key file is refused when it could be read, copied or mistaken."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from bot.storage.errors import StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.store import Store


def write_key(file: Path, secret: bytes = bytes(32), mode: int = 0o600) -> Path:
    file.write_bytes(base64.b64encode(secret) + b"\n")
    file.chmod(mode)
    return file


def test_a_key_file_is_read(tmp_path: Path) -> None:
    key = MasterKey.load(write_key(tmp_path / "key"), tmp_path / "data")
    assert key.proves(MasterKey(bytes(32)).proof)


def test_keys_differ_in_everything_derived() -> None:
    one, other = MasterKey(bytes(32)), MasterKey(b"\x01" * 32)
    assert one.id != other.id
    assert not one.proves(other.proof)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(StorageRefused, match="read by others"):
        MasterKey.load(write_key(tmp_path / "key", mode=mode))


def test_a_file_inside_the_data_folder_is_refused_also_by_a_way_round(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    inside = write_key(tmp_path / "data" / "key")
    link = tmp_path / "link"
    link.symlink_to(inside)
    for way in (inside, tmp_path / "other" / ".." / "data" / "key", link):
        with pytest.raises(StorageRefused, match="inside the data folder"):
            MasterKey.load(way, tmp_path / "data")


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_is_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(StorageRefused, match="32 bytes"):
        MasterKey.load(write_key(tmp_path / "key", bytes(size)))


@pytest.mark.parametrize("text", [b"not base64!", "ключ".encode(), b"A" * 300])
def test_a_file_of_something_else_is_refused_without_showing_it(tmp_path: Path, text: bytes) -> None:
    file = write_key(tmp_path / "key")
    file.write_bytes(text)
    with pytest.raises(StorageRefused) as refusal:
        MasterKey.load(file)
    assert text.decode() not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="key new"):
        MasterKey.load(tmp_path / "key")


def test_a_new_key_is_owner_only_and_can_be_loaded(tmp_path: Path) -> None:
    made = MasterKey.create(tmp_path / "key", tmp_path / "data")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert MasterKey.load(tmp_path / "key").proves(made.proof)


def test_a_new_key_is_never_made_over_a_key_or_where_data_is(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StorageRefused, match="already holds data"):
        MasterKey.create(tmp_path / "key", tmp_path / "data")
    assert not (tmp_path / "key").exists()
    write_key(tmp_path / "key")
    with pytest.raises(StorageRefused, match="exists already"):
        MasterKey.create(tmp_path / "key", tmp_path / "empty")


def test_a_key_never_shows_itself() -> None:
    secret = bytes(range(32))
    assert repr(MasterKey(secret)) == "MasterKey(…)"
