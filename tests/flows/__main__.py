"""`python -m tests.flows`: the figures of the guidance."""

from __future__ import annotations

from tests.flows.figures import report

if __name__ == "__main__":
    print(report())
