"""Getting updates; the webhook is only remembered, to refuse polling beside it."""

from __future__ import annotations

from typing import Any

from bot.preview.methods.call import Call

LONGEST_POLL = 50
LARGEST_PAGE = 100


async def get_updates(call: Call) -> list[dict[str, Any]]:
    allowed = call.params.json("allowed_updates")
    if allowed is not None:
        call.bot.updates.allowed = [str(kind) for kind in allowed]
    limit = min(max(call.params.integer("limit", LARGEST_PAGE), 1), LARGEST_PAGE)
    seconds = min(max(call.params.number("timeout"), 0), LONGEST_POLL)
    return await call.bot.updates.poll(call.params.integer("offset"), limit, seconds)


def set_webhook(call: Call) -> bool:
    call.bot.updates.webhook = call.params.text("url")
    return True


def delete_webhook(call: Call) -> bool:
    call.bot.updates.webhook = ""
    if call.params.flag("drop_pending_updates"):
        call.bot.updates.pending.clear()
    return True


def get_webhook_info(call: Call) -> dict[str, Any]:
    updates = call.bot.updates
    return {
        "url": updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
        "allowed_updates": updates.allowed,
    }


def log_out(_: Call) -> bool:
    return True


def close(_: Call) -> bool:
    return True


METHODS = (get_updates, set_webhook, delete_webhook, get_webhook_info, log_out, close)
