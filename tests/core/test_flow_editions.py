"""The engine weeks later, on a flow of another edition: what was answered holds, what changed is said."""

from __future__ import annotations

from bot.core.flow.session import Back, Edit, Interrupt, Show
from tests.core.flow_toys import SID, TOY, Walker, library, to_number


def test_weeks_later_the_place_is_the_same():
    walker = to_number()
    walker.later(days=90)
    walker.does(Show())
    assert (walker.at, walker.screen.note) == ("number", "")


def test_time_that_moves_a_person_is_said():
    walker = Walker()
    walker.all("calm", "next", "сегодня", "office")
    walker.later(days=5)
    walker.says("next")
    assert (walker.at, walker.screen.note) == ("locator", "updated")


def test_a_new_question_is_asked_first():
    walker = to_number()
    walker.library = library(
        toy=TOY.replace(
            "read: {say: stable, next: day}", "read: {say: stable, next: new}\n  new: {ask: name, next: day}"
        )
    )
    walker.does(Show())
    assert (walker.at, walker.screen.note) == ("new", "updated")
    walker.says("Иван")
    assert walker.at == "number"


def test_a_removed_question_is_passed_over():
    walker = to_number()
    text = TOY.replace("  number: {ask: a_number, next: needs}\n", "").replace("number", "needs")
    walker.library = library(toy=text)
    walker.does(Show())
    assert (walker.at, walker.screen.note) == ("needs", "updated")


def test_a_renamed_step_and_option_keep_their_answers():
    walker = to_number()
    text = (
        TOY.replace("  place:\n", "  spot:\n    was: [place]\n")
        .replace("{place: located}", "{spot: located}")
        .replace("next: place", "next: spot")
        .replace("[place]", "[spot]", 2)
        .replace("was: [spot]", "was: [place]")
        .replace("office: ,", "bureau: {was: [office]},")
    )
    walker.library = library(toy=text)
    walker.does(Show())
    assert (walker.at, walker.screen.note) == ("number", "")
    walker.does(Edit("spot"))
    assert walker.screen.prior == "office"
    walker.says("office")
    assert walker.at == "number"


def test_a_renamed_call_keeps_the_answers_inside():
    walker = to_number()
    walker.all("$skip", "none", "$done", "$done", "unknown")
    text = TOY.replace("lawyer: {call: law,", "advice: {call: law, was: [lawyer],").replace(
        "{lawyer: handoff}", "{advice: handoff}"
    )
    walker.library = library(toy=text.replace("next: lawyer", "next: advice"))
    walker.does(Show())
    assert (walker.at, walker.screen.note) == ("advice/state", "")


def test_a_new_edition_of_a_text_is_shown_again():
    walker = to_number()
    walker.library = library(toy=TOY.replace("read: {say: stable,", "read: {say: stable, edition: 2,"))
    walker.does(Show())
    assert walker.at == "read"
    walker.says("next")
    assert walker.at == "number"


def test_a_changed_instruction_on_the_screen_is_said():
    walker = to_number()
    walker.library = library(
        toy=TOY.replace("number: {ask: a_number,", "number: {ask: a_number, required: true,")
    )
    walker.does(Show())
    assert (walker.at, walker.screen.note) == ("number", "updated")
    walker.does(Show())
    assert walker.screen.note == ""


def test_a_flow_that_is_gone_is_said_and_others_still_open():
    walker = to_number()
    walker.library = library(toy="")
    walker.does(Show())
    assert walker.screen.note == "gone"
    walker.does(Interrupt("other", "zzz999"))
    assert walker.at == "only"


def test_when_the_interrupting_flow_is_gone_the_covered_one_comes_back():
    walker = to_number()
    walker.does(Interrupt("other", "zzz999"))
    walker.library = library(other="", toy=TOY.replace(", away: {go: other}", ""))
    walker.does(Back())
    assert walker.session.id == SID


def test_answers_of_a_kind_the_step_no_longer_has_are_asked_again():
    walker = to_number()
    walker.library = library(
        toy=TOY.replace("day: {ask: date, limits: {from: -60d, to: today},", "day: {ask: phone,")
        .replace("{when: {day: {within: 2d}}, to: wait}", "{when: {day: $skip}, to: wait}")
        .replace("{when: {day: {within: 2d}}, is: P1}", "{when: {day: $skip}, is: P1}")
    )
    walker.does(Show())
    assert walker.at == "day"
