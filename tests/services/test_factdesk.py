"""The fact desk: «Это устарело», corrections that two people make, notices above flows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest

from bot.core.dates import recounted
from bot.core.fact_buttons import LABEL_UNITS
from bot.core.fact_given import Unfit, Why
from bot.core.people import Role
from bot.core.say import Message
from bot.services import conversation, factflags, notices, outgoing, staff
from bot.services.conversation import Talk
from bot.storage import factlog, volunteers
from bot.storage.moments import to_ms
from bot.storage.tx import Tx
from bot.telegram.render import render_toast
from tests.services.desk_world import NOON, World
from tests.services.fact_room import LINK, FactRoom, content, texts

TODAY = date(2026, 11, 24)
NUMBER = "1.10"  # two values: phone and hours
OLD = content().facts.value("1.10.phone")


@pytest.fixture
def room(world: World) -> FactRoom:
    return FactRoom(world)


@pytest.fixture
def boss(room: FactRoom) -> str:
    return room.member(Role.ADMIN)


@pytest.fixture
def second(room: FactRoom, boss: str) -> str:
    return room.member(Role.COORDINATOR)


@pytest.fixture
def olga(room: FactRoom) -> str:
    return room.member(Role.MANAGER)


def propose(room: FactRoom, by: str, value: str = "+1 888 000 0000", link: str = LINK) -> int:
    """The whole way to a proposal; gives its row."""
    room.presses(by, f"g|fix|{NUMBER}|phone")
    room.replies(by, f"value:{NUMBER}:phone", value)
    row: int = room.world.tx(lambda tx: tx.value("SELECT max(id) FROM fact_change"))
    room.replies(by, f"link:{row}", link)
    return row


def state(room: FactRoom, row: int) -> str:
    change = room.world.store.read(factlog.get, row)
    assert change is not None
    return change.state


# --- looking -------------------------------------------------------------------------------------


def test_the_first_page_counts_and_leads_on(room: FactRoom, boss: str) -> None:
    room.types(boss, "/facts")
    assert "Ещё не сверяли" in room.heard(boss)
    assert {"g|find", "g|notices", "s|desk"} <= set(room.buttons(boss))


def test_the_desk_has_a_door_to_the_facts(room: FactRoom, olga: str) -> None:
    room.types(olga, "/desk")
    assert "g|home" in room.buttons(olga)


def test_a_fact_by_its_number_shows_all_that_is_known_of_it(room: FactRoom, boss: str, olga: str) -> None:
    room.types(boss, f"/facts {NUMBER}")
    fact = content().facts.fact(NUMBER)
    assert all(
        words in room.heard(boss) for words in (fact.about, OLD, fact.link, "Ещё не сверяли", "Где показан")
    )
    assert {f"g|fix|{NUMBER}", f"g|same|{NUMBER}", f"g|old|{NUMBER}"} <= set(room.buttons(boss))
    room.types(olga, f"/facts {NUMBER}")
    assert f"g|fix|{NUMBER}" not in room.buttons(olga)
    assert f"g|old|{NUMBER}" in room.buttons(olga)


@pytest.mark.parametrize("words", ["линия ice для родных", "ЛИНИЮ ДЛЯ РОДНЫХ", "линея родных"])
def test_a_fact_by_words_in_any_form(room: FactRoom, olga: str, words: str) -> None:
    room.types(olga, f"/facts {words}")
    assert room.heard(olga).count(NUMBER) == 1 or f"g|show|{NUMBER}" in room.buttons(olga)


def test_words_that_fit_nothing_get_a_kind_answer(room: FactRoom, olga: str) -> None:
    room.presses(olga, "g|find")
    room.replies(olga, "find", "ъъъъъ <b>")
    assert "ничего нет" in room.heard(olga)


def test_captions_fit_a_phone(room: FactRoom, boss: str) -> None:
    room.types(boss, "/facts ice")
    assert max(map(len, room.captions(boss))) <= LABEL_UNITS


@pytest.mark.parametrize(
    "data",
    ["g|show|99.99", "g|show|1.10|x", "g|yes|0", "g|yes|77", "g|fix|1.10|nope", "g|pin|5", "g|old|", "g|"],
)
def test_a_forged_or_old_button_is_refused_and_changes_nothing(room: FactRoom, boss: str, data: str) -> None:
    assert room.presses(boss, data)
    assert not room.said


def test_only_the_team_and_only_in_private(room: FactRoom, boss: str, olga: str) -> None:
    room.presses(boss, f"g|show|{NUMBER}", chat=-100)
    assert not room.said
    room.world.do(staff.deactivate, boss, olga)
    room._look()
    assert "не в команде" in room.presses(olga, "g|home")
    assert not room.said


# --- «Это устарело» ------------------------------------------------------------------------------


def shown_to(room: FactRoom, volunteer_id: str, facts: tuple[str, ...]) -> list[str]:
    person = room.person_of(volunteer_id)
    message = Message((), facts=facts)
    room.world.tx(lambda tx: outgoing.show(tx, person, message))
    row = room.world.rows(f"person:{person}")[-1]
    return [button.data for buttons in row.message.rows for button in buttons]


def test_one_of_the_team_can_mark_a_screen_that_rests_on_facts(room: FactRoom, olga: str) -> None:
    assert shown_to(room, olga, (NUMBER, "3.2")) == [f"g|old|{NUMBER},3.2"]
    assert shown_to(room, olga, ()) == []


def test_a_family_never_sees_that_button(room: FactRoom, boss: str, olga: str) -> None:
    family = room.world.person()
    room.world.tx(lambda tx: outgoing.show(tx, family, Message((), facts=(NUMBER,))))
    assert room.world.rows(f"person:{family}")[-1].message.rows == ()
    room.world.do(staff.deactivate, boss, olga)
    assert shown_to(room, olga, (NUMBER,)) == []


def test_a_screen_of_many_facts_fits_the_button(room: FactRoom, olga: str) -> None:
    (data,) = shown_to(room, olga, tuple(f"12.{n}" for n in range(100, 130)))
    assert len(data.encode()) <= 64


def test_a_word_why_reaches_every_coordinator_once_a_day(
    room: FactRoom, boss: str, second: str, olga: str
) -> None:
    room.presses(olga, f"g|old|{NUMBER},3.2")
    assert f"g|old|{NUMBER}" in room.buttons(olga)
    room.presses(olga, f"g|old|{NUMBER}")
    room.replies(olga, f"why:{NUMBER}", "телефон <b>молчит</b>")
    for leader in (boss, second):
        assert "телефон <b>молчит</b>" in room.heard(leader)
    assert "Спасибо" in room.heard(olga)
    assert room.log(f"fact:{NUMBER}") == ["fact.flagged"]
    room.presses(second, f"g|old|{NUMBER}")
    room.replies(second, f"why:{NUMBER}", "да, молчит")
    assert "молчит" not in room.heard(boss)
    room.world.now += timedelta(days=1)
    room.presses(olga, f"g|old|{NUMBER}")
    room.replies(olga, f"why:{NUMBER}", "всё ещё")
    assert "всё ещё" in room.heard(boss)


def test_no_word_or_a_story_is_asked_again(room: FactRoom, boss: str, olga: str) -> None:
    room.presses(olga, f"g|old|{NUMBER}")
    room.replies(olga, f"why:{NUMBER}", "а" * 201)
    assert "201" in room.heard(olga)
    room.replies(olga, f"why:{NUMBER}", "")
    assert "нужны слова" in room.heard(olga)
    assert room.world.store.read(factlog.open_flags) == []


def test_without_a_coordinator_the_group_learns_the_number_and_no_word(room: FactRoom, olga: str) -> None:
    room.presses(olga, f"g|old|{NUMBER}")
    room.replies(olga, f"why:{NUMBER}", "тайна")
    assert NUMBER in room.heard()
    assert not any("тайна" in plain for to, plain, _ in room.said)


def test_a_flag_stands_with_the_fact_until_it_is_corrected(
    room: FactRoom, boss: str, second: str, olga: str
) -> None:
    room.world.tx(factflags.flagged, room.house, _volunteer(room, olga), NUMBER, "молчит")
    room._look()
    room.types(boss, f"/facts {NUMBER}")
    assert "молчит" in room.heard(boss)
    room.world.now += timedelta(minutes=1)
    room.presses(second, f"g|yes|{propose(room, boss)}")
    room.types(boss, f"/facts {NUMBER}")
    assert "молчит" not in room.heard(boss)
    room.world.now += timedelta(days=91)
    room.world.tx(lambda tx: factlog.prune_flags(tx, tx.now - timedelta(days=90)))
    assert room.world.tx(lambda tx: tx.value("SELECT count(*) FROM fact_flag")) == 0


def _volunteer(room: FactRoom, volunteer_id: str) -> object:
    return room.world.store.read(volunteers.get, volunteer_id)


# --- corrections ---------------------------------------------------------------------------------


def test_a_correction_of_two_people_is_the_value_from_then_on(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    for leader in (boss, second):
        assert all(words in room.heard(leader) for words in (OLD, "+1 888 000 0000", LINK))
    assert room.book().value("1.10.phone") == OLD
    room.presses(second, f"g|yes|{row}")
    fact = room.book().fact(NUMBER)
    assert (fact.values["phone"], fact.link, fact.reviewed) == ("+1 888 000 0000", LINK, TODAY)
    assert fact.values["hours"] == content().facts.fact(NUMBER).values["hours"]
    assert "исправлен" in room.heard(boss)
    assert room.log(f"fact:{NUMBER}") == ["fact.proposed", "fact.accepted"]


def test_it_survives_a_restart(room: FactRoom, boss: str, second: str) -> None:
    room.presses(second, f"g|yes|{propose(room, boss)}")
    room.world.restart()
    assert room.book().value("1.10.phone") == "+1 888 000 0000"


def test_the_commit_wakes_whoever_shows_facts(room: FactRoom, boss: str, second: str) -> None:
    row, woken = propose(room, boss), set()

    def yes(tx: Tx) -> None:
        factlog.accept(tx, row, second, TODAY)
        woken.update(tx.touched)

    room.world.tx(yes)
    assert "facts" in woken


def test_one_cannot_confirm_ones_own_while_there_is_another(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    assert "второй человек" in room.presses(boss, f"g|yes|{row}")
    assert "второй человек" in room.presses(boss, f"g|alone|{row}")
    assert state(room, row) == "waiting"


def test_the_only_leader_confirms_by_a_second_press_and_the_log_says_so(room: FactRoom, boss: str) -> None:
    row = propose(room, boss)
    room.presses(boss, f"g|yes|{row}")
    assert state(room, row) == "waiting"
    assert "второго не было" in room.heard(boss)
    room.presses(boss, f"g|alone|{row}")
    assert state(room, row) == "accepted"
    assert room.log(f"fact:{NUMBER}")[-1] == "fact.accepted_alone"


def test_a_second_press_or_a_slower_person_changes_nothing(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    room.presses(second, f"g|yes|{row}")
    assert "уже решено" in room.presses(second, f"g|yes|{row}")
    assert "уже решено" in room.presses(boss, f"g|back|{row}")
    assert room.log(f"fact:{NUMBER}") == ["fact.proposed", "fact.accepted"]


def test_settling_takes_the_buttons_off_every_card(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    room.presses(second, f"g|no|{row}")
    cards = [message for to, _, message in room.said if message.parts[0].ref == "factdesk-change"]
    assert len(cards) == 2
    assert not any(card.rows for card in cards)
    assert "не подтвердили" in room.heard(boss)
    assert room.book().value("1.10.phone") == OLD


def test_what_one_withdraws_is_told_to_nobody(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    room.presses(boss, f"g|back|{row}")
    assert state(room, row) == "withdrawn"
    assert "Отозвано" in room.heard(second)


@pytest.mark.parametrize("verb", ["yes", "no"])
def test_whoever_left_the_team_hears_nothing_more(room: FactRoom, boss: str, second: str, verb: str) -> None:
    row = propose(room, second)
    room.world.do(staff.deactivate, boss, second)
    room._look()
    room.presses(boss, f"g|{verb}|{row}")
    assert state(room, row) in ("accepted", "refused")
    assert not room.heard(second)


def test_a_manager_cannot_correct(room: FactRoom, boss: str, second: str, olga: str) -> None:
    row = propose(room, boss)
    for data in (f"g|fix|{NUMBER}|phone", f"g|same|{NUMBER}", f"g|yes|{row}", f"g|no|{row}", f"g|look|{row}"):
        assert "координатор" in room.presses(olga, data)
    assert state(room, row) == "waiting"


@pytest.mark.parametrize(
    ("value", "answer"),
    [("", "нужны слова"), ("9" * 121, "121"), (OLD, "уже стоит"), ("\u200b\u202e", "нужны слова")],
)
def test_a_value_that_cannot_be_taken_is_asked_again(
    room: FactRoom, boss: str, value: str, answer: str
) -> None:
    room.presses(boss, f"g|fix|{NUMBER}|phone")
    room.replies(boss, f"value:{NUMBER}:phone", value)
    assert answer in room.heard(boss)
    room.replies(boss, f"value:{NUMBER}:phone", "+1 888 111 1111")
    assert "https://" in room.heard(boss)


def test_what_the_bot_counts_with_stays_a_number(room: FactRoom, boss: str) -> None:
    number, name = next(
        (number, name)
        for number, fact in content().facts.facts.items()
        for name, value in fact.values.items()
        if value.isdigit()
    )
    room.presses(boss, f"g|fix|{number}|{name}")
    room.replies(boss, f"value:{number}:{name}", "около месяца")
    assert "одни цифры" in room.heard(boss)


@pytest.mark.parametrize(
    "link",
    [
        "http://www.ice.gov/x", "www.ice.gov", "ftp://ice.gov", "https://", "https://ice", "https://a@ice.gov/x",
        'https://ice.gov/"><b>', "https://ice.gov/a https://ice.gov/b", "https://ісе.gov/x", "на сайте ICE",
        "https://ice.gov/" + "a" * 300, "https://[::1]/x", "javascript:alert(1)", "https://192.168.0.1/x",
    ],
)  # fmt: skip
def test_a_source_is_one_plain_https_page(room: FactRoom, boss: str, link: str) -> None:
    row = propose(room, boss, link=link)
    assert "одна ссылка" in room.heard(boss)
    assert state(room, row) == "draft"


def test_a_link_in_a_sentence_is_found(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss, link=f"Вот здесь: {LINK}.")
    change = room.world.store.read(factlog.get, row)
    assert change is not None
    assert change.source == LINK


def test_the_page_we_have_is_one_press(room: FactRoom, boss: str, second: str) -> None:
    room.presses(boss, f"g|same|{NUMBER}")
    (data,) = [data for data in room.buttons(boss) if data.startswith("g|page|")]
    room.presses(boss, data)
    assert "ничего не меняется" in room.heard(second)
    room.presses(second, data.replace("page", "yes"))
    fact = room.book().fact(NUMBER)
    assert (fact.reviewed, fact.values["phone"]) == (TODAY, OLD)


def test_two_do_not_correct_one_value_at_a_time(room: FactRoom, boss: str, second: str) -> None:
    propose(room, boss)
    assert "другой координатор" in room.presses(second, f"g|fix|{NUMBER}|phone")


def test_a_better_proposal_of_ones_own_takes_the_place_of_the_first(
    room: FactRoom, boss: str, second: str
) -> None:
    first, better = propose(room, boss), propose(room, boss, "+1 888 222 2222")
    assert (state(room, first), state(room, better)) == ("withdrawn", "waiting")


def test_a_value_that_moved_meanwhile_is_not_overwritten(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    book = content().facts
    fact = replace(book.fact(NUMBER), values={**book.fact(NUMBER).values, "phone": "+1 999"})
    room.knows(replace(book, facts={**book.facts, NUMBER: fact}))
    assert "поменяли" in room.presses(second, f"g|yes|{row}")
    assert state(room, row) == "waiting"


def test_a_newer_release_wins_over_an_old_correction(room: FactRoom, boss: str, second: str) -> None:
    room.presses(second, f"g|yes|{propose(room, boss)}")
    book = content().facts
    room.knows(replace(book, facts={NUMBER: replace(book.fact(NUMBER), as_of=TODAY + timedelta(days=1))}))
    assert room.book().value("1.10.phone") == OLD


def test_markup_in_a_value_is_shown_as_it_was_typed(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss, "<b>x</b> & {y}")
    assert "<b>x</b> & {y}" in room.heard(second)
    room.presses(second, f"g|yes|{row}")
    assert room.book().value("1.10.phone") == "<b>x</b> & {y}"


def test_what_was_typed_lies_sealed(room: FactRoom, boss: str) -> None:
    propose(room, boss, "Секретное-значение")
    words = room.world.tx(lambda tx: tx.value("SELECT words FROM fact_change"))
    assert "Секретное-значение".encode() not in words


# --- notices -------------------------------------------------------------------------------------

WORDS = "С 1 октября сборы изменились, <проверяем>"


def pinned(
    room: FactRoom, by: str, flow: str = "arrest", words: str = WORDS, until: str = "1 декабря"
) -> int:
    room.presses(by, f"g|notice|{flow}")
    room.replies(by, f"notice:{flow}", words)
    row: int = room.world.tx(lambda tx: tx.value("SELECT max(id) FROM flow_notice"))
    room.replies(by, f"until:{row}", until)
    room.presses(by, f"g|pin|{row}")
    return row


def screen(room: FactRoom, flow: str = "arrest") -> str:
    """The first screen of a flow, as a family sees it now."""
    family = room.world.person()
    room.world.tx(lambda tx: conversation.begin(tx, room.house, Talk(family), flow))
    room._look()
    return [plain for to, plain, _ in room.said if to == f"person:{family}"][-1]


def test_a_notice_is_the_first_paragraph_until_its_day_is_over(
    room: FactRoom, boss: str, second: str
) -> None:
    row = pinned(room, boss)
    assert WORDS in room.heard(second)
    assert room.log("flow:arrest") == ["notice.pinned"]
    assert screen(room).startswith(f"Важно, 24 ноября 2026. {WORDS}")
    assert WORDS not in screen(room, "checkin")
    room.world.now = NOON + timedelta(days=7)
    assert WORDS in screen(room)
    room.world.now = NOON + timedelta(days=8)
    assert WORDS not in screen(room)
    assert row


def test_it_can_be_taken_away_once(room: FactRoom, boss: str, second: str) -> None:
    row = pinned(room, boss)
    room.presses(second, f"g|unpin|{row}")
    assert "снято" in room.heard(boss)
    assert WORDS not in screen(room)
    assert "уже решено" in room.presses(boss, f"g|unpin|{row}")
    assert room.log("flow:arrest") == ["notice.pinned", "notice.removed"]


def test_a_new_one_takes_the_place_of_the_old(room: FactRoom, boss: str) -> None:
    old, new = pinned(room, boss), pinned(room, boss, words="Новое")
    shown = screen(room)
    assert "Новое" in shown
    assert WORDS not in shown
    assert "уже решено" in room.presses(boss, f"g|pin|{old}")
    assert "Новое" in screen(room)
    assert new > old


def test_nothing_is_shown_before_it_is_pinned(room: FactRoom, boss: str) -> None:
    room.presses(boss, "g|notice|arrest")
    room.replies(boss, "notice:arrest", WORDS)
    room.presses(boss, "g|until|1|7")
    assert WORDS in room.heard(boss)
    assert WORDS not in screen(room)


def test_a_memo_opened_in_a_flow_bears_its_notice(room: FactRoom, boss: str) -> None:
    pinned(room, boss)
    made = room.world.tx(lambda tx: notices.over(tx, room.house, ("arrest",), Message(())))
    assert made.parts[0].args["words"] == WORDS


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "нужны слова"), ("а" * 251, "251"), ("Смотрите https://ice.gov", "Ссылку"),
        ("см. ice.gov/x", "Ссылку"), ("t.me/bot", "Ссылку"),
    ],
)  # fmt: skip
def test_words_that_cannot_stand_above_a_flow(room: FactRoom, boss: str, words: str, answer: str) -> None:
    room.presses(boss, "g|notice|arrest")
    room.replies(boss, "notice:arrest", words)
    assert answer in room.heard(boss)


@pytest.mark.parametrize("day", ["вчера", "1 ноября 2026", "1 января 2030", "когда-нибудь"])
def test_a_day_that_cannot_be_is_asked_again(room: FactRoom, boss: str, day: str) -> None:
    room.presses(boss, "g|notice|arrest")
    room.replies(boss, "notice:arrest", WORDS)
    room.replies(boss, "until:1", day)
    assert "Не понял день" in room.heard(boss)


def test_managers_pin_nothing(room: FactRoom, boss: str, olga: str) -> None:
    row = pinned(room, boss)
    for data in ("g|notices", "g|flows|0", "g|notice|arrest", f"g|unpin|{row}", f"g|warn|{NUMBER}"):
        assert "координатор" in room.presses(olga, data)
    assert WORDS in screen(room)


def test_every_flow_can_be_found_in_the_list(room: FactRoom, boss: str) -> None:
    found: set[str] = set()
    for page in range(10):
        room.presses(boss, f"g|flows|{page}")
        found |= {
            data.removeprefix("g|notice|") for data in room.buttons(boss) if data.startswith("g|notice|")
        }
    assert found == set(content().library.flows)


def test_a_notice_from_a_fact_offers_the_flows_that_rest_on_it(room: FactRoom, boss: str) -> None:
    room.presses(boss, f"g|warn|{NUMBER}")
    flows = [data for data in room.buttons(boss) if data.startswith("g|notice|")]
    assert flows
    assert len(flows) < len(content().library.flows)


def test_the_board_lists_what_is_pinned(room: FactRoom, boss: str, second: str) -> None:
    row = pinned(room, boss)
    room.presses(second, "g|notices")
    assert WORDS in room.heard(second)
    assert f"g|unpin|{row}" in room.buttons(second)
    assert max(map(len, room.captions(second))) <= 40


# --- things of the house -------------------------------------------------------------------------


def test_a_command_that_is_not_allowed_is_answered_not_dropped(room: FactRoom, olga: str) -> None:
    room.types(olga, "/team")
    assert "координатор" in room.heard(olga)


def test_rows_hold_times_of_their_own(room: FactRoom, boss: str, second: str) -> None:
    row = propose(room, boss)
    room.world.now += timedelta(hours=1)
    room.presses(second, f"g|yes|{row}")
    made, decided, day = room.world.tx(
        lambda tx: tuple(tx.row("SELECT made_at, decided_at, day FROM fact_change WHERE id = ?", (row,)))
    )
    assert (made, decided, day) == (to_ms(NOON), to_ms(NOON + timedelta(hours=1)), "2026-11-24")


def test_the_day_of_a_review_is_the_teams_day(room: FactRoom, boss: str, second: str) -> None:
    room.world.now = NOON + timedelta(hours=10)  # 22:00 in New York, the next day in London
    room.presses(second, f"g|yes|{propose(room, boss)}")
    assert room.book().fact(NUMBER).reviewed == TODAY


def test_reminders_count_with_the_corrected_number(room: FactRoom, boss: str, second: str) -> None:
    rules = content().tools.dates
    name, rule = next((name, rule) for name, rule in rules.rules.items() if rule.count)
    section, item, value = rule.count.split(".")
    room.presses(boss, f"g|fix|{section}.{item}|{value}")
    room.replies(boss, f"value:{section}.{item}:{value}", "17")
    room.replies(boss, "link:1", LINK)
    room.presses(second, "g|yes|1")
    assert rules.counts[name] != 17
    assert recounted(rules, room.book()).counts[name] == 17


@pytest.mark.parametrize("why", get_args(Why))
def test_each_no_fits_into_a_pop_up(why: Why) -> None:
    message = Unfit(why, most=120, given=121).message()
    assert 0 < len(render_toast(message, texts(), content().facts, NOON)) < 200
