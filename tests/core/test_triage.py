"""Triage: how words are mended and understood, and what a verdict says. Figures: test_triage_messages.py."""

from __future__ import annotations

import re

import pytest

from bot.core.triage import FLOWS, TriageRulesError, Verdict, parse_rules, triage
from bot.core.triage.alphabet import fold, plain
from tests.triage.measure import RULES, rules

TINY = """
ordinary: и в на завтрак
negation: не ни
words:
  taken: забрал, задерж
  soon: =завтра, через № час*
  deport: депорт, !депортировал
  plane: самолет
  cargo: =груз
  joke: шучу
  news: новост
  open_door: не ~ открыва
  mask: забрал груз
languages: {uz: "керак, =бор"}
states: {OK: оклахом}
quiet: [joke]
doubtful: [news]
alarms:
  flight: [deport soon -cargo @4]
evidence:
  flight: {enough: 3, nearly: 2, within: 5, core: {plane: 2}, more: {soon: 1}, less: {cargo: 2}}
signs: {vanished: [not.taken]}
despair: {}
urgent: {short: [soon], any: [taken plane]}
flows:
  arrest: {3: [taken]}
  door: {2: [open_door]}
hints:
  when: {soon: [taken soon]}
replies: {}
"""


def said(text: str) -> Verdict:
    return triage(text, rules())


def tiny(text: str, old: str = "", new: str = "") -> Verdict:
    return triage(text, parse_rules(TINY.replace(old, new) if old else TINY))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("deportiruyut", "депортируют"),
        ("muzha", "мужа"),
        ("ДЕПОРТИРУЮ́Т", "депортируют"),
        ("детеншын", "детеншин"),
        ("самолёт", "самолет"),
        ("кoмaндa", "команда"),  # three Latin letters
        ("коммерция", "комерция"),
    ],
)
def test_many_spellings_fold_into_one(typed: str, meant: str) -> None:
    assert fold(plain(typed)) == fold(meant)


def test_her_is_not_folded_into_a_denial() -> None:
    assert fold("неё") != fold("не")


@pytest.mark.parametrize(
    "text",
    [
        "завтра депортируют",
        "ЗАВТРА ДЕПОРТИРУЮТ!!!",
        "zavtra deportiruyut",
        "завтрадепортируют",
        "завтра деп0ртируют",
        "завтра де*ортируют",
        "завтра д е п о р т и р у ю т",
        "завтра депотрируют",
        "завтро депортируют",
        "завтра\u200b депор\u00adтируют",
        "за\u0301втра депортируют",
        "zаvtrа депортируют",
    ],
)
def test_an_alarm_survives_the_way_it_is_typed(text: str) -> None:
    assert tiny(text).p0


@pytest.mark.parametrize(
    "text",
    [
        "pfdnhf ltgjhnbhe.n",  # the Latin keys under «завтра депортируют»
        "PFDNHF LTGJHNBHE.N!",
        "за втра депортируют",
        "завтра депор тируют",
        "завтра депротируют",
        "зватра депортируют",
        "завтар депортируют",
    ],
)
def test_an_alarm_survives_the_wrong_keyboard_and_split_or_swapped_letters(text: str) -> None:
    assert tiny(text).p0


def test_words_in_latin_letters_are_not_taken_for_the_wrong_keyboard() -> None:
    assert said("hello, do you speak english?").kind == "foreign"
    assert said("zaderzhali muzha").flows == ("arrest",)


def test_an_everyday_word_is_not_taken_for_a_typo() -> None:
    assert not tiny("завтрак депорт").p0
    assert tiny("завтрак депорт", "завтрак", "").p0


def test_a_barred_word_does_not_mean_the_concept() -> None:
    assert not tiny("завтра депортировали").p0


def test_what_speaks_against_silences_a_rule_nearby() -> None:
    assert not tiny("завтра депорт груз").p0
    assert tiny("завтра депорт и вот потом как-нибудь ещё напишу про то как мы вчера везли этот груз").p0


def test_concepts_far_apart_do_not_make_a_rule() -> None:
    assert not tiny("завтра напишу вам сюда подробно про депорт").p0
    assert not tiny("завтра.\n\nпро депорт").p0


