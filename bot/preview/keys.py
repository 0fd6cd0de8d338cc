"""Under which key the web application keeps the local Telegram."""

from __future__ import annotations

from aiohttp import web

from bot.preview.telegram import LocalTelegram

TELEGRAM = web.AppKey("telegram", LocalTelegram)
LINKS = web.AppKey("links", tuple[tuple[str, str], ...])  # (address, words) in the page's header
