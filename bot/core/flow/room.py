"""How many buttons a screen has room for: more than six are not read by somebody who is frightened.

Answers are never hidden. What else a step has (links, English phrases, memos, other flows) stays in view
as long as there is room; the rest goes behind one button. What leads on comes first: a page to open, another
flow. Then words to say, then memos: the button is called after these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.core.flow.model import TYPED, Step, Track

MOST = 6  # buttons of a screen's own; the way back and the human below are not counted
MOST_TO_TICK = 9  # a checklist is gone through, not chosen from: seven items, and two buttons to close it
_READINGS = {"date": 2, "time": 2, "us_state": 3}  # what a refusal may offer besides

Row = TypeVar("Row")


def most(step: Step) -> int:
    """Of a step's own buttons."""
    return MOST_TO_TICK if step.ask == "checklist" else MOST


def answers(step: Step) -> int:
    """Buttons that answer a step, counted when there are most of them."""
    if step.ask in TYPED:
        offered = max(_READINGS.get(step.ask or "", 0), _near_days(step))
        return offered + (1 if step.required else 2)
    options = len(step.options)
    if step.ask == "multi":  # «Готово» comes, and what stands alone goes, with the first tick
        return max(options, sum(not option.alone for option in step.options.values()) + 1)
    return {"say": 1, "task": 3, "board": len(step.tracks) + 1, "end": 0}.get(
        step.kind, options + (2 if step.ask == "checklist" else 0)
    )


def _near_days(step: Step) -> int:
    """Yesterday, today, tomorrow, as far as limits that count from today allow them."""
    first, last = step.limits.first, step.limits.last
    if step.ask != "date" or not (first or last):
        return 0
    return 3 - sum(limit == 0 for limit in (first, last))  # 0: today itself


def extras(holder: Step | Track) -> int:
    """Everything a step or a card of a board has besides."""
    return len(holder.phrases) + len(holder.cards) + len(holder.links) + len(holder.offers)


def lacking(step: Step) -> int:
    """Buttons too many, even with everything else behind one button; 0 when the screen fits."""
    return max(0, answers(step) + bool(extras(step)) - most(step))


def parted(rows: Sequence[Row], room: int) -> tuple[Sequence[Row], Sequence[Row]]:
    """(in view, behind a button), with that button counted. `rows`: the most needed first."""
    if len(rows) <= room:
        return rows, ()
    seen = max(0, room - 1)
    return rows[:seen], rows[seen:]
