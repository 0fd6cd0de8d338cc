"""The helpers as a person meets them: a door, a question, an answer, a card, the way back."""

from __future__ import annotations

import pytest

from bot.core.tools import buttons
from tests.tools.conftest import Room, buttons_of, datas, said
from tests.tools.content import content, texts


def every_button(room: Room, start: list[str], most: int = 400) -> int:
    """Presses every ``k|`` button that can be reached; each screen is rendered strictly."""
    seen, waiting = set(start), list(start)
    while waiting and len(seen) < most:
        for data in datas(room.presses(waiting.pop())):
            if data.startswith("k|") and data not in seen:
                seen.add(data)
                waiting.append(data)
    return len(seen)


def test_every_screen_of_phrases_and_airports_can_be_shown(room: Room) -> None:
    assert every_button(room, ["k|phrases", "k|airports", "k|dates"]) > 60


def test_every_phrase_stands_in_one_group() -> None:
    box, phrases = content().tools, content().library.phrases
    placed = [number for group in box.groups for number in box.phrases_of(group, phrases)]
    assert sorted(placed) == sorted(phrases)
    assert len(phrases) >= 32


def test_every_term_and_its_english_can_be_shown(room: Room) -> None:
    for name, term in content().tools.glossary.entries.items():
        plain = room.presses(buttons.card("t", name))
        assert not [button for button in buttons_of(plain) if button.copy]
        english = room.presses(buttons.card("te", name))
        assert term.english in said(english)
        assert [button.copy for button in buttons_of(english) if button.copy] == [term.english]


def test_every_centre_and_office_has_a_card(room: Room) -> None:
    directory = content().tools.directory
    for name, place in directory.facilities.items():
        card = room.presses(buttons.card("f", name))
        words = said(card)
        assert place.name in words
        assert (place.operator or "Держит: нет") in words or place.operator is None
        assert ("Федеральный суд" in words) == (place.court is not None)
        assert buttons.card("o", place.office) in datas(card)
        assert ("m|flight" in datas(card)) == ("staging" in place.notes)
    for name, office in directory.offices.items():
        words = said(room.presses(buttons.card("o", name)))
        assert office.address in words
        assert ("не было" in words) == (office.phone is None)
        assert (office.phone or "") in words
        assert (office.checkin or "") in words


def test_every_button_with_a_place_is_short_enough_for_a_phone(room: Room) -> None:
    directory = content().tools.directory
    shown = [
        room.presses(buttons.listing("fl", code, page)) for code in directory.states() for page in (0, 1, 2)
    ]
    labels = {texts().label_at(b.label, b.args, room.now) for one in shown for b in buttons_of(one)}
    assert len(labels) > 80
    assert [label for label in labels if len(label) > 28] == []


def test_an_office_tells_the_hour_there_and_when_the_line_opens(room: Room) -> None:
    words = said(room.presses("k|o|pho"))
    assert "Сейчас там 10:00" in words
    assert "Открыта до 20:00 по Нью-Йорку" in words
    room.later(hours=10)
    words = said(room.presses("k|o|pho"))
    assert "Откроется: среда, 25 ноября, 08:00 по Нью-Йорку" in words
    assert "Москве" not in words


def test_somebody_in_russia_is_told_the_hour_in_moscow_and_gets_no_links(room: Room) -> None:
    room.presses("w|inside|")
    room.later(hours=10)
    shown = room.presses("k|o|pho")
    assert "У вас это 16:00 по Москве" in said(shown)
    assert shown[0].linkless


def test_a_name_is_spelled_with_a_button_for_each(room: Room) -> None:
    room.door("names")
    shown = room.types("Щербакова Ксения Сергеевна")
    copies = [button.copy for button in buttons_of(shown) if button.copy]
    assert copies[0] == "KSENIIA SHCHERBAKOVA"
    assert len(copies) <= 6
    words = said(shown)
    assert "SERGEEVNA" in words
    assert "SHCHERBAKOV" in words
    assert "источник" in words


def test_after_one_answer_the_next_text_is_no_name(room: Room) -> None:
    room.door("names")
    room.types("Иван Петров")
    assert "PETROV" not in said(room.types("Сергей Петров"))


def test_a_story_after_the_question_is_a_story(room: Room) -> None:
    room.door("names")
    shown = room.types(
        "мужа забрали на чек-ине вчера утром, он пошёл один и не вышел, телефон молчит, что делать"
    )
    assert "ZABRALI" not in said(shown)
    assert "k|ask|names" not in datas(shown)


def test_what_is_no_name_is_asked_again(room: Room) -> None:
    room.door("names")
    assert "Пример" in said(room.types("12345"))
    assert "PETROV" in said(room.types("Петров Иван"))


def test_the_question_lapses(room: Room) -> None:
    room.door("names")
    room.later(minutes=31)
    assert "PETROV" not in said(room.types("Петров Иван"))


