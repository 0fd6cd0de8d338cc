"""HTML in pieces: read as Telegram reads it, nothing lost, every tag closed."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.markup import link, pieces, plain, plain_with_links, replace_lines
from bot.core.units import utf16

TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> str:
    """Balanced HTML with words, spaces, entities and emoji."""
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        words = html.escape(draw(st.text(st.sampled_from("ab&<>'\" \n🔴ж"), max_size=12)))
        inside = draw(trees(depth - 1)) if depth else ""
        tag = draw(st.sampled_from(["b", "i", "code", 'a href="https://x.gov/?a=1&amp;b=2"', ""]))
        parts.append(f"{words}<{tag}>{inside}</{tag.split()[0]}>" if tag else words + inside)
    return "".join(parts)


def balanced(text: str) -> bool:
    stack: list[str] = []
    for closing, name in TAG.findall(text):
        if closing and (not stack or stack.pop() != name):
            return False
        if not closing:
            stack.append(name)
    return not stack


@given(trees(), st.integers(4, 30))
def test_pieces_fit_are_balanced_and_lose_only_space(text: str, limit: int) -> None:
    made = pieces(text, limit)
    assert all(balanced(piece) for piece in made)
    assert all(utf16(plain(piece)) <= limit for piece in made)
    assert "".join("".join(map(plain, made)).split()) == "".join(plain(text).split())


@given(trees(), st.integers(4, 30))
def test_a_letter_keeps_its_tags_wherever_the_cut_is(text: str, limit: int) -> None:
    assert [seen for piece in pieces(text, limit) for seen in letters(piece)] == letters(text)


def letters(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each visible character that is no space, with the tags around it."""
    seen: list[tuple[str, tuple[str, ...]]] = []
    stack: list[str] = []
    at = 0
    for tag in [*TAG.finditer(text), None]:
        words = html.unescape(text[at : tag.start() if tag else len(text)])
        seen += [(letter, tuple(stack)) for letter in words if not letter.isspace()]
        if tag:
            at = tag.end()
            _ = stack.pop() if tag[1] else stack.append(tag[2])  # type: ignore[func-returns-value]
    return seen


def test_a_message_that_fits_is_left_alone() -> None:
    assert pieces("<b>да</b> &amp; нет", 100) == ["<b>да</b> &amp; нет"]


def test_four_thousand_emoji_are_two_messages_not_one() -> None:
    assert [utf16(plain(piece)) for piece in pieces("🔴" * 4096)] == [4000, 4000, 192]


def test_ampersands_are_counted_as_people_see_them() -> None:
    assert len(pieces("&amp;" * 4000)) == 1


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Пошлина: X сегодня", "Ж"),
        ("<b>Пошлина</b>: X", "Ж"),
        ("<blockquote>Пошлина: X", "<blockquote>Ж"),
        ("X</blockquote>", "</blockquote>Ж"),
    ],
)
def test_a_line_taken_out_keeps_only_tags_that_reach_over_it(line: str, left: str) -> None:
    assert replace_lines(f"до\n{line}\nпосле", "X", "Ж") == f"до\n{left}\nпосле"


def test_the_notice_stands_once_for_many_lines() -> None:
    assert replace_lines("X\nмежду\nX\nX", "X", "Ж") == "Ж\nмежду"


def test_plain_text_keeps_the_address_of_a_link() -> None:
    assert plain_with_links(link("https://www.ice.gov/x?a=1&b=2") + " и &lt;") == (
        "ice.gov (https://www.ice.gov/x?a=1&b=2) и <"
    )


def test_an_address_cannot_leave_its_attribute() -> None:
    assert '"><b>' not in link('https://x.gov/"><b>')
