"""One marked person's words in every form they could take on disk, in a log, or in a call."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# Invented: no text of the bot and no other test has these words.
NAME = "Ферапонт Кривомазов"
FREE = "жмеринковидная бухтарма"
VOICE = "кантемирщина вполголоса"
PHOTO = "запупырченный снимок"
TYPED_NUMBER, NUMBERS = "А 219-876-543", ("219876543", "219-876-543", "219 876 543")
TYPED_PHONE, PHONES = "+1 (415) 555-0137", ("4155550137", "555-0137", "5550137")
ACCOUNT = 5_432_109_876_480  # of the first; all that differ in the last byte are marked too

WORDS = (*NAME.split(), *FREE.split(), VOICE.split(maxsplit=1)[0], PHOTO.split(maxsplit=1)[0])
PLAIN = (*WORDS, *NUMBERS, *PHONES)


@dataclass(frozen=True, slots=True)
class Sighting:
    where: str
    what: str


def needles() -> dict[bytes, str]:
    """Every byte form of every marked word, and what it is a form of."""
    found: dict[bytes, str] = {}
    for word in PLAIN:
        for form in {word, word.lower(), word.upper()}:
            for raw in (form.encode(), form.encode("utf-16-le"), form.encode("utf-16-be")):
                found[raw] = word
            found[json.dumps(form)[1:-1].encode()] = word
            found[quote(form).encode()] = word
            found |= dict.fromkeys(_in_base64(form.encode()), word)
    found[(ACCOUNT >> 8).to_bytes(5, "big")] = found[(ACCOUNT >> 8).to_bytes(5, "little")] = "account"
    found[str(ACCOUNT)[:9].encode()] = "account"
    return found


def _in_base64(raw: bytes) -> Iterable[bytes]:
    """The middle of the word as base64 writes it, wherever in a text it begins."""
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + raw)
        whole = coded[(shift * 8 + 5) // 6 :].rstrip(b"=")[:-1]
        if len(whole) >= 8:
            yield whole


NEEDLES = needles()


def in_bytes(where: str, raw: bytes) -> list[Sighting]:
    return [Sighting(where, word) for needle, word in NEEDLES.items() if needle in raw]


def in_files(folder: Path) -> list[Sighting]:
    """Sightings in every file of a folder: databases, their WAL and shared memory, the health file."""
    return [
        one for file in folder.iterdir() if file.is_file() for one in in_bytes(file.name, file.read_bytes())
    ]


def in_text(where: str, text: str) -> list[Sighting]:
    """In words that a person would see; the account's number is not among them."""
    return [Sighting(where, word) for word in PLAIN if word.lower() in text.lower()]


def is_marked(account: int) -> bool:
    """Whether this is a marked person, or the private chat of one."""
    return account >> 8 == ACCOUNT >> 8
