"""A person reads the words of a step; changed later, the words say so, and nothing else does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.clock import now
from bot.commands.check_texts import check_texts
from bot.commands.reviewed import CannotBeMarked, marked, report
from bot.core.reviews import FILE, Review, parse_reviews, written

DAY = date(2026, 11, 20)
FLOW = """\
flow: home
first: door
steps:
  door: {ask: choice, options: {open: , unknown: }, next: ways}
  ways: {board: stable, tracks: {call: }, next: done}
  done: {end: info}
"""
WORDS = """\
home-flow =
    .title = Дом
    .kind = Дом
home-door = Что { home-ask }?
    .label = Дверь
    .open = Открыли
home-ask = вам сказали
home-ways = Дела.
    .label = Дела
    .call = Звонок
home-ways-call = Позвоните.
home-done = Всё.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    (tmp_path / "locales/ru").mkdir(parents=True)
    write(tmp_path, FLOW, WORDS)
    return tmp_path


def write(root: Path, flow: str = "", words: str = "") -> None:
    for name, text in (("flows/home.yaml", flow), ("locales/ru/home.ftl", words)):
        if text:
            (root / name).write_text(text, "utf-8")


def remarks(root: Path) -> list[tuple[str, int, str]]:
    """What `check` says of reviews: file, line, words."""
    found = check_texts(root, DAY)
    return [(one.file, one.line, one.message) for one in found if one.code == "W28" or one.file == FILE]


def test_where_nobody_ever_reviewed_anything_nothing_is_said(root):
    assert not (root / FILE).exists()
    assert remarks(root) == []


def test_words_that_stand_as_they_were_read_are_quiet(root):
    assert marked(root, ["home"], by="", on=DAY) == ["home/door", "home/ways", "home/done"]
    assert remarks(root) == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("вам сказали", "они сказали", 4),  # a text the message is built of
        ("= Открыли", "= Не открыли", 4),  # a button
        ("= Позвоните.", "= Не звоните.", 8),  # a card of the board
        ("= Дела.", "= Дела.\n    .hint = По порядку.", 8),  # something added
    ],
)
def test_words_changed_after_the_review_are_named_with_file_and_line(root, before, after, line):
    marked(root, ["home/door", "home/ways"], by="Анна", on=DAY)
    write(root, words=WORDS.replace(before, after))
    ((file, at, words),) = remarks(root)
    assert (file, at) == ("locales/ru/home.ftl", line)
    assert "изменён после проверки 2026-11-20, Анна" in words


def test_read_again_the_words_are_quiet_again_and_the_others_keep_their_day(root):
    marked(root, ["home"], by="Анна", on=DAY)
    write(root, words=WORDS.replace("Открыли", "Вошли"))
    marked(root, ["home/door"], by="", on=date(2026, 11, 24))
    assert remarks(root) == []
    kept, _ = parse_reviews((root / FILE).read_text("utf-8"))
    assert {place: (one.on.day, one.by) for place, one in kept.items()} == {
        "home/door": (24, ""),
        "home/done": (20, "Анна"),
        "home/ways": (20, "Анна"),
    }


def test_another_indentation_and_another_place_in_the_file_are_no_change_of_words(root):
    marked(root, ["home"], by="", on=DAY)
    moved = WORDS.replace("    .open", "        .open").replace("home-done = Всё.\n", "")
    write(root, words=f"home-done = Всё.\n\n# Дальше\n{moved}")
    assert remarks(root) == []


def test_a_renamed_step_keeps_its_review_by_its_former_name(root):
    marked(root, ["home"], by="", on=DAY)
    flow = FLOW.replace("next: ways", "next: deeds").replace("ways: {", "deeds: {was: [ways], ")
    renamed = WORDS.replace("home-ways", "home-deeds")
    write(root, flow, renamed)
    assert remarks(root) == []
    write(root, words=renamed.replace("Позвоните", "Напишите"))
    assert [words.partition(":")[0] for _, _, words in remarks(root)] == ["«home/deeds»"]
    marked(root, ["home/deeds"], by="", on=DAY)
    assert "home/ways" not in (root / FILE).read_text("utf-8")
    assert remarks(root) == []


def test_a_step_renamed_without_its_former_name_or_deleted_is_named(root):
    marked(root, ["home"], by="", on=DAY)
    write(root, FLOW.replace("next: ways", "next: done").replace("  ways:", "  # ways:"))
    ((file, line, words),) = remarks(root)
    assert (file, line) == (FILE, 4)
    assert "«home/ways» больше нет" in words


def test_reviews_of_a_flow_that_is_gone_are_named_each(root):
    marked(root, ["home"], by="", on=DAY)
    (root / "flows/home.yaml").unlink()
    assert [line for _, line, _ in remarks(root)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("home/door: {on: 2026-11-20", 1),
        ("- home/door", 1),
        ('# x\nhome: {on: 2026-11-20, hash: "0123456789abcdef"}', 2),
        ('home/door: {on: вчера, hash: "0123456789abcdef"}', 1),
        ('home/door: {on: 2026-11-20, hash: "короткий"}', 1),
        ("home/door:", 1),
        ('home/door: {on: 2026-11-20, hash: "0123456789abcdef", who: Анна}', 1),
    ],
)
def test_a_bad_file_is_an_error_with_its_line_and_is_never_written_over(root, text, line):
    (root / FILE).write_text(text, "utf-8")
    assert [(file, at) for file, at, _ in remarks(root)] == [(FILE, line)]
    with pytest.raises(CannotBeMarked, match=FILE):
        marked(root, ["home"], by="", on=DAY)
    assert (root / FILE).read_text("utf-8") == text


def test_what_is_written_is_read_back():
    said = 'Анна "Н." {x}: #1'
    reviews = [Review("b/two", DAY, "0" * 16, said), Review("a/one", DAY, "1" * 16)]
    read, wrong = parse_reviews(written(reviews))
    assert wrong == []
    assert [(one.place, one.on, one.words, one.by) for one in read.values()] == [
        ("a/one", DAY, "1" * 16, ""),
        ("b/two", DAY, "0" * 16, said),
    ]


@pytest.mark.parametrize(
    ("place", "words"), [("nothing", "Нет потока"), ("home/nothing", "нет шага"), ("home/door/x", "нет шага")]
)
def test_what_is_not_there_cannot_be_reviewed(root, place, words):
    with pytest.raises(CannotBeMarked, match=words):
        marked(root, ["home/done", place], by="", on=DAY)
    assert not (root / FILE).exists()


def test_nobody_reviews_on_a_day_to_come(root, capsys):
    assert report(root, ["home"], on=date.max) == 1
    assert "ещё не наступило" in capsys.readouterr().err
    assert not (root / FILE).exists()


def test_the_command_says_what_it_marked(root, monkeypatch):
    monkeypatch.setattr("bot.cli.ROOT", root)
    done = CliRunner().invoke(cli, ["reviewed", "home/door", "--by", "Анна", "--date", "2026-11-20"])
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "home/door")
    assert 'home/door: {on: 2026-11-20, hash: "' in (root / FILE).read_text("utf-8")
    again = CliRunner().invoke(cli, ["reviewed", "home/door"])
    assert again.exit_code == 0
    assert now().date().isoformat() in (root / FILE).read_text("utf-8")
