"""A row of the outbox → the calls that say it, in order. Pure: rendering is given, nothing is sent here.

`changes` are the sender's second thoughts after a refusal (`Do.AGAIN_…`): without formatting, without
the reply, as a new message, as an edit that removes the words.
"""

from __future__ import annotations

from dataclasses import replace

from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    LeaveChat,
    PinChatMessage,
)
from aiogram.types import InlineKeyboardMarkup

from bot.core.ops import (
    Album,
    Copy,
    Delete,
    Edit,
    EditRemembered,
    Farewell,
    Leave,
    Op,
    Pin,
    Send,
    Strip,
    Toast,
    Words,
)
from bot.core.say import Message, say
from bot.storage.outbox import Row
from bot.telegram.answers import Do
from bot.telegram.posting import (
    NO_PREVIEW,
    Call,
    Changes,
    Voice,
    mode_of,
    new_messages,
    our_words,
    text_of,
)
from bot.telegram.render import Keyboard, Piece

REMOVED = "common-removed"


def calls_of(row: Row, voice: Voice, changes: Changes = frozenset()) -> list[Call]:
    """The calls of a row in their order; none where nothing is left to do."""
    if isinstance(row.op, Farewell):
        row = replace(row, chat=row.op.chat_id)
    match row.op:
        case Send() | Words() | Copy() | Album():
            return new_messages(row, row.op, voice, changes)
        case Edit() | Farewell():
            return _edit(row, row.op.message, row.op.target, voice, changes)
        case EditRemembered(message=message):
            return _edit(row, message, row.target, voice, changes)
        case Delete(target=target) if Do.AGAIN_BLANK in changes:
            return [_edited(row, target, voice.message(say(REMOVED)).pieces[-1], None, changes)]
        case op:
            return _small(row, op, voice)


def _edit(row: Row, message: Message, target: int | None, voice: Voice, changes: Changes) -> list[Call]:
    """An edit; a new message where there is nothing to edit, or where one message does not hold it."""
    made = voice.message(message)
    fits = not made.before and (made.keyboard is None or isinstance(made.keyboard, InlineKeyboardMarkup))
    if target is None or not fits or Do.AGAIN_NEW in changes:
        return our_words(row, message, voice, changes)
    return [_edited(row, target, made.pieces[-1], made.keyboard, changes)]


def _edited(row: Row, target: int, piece: Piece, keyboard: Keyboard | None, changes: Changes) -> Call:
    return EditMessageText(
        chat_id=row.chat or 0,
        message_id=target,
        text=text_of(piece, changes),
        parse_mode=mode_of(changes),
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard if isinstance(keyboard, InlineKeyboardMarkup) else None,
    )


def _small(row: Row, op: Op, voice: Voice) -> list[Call]:
    """What is one call without words, or none."""
    chat = row.chat or 0
    match op:
        case Toast():
            return [answer_to_press(op, voice)]
        case Strip(target=target):
            return [EditMessageReplyMarkup(chat_id=chat, message_id=target)]
        case Delete(target=target):
            return [DeleteMessage(chat_id=chat, message_id=target)]
        case Pin() if row.target is not None:
            return [PinChatMessage(chat_id=chat, message_id=row.target, disable_notification=True)]
        case Leave(chat_id=chat_id):
            return [LeaveChat(chat_id=chat_id)]
    return []


def answer_to_press(op: Toast, voice: Voice) -> Call:
    """The words over the chat, or only the end of the button's spinner."""
    words = voice.toast(op.message) if op.message else None
    return AnswerCallbackQuery(callback_query_id=op.query_id, text=words, show_alert=op.alert or None)
