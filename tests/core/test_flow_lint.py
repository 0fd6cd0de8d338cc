"""Checks of flows as a whole: each planted fault is found, on its line, and a sound set has none."""

from __future__ import annotations

import pytest

from bot.core.flow.library import BrokenFlows, load
from bot.core.flow.lint import lint_all
from bot.core.flow.sources import read_sources
from tests.core.flow_toys import LAW, OTHER, TOY, files

BASE = """\
flow: base
first: a
steps:
  a: {say: stable, next: b}
  b:
    ask: choice
    options: {yes: {to: c}, unknown: }
    next: d
  c: {ask: date, next: d}
  d: {end: info}
"""


def codes(text: str = BASE, **others: str) -> set[tuple[int, str]]:
    sources = read_sources({"flows/base.yaml": text} | others)
    found = [*sources.findings, *lint_all(sources)]
    return {(finding.line, finding.code) for finding in found if finding.file == "flows/base.yaml"}


def test_a_sound_flow_has_no_findings():
    assert codes() == set()


def test_the_toys_are_sound():
    assert [str(finding) for finding in lint_all(read_sources(files()))] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("first: a", "first: z", (2, "E04")),
        ("next: b}", "next: z}", (4, "E04")),
        ("{to: c}", "{to: z}", (5, "E04")),
        ("{to: c}", "{go: z}", (5, "E04")),
        ("next: b}", "next: b, offers: [z]}", (4, "E04")),
        ("{ask: date, next: d}", "{call: z, next: d}", (9, "E04")),
        ("next: b}", "next: b, cards: [z]}", (4, "E04")),
        ("next: b}", "next: b, phrases: [99]}", (4, "E04")),
        ("next: b}", "next: b, depends_on: [z]}", (4, "E04")),
        ("next: b}", "next: [{when: {z: x}, to: b}, {to: b}]}", (4, "E04")),
        ("first: a", "first: a\npriority: [{when: {z: x}, is: P1}]", (3, "E04")),
        ("flow: base", "flow: basis", (1, "E05")),
        ("next: b}", "next: b, was: [c]}", (4, "E05")),
        ("unknown: }", "unknown: {was: [yes]}}", (5, "E05")),
        ("next: d\n  c", "next: a\n  c", (4, "E06")),
        ("next: d\n  c", "next: d\n  e: {end: info}\n  c", (9, "E07")),
        ("unknown: }", "no: }", (5, "E08")),
        ("next: b}", "next: [{when: {b: yes}, to: b}]}", (4, "E09")),
        ("next: b}", "next: [{to: b}, {to: c}]}", (4, "W11")),
        ("ask: date, next: d", "ask: date, next: [{when: {b: unknown}, to: a2}, {to: d}]", (9, "W11")),
        ("next: d\n  c", "next: [{when: {c: $skip}, to: e}, {to: d}]\n  e: {end: info}\n  c", (8, "E12")),
        ("next: b}", "next: [{when: {b: maybe}, to: b}, {to: b}]}", (4, "E13")),
        ("next: b}", "next: [{when: {b: {within: 2d}}, to: b}, {to: b}]}", (4, "E13")),
        ("next: b}", "next: [{when: {b: {given: true}}, to: b}, {to: b}]}", (4, "E13")),
        ("next: b}", "next: [{when: {b: {at_least: 2}}, to: b}, {to: b}]}", (4, "E13")),
        ("next: b}", "next: [{when: {c: tuesday}, to: b}, {to: b}]}", (4, "E13")),
        ("next: b}", "next: [{when: {a: seen}, to: b}, {to: b}]}", (4, "E13")),
        ("first: a", "first: a\nurgent: true", (2, "E16")),
        ("say: stable", "say: law", (4, "E25")),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found_on_its_line(old, new, expected):
    assert old in BASE
    text = BASE.replace(old, new)
    if "a2" in new:
        text += "  a2: {end: info}\n"
    assert expected in codes(text)


def test_a_long_flow_and_a_long_list_are_warned_of():
    chain = "".join(f"  s{n}: {{say: stable, next: s{n + 1}}}\n" for n in range(26))
    options = ", ".join(f"o{n}: " for n in range(8))
    last = f"  s26: {{ask: choice, options: {{{options}, unknown: }}, next: e}}\n  e: {{end: info}}\n"
    text = f"flow: base\nfirst: s0\nsteps:\n{chain}{last}"
    assert {(3, "W10"), (1, "W15"), (30, "W40")} <= codes(text)


GUARDED = """\
flow: base
first: b
steps:
  b:
    ask: choice
    options: {yes: {to: c}, unknown: }
    next: e
  c: {ask: date, next: e}
  e: {say: stable, next: [{when: {b: yes, c: $skip}, to: f}, {to: d}]}
  f: {end: info}
  d: {end: info}
"""


def test_a_condition_guarded_by_another_may_look_at_what_was_not_always_asked():
    assert codes(GUARDED) == set()
    assert codes(GUARDED.replace("{b: yes, c: $skip}", "{c: $skip}")) == {(9, "E12")}


def test_flows_that_call_each_other_are_a_circle():
    one = BASE.replace("{ask: date, next: d}", "{call: two, next: d}")
    two = "flow: two\nfirst: a\nsteps:\n  a: {call: base, next: b}\n  b: {end: info}\n"
    assert (9, "E06") in codes(one, **{"flows/two.yaml": two})


def test_a_called_flow_must_have_an_end():
    one = BASE.replace("{ask: date, next: d}", "{call: two, next: d}")
    two = "flow: two\nfirst: a\nsteps:\n  a: {ask: choice, no_unknown: menu, options: {x: {go: base}}}\n"
    assert (9, "E14") in codes(one, **{"flows/two.yaml": two})


def test_facts_are_looked_up_when_there_is_a_file_of_them():
    text = BASE.replace("say: stable", 'say: law, facts: ["3.1"]')
    assert codes(text) == set()
    assert (4, "E04") in codes(text, **{"flows/facts.yaml": '"3.2": {about: x}\n'})


def test_an_urgent_flow_that_asks_for_the_red_flag_first_is_sound():
    red = BASE.replace("first: a", "first: a\nurgent: true\npriority: [{when: {b: yes}, is: P0}, {is: P2}]")
    assert codes(red) == set()


def test_broken_flows_do_not_load():
    with pytest.raises(BrokenFlows) as refused:
        load({"flows/base.yaml": BASE.replace("next: b}", "next: z}")})
    assert [finding.code for finding in refused.value.findings] == ["E04"]


def test_a_rev_changes_with_the_flow_and_with_every_flow_it_calls_and_not_with_comments():
    first = load(files()).revs
    assert load(files(toy=TOY + "# a word\n")).revs == first
    called = load(
        files(
            law=LAW.replace("end: handoff", "end: checklist"),
            toy=TOY.replace("{lawyer: handoff}", "{lawyer: checklist}"),
        )
    ).revs
    assert called["law"] != first["law"]
    assert called["toy"] != first["toy"]
    only_law = load(files(law=LAW.replace("required: true, ", ""))).revs
    assert only_law["toy"] != first["toy"]
    assert only_law["other"] == first["other"]
    assert load(files(other=OTHER.replace("opens: signal", "opens: case"))).revs["toy"] == first["toy"]
