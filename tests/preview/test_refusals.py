"""Telegram's refusals, in its own words, as aiogram meets them."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from bot.preview.http import Served
from bot.preview.people import Group, Person, group, person
from bot.preview.telegram import LocalTelegram


def keyboard(**fields: object) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton.model_construct(text="x", **fields)
    return InlineKeyboardMarkup.model_construct(inline_keyboard=[[button]])


@pytest.fixture
def chat(marina: Person) -> int:
    marina.chat.started = True
    return marina.user.id


async def refused(call: object, words: str) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await call  # type: ignore[misc]
    assert refusal.value.message == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n "}, "message text is empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"},
         'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "reply_parameters": ReplyParameters(message_id=99)},
         "message to be replied not found"),
        ({"text": "x", "reply_markup": keyboard(callback_data="я" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "reply_markup": keyboard(url="tel:+1")},
         "inline keyboard button URL 'tel:+1' is invalid: Unsupported URL protocol"),
        ({"text": "x", "reply_markup": keyboard()},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ],
)  # fmt: skip
async def test_a_send_that_telegram_would_refuse(
    bot: Bot, chat: int, fields: dict[str, object], words: str
) -> None:
    await refused(bot(SendMessage.model_construct(chat_id=chat, **fields)), words)


async def test_what_just_fits_is_taken(bot: Bot, chat: int) -> None:
    data = "я" * 32
    sent = await bot.send_message(chat, "😀" * 2048, reply_markup=keyboard(callback_data=data))
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == data


async def test_an_edit_that_changes_nothing(bot: Bot, chat: int) -> None:
    sent = await bot.send_message(
        chat, "<b>Раз</b>", parse_mode="HTML", reply_markup=keyboard(callback_data="a")
    )
    same = bot.edit_message_text(
        "<b>Раз</b> ", chat_id=chat, message_id=sent.message_id, parse_mode="HTML",
        reply_markup=keyboard(callback_data="a"),
    )  # fmt: skip
    await refused(
        same,
        "message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message",
    )
    plain = await bot.edit_message_text("Раз", chat_id=chat, message_id=sent.message_id)
    assert plain.entities is None
    assert plain.reply_markup is None
    assert plain.edit_date is not None


async def test_edits_of_what_is_not_there_or_not_ones_own(bot: Bot, marina: Person) -> None:
    hers = await marina.sends("моё")
    await refused(
        bot.edit_message_text("x", chat_id=marina.user.id, message_id=hers.id), "message can't be edited"
    )
    await refused(
        bot.edit_message_text("x", chat_id=marina.user.id, message_id=777), "message to edit not found"
    )


async def test_deleting_ends_after_two_days(bot: Bot, chat: int, telegram: LocalTelegram) -> None:
    old = await bot.send_message(chat, "старое")
    await telegram.clock.advance(timedelta(hours=48))
    await refused(bot.delete_message(chat, old.message_id), "message can't be deleted for everyone")
    new = await bot.send_message(chat, "новое")
    assert await bot.delete_message(chat, new.message_id)
    await refused(bot.delete_message(chat, new.message_id), "message to delete not found")


async def test_a_query_is_answered_once_and_soon(bot: Bot, marina: Person, telegram: LocalTelegram) -> None:
    await marina.starts()
    await bot.send_message(marina.user.id, "?", reply_markup=keyboard(callback_data="a"))
    old = "query is too old and response timeout expired or query ID is invalid"
    await marina.presses("x")
    query = marina.queries[-1].id
    assert await bot.answer_callback_query(query, "Да")
    assert await marina.sees_toast("Да") == "Да"
    await refused(bot.answer_callback_query(query), old)
    await refused(bot.answer_callback_query("1"), old)
    await marina.presses("x")
    await telegram.clock.advance(timedelta(hours=1))
    await refused(bot.answer_callback_query(marina.queries[-1].id), old)


async def test_a_quote_must_be_a_piece_of_the_message(bot: Bot, marina: Person) -> None:
    hers = await marina.sends("он зашел в 9 и не вышел")
    quote = ReplyParameters(message_id=hers.id, quote="не вышел")
    sent = await bot.send_message(marina.user.id, "Когда?", reply_parameters=quote)
    assert sent.quote is not None
    assert (sent.quote.text, sent.quote.position) == ("не вышел", 15)
    await marina.edits(hers, "он зашел в 9")
    await refused(bot.send_message(marina.user.id, "Когда?", reply_parameters=quote), "QUOTE_TEXT_INVALID")


async def test_doors_that_are_closed(bot: Bot, marina: Person, telegram: LocalTelegram) -> None:
    await refused(bot.send_message(12345, "x"), "chat not found")
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation with a user"):
        await bot.send_message(marina.user.id, "x")
    await marina.starts()
    await marina.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(marina.user.id, "x")
    await marina.starts()
    assert await bot.send_message(marina.user.id, "x")
    marina.user.deactivated = True
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await bot.send_message(marina.user.id, "x")


@pytest.fixture
def staff(telegram: LocalTelegram) -> Group:
    return group(telegram, "Дежурные", [person(telegram, "Ольга")])


async def test_groups_that_the_bot_is_not_in(bot: Bot, staff: Group) -> None:
    await refused(bot.send_message(staff.chat.id, "x"), "chat not found")
    staff.sets_bot("member")
    sent = await bot.send_message(staff.chat.id, "x")
    await refused(
        bot.pin_chat_message(staff.chat.id, sent.message_id),
        "not enough rights to manage pinned messages in the chat",
    )
    staff.sets_bot("kicked")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(staff.chat.id, "x")


async def test_a_wrong_token_and_a_wrong_method(served: Served, bot: Bot) -> None:
    async with Bot("42:wrong", session=bot.session) as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.get_me()

    class Unheard(SendMessage):
        __api_method__ = "sendUnheardOf"

    with pytest.raises(TelegramNotFound):
        await bot(Unheard(chat_id=1, text="x"))
