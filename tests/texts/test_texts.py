"""A reference and arguments in, safe HTML out; never a variable's name, never an expired value."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import Correction
from bot.core.ftl import parse
from bot.core.units import shown
from bot.telegram.texts import TextError, Texts, TextsBrokenError
from tests.texts.text_doubles import COMMON, NOW, book, fact, made

ESCAPING = made('a = <b>{ $x }</b>\n    .link = <a href="{ $x }">{ $x }</a>\n    .label = Да, { $x }\n')


@given(st.text(max_size=3000))
def test_no_argument_injects_markup_or_loses_a_letter(words: str) -> None:
    text = ESCAPING.text("a", x=words)
    assert re.findall("<[^>]*>", text) == ["<b>", "</b>"]
    assert html.unescape(text[3:-4]) == shown(words)


@given(st.text(max_size=300))
def test_no_argument_leaves_an_attribute(words: str) -> None:
    text = ESCAPING.text("a.link", x=words)
    assert text.count("<") == text.count(">") == 2
    assert text.count('"') == 2


@given(st.text(st.characters(exclude_characters=" \n\t"), max_size=100))
def test_a_label_is_plain_characters(words: str) -> None:
    label = ESCAPING.label("a.label", x="<b>&amp;" + words)
    assert label == ("Да, <b>&amp;" + shown(words)).strip()


def test_people_write_longer_words_than_fluent_likes() -> None:
    assert ESCAPING.text("a", x="я" * 9000) == f"<b>{'я' * 9000}</b>"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "день"), (21, "день"), (3, "дня"), (5, "дней"), (11, "дней"), (0, "дней")]
)
def test_russian_counts_in_three_forms(number: int, words: str) -> None:
    texts = made("a = { $n ->\n    [one] день\n    [few] дня\n    [many] дней\n   *[other] дня\n }")
    assert texts.text("a", n=number) == words


def test_a_string_of_digits_is_not_grouped() -> None:
    assert made("a = { $n }").text("a", n="214567890") == "214567890"


class TestDates:
    TEXTS = made("day = { DAY($d) }\nfull = { DATE($d) }\nmonth = { MONTH($d) }\n"
                 "time = { TIME($t) } { ZONE() }\n"
                 "there = { TIME($t, $z) } { ZONE($z) }\nday_there = { DAY($t, $z) }\n"
                 "left = { DAYS_LEFT($d) ->\n    [0] сегодня\n    [one] { DAYS_LEFT($d) } день\n"
                 "    [few] { DAYS_LEFT($d) } дня\n    [many] { DAYS_LEFT($d) } дней\n   *[other] скоро\n }\n"
                 "zone-europe_moscow = по Москве")  # fmt: skip

    def test_a_day_of_this_year_has_its_weekday_and_no_year(self) -> None:
        assert self.TEXTS.text("day", d=date(2026, 11, 26)) == "четверг, 26 ноября"

    def test_a_day_of_another_year_has_the_year(self) -> None:
        assert self.TEXTS.text("day", d=date(2027, 1, 4)) == "понедельник, 4 января 2027"

    def test_other_forms(self) -> None:
        assert self.TEXTS.text("full", d=date(2026, 11, 20)) == "20 ноября 2026"
        assert self.TEXTS.text("month", d=date(2026, 7, 31)) == "июль 2026"

    def test_a_time_has_the_city_of_the_team(self) -> None:
        assert self.TEXTS.text("time", t=datetime(2026, 11, 24, 22, 5, tzinfo=UTC)) == "15:05 по Финиксу"

    def test_a_time_elsewhere_names_the_place(self) -> None:
        evening = datetime(2026, 11, 24, 22, 5, tzinfo=UTC)
        assert self.TEXTS.text("there", t=evening, z="Europe/Moscow") == "01:05 по Москве"
        assert self.TEXTS.text("day_there", t=evening, z="Europe/Moscow") == "среда, 25 ноября"

    @pytest.mark.parametrize(
        ("days", "words"), [(0, "сегодня"), (1, "1 день"), (2, "2 дня"), (5, "5 дней"), (21, "21 день")]
    )
    def test_days_left_are_counted_and_declined(self, days: int, words: str) -> None:
        assert self.TEXTS.text("left", d=date(2026, 11, 24) + timedelta(days=days)) == words

    def test_today_is_the_day_of_the_zone_not_of_greenwich(self) -> None:
        files = parse({"c": COMMON, "a": "left = { DAYS_LEFT($d) }"})
        late = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
        texts = Texts(files, facts=book(), clock=lambda: late, zone=ZoneInfo("America/Phoenix"), strict=True)
        assert texts.text("left", d=date(2026, 11, 25)) == "1"

    @pytest.mark.parametrize(
        ("ref", "args"),
        [
            ("time", {"t": date(2026, 1, 1)}),
            ("there", {"t": NOW, "z": "Mars/Base"}),
            ("day", {"d": "завтра"}),
        ],
    )
    def test_what_is_no_time_is_a_failure(self, ref: str, args: dict[str, object]) -> None:
        with pytest.raises(TextError):
            self.TEXTS.text(ref, **args)


class TestFailures:
    FTL = "a = Привет, { $name }!\nno_value =\n    .label = да\nzone = { ZONE() }\nref = { REF($to) }"

    @pytest.mark.parametrize("ref", ["a", "nowhere", "a.nowhere", "no_value", "", "ref"])
    def test_at_run_time_the_fallback_is_shown_and_counted(self, ref: str) -> None:
        texts = made(self.FTL, strict=False)
        assert texts.text(ref) == "Не открылось. Нажмите /human."
        assert texts.label(ref) == "Открыть"
        assert texts.failures[ref] == 2

    def test_in_tests_it_raises_and_says_where(self) -> None:
        with pytest.raises(TextError, match=r"^a: .*name"):
            made(self.FTL).text("a")

    @pytest.mark.parametrize("value", [None, 1.5, True, ["слово"], b"x"])
    def test_an_argument_of_another_kind_is_a_failure(self, value: object) -> None:
        texts = made(self.FTL, strict=False)
        assert texts.text("a", name=value) == "Не открылось. Нажмите /human."  # type: ignore[arg-type]

    def test_a_failure_never_repeats_somebodys_words(self) -> None:
        texts = made(self.FTL + "\nd = { DAY($name) }\nz = { TIME($t, $name) }")
        for ref, args in (("ref", {"to": "тайное слово"}), ("d", {"name": "тайное слово"}),
                          ("z", {"t": NOW, "name": "тайное слово"})):  # fmt: skip
            with pytest.raises(TextError) as caught:
                texts.text(ref, **args)  # type: ignore[arg-type]
            assert "тайное" not in str(caught.value)

    def test_files_with_faults_do_not_start(self) -> None:
        with pytest.raises(TextsBrokenError, match=r"some\.ftl:1: E19"):
            made("a = { b }")

    @pytest.mark.parametrize("ref", ["common-fallback", "common-fact_expired"])
    def test_without_the_last_resort_it_does_not_start(self, ref: str) -> None:
        files = parse({"common.ftl": re.sub(f"^{ref} =.*\n(    .*\n)?", "", COMMON, flags=re.MULTILINE)})
        with pytest.raises(TextsBrokenError, match=ref):
            Texts(files, facts=book(), clock=lambda: NOW)


class TestFacts:
    FTL = (
        'a =\n    Позвоните.\n\n    📞 { FACT("1.10.phone") }\n    Часы: { FACT("1.10.hours") }\n\n'
        '    Не подписывайте.\nb = { FACT("1.10.phone") }\nc = { REF($to) }\n'
        'lost = { FACT("9.9.x") }\n'
    )

    def test_a_value_comes_from_the_book(self) -> None:
        assert made(self.FTL).text("b") == "+1 888 351 4024"

    def test_a_value_is_escaped_too(self) -> None:
        texts = made(self.FTL, book(fact(values={"phone": "<b>&\u202e", "hours": ""})))
        assert texts.text("b") == "&lt;b&gt;&amp;"

    def test_a_correction_is_seen_at_once(self) -> None:
        texts = made(self.FTL)
        assert texts.text("b") == "+1 888 351 4024"
        texts.facts = texts.facts.corrected(
            [Correction("1.10", {"phone": "+1 000"}, "ab", date(2026, 11, 24), "")]
        )
        assert texts.text("b") == "+1 000"

    def test_an_expired_value_is_not_shown_and_the_rest_is(self) -> None:
        texts = made(self.FTL, book(fact(reviewed=date(2026, 1, 1))))
        assert texts.text("a") == (
            'Позвоните.\n\nПроверяем: <a href="https://www.ice.gov/ICEcasereview">ice.gov</a>'
            "\n\nНе подписывайте."
        )

    def test_without_a_page_the_notice_stands_alone(self) -> None:
        texts = made(self.FTL, book(fact(reviewed=date(2026, 1, 1), link="")))
        assert texts.text("b") == "Проверяем:"

    def test_it_expires_between_two_looks(self) -> None:
        texts = made(self.FTL, book(fact(reviewed=date(2026, 11, 1))))
        assert "888" in texts.formatted("b", now=datetime(2026, 12, 31, tzinfo=UTC)).html
        assert "888" not in texts.formatted("b", now=datetime(2027, 1, 1, tzinfo=UTC)).html

    def test_it_tells_which_facts_it_used(self) -> None:
        texts = made(self.FTL)
        assert texts.formatted("a").facts == ("1.10",)
        assert texts.formatted("a").facts == ("1.10",)
        assert texts.formatted("c", {"to": "b"}).facts == ("1.10",)

    def test_a_fact_that_is_not_there_is_a_failure(self) -> None:
        with pytest.raises(TextError, match=r"9\.9\.x"):
            made(self.FTL).text("lost")


def test_a_text_can_be_named_by_an_argument() -> None:
    texts = made("a = Вы про это: { REF($topic) }?\nb =\n    .title = Бонд и пароль")
    assert texts.text("a", topic="b.title") == "Вы про это: Бонд и пароль?"


def test_arguments_do_not_leak_from_one_call_to_the_next() -> None:
    texts = made("a = { $x }", strict=False)
    assert texts.text("a", x="раз") == "раз"
    assert texts.text("a") == "Не открылось. Нажмите /human."
    assert texts.text("a", x="два") == "два"


def test_a_text_that_depends_on_nothing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = made('a = да\nb = { FACT("1.10.phone") }')
    first = texts.text("a"), texts.text("b")
    monkeypatch.setattr(texts._bundle, "format_pattern", lambda *_: ("снова", []))
    assert (texts.text("a"), texts.text("b")) == (first[0], "снова")


def test_it_knows_which_texts_there_are() -> None:
    texts = made("a =\n    .b = да")
    assert texts.has("a.b")
    assert not texts.has("a")
    assert not texts.has("a.c")


def test_a_byte_order_mark_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "common.ftl").write_text(COMMON, encoding="utf-8")
    (tmp_path / "a.ftl").write_text("first = да\nsecond = нет\n", encoding="utf-8-sig")
    texts = Texts.load(tmp_path, facts=book(), clock=lambda: NOW)
    assert (texts.text("first"), texts.text("second")) == ("да", "нет")


def test_no_isolation_marks_stand_in_a_link() -> None:
    assert "\u2068" not in ESCAPING.text("a.link", x="https://x.gov")
