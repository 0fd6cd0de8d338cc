"""The page's interface: the whole state, a stream of changes, and what the director of the play may do."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.preview import control_people, views
from bot.preview.acts import CannotDo
from bot.preview.chats import Chat
from bot.preview.faults import Faults
from bot.preview.keys import TELEGRAM
from bot.preview.telegram import LocalTelegram

BASE = "/preview/api"
LONGEST_STEP = 60 * 24 * 60  # minutes: two months
SHOWN_INLINE = ("image/", "audio/", "video/")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_routes() -> Iterable[web.RouteDef]:
    """All of them under `BASE`; a refusal is 400 with ``{"error": "<one word>"}``."""
    people = [
        web.post(f"{BASE}/people/{{user}}/{name}", guarded(act)) for name, act in control_people.ACTS.items()
    ]
    return [
        web.get(f"{BASE}/state", state),
        web.get(f"{BASE}/events", events),
        web.get(f"{BASE}/files/{{file_id}}", show_file),
        web.post(f"{BASE}/clock", guarded(advance)),
        web.post(f"{BASE}/faults", guarded(add_fault)),
        web.post(f"{BASE}/faults/clear", guarded(clear_faults)),
        *people,
    ]


def guarded(act: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    """A deed of the page: no other site can order it, and a refusal is said in one word."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.headers.get("X-Preview") != "1":  # a foreign page cannot set it without asking first
            raise web.HTTPForbidden
        try:
            return web.json_response(await act(request) or {})
        except CannotDo as refusal:
            return web.json_response({"error": str(refusal)}, status=400)
        except (KeyError, ValueError, TypeError, IndexError):
            return web.json_response({"error": "bad-request"}, status=400)

    return handle


async def state(request: web.Request) -> web.Response:
    return web.json_response(views.state(request.app[TELEGRAM]), headers={"Cache-Control": "no-store"})


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events after `since` (or the browser's Last-Event-ID), each named ``run.number``.

    «reload» when that is of another run of the server, or too long ago.
    """
    telegram = request.app[TELEGRAM]
    asked = request.headers.get("Last-Event-ID") or request.query.get("since", "")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b"retry: 700\n\n")
    if (since := _place(telegram, asked)) is None:
        await response.write(b"event: reload\ndata: {}\n\n")
        return response
    async for change in telegram.changes.follow(since):
        body = json.dumps(views.change(telegram, change), ensure_ascii=False)
        await response.write(f"id: {telegram.run}.{change.number}\ndata: {body}\n\n".encode())
    return response


def _place(telegram: LocalTelegram, asked: str) -> int | None:
    """The number after which to go on; None when the reader has to read everything anew."""
    run, _, number = asked.partition(".")
    if run != telegram.run or not number.isdigit():
        return None
    kept = telegram.changes.oldest() - 1 <= int(number) <= telegram.changes.last
    return int(number) if kept else None


async def show_file(request: web.Request) -> web.Response:
    """A file for the page; what is no picture, sound or film is only ever saved, never shown."""
    stored = request.app[TELEGRAM].files.find(request.match_info["file_id"])
    if stored is None:
        raise web.HTTPNotFound
    shown = stored.mime.startswith(SHOWN_INLINE) and "svg" not in stored.mime
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    if not shown:
        headers["Content-Disposition"] = "attachment"
    mime = stored.mime if shown else "application/octet-stream"
    return web.Response(body=stored.data, content_type=mime, headers=headers)


async def advance(request: web.Request) -> Any:
    """``{"minutes": 60}``"""
    telegram = request.app[TELEGRAM]
    minutes = float((await request.json())["minutes"])
    if not 0 < minutes <= LONGEST_STEP:
        raise ValueError("minutes")
    await telegram.clock.advance(timedelta(minutes=minutes))
    telegram.changes.add("clock")
    return views.clock(telegram)


async def add_fault(request: web.Request) -> Any:
    """``{"kind": "429", "method": "sendMessage", "chat": "…", "times": 1}``; kinds are those of `FAULTS`."""
    telegram = request.app[TELEGRAM]
    body = await request.json()
    if body["kind"] in CHAT_FAULTS:
        CHAT_FAULTS[body["kind"]](telegram, telegram.chats[body["chat"]])
        return None
    where = {"method": str(body.get("method", "")), "times": body.get("times") and int(body["times"])}
    if body.get("chat"):
        where["chat"] = telegram.chats[body["chat"]].id
    FAULTS[body["kind"]](telegram.faults, where)
    telegram.changes.add("faults")
    return None


async def clear_faults(request: web.Request) -> Any:
    telegram = request.app[TELEGRAM]
    telegram.faults.clear()
    telegram.changes.add("faults")


FAULTS: dict[str, Callable[[Faults, dict[str, Any]], Any]] = {
    "429": lambda faults, where: faults.too_many(5, **where),
    "403": lambda faults, where: faults.forbidden(**where),
    "500": lambda faults, where: faults.server_error(**where),
    "html": lambda faults, where: faults.html_page(**where),
    "lost": lambda faults, where: faults.lost_answer(**where),
    "cut": lambda faults, where: faults.cut(**where),
    "hang": lambda faults, where: faults.hang(**where),
}


def _drop_topics(telegram: LocalTelegram, chat: Chat) -> None:
    for topic in chat.topics.values():
        topic.gone = "not found"
    telegram.changes.add("chat", chat=chat.key)


def _migrate(telegram: LocalTelegram, chat: Chat) -> None:
    if chat.private or chat.moved_to:
        raise CannotDo("not-a-group")
    telegram.migrate(chat)


CHAT_FAULTS: dict[str, Callable[[LocalTelegram, Chat], None]] = {"migrate": _migrate, "topics": _drop_topics}
