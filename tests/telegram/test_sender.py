"""The sender: what is put arrives, in its order and its form, once."""

from __future__ import annotations

from aiogram import Bot

from bot.core import ops
from bot.core.ops import Lane
from bot.core.say import Button, say
from bot.preview.people import Person
from bot.preview.telegram import LocalTelegram
from bot.storage import msgmap, outbox
from bot.storage.database import Database
from tests.telegram.doubles import until
from tests.telegram.post import Post, posting, texts

YES = Button("Да", data="f|1")


async def test_rows_of_one_chat_arrive_in_order(bot: Bot, database: Database, marina: Person) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        for n in range(20):
            await post.put(dest, str(n))
        await post.drained()
    assert texts(marina) == [str(n) for n in range(20)]


async def test_chats_do_not_wait_for_each_other(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person, oleg: Person
) -> None:
    async with posting(bot, database) as post:
        slow, quick = await post.person(marina), await post.person(oleg)
        hanging = telegram.faults.hang(method="sendMessage", chat=marina.user.id)
        await post.put(slow, "slow")
        await until(lambda: hanging.struck == 1)
        await post.put(quick, "quick")
        await oleg.sees("quick")
        assert texts(marina) == []
        hanging.released.set()
        await post.drained()


async def test_the_urgent_leaves_first(bot: Bot, database: Database, marina: Person, oleg: Person) -> None:
    post = Post(bot, database)
    dest = await post.person(marina)
    for lane in reversed(Lane):
        await post.put(dest, lane.name, lane)
    async with posting(bot, database):
        await post.drained()
    assert texts(marina) == ["ALARM", "CASE", "PERSON", "CARD", "COSMETIC"]


async def test_buttons_and_answers_to_presses(bot: Bot, database: Database, marina: Person) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, ops.Send(say("where", (YES,))))
        await marina.presses("Да")
        await post.passing(ops.Toast(marina.queries[-1].id, say("saved")))
        await marina.sees_toast("saved")
        await post.drained()


async def test_a_remembered_message_is_sent_once_and_then_edited(
    bot: Bot, database: Database, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        for words in ("waiting", "soon", "here"):
            await post.put(dest, ops.EditRemembered(say(words), "status:c1"), Lane.CARD)
            await post.drained()
    assert texts(marina) == ["here"]


async def test_an_edit_that_changes_nothing_is_success(bot: Bot, database: Database, marina: Person) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, "same")
        await post.drained()
        await post.put(dest, ops.Edit(say("same"), marina.last().id, remember="screen"))
        await post.drained()
        assert await post.troubles() == []
        assert await database.read(outbox.remembered, dest, "screen") == marina.last().id


async def test_a_message_that_cannot_be_edited_is_sent_anew(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, ops.EditRemembered(say("old"), "card:c1"))
        await post.drained()
        telegram.remove(marina.last())
        await post.put(dest, ops.EditRemembered(say("new"), "card:c1"))
        await post.drained()
        assert texts(marina) == ["new"]
        assert await database.read(outbox.remembered, dest, "card:c1") == marina.last().id


async def test_relayed_words_keep_their_formatting_and_their_pair(
    bot: Bot, database: Database, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        words = ops.Words(
            "А <важно> Б",
            entities=({"type": "bold", "offset": 2, "length": 7},),
            header=say("header"),
            footer=say("footer", (YES,)),
            map_from="volunteer:v|42",
        )
        await post.put(dest, words, case_id="c1")
        await post.drained()
        (pair,) = await database.read(msgmap.copies_of, "volunteer:v", 42)
    seen = marina.last()
    assert seen.text == "header\n\nА <важно> Б\n\nfooter"
    assert seen.content["entities"] == [{"type": "bold", "offset": 10, "length": 7}]
    assert (pair.dst_dest, pair.dst_msg) == (dest, seen.id)
    assert marina.captions() == ["Да"]


async def test_media_is_copied_under_its_header(
    bot: Bot, database: Database, marina: Person, oleg: Person
) -> None:
    async with posting(bot, database) as post:
        source, dest = await post.person(oleg), await post.person(marina)
        photo = await oleg.sends_media("photo", "паспорт")
        await post.put(dest, ops.Copy(source, photo.id, header=say("header")))
        await post.drained()
    assert [message.text for message in marina.from_bot()] == ["header", "паспорт"]


async def test_an_album_arrives_as_one(bot: Bot, database: Database, marina: Person, oleg: Person) -> None:
    async with posting(bot, database) as post:
        await post.person(oleg)
        dest = await post.person(marina)
        album = await oleg.sends_album("раз", "два")
        files = [message.content["photo"][-1]["file_id"] for message in album]
        items = tuple(
            ops.AlbumItem("photo", file, caption, map_from=f"person:x|{n}")
            for n, (file, caption) in enumerate(zip(files, ("раз", "два"), strict=True))
        )
        await post.put(dest, ops.Album(items, header=say("header")), case_id="c1")
        await post.drained()
        pairs = await database.read(msgmap.of_case, "c1")
    assert texts(marina) == ["header", "раз", "два"]
    assert [pair.src_msg for pair in pairs] == [0, 1]


async def test_deleting_and_stripping_and_pinning(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, ops.Send(say("pinned", (YES,)), remember="status"))
        await post.put(dest, ops.Pin("status"))
        await post.put(dest, "gone")
        await post.drained()
        pinned, gone = marina.from_bot()
        await post.put(dest, ops.Strip(pinned.id))
        await post.put(dest, ops.Delete(gone.id))
        await post.drained()
        assert await post.troubles() == []
    assert texts(marina) == ["pinned"]
    assert not pinned.buttons()
    assert marina.chat.pinned == [pinned.id]


async def test_what_can_no_longer_be_deleted_is_blanked(
    bot: Bot, database: Database, telegram: LocalTelegram, marina: Person
) -> None:
    async with posting(bot, database) as post:
        dest = await post.person(marina)
        await post.put(dest, "слова")
        await post.drained()
        telegram.faults.refuse(400, "Bad Request: message can't be deleted", method="deleteMessage")
        await post.put(dest, ops.Delete(marina.last().id))
        await post.drained()
    assert texts(marina) == ["common-removed"]
