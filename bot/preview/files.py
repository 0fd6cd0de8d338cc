"""Files: stored once, named by file_id, and shown as the Bot API shows each kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.preview.params import Upload
from bot.preview.refusals import WRONG_FILE, bad

DOWNLOAD_LIMIT = 20_000_000
UPLOAD_LIMIT = 50_000_000
FOLDERS = {
    "photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "audio": "music",
    "video_note": "video_notes", "sticker": "stickers", "animation": "animations",
}  # fmt: skip
ENDINGS = {
    "photo": "jpg",
    "voice": "oga",
    "video": "mp4",
    "audio": "mp3",
    "video_note": "mp4",
    "sticker": "webp",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    kind: str
    id: str
    unique_id: str
    path: str
    data: bytes
    name: str
    mime: str
    size: int  # what is claimed: a test may claim 30 MB without making them

    def view(self) -> dict[str, Any]:
        """The fields every file has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def put(self, kind: str, upload: Upload, size: int = 0) -> StoredFile:
        """Keep an upload; `size` overrides what is claimed of it."""
        if len(upload.data) > UPLOAD_LIMIT:
            raise bad("file is too big")
        number = len(self._by_id)
        unique = hashlib.sha256(upload.data + kind.encode()).hexdigest()[:16]
        ending = ENDINGS.get(kind) or (upload.name.rpartition(".")[2] if "." in upload.name else "bin")
        stored = StoredFile(
            kind=kind,
            id=f"Ag{kind[:3].upper()}{number:06d}{unique}",
            unique_id=f"AQ{unique}",
            path=f"{FOLDERS.get(kind, 'documents')}/file_{number}.{ending}",
            data=upload.data,
            name=upload.name,
            mime=upload.mime,
            size=size or len(upload.data),
        )
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        if (stored := self._by_id.get(file_id)) is None:
            raise bad(WRONG_FILE)
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def content(self, kind: str, source: Upload | str | StoredFile, **extra: Any) -> dict[str, Any]:
        """The message content of a file: ``{"photo": [...]}``, ``{"voice": {...}}``, …"""
        if isinstance(source, str):
            source = self.get(source)
        stored = source if isinstance(source, StoredFile) else self.put(kind, source)
        if stored.kind != kind:
            raise bad(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        given = {name: value for name, value in extra.items() if value}
        shown = stored.view() | SHAPES[kind](stored) | given
        return {kind: [shown]} if kind == "photo" else {kind: shown}


def _named(stored: StoredFile) -> dict[str, Any]:
    return {"file_name": stored.name, "mime_type": stored.mime}


SHAPES: dict[str, Callable[[StoredFile], dict[str, Any]]] = {
    "photo": lambda _: {"width": 1280, "height": 960},
    "document": _named,
    "voice": lambda _: {"duration": 1, "mime_type": "audio/ogg"},
    "video": lambda stored: {"width": 640, "height": 480, "duration": 1, **_named(stored)},
    "animation": lambda stored: {"width": 320, "height": 240, "duration": 1, **_named(stored)},
    "audio": lambda stored: {"duration": 1, **_named(stored)},
    "video_note": lambda _: {"length": 240, "duration": 1},
    "sticker": lambda _: {
        "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False,
    },
}  # fmt: skip
