"""Callback data: what we write is read back, and nothing else is read at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.flow import buttons
from bot.core.flow.plan import key_hash

SID = "abc123"
LONGEST = "a" * 24


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (buttons.answer(SID, "a/b", "road"), buttons.Pressed(SID, key_hash("a/b"), "road")),
        (buttons.answer(SID, "a", "$skip"), buttons.Pressed(SID, key_hash("a"), "$skip")),
        (buttons.answer(SID, "a", "court.taken"), buttons.Pressed(SID, key_hash("a"), "court.taken")),
        (buttons.editing(SID, "a"), buttons.Editing(SID, key_hash("a"))),
        (buttons.card("robot_call", SID), buttons.Card("robot_call", SID)),
        (buttons.phrase(3, SID), buttons.Phrase(3, SID)),
        (buttons.track(SID, "a", "court"), buttons.Track(SID, key_hash("a"), "court")),
        (buttons.hints(SID, "a"), buttons.Hints(SID, key_hash("a"))),
        (buttons.back(SID), buttons.Back(SID)),
        (buttons.below(SID), buttons.Uncover(SID)),
        (buttons.current(SID), buttons.Current(SID)),
        ("n|cur", buttons.Current()),
        ("n|home", buttons.Home()),
        ("n|human", buttons.Human()),
        ("n|worse", buttons.Worse()),
    ],
)
def test_what_is_written_is_read_back(data, expected):
    assert buttons.parse(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        "", "f", "n|", "n|homes", "n|home ", "f|abc123|00000000|", "f|ABC123|00000000|road",
        "f|abc12|00000000|road",
        "f|abc123|0000000g|road", "f|abc123|00000000|road|x", "f|abc123|00000000|Road",
        "f|abc123|00000000|../x",
        "f|abc123|00000000|court.lost", "f|abc123|00000000|road\n", "p|-1|abc123", "p|٣|abc123",
        "p|1_2|abc123",
        "c|Card|abc123", "n|back|", "m|arrest", f"f|abc123|00000000|{'a' * 25}",
    ],
)  # fmt: skip
def test_anything_else_is_refused(data):
    assert buttons.parse(data) is None


@given(st.text(max_size=70))
def test_no_text_makes_the_reader_raise(data):
    buttons.parse(data)


def test_the_longest_fits_into_telegrams_64_bytes():
    data = [
        buttons.answer(SID, LONGEST, f"{LONGEST}.taken"),
        buttons.track(SID, LONGEST, LONGEST),
        buttons.card(LONGEST, SID),
    ]
    assert max(len(one.encode()) for one in data) <= 64
