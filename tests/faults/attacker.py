"""What a thief reads who has an old copy of the data, the newest copy of the keys, and the master key.

That a value is bound to its row does not stop such a thief: it is decrypted without a look at its tag,
also where a deleted row still lies in a free page or in the WAL.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from bot.storage.keyring import KeyRing
from bot.storage.keys import MasterKey
from bot.storage.sealing import HEAD, NONCE, VERSION

PAGE = 4096  # bytes read behind what may be the head of a sealed value in a raw file
FIRST_BLOCK = (2).to_bytes(4, "big")  # of GCM's counter: the one before is for the tag

Keys = dict[int, tuple[str, bytes]]  # number of a key → (owner, secret)
Found = dict[str, set[str]]  # kind of owner → marked words that open with its key


def copied(source: Path, to: Path, name: str) -> Path:
    """A copy of one database with its WAL, as a backup program that knows nothing would make it."""
    to.mkdir(parents=True, exist_ok=True)
    for file in source.glob(f"{name}*"):
        if not file.name.endswith("-shm"):
            shutil.copy(file, to / file.name)
    return to


def stolen(folder: Path, master: MasterKey) -> Keys:
    """Every key that still opens, from a copy of `keys.db`."""
    sql = sqlite3.connect(folder / "keys.db")
    sql.row_factory = sqlite3.Row
    ring = KeyRing(sql, master)
    owners = [row["owner"] for row in sql.execute("SELECT owner FROM key WHERE wrapped IS NOT NULL")]
    keys = {(key := ring.held(owner)).id: (owner, key.secret) for owner in owners}
    sql.close()
    return keys


def readable(folder: Path, keys: Keys, wanted: Collection[str]) -> Found:
    """Which of the words open in a copy of the data, by whose key."""
    forms = [(form, word) for word in wanted for form in (word.encode(), json.dumps(word)[1:-1].encode())]
    found: Found = {}
    for owner, plain in (*_in_rows(folder / "data.db", keys), *_in_raw_files(folder, keys)):
        words = {word for form, word in forms if form in plain}
        if words:
            found.setdefault(owner.partition(":")[0], set()).update(words)
    return found


def _in_rows(file: Path, keys: Keys) -> Iterator[tuple[str, bytes]]:
    """Every sealed value of every row."""
    sql = sqlite3.connect(file)
    tables = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    values = (value for table in tables for row in sql.execute(f"SELECT * FROM {table}") for value in row)
    for value in values:
        if isinstance(value, bytes) and len(value) > HEAD.size + NONCE:
            version, number = HEAD.unpack_from(value)
            if version == VERSION and number in keys:
                owner, secret = keys[number]
                yield owner, _decrypted(secret, value[HEAD.size :])
    sql.close()


def _in_raw_files(folder: Path, keys: Keys) -> Iterator[tuple[str, bytes]]:
    """Behind everything that looks like the head of a sealed value, wherever it lies."""
    for file in folder.glob("data.db*"):
        raw = file.read_bytes()
        for number, (owner, secret) in keys.items():
            head = HEAD.pack(VERSION, number)
            at = raw.find(head)
            while at >= 0:
                yield owner, _decrypted(secret, raw[at + HEAD.size : at + HEAD.size + PAGE])
                at = raw.find(head, at + 1)


def _decrypted(secret: bytes, body: bytes) -> bytes:
    return Cipher(AES(secret), CTR(body[:NONCE] + FIRST_BLOCK)).decryptor().update(body[NONCE:])
