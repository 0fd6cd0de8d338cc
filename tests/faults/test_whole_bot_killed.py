"""The whole bot ended under load, again and again: nothing is lost, nothing happens twice, repeats say so."""

from __future__ import annotations

import os
from pathlib import Path

from tests.faults.street import Street, ask_to_stop, run
from tests.faults.verdict import judge

KILLS = int(os.environ.get("KILLS", "6"))
STOPS = int(os.environ.get("STOPS", "4"))


def busy(street: Street, figures: dict[str, int], ends: int) -> None:
    """That the run was under load at all: otherwise its zeros say nothing."""
    assert street.bot.starts == ends + 6
    assert figures["texts"] > ends
    assert figures["presses"] > 5 * ends
    assert figures["malformed"]
    assert figures["lost answers"]
    assert figures["429"]


async def test_kill_9_at_random_instants_loses_nothing(tmp_path: Path) -> None:
    street, ledger = await run(KILLS, tmp_path)
    verdict = judge(street, ledger)
    assert verdict.wrong() == {}
    busy(street, verdict.figures, KILLS)


async def test_sigterm_under_load_is_a_clean_end_that_loses_nothing(tmp_path: Path) -> None:
    street, ledger = await run(STOPS, tmp_path, ask_to_stop, seed=11)
    verdict = judge(street, ledger)
    assert verdict.wrong() == {}
    busy(street, verdict.figures, STOPS)
    assert len(street.stops) == STOPS
