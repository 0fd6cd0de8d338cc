"""Members of groups."""

from __future__ import annotations

from typing import Any

from bot.preview.chats import Chat, Member
from bot.preview.methods.call import Call
from bot.preview.refusals import bad


def _member(call: Call, chat: Chat) -> Member:
    """Of a group; someone who never was there counts as having left."""
    number = call.params.integer("user_id")
    if chat.private:
        both = {user.id: Member(user) for user in (chat.user, chat.bot) if user is not None}
        if number in both:
            return both[number]
        raise bad("member not found")
    if number in chat.members:
        return chat.members[number]
    if number in call.telegram.users:
        return Member(call.telegram.users[number], "left")
    raise bad("PARTICIPANT_ID_INVALID")


def get_chat_member(call: Call) -> dict[str, Any]:
    return _member(call, call.chat()).view()


def get_chat_administrators(call: Call) -> list[dict[str, Any]]:
    chat = call.chat()
    if chat.private:
        raise bad("there are no administrators in the private chat")
    return [m.view() for m in chat.members.values() if m.status in ("creator", "administrator")]


def get_chat_member_count(call: Call) -> int:
    chat = call.chat()
    return 2 if chat.private else sum(m.present for m in chat.members.values())


def ban_chat_member(call: Call) -> bool:
    chat = call.chat()
    call.need_right(chat, "can_restrict_members", "restrict/unrestrict chat member")
    member = _member(call, chat)
    if member.status in ("creator", "administrator"):
        raise bad("user is an administrator of the chat")
    call.telegram.set_member(chat, member.user, "kicked", by=call.bot)
    return True


def unban_chat_member(call: Call) -> bool:
    chat = call.chat()
    call.need_right(chat, "can_restrict_members", "restrict/unrestrict chat member")
    member = _member(call, chat)
    if member.status == "kicked" or not call.params.flag("only_if_banned"):
        call.telegram.set_member(chat, member.user, "left", by=call.bot)
    return True


def create_chat_invite_link(call: Call) -> dict[str, Any]:
    chat = call.chat()
    call.need_right(chat, "can_invite_users", "manage chat invite link")
    return {
        "invite_link": f"https://t.me/+preview{abs(chat.id)}",
        "creator": call.bot.view(),
        "creates_join_request": False,
        "is_primary": False,
        "is_revoked": False,
    }


METHODS = (
    get_chat_member, get_chat_administrators, get_chat_member_count, ban_chat_member, unban_chat_member,
    create_chat_invite_link,
)  # fmt: skip
