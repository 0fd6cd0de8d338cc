"""The page: static files beside this module, served as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_routes() -> Iterable[web.RouteDef]:
    return [web.get("/", show), web.get("/page/{name}", show)]


async def show(request: web.Request) -> web.Response:
    """One of the page's own files; nothing else is reachable."""
    name = request.match_info.get("name", "index.html")
    path = FOLDER / name
    if path.suffix not in KINDS or path.parent != FOLDER or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=path.read_bytes(), content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS
    )
