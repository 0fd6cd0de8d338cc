"""Looking at chats and leaving them; files."""

from __future__ import annotations

from typing import Any

from bot.preview.chats import Chat
from bot.preview.files import DOWNLOAD_LIMIT
from bot.preview.methods.call import Call
from bot.preview.refusals import bad

FULL = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False,
        "premium_subscription": False, "gifts_from_channels": False,
    },
}  # fmt: skip


def get_chat(call: Call) -> dict[str, Any]:
    """A `ChatFullInfo`."""
    chat = call.known() if call.chat_id in call.telegram.users else call.chat()
    plain = chat.view() | FULL
    if not chat.private:
        plain["permissions"] = {"can_send_messages": True}
    if chat.pinned and (pinned := chat.found(chat.pinned[-1])):
        plain["pinned_message"] = pinned.view(inner=True)
    return plain


def leave_chat(call: Call) -> bool:
    chat = call.chat()
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    call.telegram.set_member(chat, call.bot, "left")
    return True


def get_file(call: Call) -> dict[str, Any]:
    stored = call.telegram.files.get(call.params.text("file_id"))
    if stored.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return stored.view() | {"file_path": stored.path}


def get_user_profile_photos(_: Call) -> dict[str, Any]:
    return {"total_count": 0, "photos": []}


def _group(call: Call) -> Chat:
    chat = call.chat()
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return chat


def set_chat_title(call: Call) -> bool:
    chat = _group(call)
    call.need_right(chat, "can_change_info", "change chat title")
    chat.title = call.params.text("title")
    call.telegram.post(chat, call.bot, {"new_chat_title": chat.title})
    call.telegram.changes.add("chat", chat=chat.key)
    return True


METHODS = (get_chat, leave_chat, get_file, get_user_profile_photos, set_chat_title)
