"""The tools for people who write flows: play a flow in a terminal, draw it, write down its paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.check import check_flows, write_paths
from bot.commands.map import diagram, draw, overview
from bot.commands.play import play
from bot.core.flow.sources import read_sources
from tests.core.flow_toys import NOW, files

TOY_TEXTS = """\
toy-flow =
    .title = Игра
toy-safe = Есть угроза?
    .danger = Да
    .calm = Спокойно
    .away = Уйти
toy-read = Прочитайте
toy-day = Когда?
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the toy flows and the words of the real one's common screens."""
    project = Path(__file__).resolve().parents[2]
    (tmp_path / "flows").mkdir()
    (tmp_path / "locales/ru").mkdir(parents=True)
    for name, text in files().items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "flows/facts.yaml").write_text("", "utf-8")
    (tmp_path / "flows/triage.yaml").write_text((project / "flows/triage.yaml").read_text("utf-8"), "utf-8")
    for name in ("common.ftl", "answers.ftl"):
        text = (project / "locales/ru" / name).read_text("utf-8")
        (tmp_path / "locales/ru" / name).write_text(text, "utf-8")
    (tmp_path / "locales/ru/toy.ftl").write_text(TOY_TEXTS, "utf-8")
    return tmp_path


def played(root: Path, *lines: str) -> str:
    said: list[str] = []
    left = iter(lines)

    def read() -> str:
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    assert play(root, "toy", read=read, write=said.append, now=lambda: NOW) == 0
    return "\n".join(said)


def test_a_flow_is_played_with_its_words_by_numbers_and_by_words(root):
    said = played(root, "спокойно", "1", "вчера", "/back", "/answers")
    assert "Есть угроза?" in said
    assert "1. Да" in said
    assert "day = 2026-11-23" in said
    assert "safe: calm" in said
    assert "  → place" in said


def test_leaving_for_another_flow_and_time_passing_are_played(root):
    said = played(root, "уйти", "/show", "/wait 2d", "/now law", "/quit", "1")
    assert "Go(flow='other')" in said
    assert "only" in said


def test_a_flow_that_is_not_there_is_said(root):
    said: list[str] = []
    assert play(root, "nothing", write=said.append, now=lambda: NOW) == 1
    assert "law" in said[0]


def test_paths_are_written_and_a_change_of_routing_is_noticed(root):
    assert {finding.code for finding in check_flows(root)} == {"W41"}
    assert sorted(path.name for path in write_paths(root)) == ["law.txt", "other.txt", "toy.txt"]
    assert check_flows(root) == []
    law = root / "flows/law.yaml"
    law.write_text(law.read_text("utf-8").replace("none: {to: state}", "none: "), "utf-8")
    assert [finding.file for finding in check_flows(root)] == ["flows/_paths/law.txt"]
    (root / "flows/other.yaml").unlink()
    toy = root / "flows/toy.yaml"
    toy.write_text(toy.read_text("utf-8").replace(", away: {go: other}", ""), "utf-8")
    write_paths(root)
    assert not (root / "flows/_paths/other.txt").exists()


def test_a_diagram_has_prefixed_ids_quoted_labels_and_a_colour_for_each_node():
    flows = read_sources(files()).flows
    lines = diagram(flows["toy"], {"toy-safe.danger": 'Да (сказал "да")'}).splitlines()
    assert '  s_done(["done"]):::info' in lines
    assert '  s_safe -->|"Да (сказал &quot;да&quot;)"| s_urgent' in lines
    assert '  s_place -->|"day в пределах 2 дн."| s_wait' in lines
    assert '  s_safe -->|"away"| f_other' in lines
    assert all(":::" in line for line in lines if line.startswith(("  s_", "  f_")) and "-->" not in line)


def test_the_overview_draws_calls_and_doors():
    lines = overview(read_sources(files()).flows).splitlines()
    assert "  f_toy --> f_law" in lines
    assert "  f_toy -.-> f_other" in lines


def test_one_flow_or_all_are_drawn_with_their_words(root):
    assert "Есть угроза?" in draw(root, "toy")
    assert draw(root).count("```mermaid") == 4
    assert draw(root, "nothing") == "Нет потока «nothing»."
