"""The one place that seals and opens.

A sealed value is ``version(1) ‖ key id(4) ‖ nonce(12) ‖ ciphertext ‖ tag(16)`` under AES-256-GCM. What is
authenticated besides is its place, ``table|column|row|version``: a value copied to another row does not
open. Before sealing, the plain bytes get their length in front and zeros up to a multiple of 256, so
that a thief of the file sees only coarse lengths.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.errors import SealBroken

VERSION = 1
STEP = 256
NONCE = 12
TAG = 16
HEAD = struct.Struct(">BI")  # version, key id
LENGTH = struct.Struct(">I")
OVERHEAD = HEAD.size + NONCE + TAG
SECRET = 32

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class DataKey:
    """One data key: its number, and the cipher made from it. Never shown."""

    __slots__ = ("cipher", "id", "secret")

    def __init__(self, kid: int, secret: bytes) -> None:
        self.id = kid
        self.secret = secret
        self.cipher = AESGCM(secret)

    def __repr__(self) -> str:
        return f"DataKey({self.id})"


def seal(key: DataKey, place: tuple[str, str, str | int], plain: bytes) -> bytes:
    """Sealed bytes of `plain` for its place (table, column, row id)."""
    nonce = os.urandom(NONCE)
    return HEAD.pack(VERSION, key.id) + nonce + key.cipher.encrypt(nonce, _pad(plain), _place(place))


def unseal(key: DataKey, place: tuple[str, str, str | int], blob: bytes) -> bytes:
    """The plain bytes; raises SealBroken on anything but what `seal` made for this key and place."""
    if key_id(blob) != key.id:
        raise SealBroken("sealed under another key")
    start = HEAD.size + NONCE
    try:
        padded = key.cipher.decrypt(blob[HEAD.size : start], blob[start:], _place(place))
    except InvalidTag:
        raise SealBroken("does not open here") from None
    return padded[LENGTH.size : LENGTH.size + LENGTH.unpack_from(padded)[0]]


def key_id(blob: bytes) -> int:
    """The number of the key that sealed this; raises SealBroken on an unknown form."""
    if not is_sealed(blob):
        raise SealBroken("not in a form this version knows")
    kid: int = HEAD.unpack_from(blob)[1]
    return kid


def is_sealed(blob: object) -> bool:
    """Whether the bytes have the form of a sealed value (says nothing of their authenticity)."""
    return (
        isinstance(blob, bytes)
        and len(blob) >= OVERHEAD + STEP
        and (len(blob) - OVERHEAD) % STEP == 0
        and blob[0] == VERSION
    )


def dumps(value: Any) -> bytes:
    """Compact JSON; a value that is not JSON raises TypeError or ValueError.

    Half a surrogate pair, which a broken app may send, stays what it is: `json.loads` reads it back.
    """
    return _encode(value).encode("utf-8", "surrogatepass")


def _pad(plain: bytes) -> bytes:
    framed = LENGTH.pack(len(plain)) + plain
    return framed + bytes(-len(framed) % STEP)


def _place(place: tuple[str, str, str | int]) -> bytes:
    return f"{place[0]}|{place[1]}|{place[2]}|{VERSION}".encode()
