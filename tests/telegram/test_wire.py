"""HTTP replies from whatever pieces arrive, and the connections that carry them."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
import uvloop
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.telegram.reply import Reply
from bot.telegram.wire import BrokenError, NotConnectedError, Wire
from tests.telegram.doubles import until

OK = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'
CHUNKED = (
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    b'5;note=x\r\n{"ok"\r\n6\r\n:true}\r\n0\r\nTrailer: 1\r\n\r\n'
)
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n" + OK


@given(st.sampled_from([OK, CHUNKED, GO_ON]), st.lists(st.integers(1, 200), max_size=8))
def test_a_reply_is_the_same_however_it_is_cut(whole: bytes, cuts: list[int]) -> None:
    reply = Reply()
    places = [0, *sorted({cut for cut in cuts if cut < len(whole)}), len(whole)]
    pieces = [whole[start:end] for start, end in pairwise(places)]
    told = [reply.feed(piece) for piece in pieces]
    assert told == [False] * (len(pieces) - 1) + [True]
    assert (reply.status, reply.body, reply.keeps) == (200, b'{"ok":true}', True)


def test_a_body_without_a_length_ends_with_the_connection() -> None:
    reply = Reply()
    assert not reply.feed(b"HTTP/1.1 502 Bad Gateway\r\nServer: x\r\n\r\n<html>")
    assert not reply.feed(b"</html>")
    assert reply.end()
    assert (reply.status, reply.body) == (502, b"<html></html>")


@pytest.mark.parametrize("cut", [b"", OK[:10], OK[:-1], CHUNKED[:-3], CHUNKED[:60]])
def test_half_a_reply_is_none(cut: bytes) -> None:
    reply = Reply()
    assert not reply.feed(cut)
    assert not reply.end()


@pytest.mark.parametrize(
    ("head", "keeps"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0", True),
        (b"HTTP/1.1 204 No Content\r\nServer: x", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0", False),
    ],
)
def test_a_connection_serves_again_when_both_sides_agree(head: bytes, keeps: bool) -> None:
    reply = Reply()
    assert reply.feed(head + b"\r\n\r\n")
    assert reply.keeps is keeps


def test_more_than_was_asked_for_ends_the_connection() -> None:
    reply = Reply()
    assert reply.feed(OK + b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"x"')
    assert reply.body == b'{"ok":true}'
    assert not reply.keeps


@pytest.mark.parametrize(
    "bad",
    [
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        b"HTTP/1.1 999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxyz",
        b"x" * 70_000,
    ],
)
def test_what_is_not_a_clear_reply_is_refused(bad: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any reason will do
        Reply().feed(bad)


# --- connections -----------------------------------------------------------------------------------


class Server:
    """Answers each request with the next of its replies (None: hangs up); counts connections."""

    def __init__(self, *replies: bytes | None) -> None:
        self.replies = list(replies)
        self.connections: list[asyncio.StreamWriter] = []
        self.requests: list[bytes] = []
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                if (reply := self.replies.pop(0)) is None:
                    break
                writer.write(reply)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@asynccontextmanager
async def serving(*replies: bytes | None) -> AsyncIterator[tuple[Server, Wire]]:
    made = Server(*replies)
    server = await asyncio.start_server(made.talk, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    wire = Wire(URL(f"http://127.0.0.1:{made.port}"), ssl.create_default_context())
    try:
        yield made, wire
    finally:
        wire.close()
        server.close()


async def two_calls_on_one_connection() -> None:
    async with serving(OK, CHUNKED) as (server, wire):
        for _ in range(2):
            assert await wire.post("/bot1:T/getMe", b"{}", 5) == (200, b'{"ok":true}')
        assert len(server.connections) == 1
        host = f"Host: 127.0.0.1:{server.port}\r\n".encode()
        assert server.requests[0].startswith(b"POST /bot1:T/getMe HTTP/1.1\r\n" + host)
        assert server.requests[0].endswith(b"Content-Length: 2\r\n\r\n{}")


async def test_a_connection_is_kept() -> None:
    await two_calls_on_one_connection()


def test_a_connection_is_kept_on_the_fast_loop_too() -> None:
    uvloop.run(two_calls_on_one_connection())


async def test_calls_at_the_same_time_have_connections_of_their_own() -> None:
    async with serving(*[OK] * 5) as (server, wire):
        await asyncio.gather(*(wire.post("/x", b"{}", 5) for _ in range(5)))
        assert len(server.connections) == 5


async def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    async with serving(OK, OK) as (server, wire):
        await wire.post("/x", b"{}", 5)
        server.connections[0].close()
        await asyncio.sleep(0.01)
        assert (await wire.post("/x", b"{}", 5))[0] == 200
        assert len(server.connections) == 2


async def test_an_idle_connection_grows_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.wire.IDLE_SECONDS", -1.0)
    async with serving(OK, OK) as (server, wire):
        for _ in range(2):
            await wire.post("/x", b"{}", 5)
        assert len(server.connections) == 2


@pytest.mark.parametrize("reply", [None, b"", b"garbage\r\n\r\n", OK[:-1] + b""])
async def test_an_answer_that_does_not_come_whole_is_an_unknown_outcome(reply: bytes | None) -> None:
    async with serving(reply) as (server, wire):
        call = asyncio.ensure_future(wire.post("/x", b"{}", 5))
        await until(lambda: server.requests != [])
        await asyncio.sleep(0.01)
        server.connections[0].close()
        with pytest.raises(BrokenError):
            await call


async def test_silence_ends_and_the_late_answer_reaches_nobody() -> None:
    async with serving(b"", OK) as (server, wire):
        with pytest.raises(TimeoutError):
            await wire.post("/x", b"{}", 0.02)
        server.connections[0].write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate")
        assert await wire.post("/x", b"{}", 5) == (200, b'{"ok":true}')
        assert len(server.connections) == 2


async def test_a_call_that_is_cancelled_takes_its_connection_with_it() -> None:
    async with serving(b"", OK) as (server, wire):
        call = asyncio.ensure_future(wire.post("/x", b"{}", 5))
        await until(lambda: server.requests != [])
        call.cancel()
        await asyncio.wait({call})
        assert (await wire.post("/x", b"{}", 5))[0] == 200
        assert len(server.connections) == 2


async def test_words_that_nobody_asked_for_end_the_connection() -> None:
    async with serving(OK, OK) as (server, wire):
        await wire.post("/x", b"{}", 5)
        server.connections[0].write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        await asyncio.sleep(0.01)
        assert await wire.post("/x", b"{}", 5) == (200, b'{"ok":true}')


async def test_no_connection_is_told_apart(unused_tcp_port: int) -> None:
    wire = Wire(URL(f"http://127.0.0.1:{unused_tcp_port}"), ssl.create_default_context())
    with pytest.raises(NotConnectedError):
        await wire.post("/x", b"{}", 5)


async def test_a_stranger_with_no_certificate_is_not_spoken_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.wire.CONNECT_SECONDS", 0.5)  # the plain server never answers a greeting
    async with serving(OK) as (server, _):
        wire = Wire(URL(f"https://127.0.0.1:{server.port}"), ssl.create_default_context())
        with pytest.raises(NotConnectedError):
            await wire.post("/x", b"secret", 5)
        assert server.requests == []
