"""Screens of the toy flows: which words are asked for, which buttons stand where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.flow import buttons
from bot.core.flow.library import load
from bot.core.flow.plan import key_hash
from bot.core.flow.screens import HOME, HUMAN, WORSE, opened, screen
from bot.core.flow.session import Back, Edit, Interrupt, Show
from bot.core.say import Message, Part
from tests.core.flow_toys import NOW, SID, TOY, Walker, at_end, files, library, to_number


def shown(walker: Walker) -> Message:
    return screen(walker.library, walker.session, walker.screen, walker.now)


def labels(message: Message) -> list[list[str]]:
    return [[button.mark + button.label for button in row] for row in message.rows]


def refs(message: Message) -> list[str]:
    return [part.ref for part in message.parts]


def with_texts(walker: Walker, *texts: str) -> Walker:
    walker.library = replace(walker.library, texts=frozenset(texts))
    return walker


def test_a_choice_has_one_option_a_row_then_the_ways_out():
    message = shown(Walker())
    assert refs(message) == ["toy-safe"]
    assert labels(message) == [
        ["toy-safe.danger"],
        ["toy-safe.calm"],
        ["common-unknown"],
        ["toy-safe.away"],
        ["common-home"],
        ["common-human", "common-worse"],
    ]


def test_own_words_for_not_knowing_win_over_the_common_ones():
    walker = with_texts(Walker(), "toy-safe.unknown")
    assert ["toy-safe.unknown"] in labels(shown(walker))


def test_yes_and_no_share_a_row():
    text = TOY.replace("{to: urgent}, calm: , unknown", "{to: urgent}, yes: , no: , unknown")
    assert ["toy-safe.yes", "toy-safe.no"] in labels(shown(Walker(lib=library(toy=text))))


def test_after_the_first_step_one_can_go_back():
    walker = Walker()
    walker.says("calm")
    assert labels(shown(walker))[-2] == ["common-back", "common-home"]
    walker.does(Back())
    assert labels(shown(walker))[-2] == ["common-home"]


def test_a_flow_that_opens_no_case_offers_no_worse():
    assert shown(Walker("law")).rows[-1] == (HUMAN,)
    assert shown(Walker()).rows[-1] == (HUMAN, WORSE)


def test_what_was_chosen_before_is_marked():
    walker = to_number()
    walker.does(Edit("place"))
    assert ["✅ toy-place.office"] in labels(shown(walker))


def test_with_the_first_tick_the_press_that_closes_takes_the_place_of_none_of_this():
    walker = to_number()
    walker.says("$skip")
    untouched = [["toy-needs.kids"], ["toy-needs.meds"], ["toy-needs.none"], ["common-back", "common-home"]]
    assert labels(shown(walker))[:4] == untouched
    walker.says("kids")
    assert labels(shown(walker))[:3] == [["✅ toy-needs.kids"], ["toy-needs.meds"], ["common-done"]]
    walker.says("kids")
    assert labels(shown(walker))[:4] == untouched
    walker.does(Edit("needs"))
    walker.says("none")
    walker.does(Edit("needs"))
    assert labels(shown(walker))[:3] == [["toy-needs.kids"], ["toy-needs.meds"], ["✅ toy-needs.none"]]


def test_a_checklist_is_closed_by_a_press_of_its_own():
    walker = to_number()
    walker.all("$skip", "none")
    assert labels(shown(walker))[:4] == [
        ["toy-papers.notice"], ["toy-papers.receipt"], ["common-done"], ["common-later"],
    ]  # fmt: skip


def test_a_board_marks_its_tracks_and_each_opens_a_card_of_its_own():
    walker = to_number()
    walker.all("$skip", "none", "$done", "court.taken")
    message = shown(walker)
    assert labels(message)[:3] == [["🔸 toy-tracks.court"], ["toy-tracks.bia"], ["common-next"]]
    press = buttons.parse(message.rows[0][0].data)
    assert isinstance(press, buttons.Track)
    card = opened(walker.library, walker.session, press, NOW)
    assert card is not None
    assert refs(card) == ["toy-tracks-court"]
    assert labels(card)[:3] == [["answers-track.done"], ["answers-track.free"], ["common-card_back"]]
    taken = buttons.parse(card.rows[0][0].data)
    assert isinstance(taken, buttons.Pressed)
    walker.says(taken.option, walker.library.plans["toy"].hashes[taken.key_hash])
    assert walker.screen.prior == {"court": "done"}


def test_a_typed_question_offers_not_knowing_and_skipping():
    assert labels(shown(to_number()))[:2] == [["common-unknown"], ["common-skip"]]


def test_a_required_question_offers_no_skipping():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done", "none")
    assert labels(shown(walker))[:2] == [["common-unknown"], ["common-back", "common-home"]]


def test_a_date_offers_the_near_days_its_limits_allow():
    walker = Walker()
    walker.all("calm", "next")
    assert labels(shown(walker))[:3] == [["answers-day.yesterday"], ["answers-day.today"], ["common-unknown"]]
    press = buttons.parse(shown(walker).rows[0][0].data)
    assert isinstance(press, buttons.Pressed)
    walker.says(press.option)
    assert walker.answers["day"] == "2026-11-23"


def test_two_readings_of_a_date_become_two_buttons_and_each_answers():
    walker = Walker(lib=library(toy=TOY.replace("limits: {from: -60d, to: today}, ", "")))
    walker.all("calm", "next", "03/04")
    message = shown(walker)
    assert refs(message) == ["answers-date_two", "toy-day"]
    assert labels(message)[:2] == [["answers-choice_date"], ["answers-choice_date"]]
    press = buttons.parse(message.rows[1][0].data)
    assert isinstance(press, buttons.Pressed)
    walker.says(press.option)
    assert walker.answers["day"] == "2027-04-03"


def test_two_near_states_become_buttons_and_each_answers():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done", "none", "Каролина")
    press = buttons.parse(shown(walker).rows[1][0].data)
    assert isinstance(press, buttons.Pressed)
    walker.says(press.option)
    assert walker.answers["lawyer/state"] == "SC"


def test_a_refused_answer_brings_its_sentence_and_the_third_one_help():
    walker = to_number()
    walker.says("где-то дома")
    assert refs(shown(walker)) == ["answers-a_number_unclear", "toy-number"]
    walker.all("где-то дома", "где-то дома")
    assert refs(shown(walker)) == ["answers-a_number_unclear", "answers-help_a_number", "toy-number"]
    with_texts(walker, "toy-number.help")
    assert "toy-number.help" in refs(shown(walker))


def test_a_typed_answer_is_said_back_and_again_when_it_is_looked_at():
    walker = to_number()
    walker.says("214567890")
    said = Part("answers-heard_a_number", {"number": "2 1 4 — 5 6 7 — 8 9 0"})
    assert shown(walker).parts[0] == said
    walker.does(Edit("number"))
    assert shown(walker).parts == (Part("toy-number"), said)


def test_a_hint_stands_under_the_question():
    walker = with_texts(Walker(), "toy-safe.hint")
    assert refs(shown(walker)) == ["toy-safe", "toy-safe.hint"]


@pytest.mark.parametrize(
    ("event", "ref"),
    [(Edit("wait"), "common-old_button"), (Show(), None)],
)
def test_a_note_stands_above(event, ref):
    walker = to_number()
    walker.does(event)
    assert refs(shown(walker)) == ([ref] if ref else []) + ["toy-number"]


def test_the_end_of_an_interrupt_offers_what_it_covered():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    walker.says("next")
    assert labels(shown(walker))[0] == ["answers-return"]


def test_a_step_of_a_called_flow_uses_the_words_of_that_flow():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done")
    assert refs(shown(walker)) == ["law-have"]


def test_a_flow_that_is_gone_leads_home():
    walker = to_number()
    walker.library = library(toy="")
    walker.does(Show())
    assert shown(walker).rows == ((HOME,), (HUMAN,))


ROBOT = 'robot: {class: contact, facts: ["3.16"], phrases: [3], links: {site: "https://example.org/a"}}'
MEMOS = {
    "flows/cards.yaml": ROBOT,
    "flows/phrases.yaml": "3: He did not come out.\n",
}


def with_memos() -> Walker:
    more = "cards: [robot], phrases: [3], links: {locator: https://example.org}, offers: [other]"
    step = f'read: {{say: stable, facts: ["3.1"], {more}, next: day}}'
    texts = files(toy=TOY.replace("read: {say: stable, next: day}", step)) | MEMOS
    walker = Walker(lib=load(texts))
    walker.says("calm")
    return walker


def test_memos_phrases_links_and_offers_stand_under_the_answer():
    message = shown(with_memos())
    assert labels(message) == [
        ["common-next"],
        ["phrase-3.label"],
        ["card-robot.title"],
        ["toy-read.link_locator"],
        ["other-flow.title"],
        ["common-back", "common-home"],
        ["common-human", "common-worse"],
    ]
    assert message.facts == ("3.1",)
    assert message.rows[3][0].url == "https://example.org/"


def test_a_memo_opens_in_place_with_its_facts_and_a_way_back():
    walker = with_memos()
    card = opened(walker.library, walker.session, buttons.Card("robot", SID), NOW)
    assert card is not None
    assert (refs(card), card.facts) == (["card-robot"], ("3.16",))
    assert labels(card) == [["phrase-3.label"], ["card-robot.link_site"], ["common-card_back"]]
    assert buttons.parse(card.rows[-1][0].data) == buttons.Current(SID)


def test_a_phrase_opens_with_a_button_that_copies_its_english():
    walker = with_memos()
    phrase = opened(walker.library, walker.session, buttons.Phrase(3, SID), NOW)
    assert phrase is not None
    assert phrase.rows[0][0].copy == "He did not come out."


@pytest.mark.parametrize(
    "button",
    [
        buttons.Card("gone", SID),
        buttons.Phrase(99, SID),
        buttons.Track(SID, key_hash("tracks"), "gone"),
        buttons.Track(SID, "00000000", "court"),
        buttons.Track(SID, key_hash("safe"), "court"),
    ],
)
def test_what_is_gone_opens_nothing(button):
    walker = with_memos()
    assert opened(walker.library, walker.session, button, NOW) is None


def test_the_end_has_its_ways_out():
    assert labels(shown(at_end())) == [["common-back", "common-home"], ["common-human", "common-worse"]]