def test_a_number_and_a_gap_in_a_phrase() -> None:
    assert tiny("депорт через 3 часа").p0
    assert tiny("она не будет открывать").flows == ("door",)
    assert tiny("она не собиралась никому и никогда открывать").flows == ()


def test_a_phrase_does_not_reach_over_a_full_stop() -> None:
    assert tiny("нет, не. открывали").flows == ()


def test_a_denied_word_is_another_concept() -> None:
    assert tiny("забрали").flows == ("arrest",)
    assert tiny("не забрали").flows == ()


def test_a_mask_takes_its_words_away() -> None:
    assert tiny("забрали груз").flows == ()


def test_evidence_adds_up_and_doubts_count_against_it() -> None:
    assert tiny("самолет завтра").p0
    assert not tiny("самолет").p0
    assert not tiny("самолет самолет").p0
    assert not tiny("груз, самолет завтра").p0


def test_what_makes_a_whole_message_calm_silences_it() -> None:
    assert tiny("завтра депорт").p0
    assert tiny("завтра депорт, шучу").kind == "none"


def test_in_doubt_the_person_is_asked_and_nobody_is_woken() -> None:
    verdict = tiny("завтра депорт, видели новости")
    assert (verdict.kind, verdict.p0) == ("urgent", False)


def test_evidence_that_is_nearly_enough_is_worth_asking() -> None:
    assert tiny("самолет завтра", "enough: 3,", "enough: 4,").kind == "urgent"


@pytest.mark.parametrize("text", ["увозят", "стучат", "завтра", "пришли", "с вещами", "они здесь"])
def test_a_few_urgent_words_are_asked_about(text: str) -> None:
    assert (said(text).kind, said(text).p0) == ("urgent", False)


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("мама на лестнице, за ней едет машина без опознавательных", "door"),
        ("дали посадочный талон", "flight"),
        ("зашла отмечаться и не вышла", "door"),
        ("адвокат шепнул что айс в коридоре", "door"),
    ],
)
def test_where_it_is_asked_the_likeliest_comes_first(text: str, likeliest: str) -> None:
    verdict = said(text)
    assert (verdict.kind, verdict.flows[0]) == ("urgent", likeliest)


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("что делать при облаве на стройке", "rights"),
        ("как произносится deportation officer", "phrases"),
        ("угрожают карцером", "conditions"),
    ],
)
def test_what_is_surely_calm_is_not_asked_about(text: str, flow: str) -> None:
    assert (said(text).kind, said(text).flows) == ("sure", (flow,))


def test_two_signs_are_an_alarm_and_one_is_not() -> None:
    one = said("пропал из локатора")
    two = said("пропал из локатора\nи соседа по корпусу тоже увезли")
    assert (one.p0, two.p0) == (False, True)
    assert two.flows == ("flight",)


def test_the_place_and_the_hints_are_read_from_the_text() -> None:
    verdict = said("мужа задержали сегодня на весовой в оклахоме, ребенок с нами")
    assert verdict.flows == ("arrest",)
    assert dict(verdict.hints) == {"where": "road", "when": "today", "who": "spouse", "state": "OK"}


def test_children_alone_open_the_arrest_with_an_alarm() -> None:
    verdict = said("забрали обоих родителей, дети одни дома")
    assert (verdict.kind, verdict.flows, verdict.p0) == ("sure", ("arrest",), True)
    assert verdict.hints["minor_alone"] is True


def test_a_writer_in_russia_is_noticed() -> None:
    assert said("сына арестовали, я живу в россии").hints["in_russia"] is True


def test_who_wants_to_die_decides_what_is_shown() -> None:
    mine, his = said("я не хочу жить"), said("муж в детеншене сказал что не хочет жить")
    assert (mine.kind, mine.p0, mine.hints["despair"]) == ("despair", False, "self")
    assert (his.kind, his.flows, his.p0, his.hints["despair"]) == ("sure", ("medical",), True, "detained")


def test_despair_keeps_the_alarm_it_comes_with() -> None:
    verdict = said("мужа завтра депортируют, я не хочу жить")
    assert (verdict.kind, verdict.p0, verdict.flows) == ("despair", True, ("flight",))


