"""Whatever comes first, the answer is kind and right, and nothing is lost."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Town

FIRST = [
    ("voice", "Голосовые я не слушаю"),
    ("photo", "Фото паспорта"),
    ("document", "Файлы с документами"),
    ("sticker", "Я рядом"),
    ("video_note", "Видео я не смотрю"),
]


@pytest.mark.parametrize(("kind", "answer"), FIRST)
async def test_a_first_message_that_is_no_text_gets_its_own_answer(
    town: Town, kind: str, answer: str
) -> None:
    async with town.bot():
        await town.marina.sends_media(kind)
        seen = await town.marina.sees(answer)
        assert "Задержали близкого" in [button["text"] for button in seen.buttons()]


async def test_a_photo_of_papers_is_taken_out_of_the_chat_and_its_words_are_kept(town: Town) -> None:
    async with town.bot() as app:
        photo = await town.marina.sends_media("photo", caption="это его паспорт")
        await town.marina.sees("Фото паспорта")
        await town.marina.wait(lambda: photo.deleted or None, "the photo is still there")
        kept = await app.database.read(
            lambda tx: [row["kind"] for row in tx.rows("SELECT kind FROM relay_message")]
        )
        assert kept == ["text"]


async def test_an_album_is_answered_once(town: Town) -> None:
    async with town.bot():
        await town.marina.sends_album("раз", "", "")
        await town.marina.sees("Фото паспорта")
        await town.marina.sends("/start")
        await town.marina.sees("Что случилось?")
        assert sum("Фото паспорта" in message.text for message in town.marina.from_bot()) == 1


async def test_a_greeting_is_met_with_the_menu(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("здравствуйте")
        await town.marina.sees("Что случилось?")


async def test_despair_gets_its_own_screen_and_a_human_called_from_it_is_called_at_once(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("я больше не хочу жить")
        await town.marina.sees("988")
        await town.marina.presses("Нужен человек")
        await town.staff.sees("P0")


async def test_the_rules_for_russia_stay_in_the_chat(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("Добрый день!Сын арестован в США.Я мама.Живу в России.Куда мне обратиться?")
        await town.marina.presses("Я в России")
        rules = await town.marina.sees("Не пишите о нас")
        await town.marina.presses("Задержали близкого")
        await town.marina.sees("ничего не подписыва")
        assert not rules.deleted
        assert "Не пишите о нас" in rules.text
        assert not any("url" in button for m in town.marina.from_bot() for button in m.buttons())


async def test_words_of_a_flight_open_the_flow_and_wake_the_team_before_any_question(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("его завтра депортируют чартером из месы помогите")
        await town.marina.sees("Времени мало")
        await town.staff.sees("P0")


async def test_urgent_words_that_do_not_say_what_are_met_with_the_urgent_doors(town: Town) -> None:
    async with town.bot() as app:
        await town.marina.sends("увозят")
        await town.marina.sees("Что происходит прямо сейчас?")
        assert town.marina.captions()[:2] == ["Увозят, сажают на рейс", "Агенты рядом, сейчас"]
        cases = await app.database.read(lambda tx: tx.rows("SELECT id FROM case_"))
        assert cases == []  # nobody is woken before the tap


async def test_agents_away_from_home_are_met_with_words_that_fit_any_place(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("маму ведут по лестнице суда люди в масках")
        await town.marina.sees("В другом месте?")
        await town.marina.sees("Близкого уводят? Крикните: ничего не подписывай!")
        await town.staff.sees("P0")


async def test_the_likeliest_urgent_door_is_the_first(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("адвокат шепнул что айс в коридоре")
        await town.marina.sees("Что происходит прямо сейчас?")
        assert town.marina.captions()[:2] == ["Агенты рядом, сейчас", "Увозят, сажают на рейс"]


@pytest.mark.parametrize(
    ("door", "screen"),
    [
        ("Увозят, сажают на рейс", "Времени мало"),
        ("Агенты рядом, сейчас", "Они за дверью? Не открывайте."),
        ("Жизнь в опасности", "?"),
        ("Ребёнок один, без взрослых", "?"),
    ],
)
async def test_one_tap_on_an_urgent_door_opens_it_and_wakes_the_team(
    town: Town, door: str, screen: str
) -> None:
    async with town.bot():
        await town.marina.sends("увозят")
        await town.marina.presses(door)
        await town.marina.sees(screen)
        await town.staff.sees("P0")


async def test_words_from_the_counter_open_its_own_screen_once_and_wake_the_team(town: Town) -> None:
    async with town.bot():
        await town.marina.sends("сказали снять шнурки и серьги")
        await town.marina.sees("Ничего не подписывайте")
        await town.staff.sees("P0")
        await town.marina.sends("меня не выпускают из офиса ice, 26 federal plaza")
        await town.marina.sees("Записал")


async def test_urgent_words_in_the_middle_of_a_flow_lead_to_the_urgent_doors(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Скоро чек-ин")
        await town.marina.sends("стучат")
        await town.marina.presses("Это происходит сейчас")
        await town.marina.sees("Что происходит прямо сейчас?")


async def test_every_door_of_the_menus_leads_somewhere(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.sees("Что случилось?")
        doors = town.marina.captions()
        await town.marina.presses("Другие темы")
        await town.marina.sees("О чём вы хотите узнать?")
        doors += town.marina.captions()
        for door in doors:
            if door in ("В начало", "Нужен человек", "Другие темы"):
                continue
            await town.marina.sends("/start")
            await town.marina.wait(
                lambda: (
                    "Другие темы" in town.marina.captions()
                    or "Есть новости" in town.marina.captions()
                    or None
                ),
                "no menu",
            )
            if "Есть новости" in town.marina.captions():
                await town.marina.presses("Другой вопрос")
                await town.marina.wait(lambda: "Другие темы" in town.marina.captions() or None, "no menu")
            if door not in town.marina.captions():
                await town.marina.presses("Другие темы")
                await town.marina.wait(
                    lambda door=door: door in town.marina.captions() or None, f"no door {door}"
                )
            await town.marina.presses(door)
            await town.marina.wait(
                lambda door=door: door not in town.marina.captions() or None, f"«{door}» leads nowhere"
            )
