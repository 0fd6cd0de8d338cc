"""Each setting and each command stands in the README."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bot.cli import cli
from bot.settings import Settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_each_setting_is_explained(name: str) -> None:
    assert f"`{name.upper()}`" in README


@pytest.mark.parametrize("name", sorted(typer.main.get_command(cli).commands))  # type: ignore[attr-defined]
def test_each_command_is_explained(name: str) -> None:
    assert f"`{name}" in README
