"""A Bot API that only measures: N users press as soon as their last press was answered. Own process.

A press counts when both its editMessageText and its answerCallbackQuery have come. Prints the port,
then for each round that the parent starts (a line on stdin: presses per user) one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

USERS = 50


class Round:
    """One closed loop of presses."""

    def __init__(self) -> None:
        self.updates: deque[dict[str, Any]] = deque()
        self.arrived = asyncio.Event()
        self.number = 1
        self.left: dict[int, int] = {}
        self.wanted: dict[int, set[str]] = {}
        self.since: dict[int, float] = {}
        self.times: list[float] = []
        self.pages = 0
        self.finished = asyncio.Event()

    def start(self, presses: int) -> None:
        self.left = dict.fromkeys(range(1, USERS + 1), presses)
        self.times = []
        self.pages = 0
        self.finished.clear()
        for user in self.left:
            self.press(user)

    def press(self, user: int) -> None:
        if not self.left[user]:
            if not any(self.left.values()) and not self.wanted:
                self.finished.set()
            return
        self.left[user] -= 1
        self.number += 1
        self.wanted[user] = {"editmessagetext", "answercallbackquery"}
        self.since[user] = time.perf_counter()
        self.updates.append(update(self.number, user))
        self.arrived.set()

    def called(self, method: str, user: int) -> None:
        wanted = self.wanted.get(user)
        if wanted is None:
            return
        wanted.discard(method)
        if not wanted:
            del self.wanted[user]
            self.times.append(time.perf_counter() - self.since[user])
            self.press(user)


def update(number: int, user: int) -> dict[str, Any]:
    account = {"id": user, "is_bot": False, "first_name": "Имя", "language_code": "ru"}
    chat = {"id": user, "type": "private", "first_name": "Имя"}
    message = {
        "message_id": 7,
        "from": {"id": 42, "is_bot": True, "first_name": "Bot", "username": "bench_bot"},
        "chat": chat,
        "date": 1_790_000_000,
        "text": "Где человек сейчас?",
        "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "f|abcdef|12345678|road"}]]},
    }
    query = {"id": str(user * 10_000_000 + number), "from": account, "message": message, "chat_instance": "5"}
    return {"update_id": number, "callback_query": query | {"data": "f|abcdef|12345678|road"}}


async def answer(request: web.Request) -> web.Response:
    state: Round = request.app["round"]
    method = request.match_info["method"].lower()
    body = await request.read()
    if method == "getupdates":
        return reply(await page(state))
    if method == "getme":
        return reply({"id": 42, "is_bot": True, "first_name": "Bot", "username": "bench_bot"})
    fields = read(request, body)
    if method == "answercallbackquery":
        state.called(method, int(fields["callback_query_id"]) // 10_000_000)
        return reply(True)
    user = int(fields.get("chat_id", 0))
    state.called(method, user)
    return reply(update(0, user)["callback_query"]["message"] | {"edit_date": 1_790_000_000})


def read(request: web.Request, body: bytes) -> dict[str, Any]:
    """Our JSON, aiogram's multipart or urlencoded form."""
    if request.content_type == "application/json":
        return dict(json.loads(body))
    if request.content_type == "application/x-www-form-urlencoded":
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    text = body.decode()
    parts = (
        part.partition("\r\n\r\n")
        for part in text.split("--" + request.headers["Content-Type"].split("boundary=")[1])
    )
    return {
        head.split('name="')[1].split('"')[0]: value.rstrip("\r\n")
        for head, _, value in parts
        if 'name="' in head
    }


async def page(state: Round) -> list[dict[str, Any]]:
    if not state.updates:
        state.arrived.clear()
        try:
            await asyncio.wait_for(state.arrived.wait(), 20)
        except TimeoutError:
            return []
    state.pages += 1
    return [state.updates.popleft() for _ in range(min(100, len(state.updates)))]


def reply(result: Any) -> web.Response:
    return web.Response(
        body=json.dumps({"ok": True, "result": result}).encode(), content_type="application/json"
    )


async def rounds(state: Round) -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        presses = int(line)
        began = time.perf_counter()
        state.start(presses)
        await state.finished.wait()
        seconds = time.perf_counter() - began
        times = sorted(state.times)
        figures = {
            "rate": len(times) / seconds,
            "p50": times[len(times) // 2] * 1000,
            "p99": times[len(times) * 99 // 100] * 1000,
            "page": len(times) / max(1, state.pages),
        }
        print(json.dumps(figures), flush=True)


async def main() -> None:
    app = web.Application()
    state = app["round"] = Round()
    app.router.add_route("*", "/bot{token}/{method}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await rounds(state)
    await runner.cleanup()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main())
    else:
        uvloop.run(main())
