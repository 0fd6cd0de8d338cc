"""A message as Telegram takes it: words, the age of their facts, buttons, pieces."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import FactBook
from bot.core.say import Button, Message, Part, say
from bot.core.units import utf16
from bot.telegram.render import Rendered, render, render_toast
from bot.telegram.texts import TextError
from tests.texts.text_doubles import NOW, book, fact, made

FTL = """
step = Позвоните { $who }.
    .go = Показать { $who }
phone = 📞 { FACT("1.10.phone") }
hello = Здравствуйте.
by = { TIME($by) } { ZONE() }
    .far = { TIME($by, "America/Phoenix") }
answer = Ответим до { by }.
common-no_links = Откроет другой.
common-caution_volatile_linkless = Спросите.
zone-europe_moscow = по Москве
"""
PAGE = '<a href="https://www.ice.gov/ICEcasereview">источник</a>'


def rendered(message: Message, facts: FactBook | None = None, *, strict: bool = True) -> Rendered:
    facts = facts or book()
    return render(message, made(FTL, facts, strict=strict), facts, NOW)


class TestWords:
    def test_parts_are_paragraphs(self) -> None:
        made_of = rendered(Message((Part("step", {"who": "<сестре>"}), Part("hello"))))
        assert made_of.html == "Позвоните &lt;сестре&gt;.\n\nЗдравствуйте."
        assert made_of.plain == "Позвоните <сестре>.\n\nЗдравствуйте."
        assert made_of.pieces == (made_of.pieces[0],)

    def test_somebodys_own_words_are_shown_as_they_are(self) -> None:
        assert rendered(Message((Part("<b>hello</b> & step", literal=True),))).html == (
            "&lt;b&gt;hello&lt;/b&gt; &amp; step"
        )

    def test_a_message_without_facts_has_no_footer(self) -> None:
        assert rendered(say("hello")).html == "Здравствуйте."

    @pytest.mark.parametrize("message", [Message(()), Message((Part("  ", literal=True),))])
    def test_a_message_is_never_empty(self, message: Message) -> None:
        assert rendered(message, strict=False).html == "Не открылось. Нажмите /human."

    def test_one_broken_part_does_not_take_the_others_with_it(self) -> None:
        message = Message((Part("hello"), Part("gone")))
        assert rendered(message, strict=False).html == "Здравствуйте.\n\nНе открылось. Нажмите /human."


class TestTimes:
    def test_are_the_teams_own(self) -> None:
        assert rendered(say("answer", by=NOW)).html == "Ответим до 11:00 по Финиксу."

    def test_are_moscows_for_somebody_in_russia(self) -> None:
        there = replace(say("answer", by=NOW), linkless=True)
        assert rendered(there).html == "Ответим до 21:00 по Москве."

    def test_a_zone_that_is_named_is_kept_even_there(self) -> None:
        assert rendered(replace(say("by.far", by=NOW), linkless=True)).html == "11:00"


class TestWithoutLinks:
    def test_a_page_that_may_not_be_shown_is_for_somebody_else_to_open(self) -> None:
        there = Message((Part("hello"),), ((Button("hello", url="https://ice.gov"),),), linkless=True)
        made_of = rendered(there)
        assert made_of.html == "Здравствуйте.\n\nОткроет другой."
        assert made_of.keyboard is None

    def test_nobody_is_sent_to_an_official_page_that_is_not_shown(self) -> None:
        there = replace(say("hello", facts=("1.10",)), linkless=True)
        shown = render(there, made(FTL, strict=True), book(fact(volatile=True, reviewed=None)), NOW)
        assert "Спросите." in shown.html
        assert "href" not in shown.html


class TestFooter:
    def footer(self, *facts: Any, numbers: tuple[str, ...] = ("1.10",)) -> str:
        return rendered(say("hello", facts=numbers), book(*facts)).html.removeprefix("Здравствуйте.\n\n")

    def test_a_reviewed_fact_shows_the_day_and_the_page(self) -> None:
        assert self.footer(fact()) == f"<i>Проверено 20 ноября 2026 · {PAGE}</i>"

    def test_a_fact_nobody_compared_shows_the_month_of_its_source(self) -> None:
        assert self.footer(fact(reviewed=None)) == f"<i>По данным на февраль 2026 · {PAGE}</i>"

    def test_a_volatile_one_adds_a_caution(self) -> None:
        assert self.footer(fact(reviewed=None, volatile=True)) == (
            f"<i>Могло измениться.</i>\n<i>По данным на февраль 2026 · {PAGE}</i>"
        )

    def test_a_volatile_one_that_was_compared_needs_none(self) -> None:
        assert "Могло" not in self.footer(fact(volatile=True))

    def test_an_overdue_one_says_so(self) -> None:
        assert self.footer(fact(reviewed=date(2026, 10, 1))).startswith("<i>Давно не сверяли.</i>\n")

    def test_the_oldest_speaks_for_all(self) -> None:
        both = (fact(), fact("2.1", reviewed=date(2026, 11, 2)))
        assert "Проверено 2 ноября 2026" in self.footer(*both, numbers=("1.10", "2.1"))

    def test_one_that_nobody_compared_is_older_than_any_review(self) -> None:
        both = (fact(reviewed=date(2026, 10, 30)), fact("2.1", reviewed=None, as_of=date(2026, 11, 1)))
        assert "По данным на ноябрь 2026" in self.footer(*both, numbers=("1.10", "2.1"))

    def test_several_pages_are_named_by_their_sites_volatile_first(self) -> None:
        both = (fact(), fact("2.1", link="https://acis.eoir.justice.gov/en/", volatile=True))
        assert self.footer(*both, numbers=("1.10", "2.1")).endswith(
            'источники: <a href="https://acis.eoir.justice.gov/en/">acis.eoir.justice.gov</a>, '
            '<a href="https://www.ice.gov/ICEcasereview">ice.gov</a></i>'
        )

    def test_two_pages_of_one_site_are_told_apart(self) -> None:
        both = (fact(), fact("2.1", link="https://www.ice.gov/detention-facilities"))
        assert self.footer(*both, numbers=("1.10", "2.1")).endswith(
            'источники: <a href="https://www.ice.gov/ICEcasereview">ice.gov</a>, '
            '<a href="https://www.ice.gov/detention-facilities">ice.gov (2)</a></i>'
        )

    def test_without_a_page_the_day_stands_alone(self) -> None:
        assert self.footer(fact(link="")) == "<i>Проверено 20 ноября 2026</i>"

    def test_a_value_in_the_words_counts_as_a_fact_of_the_screen(self) -> None:
        assert (
            rendered(say("phone")).html == f"📞 +1 888 351 4024\n\n<i>Проверено 20 ноября 2026 · {PAGE}</i>"
        )

    def test_a_number_the_book_lost_is_passed_over(self) -> None:
        assert self.footer(fact(), numbers=("9.9",)) == "Здравствуйте."


class TestExpired:
    OLD = book(fact(reviewed=date(2026, 1, 1)))

    def test_words_that_rest_on_it_stand_under_a_warning(self) -> None:
        html = rendered(say("hello", facts=("1.10",)), self.OLD).html
        assert html.startswith("Сведения старые.\n\nЗдравствуйте.")
        assert "Проверено 1 января 2026" in html
        assert "Давно не сверяли" not in html

    def test_its_value_is_not_shown(self) -> None:
        html = rendered(say("phone"), self.OLD).html
        assert "888" not in html
        assert "Проверяем:" in html

    def test_the_book_given_is_the_one_that_counts(self) -> None:
        texts = made(FTL, book())
        assert "888" not in render(say("phone"), texts, self.OLD, NOW).html
        later = datetime(2027, 11, 24, tzinfo=UTC)
        assert "888" not in render(say("phone"), texts, book(), later).html


class TestButtons:
    def keyboard(
        self, *buttons: Button, strict: bool = True
    ) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
        return rendered(say("hello", buttons), strict=strict).keyboard

    def test_each_kind_of_button(self) -> None:
        keyboard = self.keyboard(
            Button("step.go", data="n|back", args={"who": "<номер>"}, mark="✅ ", style="success"),
            Button("hello", url="https://www.ice.gov"),
            Button("hello", copy="A 214-567-890"),
        )
        assert isinstance(keyboard, InlineKeyboardMarkup)
        first, second, third = keyboard.inline_keyboard[0]
        assert (first.text, first.callback_data, first.style) == ("✅ Показать <номер>", "n|back", "success")
        assert (second.url, second.callback_data, second.style) == ("https://www.ice.gov", None, None)
        assert third.copy_text
        assert third.copy_text.text == "A 214-567-890"

    def test_no_buttons_no_keyboard(self) -> None:
        assert rendered(say("hello")).keyboard is None

    def test_a_long_label_is_cut_not_refused(self) -> None:
        keyboard = self.keyboard(Button("step.go", data="x", args={"who": "я" * 300}))
        assert isinstance(keyboard, InlineKeyboardMarkup)
        assert utf16(keyboard.inline_keyboard[0][0].text) == 64

    @pytest.mark.parametrize(
        "button",
        [
            Button("hello"),
            Button("hello", data="x", url="https://x.gov"),
            Button("hello", data="ж" * 33),
            Button("hello", copy="x" * 257),
            Button("hello", url="tel:+18883514024"),
            Button("hello", url="https://x.gov/with space"),
        ],
    )
    def test_a_button_telegram_would_refuse_is_left_out_and_counted(self, button: Button) -> None:
        texts = made(FTL, strict=False)
        good = Button("hello", data="n|home")
        keyboard = render(say("hello", (button,), (good,)), texts, book(), NOW).keyboard
        assert isinstance(keyboard, InlineKeyboardMarkup)
        assert [[each.callback_data for each in row] for row in keyboard.inline_keyboard] == [["n|home"]]
        assert texts.failures == {"hello": 1}

    def test_in_tests_it_raises(self) -> None:
        with pytest.raises(TextError, match="64 bytes"):
            self.keyboard(Button("hello", data="ж" * 33))

    def test_a_label_that_cannot_be_made_still_opens(self) -> None:
        keyboard = self.keyboard(Button("gone", data="n|home"), strict=False)
        assert isinstance(keyboard, InlineKeyboardMarkup)
        assert keyboard.inline_keyboard[0][0].text == "Открыть"

    def test_the_phone_is_asked_for_with_telegrams_own_button(self) -> None:
        keyboard = rendered(Message((Part("hello"),), ask_contact=True)).keyboard
        assert isinstance(keyboard, ReplyKeyboardMarkup)
        assert keyboard.keyboard[0][0].request_contact
        assert keyboard.one_time_keyboard

    def test_a_question_that_wants_a_reply_begins_it(self) -> None:
        keyboard = rendered(Message((Part("hello"),), ask_reply=True)).keyboard
        assert isinstance(keyboard, ForceReply)


class TestLength:
    @given(st.text(max_size=9000))
    def test_every_piece_fits_and_the_keyboard_is_on_the_last(self, words: str) -> None:
        message = Message((Part(words, literal=True), Part("hello")), ((Button("hello", data="x"),),))
        made_of = rendered(message)
        assert all(utf16(piece.plain) <= 4000 for piece in made_of.pieces)
        assert made_of.html.endswith("Здравствуйте.")
        assert made_of.keyboard

    def test_a_long_story_is_several_messages(self) -> None:
        made_of = rendered(Message((Part("слово " * 1500, literal=True),)))
        assert len(made_of.before) == 2

    def test_a_pop_up_is_plain_and_short(self) -> None:
        texts = made(FTL)
        message = Message((Part("phone"), Part("<&> " * 100, literal=True)), facts=("1.10",))
        words = render_toast(message, texts, book(), NOW)
        assert words.startswith("📞 +1 888 351 4024\n<&>")
        assert utf16(words) <= 200
        assert "Проверено" not in words
