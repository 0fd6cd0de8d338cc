"""Free words that answer no question are understood, or kept without losing the question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.cases import Outcome, State
from bot.core.ops import Delete
from bot.core.say import Button
from bot.services import conversation, desk, outgoing
from bot.storage import people, seen
from bot.storage.database import Tx
from bot.storage.remembered import remember
from tests.services.desk_world import Row
from tests.services.street import Street

MOTHER = "Сын Андрей арестован в США. Я мама. Живу в России. Куда обратиться?"


def screens(street: Street, account: int) -> list[Row]:
    """Messages of ours to a person, the newest last."""
    rows = street.world.rows(f"person:{street.id_of(account)}")
    return [row for row in rows if hasattr(row.op, "message")]


def buttons(row: Row) -> list[Button]:
    return [button for line in row.op.message.rows for button in line]


def shown(street: Street, account: int) -> list[str]:
    """References of the newest message to a person, part by part."""
    return list(screens(street, account)[-1].refs)


def labels(street: Street, account: int) -> list[str]:
    """Under the newest message to a person."""
    return [button.label for button in buttons(screens(street, account)[-1])]


def taps(street: Street, account: int, label: str) -> None:
    """A press of a button whose label ends so, of the newest message that has one."""
    every = (one for row in reversed(screens(street, account)) for one in buttons(row))
    street.presses(account, str(next(one.data for one in every if one.label.endswith(label))))


def at(street: Street, account: int) -> str:
    """The step on a person's screen."""
    stored = street.world.tx(conversation.current, street.id_of(account))
    return str(stored.state["shown"]) if stored else ""


def is_safe(street: Street, account: int) -> bool:
    person = street.world.tx(people.get, street.id_of(account))
    assert person is not None
    return bool(person.safe)


def test_the_question_about_russia_is_asked_again_after_further_words(street: Street) -> None:
    mother = street.family()
    street.says(mother, MOTHER)
    street.says(mother, "Я английский не знаю")
    street.says(mother, "у меня телеграм плохо грузит")
    assert shown(street, mother) == ["start-where_kept", "start-russia"]
    street.says(mother, kind="voice")
    assert shown(street, mother) == ["start-first_voice", "start-russia"]
    street.presses(mother, "w|inside|arrest")
    assert is_safe(street, mother)


@pytest.mark.parametrize(
    ("words", "safe"),
    [("Я в России", True), ("да", True), ("В Перми", True), ("Я не в России", False), ("нет", False)],
)
def test_the_question_about_russia_may_be_answered_in_words(street: Street, words: str, safe: bool) -> None:
    mother = street.family()
    street.says(mother, MOTHER)
    street.says(mother, words)
    assert is_safe(street, mother) == safe
    assert "start-russia" not in shown(street, mother)


def test_the_question_about_russia_lapses(street: Street) -> None:
    mother = street.family()
    street.says(mother, MOTHER)
    street.world.now += timedelta(hours=1)
    street.says(mother, "добрый день")
    assert shown(street, mother) == ["start-menu"]


def test_somebody_in_the_middle_of_a_flow_who_names_russia_is_asked_too(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    street.says(mother, "я из Перми, мне звонить дорого")
    assert shown(street, mother) == ["start-russia"]
    street.presses(mother, "w|outside|arrest")
    assert at(street, mother) == "support"


def test_a_tool_that_words_ask_for_opens(street: Street) -> None:
    mother = street.family()
    street.says(mother, "Я английский не знаю")
    assert shown(street, mother) == ["start-phrases"]


@pytest.mark.parametrize("words", ["консульство нам поможет?", "Можно ли позвонить в посольство?"])
def test_who_asks_about_the_consulate_is_warned_and_wakes_nobody(street: Street, words: str) -> None:
    mother = street.family()
    street.says(mother, words)
    assert "start-consulate" in street.refs(f"person:{street.id_of(mother)}")
    assert shown(street, mother) == ["start-menu"]
    assert street.world.tx(conversation.current, street.id_of(mother)) is None


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("стереть переписку", "privacy-erase_chat"),
        ("удалите мои данные", "privacy-erase_data"),
        ("мои заявки", "status-none"),
        ("в начало", "start-menu"),
        ("я волонтёр", "start-volunteer"),
        ("спасибо", "start-fine"),
    ],
)
def test_wishes_about_the_bot_are_granted_in_words(street: Street, words: str, ref: str) -> None:
    mother = street.family()
    street.says(mother, words)
    assert shown(street, mother) == [ref]


