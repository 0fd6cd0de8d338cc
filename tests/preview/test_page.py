"""The page's files: colours one can read, nothing from elsewhere, everybody in the cast."""

import re
from itertools import product

import pytest

from bot.preview.example import set_example
from bot.preview.page import FOLDER
from bot.preview.telegram import LocalTelegram

PAIRS = [
    ("ink", "panel"), ("soft", "panel"), ("soft", "page"), ("soft", "in"), ("ink", "in"), ("ink", "out"),
    ("out-soft", "out"), ("accent", "panel"), ("accent", "in"), ("accent", "accent-soft"),
    ("accent-ink", "accent"), ("notice-ink", "notice"), ("ink", "wall"),
]  # fmt: skip


def luminance(colour: str) -> float:
    if len(colour) == 4:
        colour = "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("number", "pair"), list(product((0, 1), PAIRS)))
def test_words_stand_out_from_their_ground_by_day_and_by_night(number: int, pair: tuple[str, str]) -> None:
    roots = re.findall(r":root \{(.*?)\}", (FOLDER / "base.css").read_text(), re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", roots[number]))
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("name", ["danger", "success", "primary"])
@pytest.mark.parametrize("number", [0, 1])
def test_white_words_on_coloured_buttons_can_be_read(number: int, name: str) -> None:
    roots = re.findall(r":root \{(.*?)\}", (FOLDER / "base.css").read_text(), re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", roots[number]))
    assert contrast("#ffffff", colours[name]) >= 4.5


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.*")), ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere_and_no_file_is_long(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.findall(r"(?:src|href)=\"https?://|url\(|@import|innerHTML|eval\(", text)
    assert len(text.splitlines()) <= 350


def test_every_person_of_the_cast_is_on_stage() -> None:
    example = set_example(LocalTelegram())
    assert list(example.people) == ["marina", "oleg", "olga", "irina", "natalya"]
    assert set(example.kinds.values()) == {"family", "volunteer", "coordinator"}
    assert [m.name for m in example.staff.chat.people()] == ["Наталья", "Ольга", "Ирина"]
    assert example.staff.chat.bots() == [example.bot]
    assert example.people["marina"].user.prompts[0] == "мужа забрали на чек-ине"
