"""A page of updates that cannot be read whole, cut into its updates: one of them stops no other.

JSON that is nested too deep, a number of five thousand digits or bytes that are no text fail the page
they stand in, and Telegram would send the same page for ever.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

UNREAD = "unread"  # where the text of an update stays that cannot be read

_RESULT = re.compile(rb'"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\[')
_MARKS = re.compile(rb'"(?:[^"\\]|\\.)*"|[][{}]', re.DOTALL)
_NUMBER = re.compile(rb'\{\s*"update_id"\s*:\s*(\d{1,18})\s*[,}]')


def updates_in(page: bytes) -> list[dict[str, Any]] | None:
    """The updates of an answer to getUpdates, each as far as it can be read; None: no such answer."""
    start = _RESULT.search(page)
    return None if start is None else [_read(piece) for piece in _pieces(page, start.end())]


def _pieces(page: bytes, at: int) -> Iterator[bytes]:
    """The objects of the list that begins there."""
    depth, began = 0, at
    for mark in _MARKS.finditer(page, at):
        match mark[0]:
            case b"{" | b"[":
                began = began if depth else mark.start()
                depth += 1
            case b"}" | b"]":
                depth -= 1
                if depth < 0:
                    return
                if not depth:
                    yield page[began : mark.end()]


def _read(piece: bytes) -> dict[str, Any]:
    try:
        read = json.loads(piece)
    except (ValueError, RecursionError):
        number = _NUMBER.match(piece)
        return ({"update_id": int(number[1])} if number else {}) | {UNREAD: piece.decode(errors="replace")}
    return read if isinstance(read, dict) else {}
