"""Sealed values open in their place and nowhere else; everything else fails closed."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.errors import SealBroken
from bot.storage.sealing import HEAD, NONCE, OVERHEAD, STEP, DataKey, dumps, is_sealed, key_id, seal, unseal

KEY = DataKey(7, bytes(range(32)))
PLACE = ("case_", "intake", "ab12")


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_in_its_place(plain: bytes) -> None:
    assert unseal(KEY, PLACE, seal(KEY, PLACE, plain)) == plain


def test_words_with_half_a_surrogate_pair_are_kept_as_they_came() -> None:
    words = {"text": "он \ud83d там"}
    assert json.loads(unseal(KEY, PLACE, seal(KEY, PLACE, dumps(words)))) == words


@given(st.binary(max_size=2000))
def test_the_length_tells_only_the_step(plain: bytes) -> None:
    assert (len(seal(KEY, PLACE, plain)) - OVERHEAD) % STEP == 0


def test_the_same_value_is_never_sealed_twice_alike() -> None:
    assert len({seal(KEY, PLACE, b"x") for _ in range(100)}) == 100


def test_the_form_on_disk_is_as_documented() -> None:
    blob = seal(KEY, PLACE, b"words")
    assert blob[:5] == b"\x01\x00\x00\x00\x07"
    nonce = blob[5 : 5 + NONCE]
    padded = AESGCM(KEY.secret).decrypt(nonce, blob[5 + NONCE :], b"case_|intake|ab12|1")
    assert padded == b"\x00\x00\x00\x05words" + bytes(STEP - 9)


@pytest.mark.parametrize(
    "elsewhere",
    [("case_", "intake", "ab13"), ("case_", "contact", "ab12"), ("person", "intake", "ab12")],
    ids=["row", "column", "table"],
)
def test_a_value_copied_elsewhere_stays_shut(elsewhere: tuple[str, str, str]) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, elsewhere, seal(KEY, PLACE, b"words"))


@pytest.mark.parametrize("at", [5, 16, 17, 100, -17, -1])
def test_a_flipped_bit_shuts_it(at: int) -> None:
    blob = bytearray(seal(KEY, PLACE, b"words"))
    blob[at] ^= 1
    with pytest.raises(SealBroken):
        unseal(KEY, PLACE, bytes(blob))


@pytest.mark.parametrize("version", [0, 2, 255])
def test_an_unknown_version_is_not_guessed_at(version: int) -> None:
    blob = seal(KEY, PLACE, b"words")
    with pytest.raises(SealBroken):
        unseal(KEY, PLACE, bytes([version]) + blob[1:])


@pytest.mark.parametrize(
    "other", [DataKey(8, KEY.secret), DataKey(7, bytes(32))], ids=["other number", "other key"]
)
def test_another_key_does_not_open_it(other: DataKey) -> None:
    with pytest.raises(SealBroken):
        unseal(other, PLACE, seal(KEY, PLACE, b"words"))


@pytest.mark.parametrize("blob", [b"", b"\x01", b'{"name": "x"}', bytes(OVERHEAD + STEP), "text", None])
def test_what_is_not_sealed_is_told_apart(blob: object) -> None:
    assert not is_sealed(blob)


def test_a_cut_value_is_not_sealed() -> None:
    blob = seal(KEY, PLACE, b"words")
    with pytest.raises(SealBroken):
        unseal(KEY, PLACE, blob[:-1])
    with pytest.raises(SealBroken):
        unseal(KEY, PLACE, blob[: HEAD.size + NONCE])


def test_the_key_number_is_read_from_the_front() -> None:
    assert key_id(seal(DataKey(4_000_000_000, KEY.secret), PLACE, b"")) == 4_000_000_000


def test_a_key_never_shows_itself() -> None:
    assert repr(KEY) == "DataKey(7)"


# NIST SP 800-38D test case 16 (AES-256, 96-bit nonce, with associated data): the cipher we rest on
NIST = {
    "key": "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    "nonce": "cafebabefacedbaddecaf888",
    "plain": "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    "place": "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "sealed": "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
    "76fc6ece0f4e1768cddf8853bb2d551b",
}


def test_the_cipher_answers_the_known_vector() -> None:
    v = {name: bytes.fromhex(text) for name, text in NIST.items()}
    assert AESGCM(v["key"]).encrypt(v["nonce"], v["plain"], v["place"]) == v["sealed"]
