"""Many deaths in a row, for the record: ``KILLS=100 python -m tests.faults.kill``."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.street import run
from tests.faults.verdict import judge


def main() -> int:
    """Prints the figures of one run; the exit status says whether anything was wrong."""
    kills, seed = int(os.environ.get("KILLS", "6")), int(os.environ.get("SEED", "7"))
    folder = Path(tempfile.mkdtemp(prefix="ryadom-kills-"))
    began = time.monotonic()
    street, ledger = asyncio.run(run(kills, folder, seed=seed))
    verdict = judge(street, ledger)
    shutil.rmtree(folder)
    print(f"{kills} x kill -9, {time.monotonic() - began:.0f} s")
    print(verdict)
    return 1 if verdict.wrong() else 0


if __name__ == "__main__":
    sys.exit(main())
