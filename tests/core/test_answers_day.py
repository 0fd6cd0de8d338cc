"""Dates as people write them. Today is Tuesday, 24 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answers.day import parse_date
from bot.core.answers.refusal import Refusal

TODAY = date(2026, 11, 24)
SOON = (TODAY, TODAY + timedelta(days=365))
LATELY = (TODAY - timedelta(days=60), TODAY)


def refused(answer: str | Refusal) -> str:
    assert isinstance(answer, Refusal)
    return answer.ref.removeprefix("answers-date_")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("сегодня", "2026-11-24"),
        ("Сегодня!", "2026-11-24"),
        ("севодня", "2026-11-24"),
        ("завтра", "2026-11-25"),
        ("послезавтра", "2026-11-26"),
        ("послезавтра в 9 утра", "2026-11-26"),
        ("завтра в 9", "2026-11-25"),
        ("завтра утром", "2026-11-25"),
        ("12 декабря, 9:30 am", "2026-12-12"),
        ("12/12/2026 at 9:00 AM", "2026-12-12"),
        ("вчера", "2026-11-23"),
        ("позавчера", "2026-11-22"),
        ("today", "2026-11-24"),
        ("12 декабря", "2026-12-12"),
        ("12 дек", "2026-12-12"),
        ("12 дек.", "2026-12-12"),
        ("12-го декабря 2026 г.", "2026-12-12"),
        ("12 декабря 2026 года", "2026-12-12"),
        ("12 декобря", "2026-12-12"),
        ("пятое апреля 1990 года", "1990-04-05"),
        ("двадцать третьего мая 2026", "2026-05-23"),
        ("тридцать первое декабря", "2026-12-31"),
        ("Третье марта 1963 г.", "1963-03-03"),
        ("5 мая", "2027-05-05"),
        ("1 сентебря", "2026-09-01"),
        ("December 12", "2026-12-12"),
        ("Dec 12, 2026", "2026-12-12"),
        ("12th December 2026", "2026-12-12"),
        ("12.12.2026", "2026-12-12"),
        ("12.12.26", "2026-12-12"),
        ("3.4", "2027-04-03"),
        ("12/12", "2026-12-12"),
        ("12/25/2026", "2026-12-25"),
        ("25/12/2026", "2026-12-25"),
        ("12-25-2026", "2026-12-25"),
        ("2026-12-12", "2026-12-12"),
        ("d20261212", "2026-12-12"),
        ("31.01.90", "1990-01-31"),
        ("через 3 дня", "2026-11-27"),
        ("через три дня", "2026-11-27"),
        ("через неделю", "2026-12-01"),
        ("через месяц", "2026-12-24"),
        ("2 недели назад", "2026-11-10"),
        ("неделю назад", "2026-11-17"),
        ("месяц назад", "2026-10-24"),
        ("12 числа", "2026-11-12"),
        ("12-го", "2026-11-12"),
        ("29 февраля", "2028-02-29"),
    ],
)
def test_a_date_is_understood(raw, expected):
    if raw == "29 февраля":
        assert parse_date(raw, date(2027, 12, 1)) == expected
    else:
        assert parse_date(raw, TODAY) == expected


@pytest.mark.parametrize(
    ("raw", "limits", "expected"),
    [
        ("в четверг", SOON, "2026-11-26"),
        ("в четверг", LATELY, "2026-11-19"),
        ("чт", SOON, "2026-11-26"),
        ("в прошлый четверг", (None, None), "2026-11-19"),
        ("в следующую пятницу", (None, None), "2026-11-27"),
        ("во вторник", LATELY, "2026-11-24"),
        ("в среду", SOON, "2026-11-25"),
        ("5 марта", LATELY, "too_late"),
        ("5 марта", SOON, "2027-03-05"),
        ("20 ноября", LATELY, "2026-11-20"),
        ("20 ноября", SOON, "2027-11-20"),
        ("11/12", LATELY, "2026-11-12"),
        ("12 числа", SOON, "2026-12-12"),
        ("завтра", LATELY, "too_late"),
        ("вчера", SOON, "too_early"),
        ("01.01.2020", LATELY, "too_early"),
    ],
)
def test_limits_decide_between_readings_and_refuse_the_rest(raw, limits, expected):
    answer = parse_date(raw, TODAY, *limits)
    assert (answer if isinstance(answer, str) else refused(answer)) == expected


@pytest.mark.parametrize(
    ("raw", "choices"),
    [
        ("03/04", ("d20270304", "d20270403")),
        ("03-04-2027", ("d20270304", "d20270403")),
        ("в четверг", ("d20261126", "d20261119")),
        ("во вторник", ("d20261124", "d20261201")),
    ],
)
def test_two_readings_are_asked_back_and_each_choice_is_an_answer(raw, choices):
    answer = parse_date(raw, TODAY)
    assert refused(answer) == "two"
    assert isinstance(answer, Refusal)
    assert answer.choices == choices
    assert all(isinstance(parse_date(choice, TODAY), str) for choice in choices)


def test_a_day_long_ago_is_not_explained_by_days_of_this_week() -> None:
    assert refused(parse_date("в девяностом", TODAY, first=TODAY)) == "unclear_ahead"
    assert refused(parse_date("в девяностом", TODAY, last=TODAY - timedelta(days=30))) == "unclear_past"
    assert refused(parse_date("в девяностом", TODAY, last=TODAY)) == "unclear"


@pytest.mark.parametrize("raw", ["31.02", "30 февраля", "31 ноября 2026", "2026-13-01", "45.45.2026"])
def test_a_day_that_does_not_exist_is_told_so(raw):
    assert refused(parse_date(raw, TODAY)) == "no_such_day"


@pytest.mark.parametrize(
    "raw",
    ["", "12", "не помню", "скоро", "на прошлой неделе", "😀", "12 чего-то", "через", "через 9999 дней"],
)
def test_what_is_no_date_is_refused(raw):
    assert refused(parse_date(raw, TODAY)) == "unclear"


@given(st.text(max_size=30) | st.from_regex(r"[0-9 ./-]{1,12}", fullmatch=True))
def test_no_text_makes_it_raise_and_what_is_accepted_is_a_day_within_limits(raw):
    answer = parse_date(raw, TODAY, *LATELY)
    if isinstance(answer, str):
        assert LATELY[0] <= date.fromisoformat(answer) <= LATELY[1]


@given(st.dates(TODAY - timedelta(days=150), TODAY + timedelta(days=150)))
def test_every_day_near_today_is_understood_as_written_in_words(day):
    months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905
    assert parse_date(f"{day.day} {months[day.month - 1]}", TODAY) == day.isoformat()