@pytest.mark.parametrize("elsewhere", ["m|home", "m|other", "k|phrases", "n|home"])
def test_whoever_goes_elsewhere_is_no_longer_asked(room: Room, elsewhere: str) -> None:
    room.door("names")
    room.presses(elsewhere)
    assert "PETROV" not in said(room.types("Петров Иван"))


def test_a_birth_date_is_turned_round_and_read_aloud(room: Room) -> None:
    room.presses("k|ask|birth")
    shown = room.types("03.04.1990")
    words = said(shown)
    assert "04/03/1990" in words
    assert "3 апреля 1990" in words
    assert "ЭЙприл — зиро сри — уан найн найн зиро" in words


def test_a_birth_date_that_cannot_be_is_asked_again(room: Room) -> None:
    room.presses("k|ask|birth")
    assert "Дата рождения" in said(room.types("завтра"))
    assert "04/03/1990" in said(room.types("3 апреля 1990"))


def test_an_a_number_is_read_digit_by_digit(room: Room) -> None:
    room.presses("k|ask|a_number")
    shown = room.types("A 214 567 890")
    words = said(shown)
    assert "2 1 4 — 5 6 7 — 8 9 0" in words
    assert "ту, уан, фор — файв, сикс, сэвен — эйт, найн, зиро" in words
    assert [button.copy for button in buttons_of(shown) if button.copy] == ["214567890"]


def test_a_place_is_found_by_a_misspelt_name(room: Room) -> None:
    room.door("directory")
    assert "Stewart Detention Center" in said(room.types("стюард"))
    assert "Winn" in said(room.types("вин луизиана"))  # the question stays open


def test_a_doubtful_place_is_asked_back_with_three_at_most(room: Room) -> None:
    room.door("directory")
    shown = room.types("флоренс")
    cards = [data for data in datas(shown) if data.startswith(("k|f|", "k|o|"))]
    assert 1 < len(cards) <= 3


def test_a_state_gives_all_its_places(room: Room) -> None:
    room.door("directory")
    shown = room.types("Техас")
    pages = [data for data in datas(shown) if data.startswith("k|fl|TX")]
    assert pages == ["k|fl|TX|1"]
    found = {
        data
        for page in range(3)
        for data in datas(room.presses(f"k|fl|TX|{page}"))
        if data.startswith("k|f|")
    }
    assert len(found) == 18
    assert "k|o|dal" in datas(shown)


def test_a_place_that_is_not_in_the_list_says_so(room: Room) -> None:
    room.door("directory")
    assert "нет" in said(room.types("Хогвартс"))


def test_the_name_of_a_staging_place_is_no_alarm_after_the_question_but_words_of_a_flight_are(
    room: Room,
) -> None:
    room.door("directory")
    shown = room.types("Александрия")
    assert "Alexandria Staging Facility" in said(shown)
    assert "m|flight" in datas(shown)
    assert "Это срочно" in said(room.types("его везут в аэропорт, сегодня депортация, собрали вещи"))


def test_a_term_is_found_in_any_spelling(room: Room) -> None:
    room.door("glossary")
    assert "держат незаконно" in said(room.types("хабиас"))
    assert "Что из этого" in said(room.types("ордер"))


def test_a_word_that_is_no_term_is_asked_again(room: Room) -> None:
    room.door("glossary")
    assert "Такого слова у меня нет" in said(room.types("борщ"))
    assert "держат незаконно" in said(room.types("хабиас"))


def test_after_an_answer_only_a_plain_word_is_taken_and_only_for_minutes(room: Room) -> None:
    room.door("directory")
    room.types("стюарт")
    assert "Такого места" not in said(room.types("спасибо вам"))
    room.door("directory")
    room.types("стюарт")
    room.later(minutes=6)
    assert "Krome" not in said(room.types("Кром"))


def test_words_of_despair_and_replies_are_never_taken(room: Room) -> None:
    room.door("glossary")
    assert "988" in said(room.types("жить не хочу"))
    room.door("names")
    assert "PETROV" not in said(room.types("Петров Иван", reply_to=1))


def test_words_that_are_no_term_go_where_words_go(room: Room) -> None:
    room.door("glossary")
    shown = room.types("мне нужен адвокат для мужа")
    assert "Такого слова" not in said(shown)


def test_a_term_leads_on_to_its_flow(room: Room) -> None:
    assert "m|habeas" in datas(room.presses("k|t|habeas"))


def test_a_button_of_what_is_gone_shows_the_glossary_not_silence(room: Room) -> None:
    assert room.presses("k|t|no_such_term")
    assert room.presses("k|pl|no_such_group|0")
    assert room.presses("k|f|no_such_place")


def test_in_a_flow_every_helper_leads_back_to_the_step(room: Room) -> None:
    room.door("arrest")
    assert "n|cur" in datas(room.presses("k|phrases"))
    assert "n|cur" in datas(room.presses("k|t|bond"))


def test_before_any_flow_there_is_no_step_to_go_back_to(room: Room) -> None:
    assert "n|cur" not in datas(room.door("glossary"))
