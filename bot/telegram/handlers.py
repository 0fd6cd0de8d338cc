"""Everything that Telegram tells us, in four observers without a single filter.

aiogram runs each plain filter in a thread; one look at the chat's type costs nothing.
"""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.services import membership, speaking
from bot.services.house import House
from bot.telegram import parse
from bot.telegram.worker import Write

GONE = ("kicked", "left")


def router() -> Router:
    """A fresh router: aiogram lets each be used by one dispatcher only."""
    made = Router(name="ryadom")
    made.message.register(message)
    made.edited_message.register(edited)
    made.callback_query.register(pressed)
    made.my_chat_member.register(membership_changed)
    return made


async def message(message: Message, write: Write, house: House) -> None:
    """Only private chats are listened to; the staff group is a board, not a place for words."""
    if message.chat.type == "private":
        await write(speaking.said, house, parse.incoming(message))
    elif message.migrate_to_chat_id is not None:
        await write(membership.group_moved, house, message.chat.id, message.migrate_to_chat_id)


async def edited(message: Message, write: Write, house: House) -> None:
    """An edited message is a new version of the old one."""
    if message.chat.type == "private":
        await write(speaking.edited, house, parse.incoming(message))


async def pressed(query: CallbackQuery, write: Write, house: House) -> None:
    """A button: its data is a hint; what it may do is decided in the transaction."""
    await write(speaking.pressed, house, parse.press(query))


async def membership_changed(change: ChatMemberUpdated, write: Write, house: House) -> None:
    """Blocked, unblocked, added to a group or taken out of it."""
    gone = change.new_chat_member.status in GONE
    if change.chat.type == "private":
        await write(membership.reachable, house, change.chat.id, not gone)
    else:
        await write(membership.group_changed, house, change.chat.id, gone)
