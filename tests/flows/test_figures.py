"""The figures that the guidance has to keep."""

from __future__ import annotations

from statistics import median

from tests.flows import figures, house

EXPLAINED = house.table("tests/flows/exceptions.yaml")["choices"]


def test_steps_in_a_crisis_read_easily():
    texts = figures.measured("crisis")
    assert len(texts) > 300
    assert median(one.fre for one in texts) >= 65
    assert [one for one in texts if one.fre < 60] == []


def test_memos_read_well():
    texts = figures.measured("card")
    assert len(texts) > 30
    assert [one for one in texts if one.fre < 50] == []


def test_a_phone_shows_every_button_whole():
    assert figures.long_buttons() == []


def test_a_question_has_six_choices_at_most_or_a_reason():
    assert set(figures.crowded()) == set(EXPLAINED)


def test_the_report_tells_all_its_figures():
    text = figures.report()
    for words in ("flows ", "paths ", "FRE median", "longest steps", "never compared"):
        assert words in text