def test_a_human_is_called_in_words_even_where_a_name_is_asked(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|find")
    street.says(mother, "Есть имя и фамилия")
    assert at(street, mother) == "name"
    street.says(mother, "нужен человек")
    assert street.case(mother).state is State.QUEUED


def test_who_calls_a_human_while_one_is_there_is_heard_by_them_and_hears_so(street: Street) -> None:
    mother, (helper, volunteer) = street.family(), street.helper()
    street.takes(helper, street.asks(mother))
    street.says(mother, "нужен человек")
    assert shown(street, mother) == ["start-human"]
    assert "нужен человек" in street.heard(f"volunteer:{volunteer}")


def test_the_flow_that_asks_what_is_worse_asks_alone(street: Street) -> None:
    mother = street.family()
    street.asks(mother)
    street.presses(mother, "n|worse")
    assert at(street, mother) == "what"
    assert "queue-worse" not in street.refs(f"person:{street.id_of(mother)}")


def test_where_a_question_is_open_a_longer_text_is_an_answer_and_no_wish(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|find")
    street.says(mother, "Близкий звонил сам")
    street.says(mother, "сначала была большая камера, потом везли")
    assert at(street, mother) == "facility/facility"


def test_do_not_know_may_be_typed_where_several_can_be_chosen(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    for words in ("начать", "дома", "не знаю", "пока без волонтёров", "не знаю"):
        street.says(mother, words)
    assert at(street, mother) == "order"


def test_who_asks_for_news_in_the_middle_of_a_flow_hears_of_the_request(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    street.says(mother, "/human")
    street.says(mother, "здравствуйте, есть ли новости?")
    assert shown(street, mother)[0].startswith("status-")
    street.says(mother, "есть новости: его перевели")
    assert shown(street, mother)[0] == "common-kept"


def test_the_rule_about_papers_stays_where_the_screen_moves_on(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    street.says(mother, kind="photo")
    refs = street.refs(f"person:{street.id_of(mother)}")
    assert refs[-2] == "start-first_photo"
    assert shown(street, mother) == ["common-go_on", "arrest-support"]


def test_back_and_the_buttons_of_a_task_may_be_typed(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    street.says(mother, "начать")
    street.says(mother, "назад")
    assert at(street, mother) == "support"


def test_an_hour_ago_is_no_wish_to_go_back(street: Street) -> None:
    wife = street.family()
    street.presses(wife, "m|arrest")
    street.says(wife, "начать")
    street.says(wife, "час назад говорю вам")
    assert at(street, wife) == "where"


@pytest.mark.parametrize("words", ["час назад", "Вчера вечером", "сегодня утром", "неделю назад"])
def test_when_it_was_may_be_said_as_people_say_it(street: Street, words: str) -> None:
    wife = street.family()
    street.presses(wife, "m|arrest")
    for said in ("начать", "федерал плаза", words):
        street.says(wife, said)
    assert at(street, wife) == "offer"


def test_a_flow_that_was_guessed_has_a_way_out(street: Street) -> None:
    wife = street.family()
    street.says(wife, "мужа забрали вчера, где его искать")
    assert shown(street, wife)[0] == "start-guess"
    assert labels(street, wife)[-1] == "start-guess.wrong"
    street.presses(wife, "m|wrong")
    assert shown(street, wife)[-1] == "start-menu"


def test_the_card_tells_where_it_happened(street: Street) -> None:
    wife = street.family()
    street.presses(wife, "m|arrest")
    for said in ("начать", "на трассе"):
        street.says(wife, said)
    assert street.case(wife).stage == "arrest-where.road"


def test_few_words_go_on_from_the_ones_before(street: Street) -> None:
    wife = street.family()
    street.says(wife, "забрали")
    street.says(wife, "на чекине")
    assert at(street, wife) == "support"


def test_the_first_urgent_word_asks_what_happens_now(street: Street) -> None:
    wife = street.family()
    street.says(wife, "увозят")
    assert shown(street, wife) == ["start-urgent"]
    assert labels(street, wife)[-1] == "common-human"


def test_words_of_another_hour_are_not_added(street: Street) -> None:
    wife = street.family()
    street.says(wife, "забрали")
    street.world.now += timedelta(hours=1)
    street.says(wife, "на чекине")
    assert at(street, wife) == "what"


def test_an_alarm_in_passing_names_its_own_button(street: Street) -> None:
    wife = street.family()
    street.presses(wife, "m|checkin_prepare")
    street.says(wife, "муж зашол отметится и не вышел")
    assert shown(street, wife)[0] == "start-kept_now"


def test_who_is_not_in_the_us_is_asked_about_russia_once(street: Street) -> None:
    mother = street.family()
    street.presses(mother, "m|arrest")
    for words in ("начать", "дома", "не знаю", "позвать волонтёров"):
        street.says(mother, words)
    taps(street, mother, "next")
    taps(street, mother, "far")
    taps(street, mother, "common-done")
    street.says(mother, "не знаю")
    assert shown(street, mother) == ["start-russia_far"]
    street.presses(mother, "w|inside|arrest")
    assert is_safe(street, mother)
    street.presses(mother, "w|inside|arrest")
    assert street.refs(f"person:{street.id_of(mother)}").count("start-russia_inside") == 1
    street.presses(mother, "m|arrest")
    assert at(street, mother) == "far/caller"
    assert "start-russia_far" not in shown(street, mother)


def test_the_near_days_stay_on_buttons_where_a_date_was_not_read(street: Street) -> None:
    wife = street.family()
    street.presses(wife, "m|checkin_prepare")
    street.says(wife, "Ордера нет")
    street.says(wife, "скоро уже")
    assert "answers-day.tomorrow" in labels(street, wife)


def test_one_nudge_comes_of_what_was_spoken_in_last(street: Street) -> None:
    wife = street.family()
    street.presses(wife, "m|arrest")
    street.says(wife, "начать")
    street.presses(wife, "n|worse")
    street.says(wife, "Говорят о рейсе")
    street.fires(hours=30)
    nudges = [ref for ref in street.refs(f"person:{street.id_of(wife)}") if ref.endswith("-flow.nudge")]
    assert nudges == ["flight-flow.nudge"]


def test_nobody_is_nudged_where_the_team_has_finished(street: Street) -> None:
    wife, (helper, volunteer) = street.family(), street.helper()
    street.presses(wife, "m|arrest")
    street.says(wife, "начать")
    case = street.asks(wife)
    street.takes(helper, case)
    street.says(wife, "дома")
    street.world.do(desk.resolve, volunteer, case.id, Outcome.ANSWERED)
    street.fires(hours=30)
    assert not [r for r in street.refs(f"person:{street.id_of(wife)}") if r.endswith("-flow.nudge")]


def test_words_without_a_meaning_get_the_start_with_a_human(street: Street) -> None:
    mother = street.family()
    street.says(mother, "подскажите как быть дальше с этим")
    assert shown(street, mother) == ["start-not_understood", "start-menu"]
    assert labels(street, mother)[-1] == "common-human"


def test_who_has_no_request_is_given_the_buttons_that_the_words_name(street: Street) -> None:
    mother = street.family()
    street.says(mother, "/status")
    assert labels(street, mother) == ["common-human", "common-home"]


def test_words_in_a_flow_keep_its_question_on_the_screen_with_a_way_to_what_they_are_about(
    street: Street,
) -> None:
    wife = street.family()
    street.presses(wife, "m|arrest")
    street.says(wife, "адвокат трубку не берет")
    assert shown(street, wife) == ["common-kept_other", "arrest-support"]
    assert labels(street, wife)[0] == "arrest-support.begin"
    assert labels(street, wife)[-1] == "lawyer-flow.title"


def test_a_screen_that_is_shown_again_stands_in_the_chat_once(street: Street) -> None:
    wife = street.family()
    street.presses(wife, "m|arrest")
    dest, name = f"person:{street.id_of(wife)}", outgoing.screen_name(street.id_of(wife))
    street.world.tx(lambda tx: _was_sent(tx, dest, name))
    street.says(wife, "ребенок в машине плачет")
    assert Delete(50) in [row.op for row in street.world.rows(dest)]


def _was_sent(tx: Tx, dest: str, name: str) -> None:
    remember(tx, dest, name, 50)
    seen.note(tx, dest, 50)


@pytest.mark.parametrize("sign", ["Сказали собрать вещи", "Уже в транзите, в аэропорту"])
def test_who_was_told_to_pack_is_not_led_where_rumours_go(street: Street, sign: str) -> None:
    partner = street.family()
    street.presses(partner, "m|flight")
    street.says(partner, "не знаю")
    offered = [label for label in labels(street, partner) if label.startswith("flight-signs.")]
    assert sign in [street.house.label(label) for label in offered]
    taps(street, partner, "packed")
    taps(street, partner, "common-done")
    assert at(street, partner) == "where"
