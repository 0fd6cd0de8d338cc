"""Helpers beside the flows: dates that follow from a date, a name in Latin letters, a place found."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.conftest import Town


async def test_a_check_in_day_is_offered_as_a_reminder_and_comes_without_a_word_of_the_subject(
    town: Town,
) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Скоро чек-ин")
        await town.marina.presses("Готовлюсь")
        await town.marina.presses("Ордера нет")
        await town.marina.wait(
            lambda: "Пропустить" in town.marina.captions() or None, "no question of the day"
        )
        await town.marina.sends("15 декабря")
        await town.marina.sees("Напомнить заранее")
        await town.marina.presses("Напоминать мне")
        await town.marina.sees("Напомню")
        await town.later(timedelta(days=14, hours=2))
        seen = await town.marina.gets("просили напомнить")
        assert "ICE" not in seen.text
        assert "чек-ин" not in seen.text


async def test_a_name_is_spelt_as_the_locator_may_have_it(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Другие темы")
        await town.marina.presses("Найти человека")
        await town.marina.presses("имя")
        await town.marina.gets("Как зовут")
        await town.marina.sends("Юлия Щербакова")
        await town.marina.gets("родился")
        await town.marina.presses("Пропустить")
        await town.marina.presses("Показать написания")
        await town.marina.sees("SHCHERBAKOVA")


async def test_a_term_that_is_asked_about_is_explained_at_once_and_the_question_stays(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("что такое хабеас?")
        await town.marina.gets("держат незаконно")
        await town.marina.sends("/start")
        await town.marina.presses("Скоро чек-ин")
        await town.marina.presses("Готовлюсь")
        await town.marina.gets("Есть ордер")
        await town.marina.sends("а что такое детеншен")
        await town.marina.gets("Иммиграционная тюрьма")
        await town.marina.presses("Вернуться к шагу")
        await town.marina.gets("Есть ордер")
