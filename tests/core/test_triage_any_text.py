"""Triage takes any text at all: it never raises, and its time is bounded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.triage import FLOWS
from tests.core.test_triage import said
from tests.triage.measure import messages

KINDS = {"sure", "two", "none", "urgent", "despair", "greeting", "foreign", "command"}
SECONDS_OF_64K = 1.0  # about 0.03 on a quiet machine
SECONDS_OF_ONE = 0.001

pieces = st.sampled_from([word for one in messages("dev") for word in one.text.split()])
odd = st.text(alphabet="абвеёйыъ'*@$-–.,!?\n0349aeiouxyzIC \u0301\u200bўқ✈🙏", max_size=80)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), odd, st.lists(pieces, max_size=40).map(" ".join)))
def test_any_text_gets_a_whole_verdict(text: str) -> None:
    verdict = said(text)
    assert verdict.kind in KINDS
    assert set(verdict.flows) <= set(FLOWS)
    assert len(verdict.flows) <= 2
    assert (verdict.kind == "two") <= (len(verdict.flows) == 2)
    assert (verdict.kind == "sure") <= (len(verdict.flows) == 1)
    assert verdict.flows or not verdict.p0
    assert verdict == said(text)


@pytest.mark.parametrize(
    "piece",
    [
        "а",
        "муж ",
        "самолет завтра ",
        "a-",
        "d'",
        "1а",
        "завтрадепортируют",
        ". ",
        "д е ",
        "не ",
        "((",
        "\ud800",
        "👋🏽",
    ],
)
def test_64_kilobytes_of_anything_take_bounded_time(piece: str) -> None:
    text = piece * (65_536 // len(piece.encode("utf-8", "surrogatepass")))
    started = time.process_time()
    said(text)
    assert time.process_time() - started < SECONDS_OF_64K


def test_both_ends_of_a_very_long_text_are_read() -> None:
    filler = "сегодня хорошая погода и мы гуляли. " * 2000
    assert said("мужа завтра депортируют. " + filler).p0
    assert said(filler + "мужа завтра депортируют").p0


def test_a_message_takes_less_than_a_millisecond() -> None:
    texts = [one.text for one in messages("dev")]
    best = min(_seconds(texts) for _ in range(3))
    assert best / len(texts) < SECONDS_OF_ONE


def _seconds(texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        said(text)
    return time.process_time() - started
