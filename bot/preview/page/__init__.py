"""The page: static files beside this module, served as they are."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from aiohttp import web

from bot.preview.keys import LINKS

FOLDER = Path(__file__).parent
INDEX = "index.html"
PLACE_OF_LINKS = b"<!-- links -->"
SHEET = '<path d="M5 4h9l5 5v11H5zM14 4v5h5M8.500 13h7M8.500 16.500h7"/>'
ICON = f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{SHEET}</svg>'
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
    name = request.match_info.get("name", INDEX)
    path = FOLDER / name
    if path.suffix not in KINDS or path.parent != FOLDER or not path.is_file():
        raise web.HTTPNotFound
    body = path.read_bytes()
    if name == INDEX:
        links = request.app[LINKS]
        body = body.replace(PLACE_OF_LINKS, _links(links))
    return web.Response(body=body, content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS)


def _links(links: Iterable[tuple[str, str]]) -> bytes:
    """The way to pages that stand beside this one."""
    return "".join(_link(escape(address), escape(words)) for address, words in links).encode()


def _link(address: str, words: str) -> str:
    return f'<a class="tool" href="{address}" aria-label="{words}">{ICON}<span>{words}</span></a>'
