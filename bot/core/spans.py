"""How long somebody waits, as a number and a unit for Fluent's plural forms."""

from __future__ import annotations

from datetime import timedelta

from bot.core.say import Arg


def span(wait: timedelta) -> dict[str, Arg]:
    """``{"count": 12, "unit": "minutes"}``: minutes below two hours, hours below two days, then days."""
    minutes = max(0, int(wait.total_seconds() // 60))
    if minutes < 120:
        return {"count": minutes, "unit": "minutes"}
    if minutes < 48 * 60:
        return {"count": minutes // 60, "unit": "hours"}
    return {"count": minutes // (24 * 60), "unit": "days"}