def test_two_close_flows_are_both_offered() -> None:
    verdict = said("в бонде отказали можно ли апелляцию")
    assert (verdict.kind, set(verdict.flows)) == ("two", {"bond", "stay"})


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", "start"),
        ("/MENU@ryadom_bot", "menu"),
        ("позовите волонтера", "human"),
        ("в начало", "home"),
        ("стало хуже", "worse"),
    ],
)
def test_a_wish_about_the_bot_is_a_command(text: str, command: str) -> None:
    verdict = said(text)
    assert (verdict.kind, verdict.hints["command"]) == ("command", command)


def test_words_behind_a_command_are_heard() -> None:
    assert said("/start c_7f3a").hints == {"command": "start"}
    assert said("/help мужа завтра депортируют").p0


def test_thanks_are_told_from_a_greeting() -> None:
    assert said("спасибо").hints == {"thanks": True}
    assert said("привет").hints == {}
    assert said("спасибо").kind == said("привет").kind == "greeting"


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Ассалому алайкум, мужимни айс забрал на весовой", "uz", "sure"),
        ("men rus tilini bilmayman", "uz", "foreign"),
        ("мага жардам керек", "ky", "foreign"),
        ("чоловіка затримали", "uk", "sure"),
        ("გამარჯობა", "ka", "foreign"),
        ("i need help", "en", "foreign"),
        ("zaderzhali muzha", "ru", "sure"),
        ("мужа забрали", "ru", "sure"),
    ],
)
def test_the_language_is_guessed(text: str, lang: str, kind: str) -> None:
    verdict = said(text)
    assert (verdict.lang, verdict.kind) == (lang, kind)


def test_a_foreign_alarm_is_still_an_alarm() -> None:
    verdict = said("erimni ertaga deport qilishadi")
    assert (verdict.kind, verdict.p0, verdict.flows) == ("foreign", True, ("flight",))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🙏", "???", "\u200b"])
def test_nothing_said_is_nothing_understood(text: str) -> None:
    assert (said(text).kind, said(text).flows, said(text).p0) == ("none", (), False)


def test_why_names_rules_and_never_the_words_of_the_person() -> None:
    verdict = said("мужа Анатолия завтра депортируют")
    assert verdict.why
    assert not any("анатоли" in rule.lower() for rule in verdict.why)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ordinary: и", "ordinary: [и"),
        ("negation: не ни", "negations: не ни"),
        ("  arrest: {3: [taken]}", "  arest: {3: [taken]}"),
        ("arrest: {3: [taken]}", "arrest: {3: [takn]}"),
        ("arrest: {3: [taken]}", "arrest: {3: [-taken]}"),
        ("arrest: {3: [taken]}", "arrest: {many: [taken]}"),
        ("core: {plane: 2}", "core: {plain: 2}"),
        ("despair: {}", "despair: {all: [taken]}"),
        ("{short: [soon]", "{brief: [soon]"),
        ("nearly: 2", "near: 2"),
        ("taken: забрал, задерж", "taken: забрал, ь"),
        ("[deport soon -cargo @4]", "[deport soon @near]"),
        ("hints:\n  when: {soon: [taken soon]}", "hints: 3"),
    ],
)
def test_broken_rules_are_refused(old: str, new: str) -> None:
    assert old in TINY
    with pytest.raises(TriageRulesError):
        parse_rules(TINY.replace(old, new))


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(TriageRulesError, match=r"'takn': unknown takn"):
        parse_rules(TINY.replace("[taken]}", "[takn]}"))


def test_each_flow_has_rules() -> None:
    assert {flow for flow, _, _ in rules().flows} == set(FLOWS)


def test_each_concept_of_the_rules_file_is_used() -> None:
    text = RULES.read_text(encoding="utf-8")
    words, rest = text[text.index("\nwords:") : text.index("\nlanguages:")], text[text.index("\nquiet:") :]
    concepts = re.findall(r"^  ([a-z_]+):", words, re.MULTILINE)
    used = set(re.findall(r"[a-z_]+", rest)) | {"mask"}
    assert [concept for concept in concepts if concept not in used] == []
