"""One HTTP/1.1 reply, put together from whatever pieces arrive.

Pure, and strict where a mistake could take a part of one reply for the next one.
"""

from __future__ import annotations

import re

HEAD_BYTES = 64 * 1024
BODY_BYTES = 64 * 1024 * 1024

_END = b"\r\n\r\n"
_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-5]\d\d)[ \r]")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([^\r]*?)[ \t]*(?=\r\n)", re.IGNORECASE)
_CODING = re.compile(rb"\r\ntransfer-encoding:[ \t]*([^\r]*?)[ \t]*(?=\r\n)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection:[ \t]*close[ \t]*(?=\r\n)", re.IGNORECASE)
_DIGITS = re.compile(rb"\d{1,9}")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,7})[ \t]*(?:;[^\r\n]*)?")
_NO_BODY = frozenset({204, 304})


class Reply:
    """Feed it until it is whole: `status`, `body`, and whether its connection may serve again (`keeps`)."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""
        self.keeps = True
        self._buffer = bytearray()
        self._length: int | None = None
        self._chunked = False

    def feed(self, data: bytes) -> bool:
        """Takes a piece; True once the reply is whole. ValueError on what is not a reply."""
        self._buffer += data
        while not self.status:
            if not self._read_head():
                return False
        if len(self._buffer) > BODY_BYTES:
            raise ValueError("a body without end")
        taken = self._read_body()
        if taken is None:
            return False
        self.keeps = self.keeps and taken == len(self._buffer)  # what nobody asked for answers nothing
        return True

    def end(self) -> bool:
        """The other side closed; True if that is how this reply ends."""
        if not self.status or self._chunked or self._length is not None:
            return False
        self.body = bytes(self._buffer)
        return True

    def _read_head(self) -> bool:
        end = self._buffer.find(_END)
        if end < 0 and len(self._buffer) <= HEAD_BYTES:
            return False
        head = bytes(self._buffer[: end + 2])
        status = _STATUS.match(head)
        if end < 0 or status is None:
            raise ValueError("not HTTP")
        del self._buffer[: end + len(_END)]
        if int(status[2]) >= 200:  # what comes before only says "go on"
            self.status = int(status[2])
            self.keeps = status[1] == b"1" and not _CLOSE.search(head)
            self._find_length(set(_LENGTH.findall(head)), _CODING.findall(head))
        return True

    def _find_length(self, lengths: set[bytes], codings: list[bytes]) -> None:
        if codings:
            self._chunked = codings == [b"chunked"] and not lengths
            if not self._chunked:
                raise ValueError("an unknown coding")
        elif lengths:
            length = lengths.pop()
            if lengths or not _DIGITS.fullmatch(length):
                raise ValueError("no clear length")
            self._length = int(length)
        elif self.status in _NO_BODY:
            self._length = 0

    def _read_body(self) -> int | None:
        """How many bytes of the buffer the body took; None while it is not whole."""
        if self._chunked:
            found = _joined(bytes(self._buffer))
            if found is None:
                return None
            self.body, taken = found
            return taken
        if self._length is None or len(self._buffer) < self._length:
            return None
        self.body = bytes(self._buffer[: self._length])
        return self._length


def _joined(data: bytes) -> tuple[bytes, int] | None:
    """The body of chunks and the bytes they took; None while the last one is not there."""
    body: list[bytes] = []
    at = 0
    while (line := data.find(b"\r\n", at)) >= 0:
        size = _CHUNK.fullmatch(data, at, line)
        if size is None:
            raise ValueError("not a chunk")
        start, length = line + 2, int(size[1], 16)
        if not length:
            end = data.find(_END, line)  # lines after the last chunk are read over
            return None if end < 0 else (b"".join(body), end + len(_END))
        if len(data) < start + length + 2:
            return None
        if data[start + length : start + length + 2] != b"\r\n":
            raise ValueError("not a chunk")
        body.append(data[start : start + length])
        at = start + length + 2
    return None
