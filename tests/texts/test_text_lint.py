"""One fault planted at a time in a clean set of texts: each is found, with its code and its place."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from bot.core.facts import FactBook
from bot.core.findings import Finding
from bot.core.flow.sources import read_sources
from bot.core.ftl import parse
from bot.core.text_lint import lint_texts
from bot.core.text_lint.code import named_in_code
from bot.core.text_lint.rules import parse_rules
from tests.texts.text_doubles import book, fact

TODAY = date(2026, 11, 24)

FLOW = """\
flow: arrest
status: live
first: where
nudge: {after: 20h, max: 2}
steps:
  where:
    ask: choice
    options: {office: , unknown: }
    next: robot
  robot:
    task: contact
    facts: ["1.10"]
    cards: [call]
    phrases: [3]
    links: {locator: "https://locator.ice.gov"}
    remind: {every: 6h, times: 2}
    next: tracks
  tracks:
    board: procedure
    facts: ["1.10"]
    tracks: {court: {facts: ["1.10"]}}
    next: done
  done: {end: info}
"""
CARDS = 'call: {class: contact, facts: ["1.10"], links: {page: "https://www.ice.gov"}}\n'
PHRASES = '3: "He did not come out."\n'

FTL = """\
arrest-flow =
    .title = Задержали близкого
    .kind = Задержание
    .nudge = Продолжим с того же места?
arrest-where = Где человек сейчас?
    .label = Где человек
    .office = В офисе ICE
    .unknown = Не знаю
arrest-robot =
    Не сбрасывайте звонки. Первым говорит робот.

    📞 { FACT("1.10.phone") }
    .remind = Был звонок?
    .link_locator = Открыть локатор
arrest-tracks = Делаем сразу всё.
    .court = Суд
arrest-tracks-court = Адвокат пишет в суд.
arrest-done = Это всё. Я рядом.
card-call = Робот говорит по-английски.
    .title = Как звонит робот
    .link_page = Страница ICE
phrase-3 = He did not come out.
    .label = Он не вышел
