"""The flows and texts of the house, read once for all tests of this folder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.commands.check_texts import sources_of
from bot.content import Content
from bot.core.flow.library import NEW_YORK
from bot.core.flow.sources import Sources

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday, noon in New York
TODAY = date(2026, 11, 24)


@cache
def content() -> Content:
    return Content.load(ROOT, clock=lambda: NOW, zone=NEW_YORK)


@cache
def sources() -> Sources:
    """The same files as the checks see them."""
    return sources_of(ROOT)


def flow_names() -> list[str]:
    return sorted(sources().flows)


@cache
def table(path: str) -> Any:
    """A YAML file under `ROOT` as plain values."""
    return YAML(typ="safe").load((ROOT / path).read_text("utf-8"))
