"""Our whole way of an update, durable, against stock aiogram that stores nothing, in one run.

    python -m tests.bench.updates [rounds] [presses per user]

50 users press as soon as their last press is answered; a press is an editMessageText and an
answerCallbackQuery. Each bot has a process of its own, and a fake Bot API another. Rounds of the
two alternate, so that a busy machine is busy for both; the figure is the ratio of each pair of rounds.
Ours: page → inbox committed → dispatcher → one write (outbox row sealed, inbox row done) → sender
(claimed, committed, called, ended). Flood rules and pace are on, with room for 50 users who never rest.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.fake_api import USERS

TARGET = 1.5
FIGURES = ("rate", "p50", "p99", "cpu", "page")


class Contest:
    """A fake API and a bot that works against it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._api = _python("tests.bench.fake_api")
        assert self._api.stdout
        port = self._api.stdout.readline().strip()
        self._bot = _python(f"tests.bench.{name}", port)
        assert self._bot.stdout
        assert self._bot.stdout.readline().strip() == "ready", name

    def round(self, presses: int) -> dict[str, float]:
        """Figures of one round: rate (updates per second), p50, p99 and CPU of the bot per update (ms)."""
        assert self._api.stdin
        assert self._api.stdout
        before = self._cpu_ms()
        self._api.stdin.write(f"{presses}\n")
        self._api.stdin.flush()
        figures: dict[str, float] = json.loads(self._api.stdout.readline())
        return figures | {"cpu": (self._cpu_ms() - before) / (presses * USERS)}

    def _cpu_ms(self) -> float:
        """Time of all threads of the bot, from the system's account of it."""
        fields = Path(f"/proc/{self._bot.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        for process in (self._bot, self._api):
            process.kill()
            process.wait()


def _python(module: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@contextmanager
def contest(name: str) -> Iterator[Contest]:
    made = Contest(name)
    try:
        yield made
    finally:
        made.end()


def main(rounds: int = 5, presses: int = 20) -> None:
    names = ("stock", "ours")
    results: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with contest("stock") as stock, contest("ours") as ours:
        for one in (stock, ours):
            one.round(presses)  # warm
        for _ in range(rounds):
            for one in (stock, ours):
                results[one.name].append(one.round(presses))
    for name in names:
        print(
            f"{name:>6}",
            *(spread([r[key] for r in results[name]], key) for key in FIGURES),
            sep="  ",
        )
    pairs = list(zip(results["ours"], results["stock"], strict=True))
    print(spread([our["rate"] / other["rate"] for our, other in pairs], "ratio"), f" target {TARGET}")
    print(spread([other["cpu"] / our["cpu"] for our, other in pairs], "ratio of CPU per update"))


def spread(values: list[float], name: str) -> str:
    return f"{name} {min(values):.2f} / {statistics.median(values):.2f} / {max(values):.2f}"


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
