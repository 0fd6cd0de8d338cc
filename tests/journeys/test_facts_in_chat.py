"""Facts in the chat: marked as old by a volunteer, corrected by two, seen by families at once; notices."""

from __future__ import annotations

from datetime import timedelta

from bot.preview.messages import Message
from bot.preview.people import Person
from tests.journeys.conftest import Town, joins

OLD, NEW = "+1 888 351 4024", "+1 888 000 7777"
PAGE = "https://www.ice.gov/new-line"


async def corrects(boss: Person, value: str = NEW) -> None:
    """To the proposal, with its source."""
    await boss.sends("/facts 1.10")
    await boss.presses("Исправить")
    await boss.presses("phone")
    asked = await boss.gets("как правильно")
    await boss.replies(asked, value)
    asked = await boss.gets("официальную страницу")
    await boss.replies(asked, PAGE)
    await boss.gets("Станет")


async def looks_at_the_line(person: Person) -> Message:
    """Opens a flow whose first screen shows the line of ICE."""
    await person.sends("/start")
    menu = await person.gets("Что случилось")
    await person.presses_data(menu, "m|family_child")

    def line() -> Message | None:  # not the one of the last time, whose buttons go about now
        return next((one for one in person.from_bot() if one.id >= menu.id and "📞" in one.text), None)

    return await person.wait(line, "no line")


async def test_two_coordinators_correct_a_phone_and_a_family_sees_it_at_once(town: Town) -> None:
    boss, irina, marina = town.boss, town.irina, town.marina
    async with town.bot():
        await joins(town, irina, "Координатора")
        assert OLD in (await looks_at_the_line(marina)).text

        await corrects(boss)
        seen = await irina.gets(NEW)
        assert OLD in seen.text
        assert PAGE in seen.text
        await irina.presses("Верно, показать людям")
        await boss.gets("исправлен")

        await irina.sends("/facts 1.10")
        await irina.gets("Сверено 24 ноября 2026")
        shown = await looks_at_the_line(marina)
        assert NEW in shown.text
        assert OLD not in shown.text
    async with town.bot() as app:
        assert NEW in (await looks_at_the_line(marina)).text
        assert app.content.texts.facts.fact("1.10").link == PAGE


async def test_the_only_coordinator_confirms_by_a_second_press(town: Town) -> None:
    boss = town.boss
    async with town.bot() as app:
        await boss.sends("/desk")
        await boss.presses("Факты")
        await corrects(boss)
        await boss.presses("Верно, показать людям")
        await boss.gets("второго не было")
        await boss.presses("Подтверждаю без второго")
        await boss.gets("исправлен")
        assert app.content.texts.facts.value("1.10.phone") == NEW


async def test_a_volunteer_marks_what_is_old_on_a_screen_they_look_at(town: Town) -> None:
    boss, olga = town.boss, town.olga
    async with town.bot():
        await joins(town, olga)
        await olga.sends("/desk")
        await olga.presses("Я здесь как близкий")
        await olga.presses("Задержали близкого")
        await olga.presses("Это устарело")
        asked = await olga.gets("одним словом")
        await olga.replies(asked, "отменили")
        await olga.gets("Спасибо")
        seen = await boss.gets("отменили")
        assert "Ольга" not in seen.text
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        await town.marina.sees("ничего не подписывай")
        assert "Это устарело" not in town.marina.captions()


async def test_a_notice_stands_above_a_flow_until_its_day(town: Town) -> None:
    boss, marina = town.boss, town.marina
    words = "С 1 октября сборы изменились, проверяем"
    async with town.bot():
        await boss.sends("/facts")
        await boss.presses("Предупреждения")
        await boss.presses("Написать предупреждение")
        await boss.presses("Задержали близкого")
        asked = await boss.gets("что людям надо знать")
        await boss.replies(asked, words)
        await boss.presses("На 7 дней")
        await boss.presses("Показать людям")
        await boss.gets("показано людям")

        await marina.starts()
        await marina.presses("Задержали близкого")
        seen = await marina.gets(words)
        assert seen.text.startswith("Важно, 24 ноября 2026.")
        await marina.presses("Начать")
        await marina.gets(words)
        await town.later(timedelta(days=8))
        await marina.sends("/start")
        menu = await marina.gets("Что случилось")
        await marina.presses("Задержали близкого", of=menu)
        seen = await marina.wait(lambda: "Мне жаль" in menu.text and menu, "the flow did not open")
        assert words not in seen.text
