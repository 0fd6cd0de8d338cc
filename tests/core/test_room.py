"""A screen with more than six buttons keeps its answers, and puts what is left behind one button."""

from __future__ import annotations

import pytest

from bot.core.flow import buttons, room
from bot.core.flow.library import load
from bot.core.flow.lint import lint_all
from bot.core.flow.screens import opened, screen
from bot.core.flow.session import Show
from bot.core.flow.sources import read_sources
from bot.core.say import Button, Message
from tests.core.flow_toys import NOW, SID, TOY, Walker, files
from tests.core.test_flow_screens import MEMOS, labels, refs

TASK = 'read: {task: stable, cards: [robot], phrases: [3], links: {site: "https://example.org"}, next: day}'
CROWDED = TASK.replace("phrases: [3]", "phrases: [3, 4]").replace("next:", "offers: [other], next:")
HELPER = (Button("tools-own.names", data="k|own|spellings"),)


def at_read(step: str) -> Walker:
    texts = files(toy=TOY.replace("read: {say: stable, next: day}", step)) | MEMOS
    texts["flows/phrases.yaml"] += "4: Please repeat.\n"
    walker = Walker(lib=load(texts))
    walker.says("calm")
    return walker


def shown(walker: Walker, *helpers: tuple[Button, ...]) -> Message:
    return screen(walker.library, walker.session, walker.screen, NOW, helpers)


def more(message: Message) -> Button:
    return next(b for row in message.rows for b in row if b.label == "answers-more")


def hints(walker: Walker, *helpers: tuple[Button, ...]) -> Message | None:
    what = buttons.parse(more(shown(walker, *helpers)).data)
    assert isinstance(what, buttons.Hints)
    return opened(walker.library, walker.session, what, NOW, helpers)


def test_six_buttons_all_stay_in_view_in_their_usual_order():
    assert labels(shown(at_read(TASK)))[:6] == [
        ["common-done"], ["common-failed"], ["common-later"],
        ["phrase-3.label"], ["card-robot.title"], ["toy-read.link_site"],
    ]  # fmt: skip


def test_of_more_the_page_to_open_and_the_other_flow_stay_and_the_rest_is_counted():
    message = shown(at_read(CROWDED))
    assert labels(message) == [
        ["common-done"], ["common-failed"], ["common-later"],
        ["toy-read.link_site"], ["other-flow.title"], ["answers-more"],
        ["common-back", "common-home"], ["common-human", "common-worse"],
    ]  # fmt: skip
    assert more(message).args == {"count": 3}


def test_the_button_opens_what_there_was_no_room_for_and_a_way_back():
    walker = at_read(CROWDED)
    message = hints(walker)
    assert message is not None
    assert refs(message) == ["answers-hints"]
    assert labels(message) == [
        ["phrase-3.label"], ["phrase-4.label"], ["card-robot.title"], ["common-card_back"],
    ]  # fmt: skip
    assert buttons.parse(message.rows[-1][0].data) == buttons.Current(SID)


def test_a_helper_above_takes_room_too_and_what_it_pushes_out_is_behind_the_button():
    walker = at_read(TASK)
    assert labels(shown(walker, HELPER))[:6] == [
        ["tools-own.names"], ["common-done"], ["common-failed"], ["common-later"],
        ["toy-read.link_site"], ["answers-more"],
    ]  # fmt: skip
    message = hints(walker, HELPER)
    assert message is not None
    assert labels(message)[:-1] == [["phrase-3.label"], ["card-robot.title"]]


def test_buttons_of_messages_sent_before_still_open_what_they_say():
    walker = at_read(CROWDED)
    for old in (buttons.Card("robot", SID), buttons.Phrase(4, SID)):
        assert opened(walker.library, walker.session, old, NOW) is not None
    late = buttons.parse(more(shown(walker)).data)
    assert isinstance(late, buttons.Hints)
    walker.says("done")
    assert opened(walker.library, walker.session, late, NOW) is not None  # pressed a step later
    roomy = at_read(TASK)
    assert opened(roomy.library, roomy.session, late, NOW) is None  # by now all of it is in view
    roomy.does(Show())
    assert labels(shown(roomy))[0] == ["common-done"]


def test_a_question_about_a_day_to_come_counts_two_days_not_three():
    walker = at_read("read: {ask: date, limits: {from: today}, cards: [robot], phrases: [3], next: day}")
    assert len(labels(shown(walker))[:-2]) == 6
    walker = at_read(
        "read: {ask: date, limits: {from: -2d, to: +2d}, cards: [robot], phrases: [3], next: day}"
    )
    assert labels(shown(walker))[5] == ["answers-more"]


def test_a_checklist_may_have_seven_items_and_its_two_closing_buttons():
    items = ", ".join(f"i{n}: " for n in range(7))
    step = f"read: {{ask: checklist, options: {{{items}}}, next: day}}"
    walker = at_read(step)
    assert sum(len(row) for row in labels(shown(walker))[:-2]) == 9


@pytest.mark.parametrize(
    ("step", "fits"),
    [
        ("ask: choice, options: {a: , b: , c: , d: , e: , unknown: }", True),
        ("ask: choice, options: {a: , b: , c: , d: , e: , unknown: }, cards: [robot]", False),
        ("ask: choice, options: {a: , b: , c: , d: , unknown: }, cards: [robot], phrases: [3]", True),
        ("ask: choice, options: {a: , b: , c: , d: , e: , f: , unknown: }", False),
        ("ask: multi, options: {a: , b: , c: , d: , e: , none: {alone: true}}", True),
        ("ask: multi, options: {a: , b: , c: , d: , e: , unknown: }", False),
        ("board: stable, tracks: {a: , b: , c: , d: , e: }", True),
        ("board: stable, tracks: {a: , b: , c: , d: , e: , f: }", False),
        ("ask: checklist, options: {a: , b: , c: , d: , e: , f: , g: }", True),
        ("ask: checklist, options: {a: , b: , c: , d: , e: , f: , g: }, cards: [robot]", False),
        ("ask: us_state, cards: [robot], phrases: [3]", True),
        ("task: stable, cards: [robot], phrases: [3, 4], offers: [other]", True),
    ],
)
def test_check_says_at_its_line_which_step_has_too_many(step, fits):
    text = f"flow: base\nfirst: a0\nsteps:\n  a0: {{{step}, next: done}}\n  done: {{end: info}}\n"
    found = lint_all(read_sources({"flows/base.yaml": text}))
    assert [(one.line, one.code) for one in found if one.code == "W40"] == ([] if fits else [(4, "W40")])


def test_nothing_is_parted_where_all_of_it_fits():
    assert room.parted("abc", 3) == ("abc", ())
    assert room.parted("abc", 2) == ("a", "bc")
    assert room.parted("abc", 0) == ("", "abc")
    assert room.parted("abc", -2) == ("", "abc")
