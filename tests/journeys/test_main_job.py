"""The main job, end to end: a family in trouble reaches a volunteer, who answers through the bot."""

from __future__ import annotations

from tests.journeys.conftest import Town, joins


async def test_a_wife_is_led_to_the_queue_and_a_volunteer_answers(town: Town) -> None:
    marina, olga = town.marina, town.olga
    async with town.bot():
        await joins(town, olga)

        await marina.sends("мужа забрали на чек-ине")
        await marina.sees("ничего не подписыва")
        await marina.presses("Начать")
        await marina.presses("На чек-ине в ICE")
        await marina.presses("Меньше 6 часов")
        await marina.presses("Позвать волонтёров")
        await marina.sees("Заявка")

        await town.staff.sees("P1")
        await olga.presses("Беру", where=town.staff)
        await olga.sees("мужа забрали на чек-ине")
        await marina.sees("волонтёр")

        said = await olga.sees("мужа забрали на чек-ине")
        await olga.sends("Здравствуйте. Я нашла офис, звоню туда.", reply_to=said)
        await marina.sees("Я нашла офис, звоню туда.")
