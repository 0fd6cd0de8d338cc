"""The team's side of the queue: taking a case, working on it, giving it back, ending it.

Also the one door to the whole queue: the person's side (`intake.py`) is to be had from here. A refusal
is raised before anything is written.
"""

from __future__ import annotations

from datetime import datetime

from bot.core import cards, people, refusals, rules, status, transitions
from bot.core.cases import Case, Outcome, Shut, State
from bot.core.people import Right, Seat, Shift, Volunteer
from bot.core.spans import span
from bot.services.intake import (
    cancel,
    describe,
    details_changed,
    hand_off,
    late_help,
    open_case,
    person_message,
    raise_all,
    raise_priority,
    status_of,
    worse,
)
from bot.services.moves import (
    Desk,
    draw_card,
    draw_waiting,
    give_details,
    move,
    tell_leaders,
    tell_person,
    tell_volunteer,
    the_case,
    the_volunteer,
)
from bot.services.translators import seated, want_translator
from bot.storage import audit, cases, events, seats, volunteers
from bot.storage.seats import Place
from bot.storage.tx import Tx

__all__ = [
    "Desk", "add_note", "call_coordinator", "cancel", "claim", "close", "describe", "details_changed", "force",
    "hand_off", "late_help", "lower_priority", "may_read", "notes", "open_case", "open_details", "pause",
    "person_message", "raise_all", "raise_priority", "release", "replied", "resolve", "status_of", "take_next",
    "want_translator", "worse",
]  # fmt: skip
