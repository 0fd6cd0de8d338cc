"""Whatever the data folder refuses, whoever starts the bot reads it in Russian."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.refused import SENTENCES, sentence
from bot.storage.errors import StorageRefused

STORAGE = Path(__file__).resolve().parents[2] / "bot/storage"


def refusals() -> Iterator[tuple[str, frozenset[str]]]:
    """(why, names of the values) of every refusal in the code."""
    for path in STORAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "StorageRefused":
                yield ast.literal_eval(node.args[1]), frozenset(str(one.arg) for one in node.keywords)


def test_every_refusal_has_its_sentence() -> None:
    assert {why for why, _ in refusals()} == SENTENCES.keys()


@pytest.mark.parametrize(("why", "values"), sorted(refusals()))
def test_a_sentence_names_only_what_it_is_given(why: str, values: frozenset[str]) -> None:
    named = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[why]) if name}
    assert named <= values


def test_a_refusal_is_said_in_russian_with_its_folder() -> None:
    said = sentence(StorageRefused("Another process", "busy", folder=Path("/srv/data")))
    assert said.startswith("С папкой /srv/data уже работает бот.")
