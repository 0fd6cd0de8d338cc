"""Random walks through random editions of flows: nothing raises, nothing is lost by saving and reading."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.flow import buttons, engine
from bot.core.flow.screens import screen
from bot.core.flow.session import Answer, Back, Edit, Go, Interrupt, Return, Screen, Show, from_json, to_json
from bot.core.flow.walk import walk
from tests.core.flow_toys import LAW, NOW, OTHER, SID, TOY, library

EDITIONS = [
    library(),
    library(
        toy=TOY.replace(
            "read: {say: stable, next: day}",
            "read: {say: stable, edition: 2, next: new}\n  new: {ask: name, next: day}",
        )
    ),
    library(toy=TOY.replace("lawyer", "advice").replace("{call: law,", "{call: law, was: [lawyer],")),
    library(toy=TOY.replace("office: ,", "bureau: {was: [office]}, jail: ,").replace("meds: ,", "")),
    library(
        toy=TOY.replace("wait: {say: stable", "wait: {task: stable")
        .replace("first: safe", "first: read")
        .replace("    next: read\n", "    next: day\n")
        .replace("read: {say: stable, next: day}", "read: {say: stable, next: safe}")
    ),
    library(law=LAW.replace("state: {ask: us_state,", "state: {ask: phone,")),
    library(toy=TOY.replace("  number: {ask: a_number, next: needs}\n", "").replace("number", "needs")),
    library(toy="", law=LAW, other=OTHER),
]
KEYS = sorted(
    {key for edition in EDITIONS for plan in edition.plans.values() for key in plan.nodes} | {"", "nothing"}
)
RAWS = [
    "danger", "calm", "away", "next", "сегодня", "14.11.2026", "03/04", "office", "located", "bureau", "done",
    "failed", "later", "214567890", "$skip", "$unknown", "$done", "$later", "kids", "none", "notice",
    "court.taken", "bia.done", "have", "unknown", "Техас", "7185550199", "абв", "\u202e", "😀", "$seen", "[]",
]  # fmt: skip
EVENTS = st.one_of(
    st.builds(Answer, st.sampled_from(KEYS), st.sampled_from(RAWS) | st.text(max_size=12)),
    st.builds(Answer, st.just("<shown>"), st.sampled_from(RAWS)),
    st.builds(Answer, st.just("<shown>"), st.sampled_from(RAWS)),
    st.builds(Answer, st.just("<shown>"), st.sampled_from(RAWS)),
    st.just(Back()),
    st.just(Show()),
    st.just(Return()),
    st.builds(Edit, st.sampled_from(KEYS)),
    st.builds(Interrupt, st.sampled_from(["toy", "law", "other", "gone"]), st.just("zzz999")),
)
WALKS = st.lists(
    st.tuples(EVENTS, st.sampled_from([0, 0, 0, 1, 40]), st.integers(0, len(EDITIONS) * 6)), max_size=40
)


@settings(max_examples=150, deadline=None)
@given(WALKS)
def test_random_events_in_random_editions_never_raise_and_always_show_something(events):
    session, _ = engine.start(EDITIONS[0], "toy", SID, NOW)
    edition, now = EDITIONS[0], NOW
    for event, days, change in events:
        now += timedelta(days=days)
        edition = EDITIONS[change] if change < len(EDITIONS) else edition
        if isinstance(event, Answer) and event.key == "<shown>":
            event = Answer(session.shown or "", event.raw)  # noqa: PLW2901
        again = from_json(to_json(session))
        assert again == session
        result = engine.step(edition, session, event, now)
        assert engine.step(edition, again, event, now) == result
        session, effects = result
        shown = [effect for effect in effects if isinstance(effect, Screen)]
        assert len(shown) == (0 if any(isinstance(effect, Go) for effect in effects) else 1)
        for one in shown:
            rows = screen(edition, session, one, now).rows
            data = [button.data for row in rows for button in row if button.data]
            assert all(buttons.parse(press) for press in data if not press.startswith("m|"))
            assert len(set(data)) == len(data)


@settings(max_examples=100, deadline=None)
@given(WALKS)
def test_every_answer_kept_is_one_the_flow_accepts(events):
    session, _ = engine.start(EDITIONS[0], "toy", SID, NOW)
    for event, _, _ in events:
        if isinstance(event, Answer) and event.key == "<shown>":
            event = Answer(session.shown or "", event.raw)  # noqa: PLW2901
        if isinstance(event, Interrupt):
            continue
        session, _ = engine.step(EDITIONS[0], session, event, NOW)
        plan = EDITIONS[0].plans["toy"]
        assert all(plan.nodes[key].accept(value) is not None for key, value in session.answers.items())
        found = walk(plan, session.answers, EDITIONS[0].moment(NOW))
        assert session.shown in (*found.trail, found.here.key)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(RAWS),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=5,
        ),
    )
)
def test_any_stored_answers_can_be_walked(answers):
    for edition in EDITIONS:
        for plan in edition.plans.values():
            walk(plan, answers, edition.moment(NOW))
