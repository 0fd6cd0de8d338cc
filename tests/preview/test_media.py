"""Files by upload and by file_id, albums, copies, and what people send."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from bot.preview.people import Person, person
from bot.preview.telegram import LocalTelegram


@pytest.fixture
async def chat(marina: Person) -> int:
    await marina.starts()
    return marina.user.id


async def test_a_file_goes_up_comes_down_and_goes_on_by_its_id(bot: Bot, chat: int, marina: Person) -> None:
    sent = await bot.send_document(chat, BufferedInputFile(b"paper", "a.pdf"), caption="вот")
    assert sent.document is not None
    assert (await bot.download(sent.document.file_id)).read() == b"paper"
    again = await bot.send_document(chat, sent.document.file_id)
    assert again.document == sent.document
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(chat, sent.document.file_id)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(chat, "unknown")


@pytest.mark.parametrize(
    "kind", ["photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker"]
)
async def test_every_kind_arrives_and_is_copied_without_its_author(
    bot: Bot, chat: int, telegram: LocalTelegram, marina: Person, kind: str
) -> None:
    olga = person(telegram, "Ольга")
    await olga.starts()
    hers = await marina.sends_media(kind, data=b"1")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.content_type == kind
    copied = await bot.copy_message(olga.user.id, chat, hers.id)
    seen = olga.last()
    assert (seen.id, seen.media, seen.origin) == (copied.message_id, kind, None)
    assert "Марина" not in str(seen.view())


async def test_an_album_stays_together_both_ways(bot: Bot, chat: int, marina: Person) -> None:
    await marina.sends_album("раз", "", "три")
    updates = [u.message for u in (await bot.get_updates())[1:] if u.message]
    assert len({m.media_group_id for m in updates}) == 1
    assert [m.caption for m in updates] == ["раз", None, "три"]
    assert all(m.photo for m in updates)
    photos = [InputMediaPhoto(media=m.photo[-1].file_id) for m in updates if m.photo]
    back = await bot.send_media_group(
        chat, [*photos, InputMediaPhoto(media=BufferedInputFile(b"4", "4.jpg"))]
    )
    assert len({m.media_group_id for m in back} - {None}) == 1
    assert [m.media for m in marina.from_bot()] == ["photo"] * 4
    with pytest.raises(TelegramBadRequest, match="2 to 10 media"):
        await bot.send_media_group(chat, photos[:1])
    mixed = [photos[0], InputMediaDocument(media=BufferedInputFile(b"5", "5.pdf"))]
    with pytest.raises(TelegramBadRequest, match="can't use the media of the specified type"):
        await bot.send_media_group(chat, mixed)


async def test_a_copied_album_keeps_its_group(bot: Bot, chat: int, marina: Person) -> None:
    album = await marina.sends_album("раз", "два")
    await bot.copy_messages(chat, chat, [m.id for m in album])
    copies = marina.from_bot()
    assert len(copies) == 2
    assert copies[0].album == copies[1].album != album[0].album


async def test_a_file_over_twenty_megabytes_cannot_be_fetched(bot: Bot, chat: int, marina: Person) -> None:
    film = await marina.sends_media("video", size=30_000_000)
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(film.content["video"]["file_id"])
    assert await bot.copy_message(chat, chat, film.id)


async def test_protected_messages_are_neither_copied_nor_forwarded(bot: Bot, chat: int) -> None:
    sent = await bot.send_message(chat, "тайна", protect_content=True)
    with pytest.raises(TelegramBadRequest, match="message can't be copied"):
        await bot.copy_message(chat, chat, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message can't be forwarded"):
        await bot.forward_message(chat, chat, sent.message_id)


async def test_a_forward_names_its_author_and_a_caption_may_be_replaced(
    bot: Bot, chat: int, marina: Person
) -> None:
    photo = await marina.sends_media("photo", "было")
    forwarded = await bot.forward_message(chat, chat, photo.id)
    assert forwarded.forward_origin is not None
    await bot.copy_message(chat, chat, photo.id, caption="<i>стало</i>", parse_mode="HTML")
    assert marina.last().text == "стало"
    await bot.copy_message(chat, chat, photo.id)
    assert marina.last().text == "было"


async def test_contacts_places_and_a_poll(bot: Bot, chat: int, marina: Person) -> None:
    await marina.shares_contact()
    await marina.sends_location()
    await marina.sends_raw({"dice": {"emoji": "🎲", "value": 3}})
    contact, place, dice = [u.message for u in (await bot.get_updates())[1:]]
    assert contact is not None
    assert contact.contact is not None
    assert contact.contact.user_id == marina.user.id
    assert place is not None
    assert place.location is not None
    assert dice is not None
    assert dice.content_type == "dice"
    assert (await bot.send_location(chat, 38.5, -121.4)).location is not None
    assert (await bot.send_contact(chat, "+1555", "ICE")).contact is not None
