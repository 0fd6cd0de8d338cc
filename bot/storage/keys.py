"""The master key: a file of 32 random bytes, and what keeps it from being used wrongly.

Everything sealed hangs on it: it wraps the data keys of `keys.db`. Only two keys are derived from it
(HKDF-SHA-256, a label each): the one that wraps, and the one that proves that file and data belong
together. The index key and the audit key are data keys of their own, so that changing the master
key re-wraps and rewrites nothing.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.storage.errors import StorageRefused

SECRET = 32
OTHERS = 0o077
HOW_TO = "make one with `python -m bot key new`"


class MasterKey:
    """The master key, derived once into what is used. Never shown."""

    __slots__ = ("id", "proof", "wrapper")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET:
            raise StorageRefused(
                f"The master key must be exactly {SECRET} bytes, base64; {HOW_TO}.", "key_form"
            )
        self.id = _derive(secret, b"id")[:4]
        self.proof = _derive(secret, b"proof")
        self.wrapper = AESGCM(_derive(secret, b"wrap"))

    def __repr__(self) -> str:
        return "MasterKey(…)"

    def proves(self, proof: bytes) -> bool:
        """Whether data written under `proof` belongs to this key."""
        return hmac.compare_digest(self.proof, proof)

    @classmethod
    def load(cls, file: Path, folder: Path | None = None) -> MasterKey:
        """Reads the key file; refuses one that others can read or that lies inside the data folder."""
        if folder is not None and file.resolve().is_relative_to(folder.resolve()):
            raise StorageRefused(
                f"The key file {file} lies inside the data folder {folder}: move it elsewhere, or every "
                "copy of the data carries its key.",
                "key_inside",
                file=file,
                folder=folder,
            )
        return cls(_read(file))

    @classmethod
    def create(cls, file: Path, folder: Path) -> MasterKey:
        """Writes a new key file, owner-only. Refuses where a key or data already exists."""
        if any((folder / name).exists() for name in ("data.db", "keys.db")):
            raise StorageRefused(
                f"{folder} already holds data, which a new key could not open: name its own key file, "
                "or an empty folder.",
                "key_needless",
                folder=folder,
            )
        secret = os.urandom(SECRET)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise StorageRefused(
                f"{file} exists already: it is left as it is.", "key_exists", file=file
            ) from None
        except OSError as error:
            raise StorageRefused(
                f"The key file {file} cannot be written: {error.strerror}.",
                "key_unwritable",
                file=file,
                error=error.strerror,
            ) from None
        with os.fdopen(descriptor, "wb") as out:
            out.write(base64.b64encode(secret) + b"\n")
        return cls.load(file, folder)

    @classmethod
    def throwaway(cls) -> MasterKey:
        """A key that lives as long as the process, for previews and tests."""
        return cls(os.urandom(SECRET))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            mode = os.fstat(source.fileno()).st_mode
            text = source.read(200)
    except OSError as error:
        raise StorageRefused(
            f"The key file {file} cannot be read ({error.strerror}); {HOW_TO}.",
            "key_unreadable",
            file=file,
            error=error.strerror,
        ) from None
    if mode & OTHERS:
        raise StorageRefused(
            f"The key file {file} can be read by others: run `chmod 600 {file}`.", "key_open", file=file
        )
    try:
        return base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        raise StorageRefused(
            f"The key file {file} does not hold 32 bytes in base64; {HOW_TO}.", "key_form", file=file
        ) from None


def _derive(secret: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=SECRET, salt=None, info=b"ryadom|" + label + b"|1").derive(secret)
