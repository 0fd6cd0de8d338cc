"""``python -m bot review --out DIR``: the review pages as files, to be sent to a lawyer or printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import clock
from bot.core.flow.library import NEW_YORK
from bot.review import pages
from bot.review.book import FILES, Book, View


def write(
    root: Path, folder: Path, *, now: Callable[[], datetime] = clock.now, zone: ZoneInfo = NEW_YORK
) -> list[Path]:
    """``index.html`` and a page for each flow; they lead to each other and to nothing on this machine."""
    book = Book.load(root, clock=now, zone=zone)
    view = View(book, book.facts, now(), FILES)
    folder.mkdir(parents=True, exist_ok=True)
    made = {folder / "index.html": pages.index(view)}
    made |= {folder / FILES.flow(name): pages.flow(view, name) for name in view.library.flows}
    for path, page in made.items():
        path.write_text(page, "utf-8")
    return list(made)
