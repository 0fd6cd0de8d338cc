"""`python -m bot facts export`: what was corrected in the bot, as a patch of flows/facts.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

import typer

from bot import clock
from bot.commands.refused import sentence
from bot.core.facts import Correction
from bot.core.facts_file import parse_facts, patched
from bot.core.findings import errors
from bot.settings import Settings
from bot.storage import factlog
from bot.storage.errors import StorageRefused
from bot.storage.keys import MasterKey
from bot.storage.store import Store

FILE = "flows/facts.yaml"


def export(settings: Settings, root: Path) -> int:
    """Prints the patch for `git apply`; what the file already has is not in it."""
    if settings.master_key_file is None:
        return _say("Нужен MASTER_KEY_FILE. В предпросмотре исправления живут, пока он открыт.", 1)
    text = (root / FILE).read_text("utf-8")
    _, wrong = parse_facts(text, FILE)
    if errors(wrong):
        return _say(f"{FILE} с ошибками: сначала python -m bot check.", 1)
    try:
        master = MasterKey.load(settings.master_key_file, settings.data_dir)
        store = Store(settings.data_dir, master, clock=clock.now)
    except StorageRefused as refused:
        return _say(sentence(refused), 1)
    try:
        corrections = store.read(factlog.corrections)
    finally:
        store.close()
    made = patch(text, corrections)
    typer.echo(made, nl=False)
    return _say("Исправлений, которых нет в файле, нет." if not made else "Применить: git apply.", 0)


def patch(text: str, corrections: Iterable[Correction]) -> str:
    """A unified diff of the file; empty when the corrections change nothing."""
    old, new = text.splitlines(keepends=True), patched(text, corrections).splitlines(keepends=True)
    return "".join(unified_diff(old, new, f"a/{FILE}", f"b/{FILE}"))


def _say(sentence: str, status: int) -> int:
    typer.echo(sentence, err=True)
    return status
