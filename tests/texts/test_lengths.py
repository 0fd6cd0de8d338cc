"""Lengths as Telegram counts them, cuts between words, and characters that are not shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.units import cut_short, cuts, shown, utf16

WORDS = st.text(st.sampled_from("аб \n🔴e\u0301👨‍👩‍👧"), max_size=200)


@given(WORDS)
def test_a_length_is_what_utf16_says(text: str) -> None:
    assert utf16(text) == len(text.encode("utf-16-le")) // 2


@given(WORDS, st.integers(2, 40))
def test_every_cut_fits_and_nothing_but_space_is_lost(text: str, limit: int) -> None:
    ranges = cuts(text, limit)
    assert all(0 < utf16(text[start:end]) <= limit for start, end in ranges)
    assert "".join("".join(text[s:e] for s, e in ranges).split()) == "".join(text.split())
    assert ranges == sorted(ranges)


def test_a_cut_prefers_a_blank_line_then_a_line_then_a_word() -> None:
    def pieces(text: str, limit: int) -> list[str]:
        return [text[start:end] for start, end in cuts(text, limit)]

    assert pieces("один два\n\nтри\nчетыре", 14) == ["один два", "три\nчетыре"]
    assert pieces("один два\nтри четыре", 12) == ["один два", "три четыре"]
    assert pieces("один два три", 9) == ["один два", "три"]
    assert pieces("оченьдлинноеслово", 5) == ["очень", "длинн", "оесло", "во"]


def test_a_break_close_to_the_start_is_passed_over() -> None:
    text = "а\n\n" + "слово " * 10
    assert cuts(text, 40)[0][1] > 20


def test_nothing_to_say_is_no_piece() -> None:
    assert cuts(" \n\n ", 10) == []


@given(WORDS, st.integers(3, 20))
def test_a_text_cut_short_fits(text: str, limit: int) -> None:
    short = cut_short(text, limit)
    assert utf16(short) <= limit
    assert short == text or short.endswith("…")


@given(st.text())
def test_what_is_shown_has_nothing_that_reorders_hides_or_breaks(text: str) -> None:
    left = shown(text)
    assert not set(left) & {
        chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xE000)
    }
    left.encode("utf-8")
    assert shown(left) == left


def test_families_of_emoji_and_line_breaks_stay() -> None:
    assert shown("👨‍👩‍👧\nда\u202e\u2066нет\x00") == "👨‍👩‍👧\nданет"
