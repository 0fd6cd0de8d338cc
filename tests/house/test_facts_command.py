"""`python -m bot facts` and `facts export`: what is old is listed; what was corrected becomes a patch."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.clock import now
from bot.commands.facts_export import FILE, export, patch
from bot.core.facts import Correction
from bot.core.facts_file import parse_facts
from bot.settings import Settings
from bot.storage import factlog
from bot.storage.keys import MasterKey
from bot.storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
LINK = "https://www.ice.gov/new"


def test_the_table_names_facts_and_the_texts_that_show_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")
    done = CliRunner().invoke(cli, ["facts"])
    assert done.exit_code == 0
    assert "1.10" in done.output
    assert "ещё не сверяли" in done.output
    assert "фактов —" in done.output


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone in small: the facts under git."""
    (tmp_path / "flows").mkdir()
    shutil.copy(ROOT / FILE, tmp_path / FILE)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def settings(folder: Path) -> Settings:
    key = folder / "key" / "master.key"
    key.parent.mkdir()
    MasterKey.create(key, folder / "data")
    return Settings(_env_file=None, data_dir=folder / "data", master_key_file=key)  # type: ignore[call-arg]


def correct(folder: Path, key: Path) -> None:
    (folder / "data").mkdir()
    store = Store(folder / "data", MasterKey.load(key, folder / "data"), clock=now)
    row = store.write(factlog.draft, "1.10", "phone", before="", after="+1 999 «новый»", by="ab")
    change = store.read(factlog.get, row)
    assert change is not None
    store.write(factlog.submit, change, LINK)
    store.write(factlog.accept, row, "cd", date(2026, 11, 24))
    store.close()


def test_a_correction_comes_out_as_a_patch_that_applies(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = settings(repository)
    assert mine.master_key_file is not None
    correct(repository, mine.master_key_file)
    assert export(mine, repository) == 0
    made = capsys.readouterr().out
    assert made.count("\n@@") == 1
    subprocess.run(["git", "-C", str(repository), "apply"], input=made, text=True, check=True)
    book, wrong = parse_facts((repository / FILE).read_text("utf-8"))
    assert not wrong
    fact = book.fact("1.10")
    assert (fact.values["phone"], fact.reviewed, fact.link) == ("+1 999 «новый»", date(2026, 11, 24), LINK)
    assert export(mine, repository) == 0
    assert capsys.readouterr().out == ""


def test_without_a_key_or_beside_a_running_bot_it_says_so(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(Settings(_env_file=None), repository) == 1  # type: ignore[call-arg]
    assert "MASTER_KEY_FILE" in capsys.readouterr().err
    mine = settings(repository)
    assert mine.master_key_file is not None
    mine.data_dir.mkdir()
    running = Store(mine.data_dir, MasterKey.load(mine.master_key_file, mine.data_dir), clock=now)
    assert export(mine, repository) == 1
    assert "Остановите" in capsys.readouterr().err
    running.close()


def test_what_the_file_outgrew_is_not_in_the_patch() -> None:
    text = (ROOT / FILE).read_text("utf-8")
    old = Correction("1.10", {"phone": "1"}, "ab", date(2020, 1, 1), LINK)
    gone = Correction("99.1", {"phone": "1"}, "ab", date(2026, 11, 24), LINK)
    unnamed = Correction("1.10", {"fax": "1"}, "ab", date(2026, 11, 24), LINK)
    assert patch(text, [old, gone, unnamed]) == ""
