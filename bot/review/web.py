"""The review pages over HTTP, for a server that is somebody else's: only routes are given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.core.facts import FactBook
from bot.review import pages
from bot.review.book import SERVED, Book, View

ADDRESS = SERVED.index


class Review:
    """Pages of flows as they stand when asked for. The book is read on the first request."""

    def __init__(self, load: Callable[[], Book], clock: Callable[[], datetime]) -> None:
        self._load, self._clock = load, clock
        self._facts: Callable[[], FactBook] | None = None
        self._book: Book | None = None
        self._reading = asyncio.Lock()

    def follow(self, facts: Callable[[], FactBook]) -> None:
        """Show the facts as a running bot has them, corrections of the day included."""
        self._facts = facts

    def routes(self) -> list[web.RouteDef]:
        return [web.get(ADDRESS, self.index), web.get(f"{ADDRESS}/{{flow}}", self.flow)]

    async def index(self, _: web.Request) -> web.Response:
        return _answer(pages.index(await self._view()))

    async def flow(self, request: web.Request) -> web.Response:
        view = await self._view()
        if request.match_info["flow"] not in view.library.flows:
            raise web.HTTPNotFound
        return _answer(pages.flow(view, request.match_info["flow"]))

    async def _view(self) -> View:
        async with self._reading:
            if self._book is None:
                self._book = await asyncio.to_thread(self._load)
        facts = self._facts() if self._facts else self._book.facts
        return View(self._book, facts, self._clock(), SERVED)


def _answer(page: str) -> web.Response:
    policy = (
        f"default-src 'none'; style-src {pages.style_source()}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return web.Response(text=page, content_type="text/html", headers=headers)
