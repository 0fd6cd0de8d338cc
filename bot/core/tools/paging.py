"""Long lists of buttons, a page at a time, and the ways out below every helper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.menu import BACK_TO_STEP, HOME, HUMAN
from bot.core.say import Button
from bot.core.tools import buttons

Row = tuple[Button, ...]
PAGE = 8


def ways_out(*, in_talk: bool) -> tuple[Row, ...]:
    """Back to the step where the person is in a flow; home, a human."""
    step: tuple[Row, ...] = ((BACK_TO_STEP,),) if in_talk else ()
    return (*step, (HOME, HUMAN))


def paged(rows: Sequence[Button], of: buttons.ListOf, group: str, page: int) -> tuple[Row, ...]:
    """One page, a button a row; «Показать ещё» leads on, from the last page to the first."""
    pages = max(1, -(-len(rows) // PAGE))
    here = page if page < pages else 0
    shown: tuple[Row, ...] = tuple((button,) for button in rows[here * PAGE : (here + 1) * PAGE])
    if pages == 1:
        return shown
    return (*shown, (Button("common-more", data=buttons.listing(of, group, (here + 1) % pages)),))


def in_pairs(rows: Iterable[Button]) -> tuple[Row, ...]:
    """Two short buttons a row."""
    found = list(rows)
    return tuple(tuple(found[at : at + 2]) for at in range(0, len(found), 2))
