"""The engine on toy flows: where one is, going back, changing one's mind, flows within flows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.flow import engine
from bot.core.flow.session import (
    Answer,
    Back,
    CancelRemind,
    Do,
    Edit,
    Ended,
    Go,
    Interrupt,
    Open,
    Priority,
    Remind,
    Return,
    Show,
)
from tests.core.flow_toys import NOW, SID, TOY, Walker, at_end, library, to_number


def test_entering_opens_the_case_before_any_question():
    walker = Walker()
    assert walker.effects[0] == Open("case")
    assert walker.at == "safe"


def test_answers_lead_on_to_the_end():
    walker = at_end()
    assert walker.at == "done"
    assert Ended("info") in walker.effects


def test_the_position_is_derived_from_the_answers_alone():
    walker = to_number()
    bare = replace(walker.session, at=None, shown=None, shown_rev="")
    after, _ = engine.step(walker.library, bare, Show(), NOW)
    assert after.shown == "number"


def test_a_branch_follows_the_first_true_condition():
    walker = Walker()
    walker.all("calm", "next", "сегодня", "office")
    assert walker.at == "wait"


def test_an_option_leads_past_the_common_next():
    walker = Walker()
    walker.says("danger")
    assert walker.at == "urgent"
    assert walker.others == [Priority("P0"), Do("handoff", "urgent"), Do("alarm", "urgent"), Ended("handoff")]


def test_leaving_for_another_flow_stores_nothing_and_shows_nothing():
    walker = Walker()
    assert walker.says("away") == [Go("other")]
    assert walker.answers == {}


def test_skip_and_unknown_are_answers():
    walker = Walker()
    walker.all("calm", "next", "$unknown", "office", "later", "$skip")
    assert walker.at == "needs"
    assert walker.answers["day"] == "$unknown"
    assert walker.answers["number"] == "$skip"


def test_a_required_answer_cannot_be_skipped_but_may_be_unknown():
    walker = to_number()
    walker.all("$skip", "kids", "$done", "$later", "$done", "none")
    walker.says("$skip")
    assert walker.at == "lawyer/state"
    walker.says("$unknown")
    assert walker.at == "handed"


def test_not_knowing_and_skipping_may_be_typed():
    walker = to_number()
    walker.says("Не помню.")
    assert walker.answers["number"] == "$unknown"
    walker.does(Edit("number"))
    walker.says("пропустить")
    assert walker.answers["number"] == "$skip"
    walker.all("none", "$later", "$done", "none")
    walker.says("пропустить")
    assert (walker.at, walker.screen.note) == ("lawyer/state", "invalid")


def test_refused_three_times_brings_help_and_an_answer_ends_it():
    walker = to_number()
    notes = [walker.says("где-то дома") and walker.screen.note for _ in range(3)]
    assert notes == ["invalid", "invalid", "help"]
    assert walker.screen.refusal is not None
    walker.says("214567890")
    assert (walker.at, walker.session.tries) == ("needs", 0)


def test_a_typed_answer_is_heard_back():
    walker = to_number()
    walker.says("А 214-567-890")
    assert walker.screen.heard is not None
    assert walker.screen.heard.value == "214567890"


# --- back and edit


def test_back_shows_the_step_before_and_again_the_one_before_that():
    walker = to_number()
    walker.does(Back())
    assert (walker.at, walker.screen.prior) == ("locator", "done")
    walker.does(Back())
    assert walker.at == "place"


def test_back_at_the_first_step_stays_there():
    walker = Walker()
    walker.does(Back())
    assert (walker.at, walker.screen.note) == ("safe", "")


def test_after_back_the_same_answer_leads_to_the_first_open_question():
    walker = to_number()
    walker.does(Back())
    walker.does(Back())
    walker.says("office")
    assert walker.at == "number"


def test_an_edited_answer_drops_what_depends_on_it_and_what_depends_on_that():
    walker = at_end()
    walker.does(Edit("day"))
    walker.says("сегодня")
    assert walker.at == "place"
    assert "papers" not in walker.answers
    assert walker.answers["number"] == "214567890"


def test_editing_to_the_same_answer_drops_nothing():
    walker = at_end()
    before = walker.answers
    walker.does(Edit("day"))
    walker.says("14.11.2026")
    assert walker.answers == before
    assert walker.at == "done"


def test_edit_of_a_step_not_on_the_path_shows_the_current_one():
    walker = to_number()
    walker.does(Edit("wait"))
    assert (walker.at, walker.screen.note) == ("number", "old_button")


def test_answering_the_open_question_while_an_earlier_one_is_looked_at():
    walker = to_number()
    walker.does(Edit("day"))
    walker.says("$skip", key="number")
    assert walker.at == "needs"


def test_another_end_after_an_edit_gives_out_its_effects():
    walker = at_end()
    assert walker.session.ended == "done"
    walker.does(Edit("safe"))
    walker.says("danger")
    assert Do("handoff", "urgent") in walker.effects
    assert CancelRemind("done") in walker.effects
    assert Ended("handoff") in walker.effects


def test_the_same_end_reached_again_gives_out_nothing():
    walker = at_end()
    walker.does(Edit("number"))
    walker.says("$skip")
    assert walker.at == "done"
    assert walker.others == []


# --- old buttons


def test_the_same_button_twice_changes_nothing():
    walker = to_number()
    before = walker.session
    walker.says("office", key="place")
    assert walker.others == []
    assert walker.session == before
    assert walker.screen.note == ""


def test_an_old_button_with_another_value_asks_again_instead_of_overwriting():
    walker = to_number()
    walker.says("located", key="place")
    assert (walker.at, walker.screen.note) == ("place", "edit")
    assert walker.answers["place"] == "office"


def test_a_button_off_the_path_gets_a_kind_word_and_the_current_screen():
    walker = to_number()
    walker.says("next", key="wait")
    assert (walker.at, walker.screen.note) == ("number", "old_button")


@pytest.mark.parametrize("key", ["", "nothing", "lawyer", "done", "law/have"])
def test_a_key_nobody_knows_shows_the_current_screen(key):
    walker = to_number()
    walker.does(Answer(key, "next"))
    assert (walker.at, walker.screen.note) == ("number", "old_button")


def test_an_option_nobody_knows_shows_the_current_screen():
    walker = Walker()
    walker.says("perhaps")
    assert (walker.at, walker.screen.note, walker.answers) == ("safe", "old_button", {})


def test_done_pressed_twice_on_a_closed_list_changes_nothing():
    walker = at_end()
    walker.says("$done", key="needs")
    assert (walker.at, walker.screen.note) == ("done", "")


# --- ticks


def test_ticks_are_kept_until_the_list_is_closed():
    walker = to_number()
    walker.all("$skip", "kids", "meds", "kids")
    assert walker.session.marks["needs"] == ["meds"]
    assert "needs" not in walker.answers
    walker.does(Back())
    walker.does(Show())
    walker.says("$done", key="needs")
    assert walker.answers["needs"] == ["meds"]
    assert walker.at == "papers"


def test_an_option_alone_is_the_whole_answer_at_once():
    walker = to_number()
    walker.all("$skip", "kids", "none")
    assert walker.answers["needs"] == ["none"]
    assert (walker.at, "needs" in walker.session.marks) == ("papers", False)
    walker.does(Edit("needs"))
    walker.says("meds")
    assert walker.session.marks["needs"] == ["meds"]
    walker.says("$done")
    assert walker.answers["needs"] == ["meds"]


def test_an_option_alone_that_was_only_ticked_by_an_earlier_version_can_still_be_closed():
    walker = to_number()
    walker.says("$skip")
    walker.session = replace(walker.session, marks={"needs": ["none"]})
    walker.says("$done")
    assert walker.answers["needs"] == ["none"]


def test_an_old_press_of_an_option_alone_never_overwrites():
    walker = to_number()
    walker.all("$skip", "kids", "$done")
    walker.says("none", key="needs")
    assert (walker.at, walker.screen.note, walker.answers["needs"]) == ("needs", "edit", ["kids"])


def test_closing_a_multi_with_nothing_ticked_is_refused_kindly():
    walker = to_number()
    walker.all("$skip", "$done")
    assert (walker.at, walker.screen.note) == ("needs", "invalid")


def test_a_checklist_closed_for_later_keeps_its_ticks_and_reopens_with_them():
    walker = to_number()
    walker.all("$skip", "none", "receipt", "$later")
    assert walker.answers["papers"] == ["receipt", "$later"]
    walker.does(Edit("papers"))
    walker.says("notice")
    assert walker.screen.prior == ["notice", "receipt"]
    walker.says("$done")
    assert walker.answers["papers"] == ["notice", "receipt"]


def test_a_board_keeps_the_state_of_each_track():
    walker = to_number()
    walker.all("$skip", "none", "$done", "court.taken", "bia.done")
    assert walker.at == "tracks"
    assert walker.screen.prior == {"court": "taken", "bia": "done"}
    walker.says("$done")
    assert walker.answers["tracks"] == {"court": "taken", "bia": "done"}


@pytest.mark.parametrize("raw", ["court", "court.", "court.lost", "nothing.done", "", "."])
def test_a_board_refuses_states_it_does_not_have(raw):
    walker = to_number()
    walker.all("$skip", "none", "$done")
    walker.says(raw)
    assert (walker.at, walker.screen.note) == ("tracks", "old_button")


# --- priority and reminders


def test_priority_only_rises():
    walker = Walker()
    assert Priority("P2") in walker.effects
    walker.all("calm", "next", "сегодня")
    assert Priority("P1") in walker.effects
    walker.does(Edit("day"))
    walker.says("14.11.2026")
    assert walker.others == []
    assert walker.session.level == "P1"


def test_ticks_raise_nothing_before_the_list_is_closed():
    text = TOY.replace("{when: {safe: danger}, is: P0}", "{when: {needs: kids}, is: P0}")
    walker = to_number(Walker(lib=library(toy=text)))
    walker.all("$skip", "kids")
    assert walker.others == []
    walker.says("$done")
    assert Priority("P0") in walker.effects


def test_the_rules_of_a_called_flow_count_once_it_is_entered():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done", "none")
    assert Priority("P1") in walker.effects


def test_a_task_put_off_is_reminded_of_and_a_task_done_is_not():
    walker = Walker()
    walker.all("calm", "next", "14.11.2026", "office")
    assert walker.others == []
    walker.says("later")
    assert walker.others == [Remind("locator", tuple(NOW + timedelta(hours=6 * n) for n in (1, 2, 3)))]
    walker.does(Edit("locator"))
    walker.says("done")
    assert walker.others == [CancelRemind("locator")]


def test_an_end_sets_its_reminders():
    walker = at_end()
    assert Remind("done", (NOW + timedelta(days=1), NOW + timedelta(days=3))) in walker.effects


# --- called flows


def test_a_called_flow_has_flat_keys_and_its_end_is_passed_over():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done")
    assert walker.at == "lawyer/have"
    assert walker.screen.flow == "law"
    walker.says("unknown")
    walker.says("Техас")
    assert walker.answers["lawyer/state"] == "TX"
    assert walker.at == "handed"


def test_the_end_of_a_called_flow_gives_out_its_effects_once():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done", "unknown", "Техас")
    assert walker.others == [Do("alarm", "lawyer/none_yet"), Do("handoff", "handed")]
    walker.does(Show())
    assert walker.others == []


# --- interrupts


def test_an_interrupt_covers_and_its_end_gives_back():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    assert walker.session.id == "zzz999"
    assert walker.effects[0] == Open("signal")
    walker.says("next")
    assert Ended("info") in walker.effects
    walker.does(Return())
    assert (walker.session.id, walker.at, walker.screen.note) == (SID, "number", "returned")


def test_after_the_end_of_an_interrupt_any_show_gives_back():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    walker.says("next")
    walker.does(Show())
    assert walker.at == "number"


def test_back_at_the_first_step_of_an_interrupt_gives_back():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    walker.does(Back())
    assert walker.session.id == SID


def test_a_second_interrupt_replaces_the_first():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    walker.does(Interrupt("law", "yyy888"))
    assert walker.session.below is not None
    assert walker.session.below.id == SID
    assert walker.session.below.below is None


@pytest.mark.parametrize("flow", ["toy", "nothing"])
def test_an_interrupt_by_the_same_flow_or_by_none_shows_the_screen(flow):
    walker = to_number()
    walker.does(Interrupt(flow, "zzz999"))
    assert (walker.session.id, walker.at) == (SID, "number")


def test_an_interrupt_by_what_is_covered_gives_it_back():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    walker.does(Interrupt("toy", "yyy888"))
    assert walker.session.id == SID
