"""The texts and facts of the house itself."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.check_texts import check_texts, read_facts, read_locale, sources_of
from bot.commands.facts import facts, rows, used_by
from bot.core.facts import State
from bot.core.findings import errors
from bot.core.ftl import uses
from bot.core.say import Button, Message, Part
from bot.core.text_lint.flat import one_line
from bot.core.text_lint.rules import ALLOWED, BANNED, parse_rules
from bot.core.text_lint.wanted import wanted
from bot.telegram.render import render
from bot.telegram.texts import Texts

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
BOOK, WRONG_FACTS = read_facts(ROOT)
FTL = read_locale(ROOT)
TEXTS = Texts(FTL, facts=BOOK, clock=lambda: NOW, strict=True)
WITH_THE_LINE = next(ref for ref, text in FTL.texts.items() if "1.10.phone" in uses(text.pattern).facts)
RULES, WRONG_RULES = parse_rules((ROOT / BANNED).read_text("utf-8"), (ROOT / ALLOWED).read_text("utf-8"))

# Advice of the writing rules, each with the words the rules refuse.
REFUSED = [
    "Введите A-number задержанного лица", "Ваше обращение зарегистрировано", "Неверный формат",
    "К сожалению, мы не можем помочь", "Успокойтесь и не паникуйте",
    "Необходимо осуществить поиск в базе ICE",
    "Депортация неизбежна, если…", "У него есть право связаться с консульством", "Ожидайте",
    "Вы обязаны явиться", "Не волнуйтесь", "Держитесь!", "Всё будет хорошо", "Я вас понимаю", "Шансов нет",
    "Уже поздно", "Мы гарантируем", "В 90% случаев", "Идите на чек-ин", "Не ходите на чек-ин", "Данный центр",
    "Это является отказом", "Спасибо 🙏", "Срочно! Звоните!", "Сообщите в консульство", "Подпишите бумагу",
    "Пришлите фото паспорта", "Нелегал", "Мы перезвоним Вам",
]  # fmt: skip
WELCOME = [
    "Пришлите А-номер. Это 9 цифр на любой бумаге от ICE.", "Заявка №214 у волонтёров. Ответим до 18:40.",
    "Не смог прочитать. Нужны только цифры: 214567890", "Этим мы не занимаемся. Вот кто занимается: …",
    "Дышите. Сейчас один шаг.", "Откройте локатор. Введите номер.",
    "Риск высокий. Вот что можно сделать сегодня.",
    "С консульством пусть не говорит, пока не решил с адвокатом.", "Напомню через 6 часов.",
    "Не прийти — опасно. Идти — тоже бывает риск. Решите с адвокатом до пятницы.",
    "Я не скажу «идите» или «не идите». Это решают с адвокатом. Не прийти тоже опасно.",
    "Не звоните в консульство сами. Сначала — адвокат.",
    "Если близкий позвонит: ничего не подписывай без адвоката.",
    "Фото паспорта и решений сюда не присылайте.", "Мои данные", "Удалить мои данные", "🔴 Срочно",
    "Не переводите нам денег.", "Времени мало. Делаем то, что можно.", "Вы ни в чём не виноваты.",
    "Мне жаль, что это случилось. Сейчас сделаем главное, по шагам.", "Вы вправе злиться.",
]  # fmt: skip


def refused(text: str) -> list[str]:
    return [rule.why for rule in RULES.banned if rule.where == "any" and rule.pattern.search(one_line(text))]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_said_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("text", WELCOME)
def test_what_is_said_instead_is_welcome(text: str) -> None:
    assert refused(text) == []


def test_facts_and_rules_are_read_without_a_fault() -> None:
    assert not WRONG_FACTS
    assert not WRONG_RULES
    assert len(RULES.banned) > 40


def test_nothing_in_the_texts_stops_a_merge() -> None:
    found = errors(check_texts(ROOT, TODAY))
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("ref", [ref for ref in FTL.texts if ref.startswith(("common-", "zone-"))])
def test_every_common_text_can_be_made(ref: str) -> None:
    given = {"day": TODAY, "phone": "+1 555 010 0000"}
    names = {name for text in FTL.reach(ref) for name in uses(text.pattern).variables}
    assert TEXTS.text(ref, **{name: given[name] for name in names})


def test_the_fallback_leads_to_a_human() -> None:
    assert "/human" in TEXTS.text("common-fallback")
    assert "человек" in TEXTS.text("common-fallback")


def test_every_screen_of_every_flow_can_be_made() -> None:
    for want in wanted(sources_of(ROOT)):
        if want.ref not in FTL:
            continue
        row = (
            (Button(want.ref, data="n|home"),)
            if want.role == "button"
            else (Button("common-home", data="n|home"),)
        )
        made = render(Message((Part(want.ref),), (row,), facts=want.facts), TEXTS, BOOK, NOW)
        assert made.html
        assert len(made.pieces) == 1
        assert not want.facts or "· " in made.html or not any(BOOK.fact(n).link for n in want.facts)


@given(st.dates(date(2026, 11, 24), date(2031, 1, 1)))
def test_on_any_day_every_value_is_shown_with_its_age_or_not_at_all(day: date) -> None:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    made = render(Message((Part(WITH_THE_LINE),)), TEXTS, BOOK, now)
    expired = BOOK.state("1.10", day) is State.EXPIRED
    assert (BOOK.value("1.10.phone") in made.html) is not expired
    assert ("Проверено" in made.html) or ("По данным на" in made.html)


def test_a_year_without_a_review_shows_no_figure_of_the_law() -> None:
    much_later = datetime(2028, 1, 1, tzinfo=UTC)
    for ref in FTL.texts:
        shown = {name for text in FTL.reach(ref) for name in uses(text.pattern).facts}
        variables = {name for text in FTL.reach(ref) for name in uses(text.pattern).variables}
        if not shown or variables:
            continue
        made = TEXTS.formatted(ref, now=much_later).html
        long_values = {BOOK.value(name) for name in shown if len(BOOK.value(name)) > 2}
        assert not [value for value in long_values if value in made], ref


class TestReport:
    def test_the_command_lists_what_is_to_be_looked_at(self) -> None:
        table, summary = facts(ROOT, TODAY)
        assert table.row_count == sum(BOOK.state(number, TODAY) is not State.FRESH for number in BOOK.facts)
        assert f"{len(BOOK.facts)} фактов" in summary

    def test_a_fact_knows_the_screens_that_rest_on_it(self) -> None:
        users = used_by(sources_of(ROOT), FTL)
        assert WITH_THE_LINE.partition(".")[0] in users["1.10"]
        assert any(ref.startswith("card-") for refs in users.values() for ref in refs)

    def test_the_worst_stands_first(self) -> None:
        found = rows(BOOK, {}, date(2027, 3, 1))
        states = [row.state for row in found]
        assert states[0] is State.EXPIRED
        assert states == sorted(states, key=lambda state: state is not State.EXPIRED)

    def test_a_house_without_facts_says_so(self, tmp_path: Path) -> None:
        table, summary = facts(tmp_path, TODAY)
        assert table.row_count == 0
        assert "нет фактов" in summary


def test_no_step_speaks_of_somebody_on_duty() -> None:
    """At night there may be none: only the status line, which knows, may name one."""
    files = {path.stem: path.read_text("utf-8") for path in (ROOT / "locales/ru").glob("*.ftl")}
    words = "\n".join(text for name, text in files.items() if name not in ("desk", "queue", "review"))
    spoken = [line for line in words.splitlines() if "дежурн" in line.lower() and not line.startswith("#")]
    assert [line.strip() for line in spoken if "учебная копия" not in line] == []
