"""Keyboards under messages, checked as strictly as Telegram checks them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.preview.refusals import Refused, bad

CALLBACK_BYTES = 64
COPY_UNITS = 256
MOST_BUTTONS = 100
ACTIONS = (
    "callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "pay", "callback_game", "disabled",
)  # fmt: skip
STYLES = ("danger", "success", "primary")
SCHEMES = ("http", "https", "tg")


def inline(markup: Any) -> dict[str, Any] | None:
    """A checked inline keyboard; None for one without buttons."""
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse inline keyboard: an array of arrays of buttons expected")
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MOST_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    plain = {name: value for name, value in button.items() if value is not None}
    if sum(action in plain for action in ACTIONS) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if plain.get("style", "primary") not in STYLES:
        raise bad("can't parse inline keyboard button: unknown button style specified")
    if (refusal := _refusal(plain)) is not None:
        raise refusal
    return plain


def _refusal(button: dict[str, Any]) -> Refused | None:
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= CALLBACK_BYTES:
        return bad("BUTTON_DATA_INVALID")
    if "copy_text" in button:
        length = len(str(button["copy_text"].get("text", "")).encode("utf-16-le")) // 2
        return None if 1 <= length <= COPY_UNITS else bad("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        return _address_refusal(str(button["url"]))
    return None


def _address_refusal(url: str) -> Refused | None:
    parts = urlsplit(url if "://" in url or url.startswith(("tel:", "mailto:")) else f"http://{url}")
    if parts.scheme not in SCHEMES:
        return bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if not parts.netloc or (
        parts.scheme != "tg" and "." not in parts.netloc and "localhost" not in parts.netloc
    ):
        return bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return None


def reply(markup: dict[str, Any], *, private: bool) -> dict[str, Any]:
    """A checked reply keyboard, its removal, or a forced reply."""
    if "keyboard" not in markup:
        return markup
    rows = [
        [{"text": b} if isinstance(b, str) else dict(b) for b in row] for row in markup["keyboard"] if row
    ]
    if any(not button.get("text") for row in rows for button in row):
        raise bad("can't parse keyboard button: Can't find field \"text\"")
    asks = any(b.get("request_contact") or b.get("request_location") for row in rows for b in row)
    if asks and not private:
        raise bad("phone number can be requested in private chats only")
    return {**markup, "keyboard": rows}
