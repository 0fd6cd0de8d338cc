"""Words between a family and the volunteer who took their case: both ways, nothing lost, nobody named."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.journeys.conftest import Town, joins


@pytest.fixture
async def taken(town: Town) -> AsyncIterator[Town]:
    """Марина has asked for a human, Ольга has taken the case."""
    async with town.bot():
        await joins(town, town.olga)
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        await town.marina.presses("Начать")
        await town.marina.presses("Дома")
        await town.marina.presses("Сегодня")
        await town.marina.presses("Позвать волонтёров")
        await town.olga.presses("Беру", where=town.staff)
        await town.olga.sees("Где")
        yield town


async def test_text_with_formatting_goes_both_ways_and_quotes_find_their_message(taken: Town) -> None:
    marina, olga = taken.marina, taken.olga
    mine = await marina.sends("он <b>не выходит</b> на связь", html=True)
    copy = await olga.sees("не выходит")
    assert any(entity["type"] == "bold" for entity in copy.content["entities"])
    await olga.sends("Когда звонил в последний раз?", reply_to=copy)
    asked = await marina.sees("Когда звонил")
    assert asked.reply_to is mine
    await marina.sends("вчера вечером", reply_to=asked)
    await olga.sees("вчера вечером")


async def test_a_volunteers_name_never_reaches_the_family(taken: Town) -> None:
    copy_of = taken.marina.sends
    await copy_of("вы тут?")
    copy = await taken.olga.sees("вы тут?")
    await taken.olga.sends("Да, я здесь.", reply_to=copy)
    await taken.marina.sees("Да, я здесь.")
    assert "Ольга" not in taken.marina.transcript(last=40)
    assert "Марина" not in taken.staff.transcript(last=40)


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "video_note", "sticker", "audio"])
async def test_every_kind_of_attachment_passes(taken: Town, kind: str) -> None:
    await taken.marina.sends_media(kind, caption="" if kind in ("sticker", "video_note") else "вот")
    copy = await taken.olga.wait(
        lambda: next((m for m in taken.olga.from_bot() if kind in m.content), None), f"no {kind}"
    )
    assert copy.sender is taken.telegram.the_bot


async def test_a_place_and_a_contact_pass(taken: Town) -> None:
    await taken.marina.sends_location(35.4, -97.5)
    await taken.olga.wait(
        lambda: next((m for m in taken.olga.from_bot() if "location" in m.content), None), "no place"
    )


async def test_an_album_stays_together(taken: Town) -> None:
    await taken.marina.sends_album("первая", "", "третья")

    def album() -> list[str] | None:
        kept = [m.album for m in taken.olga.from_bot() if "photo" in m.content]
        return kept if len(kept) == 3 else None

    albums = await taken.olga.wait(album, "no album of three")
    assert len(set(albums)) == 1
    assert albums[0]


async def test_a_lone_picture_of_an_album_arrives_too(taken: Town) -> None:
    await taken.marina.sends_album("одна")
    await taken.olga.wait(
        lambda: next((m for m in taken.olga.from_bot() if "photo" in m.content), None), "no picture"
    )


async def test_a_burst_arrives_whole_and_in_order(taken: Town) -> None:
    for piece in ("он звонил", "сказал что в луизиане", "и что подписал бумагу"):
        await taken.marina.sends(piece)
    await taken.olga.sees("и что подписал бумагу")
    seen = "\n".join(message.text for message in taken.olga.from_bot())
    places = [seen.index(piece) for piece in ("он звонил", "сказал что", "и что подписал")]
    assert places == sorted(places)
    assert seen.count("он звонил") == 1


async def test_an_edit_shows_both_versions(taken: Town) -> None:
    mine = await taken.marina.sends("его везут в техас")
    await taken.olga.sees("в техас")
    await taken.marina.edits(mine, "его везут в аризону")
    seen = await taken.olga.sees("в аризону")
    assert "в техас" in seen.text


async def test_a_volunteers_edit_is_seen_by_the_family(taken: Town) -> None:
    await taken.marina.sends("алло")
    copy = await taken.olga.sees("алло")
    hers = await taken.olga.sends("Звоните в 9", reply_to=copy)
    await taken.marina.sees("Звоните в 9")
    await taken.olga.edits(hers, "Звоните в 10")
    seen = await taken.marina.sees("Звоните в 10")
    assert "Звоните в 9" in seen.text


async def test_a_note_stays_with_the_team_until_it_is_sent(taken: Town) -> None:
    await taken.olga.sends("кажется, это центр в Батавии")
    await taken.olga.sees("Это заметка")
    assert "Батавии" not in taken.marina.transcript(last=40)
    await taken.olga.presses("Отправить семье")
    await taken.marina.sees("Батавии")


async def test_what_is_written_while_the_volunteer_is_off_waits_for_the_next(taken: Town) -> None:
    await taken.olga.sends("/desk")
    await taken.olga.presses("Ухожу со смены")
    await taken.marina.sends("появились новости")
    await joins(taken, taken.irina)
    await taken.irina.presses("Беру", where=taken.staff)
    await taken.irina.sees("появились новости")


async def test_a_family_that_closed_the_chat_is_known_to_be_out_of_reach(taken: Town) -> None:
    await taken.marina.sends("я тут")
    copy = await taken.olga.sees("я тут")
    await taken.marina.blocks()
    await taken.olga.sends("Есть ответ от ICE", reply_to=copy)
    await taken.olga.sees("Не доставлено")
    await taken.marina.unblocks()
    await taken.marina.sees("Есть ответ от ICE")


async def test_files_are_welcome_once_somebody_has_the_case(taken: Town) -> None:
    photo = await taken.marina.sends_media("photo", caption="решение суда")
    await taken.olga.wait(
        lambda: next((m for m in taken.olga.from_bot() if "photo" in m.content), None), "no photo"
    )
    assert not photo.deleted


async def test_what_telegram_refuses_is_told_to_the_volunteer(taken: Town) -> None:
    await taken.marina.sends("я тут")
    copy = await taken.olga.sees("я тут")
    words = "Bad Request: NEVER_SEEN_BEFORE"
    taken.telegram.faults.refuse(400, words, method="sendMessage", chat=taken.marina.user.id)
    await taken.olga.sends("Есть ответ от ICE", reply_to=copy)
    told = await taken.olga.sees("Не дошло до семьи")
    assert told.reply_to is not None
    assert "ответ от ICE" not in taken.marina.transcript(last=10)
