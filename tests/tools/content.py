"""The real tables, flows and texts, read once for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.content import Content
from bot.core.directory import Directory, read_directory
from bot.telegram.texts import Texts, read_ftl

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)  # Tuesday, 12:00 in New York


def files() -> dict[str, str]:
    folder = ROOT / "flows"
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in folder.glob("*.yaml")}


@cache
def directory() -> Directory:
    made, findings = read_directory(files())
    assert not findings
    return made


@cache
def content() -> Content:
    return Content.load(ROOT, clock=lambda: NOON, zone=ZONE)


@cache
def texts() -> Texts:
    """Strict: a missing text or argument raises."""
    return Texts(
        read_ftl(ROOT / "locales" / "ru"), facts=content().facts, clock=lambda: NOON, zone=ZONE, strict=True
    )