common-back = Назад
common-home = В начало
common-human = Нужен человек
common-worse = Стало хуже
start-again = Заявка { $code } у нас.
start-menu = Что случилось?
"""
CODE = """
Button("common-back"), Button("common-home"), Button("common-human"), Button("common-worse")
say("start-again", code=code), Part("start-menu")
"""
BANNED = """\
- {find: '\\bданный\\b', why: канцелярит, instead: этот, example: данный центр}
- {find: '^далее$', where: button, why: не говорит, instead: дело, example: Далее}
"""


@dataclass(frozen=True)
class Set:
    """Everything the check reads."""

    flow: str = FLOW
    cards: str = CARDS
    phrases: str = PHRASES
    ftl: str = FTL
    code: str = CODE
    banned: str = BANNED
    allowed: str = ""
    facts: FactBook = field(default_factory=book)

    def findings(self) -> list[Finding]:
        files = {
            "flows/arrest.yaml": self.flow,
            "flows/cards.yaml": self.cards,
            "flows/phrases.yaml": self.phrases,
        }
        sources = read_sources(files)
        assert not sources.findings
        rules, wrong = parse_rules(self.banned, self.allowed)
        code = named_in_code({"bot/x.py": self.code})
        ftl = parse({"locales/ru/arrest.ftl": self.ftl})
        return [*wrong, *lint_texts(sources, ftl, self.facts, rules=rules, code=code, today=TODAY)]

    def changed(self, old: str, new: str, part: str = "ftl") -> "Set":
        whole = getattr(self, part)
        assert old in whole
        return replace(self, **{part: whole.replace(old, new, 1)})


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_clean_set_has_no_findings() -> None:
    assert Set().findings() == []


LONG_WORDS = "Осуществляется предварительное рассмотрение вышеперечисленных обстоятельств " * 2
EASY = "Это дом. Там сад. Тут мы. " * 12

TEXT_FAULTS = {
    "two plural forms": ("Это всё.", "Ещё { $n ->\n    [one] день\n   *[other] дня\n }.", "E21"),
    "a counted selection without forms": (
        "Это всё.",
        "{ DAYS_LEFT($n) ->\n   *[other] { DAYS_LEFT($n) } дней\n }.",
        "E21",
    ),
    "a part over Fluent's limit": ("Это всё.", "Да. " * 700, "E22"),
    "a message over Telegram's limit": ("Это всё.", 'Да.{ "" }' * 1400, "E22"),
    "an unclosed tag": ("Это всё.", "<b>Это всё.", "E23"),
    "tags closed out of order": ("Это всё.", "<b><i>Это</b></i> всё.", "E23"),
    "a tag Telegram does not know": ("Это всё.", "<p>Это всё.</p>", "E23"),
    "a property Telegram does not know": ("Это всё.", '<b class="x">Это</b> всё.', "E23"),
    "a link without an address": ("Это всё.", "<a>Это</a> всё.", "E23"),
    "a bare ampersand": ("Это всё.", "Это & всё.", "E23"),
    "a bare angle": ("Это всё.", "Это < всё.", "E23"),
    "a tag in a button": ("В офисе ICE", "<b>В офисе</b>", "E23"),
    "a button of 29 characters": ("В офисе ICE", "я" * 29, "W24"),
    "a button of 31 characters": ("В офисе ICE", "я" * 31, "E24"),
    "a button named like a common one": ("В офисе ICE", "назад", "W20"),
    "a step of more than 400 characters": ("Это всё.", EASY + EASY, "E30"),
    "a memo of more than 900 characters": ("Робот говорит по-английски.", EASY * 4, "E30"),
    "a step that is hard to read": ("Это всё.", LONG_WORDS, "E31"),
    "a sentence of 17 words": ("Это всё.", " ".join(["да"] * 17) + ".", "W32"),
    "officialese": ("Это всё.", "Данный шаг всё.", "E33"),
    "a button that does not say what it does": ("В офисе ICE", "Далее", "E33"),
    "an amount": ("Это всё.", "Пошлина $155.", "E34"),
    "an amount in words": ("Это всё.", "Пошлина 155 долларов.", "E34"),
    "a section of the law": ("Это всё.", "Смотрите § 241.", "E34"),
    "a phone": ("Это всё.", "Звоните +1 800 898 7180.", "E34"),
    "a phone with dashes": ("Это всё.", "Звоните 800-898-7180.", "E34"),
    "a phone with letters": ("Это всё.", "Звоните 1-833-4ICE-OPR.", "E34"),
    "a form": ("Это всё.", "Форма I-246.", "E34"),
    "another form": ("Это всё.", "Форма 60-001.", "E34"),
    "a deadline": ("Это всё.", "У вас 30 дней.", "E34"),
    "a deadline with a range": ("Это всё.", "Ждать 2–3 дня.", "E34"),
    "a deadline in words": ("Это всё.", "У вас тридцать дней.", "E34"),
    "a value of an unknown fact": ("1.10.phone", "1.11.phone", "E35"),
    "an unknown value of a fact": ("1.10.phone", "1.10.fax", "E35"),
    "a fact named by a variable": ('FACT("1.10.phone")', "FACT($n)", "E35"),
    "a fact in a button": ("В офисе ICE", '{ FACT("1.10.hours") }', "E35"),
    "a variable the screen does not fill": ("Это всё.", "Это всё, { $name }.", "E19"),
    "a variable the code does not fill": ("Что случилось?", "Что случилось, { $name }?", "E19"),
    "a missing reference": ("Это всё.", "Это всё { gone }.", "E19"),
    "an unused message": ("start-menu", "nobody-asks = Да.\nstart-menu", "W18"),
    "an unused attribute": (".label = Где человек", ".label = Где человек\n    .idle = Да", "W18"),
}


@pytest.mark.parametrize(("old", "new", "code"), TEXT_FAULTS.values(), ids=TEXT_FAULTS)
def test_a_fault_in_a_text_is_found(old: str, new: str, code: str) -> None:
    planted = Set().changed(old, new)
    found = [finding for finding in planted.findings() if finding.code == code]
    assert found, codes(planted.findings())
    assert {finding.file for finding in found} == {"locales/ru/arrest.ftl"}
    assert all(finding.line > 0 for finding in found)


MISSING = {
    "a step": ("arrest-done = Это всё. Я рядом.\n", "done:"),
    "an option": ("    .office = В офисе ICE\n", "options:"),
    "the short name of a question": ("    .label = Где человек\n", "where:"),
    "a link": ("    .link_locator = Открыть локатор\n", "links:"),
    "a reminder": ("    .remind = Был звонок?\n", "remind:"),
    "a track's button": ("    .court = Суд\n", "tracks: {"),
    "a track's text": ("arrest-tracks-court = Адвокат пишет в суд.\n", "tracks: {"),
    "the title of a memo": ("    .title = Как звонит робот\n", "cards:"),
    "the flow's name for people": ("    .title = Задержали близкого\n", "flow:"),
    "the flow's kind for the team": ("    .kind = Задержание\n", "flow:"),
    "the nudge": ("    .nudge = Продолжим с того же места?\n", "nudge:"),
}


def test_what_people_type_instead_of_a_button_belongs_to_it_and_is_no_text_to_read() -> None:
    office = "    .office = В офисе ICE\n"
    typed = office + "    .office_also = в айсе, 2 дня назад в офисе\n"
    assert Set().changed(office, typed).findings() == []
    nobodys = Set().changed(office, office + "    .nowhere_also = нигде\n").findings()
    assert [finding.code for finding in nobodys] == ["W18"]


@pytest.mark.parametrize(("text", "place"), MISSING.values(), ids=MISSING)
def test_a_missing_text_points_at_the_step_that_wants_it(text: str, place: str) -> None:
    (finding,) = Set().changed(text, "").findings()
    assert (finding.code, finding.file) == ("E17", "flows/arrest.yaml")
    assert finding.line == line_of(FLOW, place)


@pytest.mark.parametrize(
    "text", ["card-call = Робот говорит по-английски.", "phrase-3 = He did not come out."]
)
def test_a_missing_memo_or_phrase_is_found(text: str) -> None:
    found = Set().changed(text, text.partition(" =")[0] + " =").findings()
    assert [finding.code for finding in found] == ["E17"]


def test_the_code_may_not_show_what_is_not_there() -> None:
    found = replace(
        Set(), code=CODE + 'say("start-gone")\nsay(f"nowhere-{x}")\nA = "common-gone"\n'
    ).findings()
    assert [(finding.code, finding.file, finding.line) for finding in found] == [
        ("E17", "bot/x.py", 4), ("E17", "bot/x.py", 5), ("E17", "bot/x.py", 6),
    ]  # fmt: skip


def test_the_end_of_a_flow_that_is_only_called_needs_no_words() -> None:
    inner = "flow: inner\nstatus: live\nfirst: done\nsteps:\n  done: {end: info}\n"
    outer = FLOW.replace("next: done\n  done", "next: inside\n  inside: {call: inner, next: done}\n  done")
    sources = read_sources({"flows/arrest.yaml": outer, "flows/inner.yaml": inner})
    ftl = parse({"a.ftl": FTL + "inner-flow =\n    .title = Внутри\n    .kind = Внутри\n"})
    rules, _ = parse_rules("", "")
    found = lint_texts(sources, ftl, book(), rules=rules, code=[], today=TODAY)
    assert not [finding for finding in found if "inner-done" in finding.message]


class TestFacts:
    def test_a_track_without_facts_is_found(self) -> None:
        bare = FLOW.replace('    board: procedure\n    facts: ["1.10"]', "    board: procedure")
        bare = bare.replace('{facts: ["1.10"]}', "{}")
        (finding,) = replace(Set(), flow=bare).findings()
        assert (finding.code, finding.line) == ("E25", line_of(bare, "tracks: {"))

    def test_a_value_in_its_words_is_ground_but_its_source_must_be_listed(self) -> None:
        bare = FLOW.replace('    board: procedure\n    facts: ["1.10"]', "    board: procedure")
        bare = bare.replace('{facts: ["1.10"]}', "{}")
        texts = FTL.replace("Адвокат пишет в суд.", 'Звоните { FACT("1.10.phone") }.')
        (finding,) = replace(Set(), flow=bare, ftl=texts).findings()
        assert (finding.code, finding.line) == ("E38", line_of(bare, "tracks: {"))

    @pytest.mark.parametrize(
        ("old", "new", "ref"),
        [
            ("Был звонок?", 'Был звонок с { FACT("1.11.phone") }?', "arrest-robot.remind"),
            ("Робот говорит по-английски.", 'Робот: { FACT("1.11.phone") }.', "card-call"),
        ],
    )
    def test_so_must_that_of_a_reminder_and_of_a_memo(self, old: str, new: str, ref: str) -> None:
        (finding,) = replace(Set(), facts=book(fact(), fact("1.11"))).changed(old, new).findings()
        assert finding.code == "E38"
        assert f"«{ref}»" in finding.message

    def test_what_nobody_is_sure_of_is_not_told(self) -> None:
        found = replace(Set(), facts=book(fact(confidence="low"))).findings()
        assert set(codes(found)) == {"E36"}
        assert {finding.file for finding in found} == {
            "flows/arrest.yaml", "flows/cards.yaml", "locales/ru/arrest.ftl",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("changes", "code", "word"),
        [
            ({"reviewed": date(2026, 10, 28)}, "W26", "пора сверить"),
            ({"reviewed": date(2026, 10, 20)}, "W27", "просрочен"),
            ({"reviewed": date(2026, 1, 1)}, "W27", "не показывается"),
            ({"reviewed": None}, "W26", "1 из 1"),
            ({"reviewed": None, "as_of": date(2025, 1, 1)}, "W27", "не показывается"),
        ],
    )
    def test_the_age_of_a_fact_is_told(self, changes: dict[str, object], code: str, word: str) -> None:
        (finding,) = replace(Set(), facts=book(fact(**changes))).findings()
        assert (finding.code, finding.file) == (code, "flows/facts.yaml")
        assert word in finding.message


def test_a_switch_by_days_that_prints_no_number_needs_no_forms() -> None:
    switch = "{ DAYS_LEFT($code) ->\n    [0] Сегодня.\n   *[other] Потом.\n }"
    assert "E21" not in codes(Set().changed("Это всё.", switch).findings())


class TestFigures:
    @pytest.mark.parametrize(
        "words",
        [
            "У вас 2 минуты.", "Наберите 911.", "Это 9 цифр.", "Позвоню через 6 часов, я напомню.",
            "Спрошу снова через 2 часа.", "Заявка 214.", "Сегодня 24 ноября 2026.", "Два раза в неделю.",
        ],
    )  # fmt: skip
    def test_what_is_not_the_laws_may_be_written(self, words: str) -> None:
        assert "E34" not in codes(Set().changed("Это всё.", words).findings())

    def test_a_screen_that_names_its_facts_may_write_figures(self) -> None:
        assert not Set().changed("Первым говорит робот.", "Форма I-246, 30 дней.").findings()

    def test_a_span_on_a_button_is_the_persons_own_answer(self) -> None:
        assert not Set().changed("В офисе ICE", "Больше 3 дней").findings()

    def test_a_form_on_a_button_is_not(self) -> None:
        assert codes(Set().changed("В офисе ICE", "Форма I-246").findings()) == ["E34"]


class TestMeasures:
    def test_the_measured_value_is_in_the_message(self) -> None:
        found = Set().changed("Это всё.", LONG_WORDS).findings()
        words = {finding.code: finding.message for finding in found}
        assert "нужно 60" in words["E31"]
        assert "читаемость -" in words["E31"]

    def test_a_memo_may_be_longer_and_harder(self) -> None:
        card = "lane: card"
        longer = FLOW.replace("done: {end: info}", f"done: {{end: info, {card}}}")
        assert codes(Set().changed("Это всё.", EASY * 2).findings()) == ["E30"]
        assert not replace(Set().changed("Это всё.", EASY * 2), flow=longer).findings()

    def test_one_long_word_in_a_short_question_is_no_fault(self) -> None:
        assert not Set().changed("Это всё.", "Удовлетворительно?").findings()

    def test_a_hint_stands_on_the_same_screen(self) -> None:
        hint = f"Где человек сейчас?\n    .hint = {EASY}"
        planted = Set().changed("Где человек сейчас?", hint)
        assert codes(planted.findings()) == []
        assert codes(planted.changed("сейчас?", "сейчас? " + "Там. " * 20).findings()) == ["E30"]

    def test_the_longest_form_is_the_one_measured(self) -> None:
        select = "{ $code ->\n    [a] да\n   *[b] " + EASY + EASY + "\n }"
        assert "E30" in codes(Set().changed("Это всё.", select).findings())

    def test_the_length_of_a_fact_counts(self) -> None:
        facts = book(fact(values={"phone": "1" * 390, "hours": ""}))
        assert codes(replace(Set(), facts=facts).findings()) == ["E30"]


class TestExceptions:
    GOOD = "- {code: E33, where: arrest-done, text: Данный, reason: так написано на бумаге}\n"

    def test_an_exception_with_its_reason_lets_words_stand(self) -> None:
        planted = Set().changed("Это всё.", "Данный шаг.")
        assert codes(planted.findings()) == ["E33"]
        assert not replace(planted, allowed=self.GOOD).findings()
        assert not replace(planted, allowed=self.GOOD.replace("arrest-done", '"arrest-*"')).findings()

    def test_it_lets_nothing_else_stand(self) -> None:
        planted = Set().changed("Это всё.", "Данный шаг.")
        for other in (self.GOOD.replace("E33", "E34"), self.GOOD.replace("-done", "-where"),
                      self.GOOD.replace("Данный", "другое")):  # fmt: skip
            assert codes(replace(planted, allowed=other).findings()) == ["W37", "E33"]

    def test_an_exception_that_excepts_nothing_is_found(self) -> None:
        (finding,) = replace(Set(), allowed="# да\n" + self.GOOD).findings()
        assert (finding.code, finding.file, finding.line) == ("W37", "flows/allowed.yaml", 2)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("- {code: E17, where: abc, reason: так написано на бумаге}", "E02"),
            ("- {code: E33, where: abc, reason: да}", "E02"),
            ("- {code: E33, where: abc}", "E02"),
            ("- слово", "E02"),
            ("слово: да", "E01"),
            ("- {", "E01"),
        ],
    )
    def test_a_broken_exception_is_found(self, text: str, code: str) -> None:
        assert codes(replace(Set(), allowed=text).findings()) == [code]

    @pytest.mark.parametrize(
        "text",
        [
            "- {find: '(', why: нет, instead: нет, example: да}",
            "- {find: abc, why: нет, instead: нет, example: xyz}",
        ],
    )
    def test_a_rule_that_cannot_bite_is_found(self, text: str) -> None:
        assert codes(replace(Set(), banned=text).findings()) == ["E02"]
