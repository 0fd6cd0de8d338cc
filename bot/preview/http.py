"""The Bot API over HTTP, as the real server speaks it; the page and its own interface stand beside it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.preview.control import control_routes
from bot.preview.faults import Cut, Page
from bot.preview.keys import LINKS, TELEGRAM
from bot.preview.page import page_routes
from bot.preview.params import Params, Upload
from bot.preview.refusals import Refused, bad
from bot.preview.telegram import LocalTelegram

LARGEST_REQUEST = 60 * 2**20


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its core and its address (``http://127.0.0.1:54321``)."""

    telegram: LocalTelegram
    url: str


def make_app(
    telegram: LocalTelegram,
    *,
    extra_routes: Iterable[web.AbstractRouteDef] = (),
    links: Iterable[tuple[str, str]] = (),
) -> web.Application:
    """The Bot API, the page, and the page's interface, on one core.

    Somebody else's pages may stand beside them: `links`, pairs (address, words), lead there from the header.
    """
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app[TELEGRAM] = telegram
    app[LINKS] = tuple(links)
    app.router.add_route("*", "/bot{token}/{method}", answer)
    app.router.add_get("/file/bot{token}/{path:.+}", download)
    app.add_routes(control_routes())
    app.add_routes(page_routes())
    app.add_routes(extra_routes)
    return app


@asynccontextmanager
async def run_bot_api(
    telegram: LocalTelegram | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    extra_routes: Iterable[web.AbstractRouteDef] = (),
    links: Iterable[tuple[str, str]] = (),
) -> AsyncIterator[Served]:
    """Serve while the context lasts, in the running loop; port 0 takes a free one. Extras: see `make_app`."""
    telegram = telegram or LocalTelegram()
    app = make_app(telegram, extra_routes=extra_routes, links=links)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield Served(telegram, f"http://{host}:{runner.addresses[0][1]}")
    finally:
        telegram.faults.clear()
        await runner.cleanup()


async def answer(request: web.Request) -> web.StreamResponse:
    """Any method of the Bot API."""
    telegram = request.app[TELEGRAM]
    try:
        params = await read_params(request)
        result = await telegram.call(request.match_info["token"], request.match_info["method"], params)
    except Refused as refusal:
        return _json(refusal.body(), refusal.code)
    except Page as page:
        return web.Response(text=page.html, status=page.code, content_type="text/html")
    except Cut:
        return _cut(request)
    return _json({"ok": True, "result": result}, 200)


def _json(body: Any, status: int) -> web.Response:
    """As Telegram writes it: everything beyond ASCII escaped, so that half a surrogate travels too."""
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")


def _cut(request: web.Request) -> web.Response:
    """Hang up without a word; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read_params(request: web.Request) -> Params:
    """Parameters from the query, a JSON body, or a form with files."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                files[name] = Upload(value.file.read(), value.filename, value.content_type)
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
    return Params(values, files)


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad("object expected")
    return body


async def download(request: web.Request) -> web.Response:
    """A file by the path that getFile gave."""
    telegram = request.app[TELEGRAM]
    stored = telegram.files.at(request.match_info["path"])
    if request.match_info["token"] not in telegram.bots or stored is None:
        return _json(Refused(404, "Not Found").body(), 404)
    return web.Response(body=stored.data, content_type="application/octet-stream")
