"""The handle of a person: what journeys are written with."""

import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.types import InaccessibleMessage

from bot.preview.acts import CannotDo
from bot.preview.people import Person
from bot.preview.telegram import LocalTelegram


def buttons(*row: dict[str, object]) -> dict[str, object]:
    return {"inline_keyboard": [list(row)]}


async def test_waiting_ends_when_the_words_come(bot: Bot, marina: Person) -> None:
    await marina.sends("мужа забрали")
    answer = asyncio.ensure_future(marina.gets("Мне жаль"))
    await asyncio.sleep(0)
    await bot.send_message(marina.user.id, "Мне жаль.")
    assert (await answer).text == "Мне жаль."


async def test_waiting_in_vain_says_what_is_there(bot: Bot, marina: Person) -> None:
    await marina.sends("мужа забрали")
    await bot.send_message(marina.user.id, "Что?", reply_markup=buttons({"text": "Да", "callback_data": "y"}))
    with pytest.raises(AssertionError, match=r"does not see «Нет»[\s\S]*мужа забрали[\s\S]*\[Да\]"):
        await marina.sees("Нет", seconds=0.01)


async def test_gets_overlooks_what_was_there_before(bot: Bot, marina: Person) -> None:
    await marina.starts()
    shown = await bot.send_message(marina.user.id, "Готово")
    await marina.sends("ещё")
    assert await marina.sees("Готово")
    with pytest.raises(AssertionError):
        await marina.gets("Готово", seconds=0.01)
    await bot.edit_message_text("Готово снова", chat_id=marina.user.id, message_id=shown.message_id)
    assert await marina.gets("Готово")


async def test_each_kind_of_button_does_what_it_does(bot: Bot, marina: Person) -> None:
    await marina.starts()
    await bot.send_message(
        marina.user.id, "?",
        reply_markup=buttons(
            {"text": "Адрес", "url": "https://ice.gov/x"},
            {"text": "Номер", "copy_text": {"text": "A214567890"}},
            {"text": "Снова", "url": f"https://t.me/{(await bot.get_me()).username}?start=i_77"},
            {"text": "Беда", "callback_data": "bad", "style": "danger"},
        ),
    )  # fmt: skip
    assert (await marina.presses("Адрес")).url == "https://ice.gov/x"
    await marina.presses("Номер")
    assert marina.user.clipboard == "A214567890"
    await marina.presses("Снова")
    assert marina.messages()[-1].text == "/start i_77"
    assert (await marina.presses("Беда")).query is not None
    with pytest.raises(AssertionError, match="no button «Нет такой»"):
        await marina.presses("Нет такой", seconds=0.01)


async def test_a_reply_keyboard_sends_words_or_ones_number(bot: Bot, marina: Person) -> None:
    await marina.starts()
    board = {
        "keyboard": [[{"text": "Мой номер", "request_contact": True}, {"text": "Пропустить"}]],
        "one_time_keyboard": True,
    }
    await bot.send_message(marina.user.id, "Телефон?", reply_markup=board)  # type: ignore[arg-type]
    sent = await marina.presses_reply("Мой номер")
    assert sent.content["contact"]["phone_number"] == marina.user.phone
    assert marina.chat.reply_keyboard is None
    await bot.send_message(marina.user.id, "Ещё?", reply_markup=board)  # type: ignore[arg-type]
    assert (await marina.presses_reply("Пропустить")).text == "Пропустить"
    await bot.send_message(marina.user.id, "Всё", reply_markup={"remove_keyboard": True})  # type: ignore[arg-type]
    assert marina.chat.reply_keyboard is None


async def test_a_button_outlives_its_message(bot: Bot, marina: Person) -> None:
    await marina.starts()
    sent = await bot.send_message(
        marina.user.id, "?", reply_markup=buttons({"text": "Да", "callback_data": "y"})
    )
    message = marina.last()
    await bot.delete_message(marina.user.id, sent.message_id)
    await marina.presses_data(message, "y")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert isinstance(query.message, InaccessibleMessage)


async def test_formatting_quotes_and_edits(bot: Bot, marina: Person) -> None:
    await marina.starts()
    await bot.send_message(marina.user.id, "Где он сейчас?")
    await marina.replies(marina.last(), "в <Sacramento>", quote="Где он")
    bold = await marina.sends("<b>срочно</b>", html=True)
    await marina.edits(bold, "уже нет")
    _, reply, sent, edited = await bot.get_updates()
    assert reply.message is not None
    assert reply.message.quote is not None
    assert (reply.message.quote.text, reply.message.text) == ("Где он", "в <Sacramento>")
    assert sent.message is not None
    assert sent.message.html_text == "<b>срочно</b>"
    assert edited.edited_message is not None
    assert edited.edited_message.text == "уже нет"
    assert bold.versions[0]["text"] == "срочно"


async def test_blocking_is_told_and_starting_again_unblocks(bot: Bot, marina: Person) -> None:
    await marina.starts()
    await marina.blocks()
    with pytest.raises(CannotDo, match="blocked"):
        await marina.sends("x")
    await marina.starts("снова")
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [c.new_chat_member.status for c in changes] == ["kicked", "member"]


async def test_a_text_too_long_for_one_message_goes_as_two(bot: Bot, marina: Person) -> None:
    await marina.sends("я" * 5000)
    updates = await bot.get_updates()
    assert [len(u.message.text or "") for u in updates if u.message] == [4096, 904]


async def test_the_clock_moves_by_hand_and_calls_who_wants_to_know(telegram: LocalTelegram) -> None:
    before, heard = telegram.clock.now(), []

    async def hook(now: object) -> None:
        heard.append(now)

    telegram.clock.on_advance(hook)
    await telegram.clock.advance(timedelta(hours=1))
    assert heard == [before + timedelta(hours=1)] == [telegram.clock.now()]
    with pytest.raises(ValueError, match="forward"):
        await telegram.clock.advance(timedelta(hours=-1))


async def test_typing_and_reactions_are_seen(bot: Bot, marina: Person, telegram: LocalTelegram) -> None:
    hers = await marina.sends("x")
    await bot.send_chat_action(marina.user.id, "typing")
    assert telegram.changes.since(telegram.changes.last - 1)[0].kind == "typing"
    await bot.set_message_reaction(marina.user.id, hers.id, [{"type": "emoji", "emoji": "👀"}])  # type: ignore[list-item]
    assert list(hers.reactions.values()) == [[{"type": "emoji", "emoji": "👀"}]]
