"""The page's interface: the whole state, a stream of changes, and what a person or the director may do."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web


def control_routes() -> Iterable[web.RouteDef]:
    return []
