"""Options of the whole suite. What was left out proves nothing, so a run that skips fails."""

from __future__ import annotations

import pytest

LEFT_OUT = ("skipped", "xfailed", "xpassed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files; the diff is the review")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """An exit status of 1 where a test was skipped; the workers of a parallel run leave it to the first."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = reporter and any(reporter.stats.get(kind) for kind in LEFT_OUT)
    if left_out and exitstatus == pytest.ExitCode.OK:
        reporter.write_line("\nTests were skipped: that is no proof.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
