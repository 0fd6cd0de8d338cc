"""The volunteer's desk: take, hand back with a line, finish, call a translator, join and leave the team."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.preview.messages import Message
from bot.preview.people import Person
from tests.journeys.conftest import Town, joins
from tests.journeys.test_nothing_is_lost import to_the_queue


@pytest.fixture
async def shift(town: Town) -> AsyncIterator[Town]:
    """Ольга and Ирина are at work, Марина waits in the queue."""
    async with town.bot():
        await joins(town, town.olga)
        await joins(town, town.irina)
        await to_the_queue(town)
        yield town


async def test_the_second_to_press_learns_who_was_faster(shift: Town) -> None:
    card, button = await shift.staff.wait(lambda: shift.staff.button("Беру"), "no card")
    await shift.olga.presses("Беру", of=card)
    await shift.olga.sees("Где забрали")
    await shift.irina.presses_data(card, button["callback_data"])
    toast = await shift.irina.sees_toast()
    assert "О" in toast
    assert "Где забрали" not in shift.irina.transcript(last=40)


async def test_handing_back_needs_a_line_and_the_next_one_reads_the_case(shift: Town) -> None:
    old = await takes(shift, shift.olga)
    await hands_back(shift)
    await takes(shift, shift.irina, after=old)
    await shift.irina.sees("Где забрали")


async def test_a_card_that_is_late_refuses_its_old_button_and_then_has_a_new_one(shift: Town) -> None:
    late = shift.telegram.faults.hang(method="editMessageText", chat=shift.staff.chat.id)
    old = await takes(shift, shift.olga)
    await hands_back(shift)
    card, _ = await shift.staff.wait(lambda: shift.staff.button("Беру"), "no card")
    await shift.irina.presses_data(card, old)
    await shift.irina.sees_toast("Кнопка старая")
    assert late.struck == 1
    late.released.set()
    await takes(shift, shift.irina, after=old)
    await shift.irina.sees("Где забрали")


async def takes(shift: Town, who: Person, *, after: str = "") -> str:
    """Presses «Беру» on the card, once it is another one than `after`; gives what the button carries."""

    def fresh() -> tuple[Message, str] | None:
        found = shift.staff.button("Беру")
        return (found[0], found[1]["callback_data"]) if found and found[1]["callback_data"] != after else None

    card, data = await shift.staff.wait(fresh, "no card for the next one")
    await who.presses_data(card, data)
    return data


async def hands_back(shift: Town) -> None:
    """Ольга gives the case back with a line."""
    await shift.olga.presses("Вернуть в очередь")
    question = await shift.olga.sees("Ответьте на это сообщение одной строкой")
    await shift.olga.replies(question, "звонила в округ, ждём ответа")
    await shift.olga.sees("больше не на вас")


async def test_taking_the_next_one_gives_the_most_urgent(shift: Town) -> None:
    await shift.olga.sends("/desk")
    await shift.olga.presses("Взять следующее")
    await shift.olga.sees("Где забрали")


async def test_finishing_asks_how_it_ended_and_tells_the_family(shift: Town) -> None:
    await shift.olga.presses("Беру", where=shift.staff)
    await shift.olga.presses("Завершить")
    await shift.olga.sees("Чем закончилась")
    await shift.olga.presses("адвокат")
    await shift.marina.sees("сделано")


async def test_putting_off_tells_the_family_the_day(shift: Town) -> None:
    await shift.olga.presses("Беру", where=shift.staff)
    await shift.olga.presses("Отложить")
    await shift.olga.sees("На сколько отложить")
    await shift.olga.presses("На день")
    await shift.marina.sees("25 ноября")


async def test_a_translator_takes_the_second_seat_and_reads_the_details(shift: Town) -> None:
    await joins_as_translator(shift)
    await shift.olga.presses("Беру", where=shift.staff)
    await shift.olga.presses("Позвать переводчика")
    await shift.boss.sees("переводчик")


async def joins_as_translator(town: Town) -> None:
    await town.boss.sends("/desk")
    await town.boss.presses("Пригласить")
    await town.boss.presses("Переводчика")
    await town.boss.gets("t.me/")


async def test_a_coordinator_without_a_seat_says_why_before_reading(shift: Town) -> None:
    await shift.olga.presses("Беру", where=shift.staff)
    details, _ = await shift.olga.wait(lambda: shift.olga.button("Завершить"), "no details")
    case = details.buttons()[0]["callback_data"].split("|")[2]
    await shift.boss.presses_data(shift.boss.last(), f"q|details|{case}|1")
    question = await shift.boss.sees("зачем открыть")
    assert "На трассе" not in shift.boss.transcript(last=40)
    await shift.boss.replies(question, "Ольга заболела")
    await shift.boss.sees("Где забрали")


async def test_whoever_leaves_the_team_loses_the_cases_at_once(shift: Town) -> None:
    await shift.olga.presses("Беру", where=shift.staff)
    await shift.olga.sees("Где забрали")
    await shift.boss.sends("/team")
    await shift.boss.sees("Ольга")
    await shift.boss.presses("Отключить: О")
    await shift.boss.presses("Да, отключить")
    await shift.staff.wait(lambda: shift.staff.button("Беру"), "the case is not back")
    await shift.olga.sends("/desk")
    await shift.olga.sees("Такой команды у меня нет")


async def test_the_family_reads_no_name_and_the_group_reads_no_word(shift: Town) -> None:
    await shift.olga.presses("Беру", where=shift.staff)
    await shift.marina.sends("секретное слово жираф")
    await shift.olga.sees("жираф")
    assert "жираф" not in shift.staff.transcript(last=40)
    assert "Марина" not in shift.staff.transcript(last=40)
    assert "Ольга" not in shift.marina.transcript(last=40)


async def test_a_person_in_quiet_mode_is_written_to_without_a_sound(shift: Town) -> None:
    await shift.marina.sends("/data")
    await shift.marina.presses("Включить тихий режим")
    await shift.marina.sends("/start")
    seen = await shift.marina.gets("Что нового")
    assert seen.silent
