from aiogram import Bot
from aiogram.types import BufferedInputFile

from bot.preview.people import Person


async def test_a_word_reaches_the_bot_and_its_answer_the_person(bot: Bot, marina: Person) -> None:
    await marina.sends("мужа забрали")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    assert update.message.text == "мужа забрали"
    await bot.send_message(update.message.chat.id, "<b>Мне жаль.</b> Сейчас", parse_mode="HTML")
    seen = await marina.gets("Мне жаль. Сейчас")
    assert seen.content["entities"] == [{"type": "bold", "offset": 0, "length": 9}]
    assert await bot.get_updates(offset=update.update_id + 1) == []


async def test_a_file_goes_up_and_comes_down_again(bot: Bot, marina: Person) -> None:
    await marina.starts("abc")
    assert marina.messages()[-1].text == "/start abc"
    sent = await bot.send_document(marina.user.id, BufferedInputFile(b"paper", "a.pdf"), caption="вот")
    assert sent.document is not None
    assert (await bot.download(sent.document.file_id)).read() == b"paper"
