"""Stops, second thoughts, old buttons, long pauses, people who go: what was said stays said."""

from __future__ import annotations

from datetime import timedelta

from bot.preview.people import group
from tests.journeys.conftest import Town, joins


async def to_the_queue(town: Town) -> None:
    await town.marina.starts()
    await town.marina.presses("Задержали близкого")
    await town.marina.presses("Начать")
    await town.marina.presses("На трассе")
    await town.marina.presses("Меньше 6 часов")
    await town.marina.presses("Позвать волонтёров")
    await town.marina.sees("Заявка")


async def test_a_restart_in_the_middle_goes_on_at_the_same_question(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        await town.marina.presses("Начать")
        await town.marina.sees("Где")
    where = await town.marina.wait(lambda: town.marina.button("На трассе"), "no button")
    async with town.bot():
        await town.marina.presses("На трассе", of=where[0])
        await town.marina.sees("Когда")


async def test_what_is_pressed_while_the_bot_is_down_has_its_effect_once(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.sees("Что случилось?")
    await town.marina.presses("Задержали близкого")
    await town.marina.sends("мужа забрали")
    async with town.bot() as app:
        await town.marina.sees("ничего не подписыва")
        cases = await app.database.read(lambda tx: tx.value("SELECT count(*) FROM case_"))
        assert cases == 1


async def test_five_taps_and_no_typing_lead_to_the_queue(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        before = len(town.marina.queries)
        await to_the_queue(town)
        assert len(town.marina.queries) - before <= 5
        await town.staff.sees("P1")


async def test_back_and_another_answer(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        await town.marina.presses("Начать")
        await town.marina.presses("На трассе")
        await town.marina.presses("Назад")
        await town.marina.presses("Дома")
        await town.marina.presses("Сегодня")
        await town.marina.presses("Позвать волонтёров")
        await joins(town, town.olga)
        await town.olga.presses("Беру", where=town.staff)
        seen = await town.olga.sees("Где забрали")
        assert "Дома" in seen.text
        assert "На трассе" not in seen.text


async def test_a_button_of_an_old_screen_never_overwrites(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        old = (await town.marina.wait(lambda: town.marina.button("Начать"), "no button"))[0]
        data = next(b["callback_data"] for b in old.buttons() if b["text"] == "Начать")
        await town.marina.presses("Начать")
        await town.marina.presses("На трассе")
        await town.marina.sees("Когда")
        await town.marina.presses_data(old, data)
        await town.marina.presses_data(old, data)
        await town.marina.sees("Когда")


async def test_after_weeks_the_person_goes_on_where_they_stopped(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        await town.marina.presses("Начать")
        await town.marina.presses("На трассе")
        await town.marina.sees("Когда")
    await town.telegram.clock.advance(timedelta(days=20))
    async with town.bot():
        await town.marina.sends("/start")
        await town.marina.presses("Задержали близкого")
        await town.marina.gets("Когда")


async def test_words_between_questions_are_kept_for_the_volunteer(town: Town) -> None:
    async with town.bot():
        await to_the_queue(town)
        await town.marina.sends("забыла сказать он левша и плохо слышит")
        await town.marina.sees("Записал")
        await joins(town, town.olga)
        await town.olga.presses("Беру", where=town.staff)
        await town.olga.sees("левша")


async def test_words_of_danger_in_the_middle_of_a_flow_are_an_alarm_and_the_flow_waits(town: Town) -> None:
    async with town.bot():
        await to_the_queue(town)
        await town.marina.sends("у него диабет и нет инсулина")
        await town.marina.sees("Это срочно")
        await town.staff.sees("P0")


async def test_a_child_left_alone_wakes_the_team_though_nobody_was_called(town: Town) -> None:
    async with town.bot():
        await town.marina.starts()
        await town.marina.presses("Задержали близкого")
        await town.marina.presses("Начать")
        await town.marina.presses("На трассе")
        await town.marina.presses("Сегодня")
        await town.marina.presses("Пока без волонтёров")
        await town.marina.presses("Дети")
        await town.marina.presses("Готово")
        await town.staff.sees("P0")


async def test_the_status_line_is_one_message_and_always_true(town: Town) -> None:
    async with town.bot():
        await to_the_queue(town)
        await town.marina.sends("/status")
        await town.marina.sees("на смене")
        await joins(town, town.olga)
        await town.olga.presses("Беру", where=town.staff)
        await town.marina.sees("у волонтёра")


async def test_nobody_takes_it_and_every_rung_is_climbed(town: Town) -> None:
    async with town.bot():
        await joins(town, town.olga)
        await to_the_queue(town)
        for minutes in (11, 10, 30, 20, 40):
            await town.later(timedelta(minutes=minutes))
        await town.olga.sees("P1")
        await town.marina.sees("ещё не взяли")


async def test_silence_after_the_claim_brings_the_case_back(town: Town) -> None:
    async with town.bot():
        await joins(town, town.olga)
        await to_the_queue(town)
        await town.olga.presses("Беру", where=town.staff)
        await town.olga.sees("Где забрали")
        await town.later(timedelta(minutes=11))
        await town.later(timedelta(minutes=12))
        await town.staff.wait(lambda: town.staff.button("Беру"), "the case did not come back")


async def test_the_person_takes_the_request_back(town: Town) -> None:
    async with town.bot():
        await to_the_queue(town)
        await town.marina.presses("Отменить заявку")
        await town.marina.presses("Да")
        await town.marina.sees("отмен")


async def test_erasing_everything_says_so_and_leaves_nothing(town: Town) -> None:
    async with town.bot() as app:
        await to_the_queue(town)
        await town.marina.sends("тайное слово кенгуру")
        await town.marina.sends("/data")
        await town.marina.presses("Удалить мои данные")
        await town.marina.presses("Да, удалить")
        await town.marina.sees("Удалил")
        for table in ("person", "flow_session", "relay_message", "case_summary"):
            left = await app.database.read(lambda tx, t=table: tx.value(f"SELECT count(*) FROM {t}"))
            assert left == 0, table
        await town.marina.sends("/start")
        await town.marina.gets("Что случилось?")


async def test_erasing_the_chat_deletes_both_sides_and_keeps_the_request(town: Town) -> None:
    async with town.bot() as app:
        await to_the_queue(town)
        mine = await town.marina.sends("привет")
        await town.marina.sends("/erase")
        await town.marina.presses("Да, стереть")
        await town.marina.sees("Стёр всё")
        assert mine.deleted
        assert (
            await app.database.read(lambda tx: tx.value("SELECT count(*) FROM case_ WHERE state = 'queued'"))
            == 1
        )


async def test_the_staff_group_moves_and_the_card_follows(town: Town) -> None:
    async with town.bot():
        moved = town.staff.migrates()
        await to_the_queue(town)
        await moved.sees("P1")


async def test_a_wrong_invitation_looks_like_any_other(town: Town) -> None:
    async with town.bot():
        await town.marina.starts("v_" + "A" * 22)
        await town.marina.sees("ссылк")
        await town.marina.sends("/desk")
        assert "Ваш стол" not in town.marina.transcript(last=30)


async def test_a_stranger_in_the_group_cannot_take_a_case(town: Town) -> None:
    async with town.bot():
        await to_the_queue(town)
        town.staff.adds(town.marina)
        await town.marina.presses("Беру", where=town.staff)
        await town.marina.sees_toast()
        assert "Где забрали" not in "".join(m.text for m in town.marina.from_bot())


async def test_worse_raises_and_asks(town: Town) -> None:
    async with town.bot():
        await to_the_queue(town)
        await town.marina.presses("Стало хуже")
        await town.marina.sees("Что стало хуже")
        await town.marina.presses("Плохо со здоровьем")
        await town.staff.sees("P0")


async def test_a_foreign_group_is_left_at_once(town: Town) -> None:
    async with town.bot():
        other = group(town.telegram, "Чужая группа", [town.marina])
        other.sets_bot("member")
        await other.wait(
            lambda: (
                town.telegram.the_bot.id not in other.chat.members
                or other.chat.members[town.telegram.the_bot.id].status == "left"
                or None
            ),
            "the bot stays",
        )
