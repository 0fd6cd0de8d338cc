"""Helpers on the way, end to end: a name for the locator, a place, a word, from the menu and back."""

from __future__ import annotations

from tests.journeys.conftest import Town


async def test_a_wife_finds_spellings_a_place_and_a_word(town: Town) -> None:
    marina = town.marina
    async with town.bot():
        await marina.starts()
        await marina.presses("Другие темы")
        await marina.presses("Имя латиницей")
        await marina.sends("Щербаков Дмитрий")
        await marina.sees("DMITRII")

        await marina.presses("В начало")
        await marina.presses("Другие темы")
        await marina.presses("Детеншены и офисы ICE")
        await marina.sends("стюард джорджия")
        await marina.sees("Stewart Detention Center")
        await marina.presses("Офис ICE: Атланта")
        await marina.sees("+1 404 893 1290")

        await marina.presses("В начало")
        await marina.presses("Другие темы")
        await marina.presses("Словарь")
        await marina.sends("хабиас")
        await marina.sees("держат незаконно")
        await marina.presses("Показать английский")
        await marina.sees("habeas corpus")

        await marina.presses("В начало")
        await marina.presses("Другие темы")
        await marina.presses("Фразы по-английски")
        await marina.presses("Где мой человек")
        await marina.presses("Где мой человек?")
        await marina.sees("My husband was detained by ICE")
