"""Flow files as text: what is read, and what is refused with which code on which line."""

from __future__ import annotations

import pytest

from bot.core.flow.parse import is_flow, parse_cards, parse_flow, parse_phrases

GOOD = """\
flow: toy
first: a
steps:
  a: {say: stable, next: b}
  b:
    ask: choice
    options:
      no:
      off: {to: c}
      unknown:
    next: c
  c: {end: info}
"""


def found(text: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in parse_flow(text, "flows/toy.yaml").findings]


def test_a_sound_file_has_no_findings_and_words_of_yaml_1_1_stay_text():
    parsed = parse_flow(GOOD, "flows/toy.yaml")
    assert parsed.findings == ()
    assert parsed.flow is not None
    assert list(parsed.flow.steps["b"].options) == ["no", "off", "unknown"]


def test_lines_of_steps_and_fields_are_known():
    parsed = parse_flow(GOOD, "flows/toy.yaml")
    assert parsed.lines["steps", "b", "options", "off"] == 9


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("  a: {say", "\ta: {say", 4, "E01"),
        ("next: b}", "next: b", 5, "E01"),
        ("  c: {end: info}", "  c: {end: info}\n  c: {end: info}", 13, "E01"),
        ("first: a", "first: a\nfrist: b", 3, "E02"),
        ("first: a\n", "", 1, "E02"),
        ("flow: toy", "flow: Игра", 1, "E02"),
        ("flow: toy", "flow: [toy]", 1, "E02"),
        ("say: stable", "say: gossip", 4, "E02"),
        ("next: b}", "next: b, facts: [3.10]}", 4, "E02"),
        ("next: b}", "next: b, links: {x: 'javascript:1'}}", 4, "E02"),
        ("next: b}", "next: [{when: {b: no}, to: b}, {to: b}], remind: {every: 6 hours}}", 4, "E02"),
        ("next: b}", "next: [{when: {b: {around: 2d}}, to: b}, {to: b}]}", 4, "E02"),
        ("next: b}", "next: [{when: [b], to: b}, {to: b}]}", 4, "E02"),
        ("next: b}", "next: b, remind: {at: [1d], every: 6h}}", 4, "E02"),
        ("say: stable", "say: stable, end: info", 4, "E03"),
        ("{say: stable, next: b}", "{next: b}", 4, "E03"),
        ("say: stable, next: b", "say: stable", 4, "E03"),
        ("{end: info}", "{end: info, next: a}", 12, "E03"),
        ("ask: choice", "ask: date", 5, "E03"),
        ("ask: choice", "ask: multi", 5, "E03"),
        ("      no:", "      no: {alone: true}", 5, "E03"),
        ("{say: stable, next: b}", "{ask: date, tells: stage, next: b}", 4, "E03"),
        ("say: stable", "board: stable", 4, "E03"),
        ("say: stable, next: b", "say: stable, next: b, do: [fly]", 4, "E04"),
        ("next: b}", "next: [{when: {is: raining}, to: b}, {to: b}]}", 4, "E04"),
        ("      no:", "      next:", 8, "E05"),
        ("      no:", "      link_a:", 8, "E05"),
        ("  c: {end: info}", "  end: {end: info}", 12, "E05"),
    ],
)
def test_what_is_wrong_is_found_with_its_code_and_line(old, new, line, code):
    assert old in GOOD
    assert (line, code) in found(GOOD.replace(old, new))


@pytest.mark.parametrize(
    "text",
    ["", "- a", "a", "{}", "flow: [", "null", "42", "\ufeff" + GOOD[:20], "!!python/object:os.system x"],
)
def test_what_is_no_flow_is_refused_without_raising(text):
    assert parse_flow(text, "flows/toy.yaml").findings


def test_a_byte_order_mark_is_no_harm():
    assert parse_flow("\ufeff" + GOOD, "flows/toy.yaml").findings == ()


def test_flows_are_told_from_tables():
    assert is_flow(GOOD)
    assert not is_flow('"1.10":\n  about: flow\n')


def test_cards_and_phrases_are_read_and_refused():
    cards, findings = parse_cards(
        'robot: {class: contact, facts: ["3.16"]}\nbad: {class: x}\n', "flows/cards.yaml"
    )
    assert list(cards) == ["robot"]
    assert [(f.line, f.code) for f in findings] == [(2, "E02")]
    phrases, findings = parse_phrases(
        f"3: He did not come out.\n4: {'x' * 257}\nfive: x\n", "flows/phrases.yaml"
    )
    assert phrases == {3: "He did not come out."}
    assert [(f.line, f.code) for f in findings] == [(2, "E22"), (3, "E02")]
