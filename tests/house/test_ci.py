"""The run on a clean machine fails loudly: nothing is skipped, no failure is swallowed, nothing hangs for ever."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = (ROOT / ".ci/run").read_text("utf-8")


@pytest.mark.parametrize(
    ("body", "how", "status"),
    [
        ("pass", [], 0),
        ("pytest.skip('no browser')", [], 1),
        ("pytest.skip('no browser')", ["-n", "1"], 1),
        ("pytest.xfail('later')", [], 1),
    ],
)
def test_a_run_that_skips_fails(tmp_path: Path, body: str, how: list[str], status: int) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(f"import pytest\ndef test_it():\n    {body}\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", tmp_path, *how, tmp_path],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == status, ran.stdout.decode()


def test_no_failure_is_swallowed() -> None:
    assert "set -euo pipefail" in RUN
    assert not re.search(r"\|\| *(true|:)|set \+e|continue-on-error|-k |--deselect|--ignore", RUN)


def test_what_hangs_is_ended() -> None:
    assert re.findall(r"^timeout .* make (\w+)$", RUN, re.MULTILINE) == ["check", "test"]
    assert "faulthandler_timeout" in (ROOT / "pyproject.toml").read_text("utf-8")
