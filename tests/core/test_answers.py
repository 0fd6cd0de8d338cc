"""Typed answers of every other kind: what is understood, what is asked back, what is refused."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers.a_number import aloud, parse_a_number
from bot.core.answers.clean import clean, clean_line
from bot.core.answers.match import match_option
from bot.core.answers.phone import for_eyes, parse_phone
from bot.core.answers.refusal import Refusal
from bot.core.answers.time_of_day import parse_time
from bot.core.answers.us_state import CODES, parse_us_state, state_names
from bot.core.answers.words import no_answer, parse_name, parse_text
from bot.core.units import utf16


def refused(answer: str | Refusal) -> str:
    assert isinstance(answer, Refusal)
    return answer.ref.removeprefix("answers-")


# --- time


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("9:30", "09:30"), ("в 9", "09:00"), ("9 утра", "09:00"), ("9.30", "09:30"), ("9-30", "09:30"),
        ("9ч30", "09:30"), ("9 часов", "09:00"), ("девять утра", "09:00"), ("полдень", "12:00"),
        ("в полдень", "12:00"),
        ("3 дня", "15:00"), ("в 15", "15:00"), ("7 вечера", "19:00"), ("2 ночи", "02:00"), ("12 ночи",
        "00:00"),
        ("час дня", "13:00"), ("9 am", "09:00"), ("2:30 PM", "14:30"), ("12 p.m.", "12:00"), ("12 am",
        "00:00"),
        ("полдевятого", "08:30"), ("половина девятого утра", "08:30"), ("t1530", "15:30"), ("00:15", "00:15"),
    ],
)  # fmt: skip
def test_a_time_is_understood(raw, expected):
    assert parse_time(raw) == expected


@pytest.mark.parametrize(("raw", "choices"), [("в 3", ("t0300", "t1500")), ("3:30", ("t0330", "t1530"))])
def test_a_small_hour_is_asked_back(raw, choices):
    answer = parse_time(raw)
    assert refused(answer) == "time_two"
    assert isinstance(answer, Refusal)
    assert answer.choices == choices
    assert parse_time(choices[1]) == f"{choices[1][1:3]}:{choices[1][3:]}"


@pytest.mark.parametrize("raw", ["", "25:00", "9:75", "утром", "не знаю", "t9999", "9:30:15"])
def test_what_is_no_time_is_refused(raw):
    assert refused(parse_time(raw)) == "time_unclear"


# --- phone


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("202 555 0123", "+12025550123"),
        ("(202) 555-0123", "+12025550123"),
        ("1 888 351 4024", "+18883514024"),
        ("мой номер 718-555-0199", "+17185550199"),
        ("+7 916 123-45-67", "+79161234567"),
        ("8 (916) 123-45-67", "+79161234567"),
        ("79161234567", "+79161234567"),
        ("+996 555 123456", "+996555123456"),
        ("996555123456", "+996555123456"),
    ],
)
def test_a_phone_is_understood(raw, expected):
    assert parse_phone(raw) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "phone_unclear"), ("нет", "phone_unclear"), ("123", "phone_unclear"), ("111 111 1111",
        "phone_wrong"),
        ("202 555 0123 или 718 555 0199", "phone_many"), ("+999 123 456 789", "phone_wrong"),
    ],
)  # fmt: skip
def test_what_is_no_phone_is_refused(raw, why):
    assert refused(parse_phone(raw)) == why


def test_a_phone_is_shown_in_international_form():
    assert for_eyes("+12025550123") == "+1 202 555 0123"


# --- A-number


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("214567890", "214567890"),
        ("А 214-567-890", "214567890"),
        ("a214567890", "214567890"),
        ("A# 098 765 43", "009876543"),
        ("№98765432", "098765432"),
        ("1234567", "001234567"),
        ("А-номер: 214567890", "214567890"),
        ("214.567.890", "214567890"),
        ("21456789О", "214567890"),
        ("А214567890, тел. 718 555 0199", "214567890"),
    ],
)
def test_an_a_number_is_understood(raw, expected):
    assert parse_a_number(raw) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "a_number_unclear"), ("не помню", "a_number_unclear"), ("000000000", "a_number_unclear"),
        ("12345", "a_number_length"), ("7185550199", "a_number_length"), ("IOE0912345678",
        "a_number_receipt"),
        ("214567890 и 214567891", "a_number_many"),
    ],
)  # fmt: skip
def test_what_is_no_a_number_is_refused(raw, why):
    assert refused(parse_a_number(raw)) == why


def test_a_refusal_says_how_many_digits_there_were():
    answer = parse_a_number("7185550199")
    assert isinstance(answer, Refusal)
    assert answer.args == {"digits": 10}


def test_an_a_number_is_read_aloud_by_threes():
    assert aloud("214567890") == "2 1 4 — 5 6 7 — 8 9 0"


@given(
    st.integers(1, 999_999_999),
    st.sampled_from(["", "A", "А", "A-", "a# ", "А№"]),
    st.sampled_from(["", " ", "-", "."]),
)
def test_every_number_of_seven_to_nine_digits_is_read_however_it_is_grouped(number, before, between):
    digits = f"{number:07}"
    written = between.join([digits[:3], digits[3:6], digits[6:]])
    assert parse_a_number(before + written) == digits.zfill(9)


# --- state


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("TX", "TX"), ("tx", "TX"), ("ТХ", "TX"), ("Texas", "TX"), ("Техас", "TX"), ("в Техасе", "TX"),
        ("штат Техас", "TX"), ("Калифорнии", "CA"), ("Калифорнея", "CA"), ("Нью-Йорк", "NY"), ("New york",
        "NY"),
        ("Огайо", "OH"), ("Айова", "IA"), ("Айдахо", "ID"), ("юта", "UT"), ("мэн", "ME"), ("Мисури", "MO"),
        ("Миссисиппи", "MS"), ("Масачусетс", "MA"), ("Вирджиния", "VA"), ("Западная Вирджиния", "WV"),
        ("Северная Каралина", "NC"), ("штат Вашингтон", "WA"), ("округ Колумбия", "DC"), ("Пуэрто Рико",
        "PR"),
        ("Канзас", "KS"), ("Арканзас", "AR"), ("Индиана", "IN"), ("Монтана", "MT"),
    ],
)  # fmt: skip
def test_a_state_is_understood(raw, expected):
    assert parse_us_state(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Чикаго", "IL"), ("в Хьюстоне", "TX"), ("Orlando", "FL"), ("Меса", "AZ"), ("Сакраменто, Калифорния", "CA"),
        ("Portland, OR", "OR"), ("Florence, Arizona", "AZ"), ("Оклахома сити", "OK"), ("Лас-Вегас", "NV"),
    ],
)  # fmt: skip
def test_a_city_is_its_state_and_what_stands_behind_a_comma_decides(raw, expected):
    assert parse_us_state(raw) == expected


@pytest.mark.parametrize(
    ("raw", "choices"),
    [
        ("Вашингтон", ("WA", "DC")),
        ("Каролина", ("NC", "SC")),
        ("дакота", ("ND", "SD")),
        ("Каралина", ("NC", "SC")),
        ("Портленд", ("OR", "ME")),
        ("Флоренс", ("AZ", "SC")),
    ],
)
def test_a_name_of_two_states_is_asked_back(raw, choices):
    answer = parse_us_state(raw)
    assert refused(answer) == "us_state_which"
    assert isinstance(answer, Refusal)
    assert answer.choices == choices


@pytest.mark.parametrize(
    "raw", ["", "Ташкент", "Джерси сити", "Россия", "не знаю", "XX", "Дом", "возле города"]
)
def test_what_is_no_state_is_never_taken_for_one(raw):
    assert refused(parse_us_state(raw)) == "us_state_unclear"


def test_every_code_and_every_name_means_its_state():
    assert len(CODES) == 56
    for code in CODES:
        assert parse_us_state(code) == code
        assert all(parse_us_state(name) == code for name in state_names(code))


# --- names and text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Иван   Петров ", "Иван Петров"),
        ("O'Neil-Петров", "O'Neil-Петров"),
        ("\u202eIvan\u200b\u2066", "Ivan"),
        ("Иван\nПетров", "Иван Петров"),
        ("Йод", "Йод"),
        ("გიორგი", "გიორგი"),
        ("a" * 120, "a" * 120),
    ],
)
def test_a_name_is_cleaned(raw, expected):
    assert parse_name(raw) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "name_letters"),
        ("😀😀", "name_letters"),
        ("123", "name_letters"),
        ("\u200b", "name_letters"),
        ("a" * 121, "name_long"),
        ("его сняли с рейса!!! он позвонил", "name_story"),
        ("сегодня утром его увели и больше мы ничего не слышали", "name_story"),
    ],
)
def test_what_is_no_name_is_refused_kindly(raw, why):
    assert refused(parse_name(raw)) == why


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Не знаю", "$unknown"),
        ("незнаю!", "$unknown"),
        ("Пропустить", "$skip"),
        ("Незнаев", None),
        ("", None),
    ],
)
def test_words_instead_of_an_answer_are_known(raw, expected):
    assert no_answer(raw) == expected


def test_text_is_counted_in_utf16_units():
    assert parse_text("😀" * 1750) == "😀" * 1750
    answer = parse_text("😀" * 1751)
    assert refused(answer) == "text_long"
    assert isinstance(answer, Refusal)
    assert answer.args == {"max": 3500, "over": 2}


def test_empty_text_is_refused():
    assert refused(parse_text(" \u200b\n ")) == "text_empty"


# --- cleaning


def test_lines_and_joined_emoji_stay():
    family = "👨\u200d👩\u200d👧"
    assert clean(f"первая\r\n{family}\tвторая\u2028третья") == f"первая\n{family} вторая\nтретья"


def test_marks_piled_up_are_cut_to_four():
    assert clean("а" + "\u0323" * 30) == "а" + "\u0323" * 4


HIDDEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]")


@given(st.text(st.characters(), max_size=60))
def test_nothing_invisible_is_left_and_cleaning_twice_is_cleaning_once(text):
    cleaned = clean(text)
    assert not HIDDEN.search(cleaned)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in cleaned)
    assert clean(cleaned) == cleaned
    assert utf16(clean_line(text)) <= utf16(cleaned)


# --- buttons typed as words

LABELS = {
    "road": "На трассе, в траке",
    "home": "Дома",
    "checkin": "🏛 На чек-ине в ICE",
    "order": "Ордер есть",
    "none": "Ордера нет",
    "unknown": "Не знаю",
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("На трассе, в траке", "road"), ("на трасе в траке", "road"), ("ДОМА!", "home"),
        ("на чекине в ice", "checkin"), ("на чекине", "checkin"), ("на чек-ине", "checkin"), ("на т", None),
        ("незнаю", "unknown"), ("не знаю", "unknown"), ("ордера нет", "none"), ("ордер есть", "order"),
        ("", None), ("дом", None), ("чек", None), ("знаю", None), ("ордер", None), ("ордер не есть", None),
        ("его забрали вчера на трассе в траке", None), ("нет", None), ("да", None),
    ],
)  # fmt: skip
def test_typed_words_match_a_button_exactly_or_nearly_or_not_at_all(typed, expected):
    assert match_option(LABELS, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("на трассе", "road"), ("В траке", "road"), ("финикс", "mesa"), ("меса", "mesa"), ("отвечает", "works"),
        ("аризона", None), ("есть", None), ("молчит", None), ("сегодня", None), ("трасса", None),
    ],
)  # fmt: skip
def test_one_of_the_things_a_button_names_is_that_button_unless_another_names_it_or_it_says_but(
    typed, expected
):
    labels = {
        "road": "На трассе, в траке", "mesa": "Меса или Финикс, Аризона", "florence": "Флоренс, Аризона",
        "works": "Есть, отвечает", "silent": "Есть, но молчит", "earlier": "Сегодня, но раньше",
    }  # fmt: skip
    assert match_option(labels, typed) == expected


def test_yes_and_no_match_the_only_button_that_begins_so():
    labels = {"danger": "Да, нужна срочная помощь", "calm": "Нет, всё спокойно"}
    assert match_option(labels, "Да") == "danger"
    assert match_option(labels, "нет") == "calm"
    assert match_option(labels | {"other": "Да, но потом"}, "да") is None


@given(st.text(max_size=30))
def test_no_text_makes_any_reader_raise(raw):
    for reader in (parse_time, parse_phone, parse_a_number, parse_us_state, parse_name, parse_text):
        answer = reader(raw)
        assert isinstance(answer, (str, Refusal))
    match_option(LABELS, raw)


def test_a_refusal_never_repeats_what_was_typed():
    raw = "жщъ 12345 жщъ"
    for reader in (parse_time, parse_phone, parse_a_number, parse_us_state):
        assert "жщъ" not in repr(reader(raw))
        assert "12345" not in repr(reader(raw))
