"""Conditions as a person would say them: «Где забрали: на трассе», not ``where = road``."""

from __future__ import annotations

from datetime import date

from bot.core.flow.arrows import Arrow
from bot.core.flow.conditions import (
    After,
    All,
    Among,
    AtLeast,
    Atom,
    Before,
    Condition,
    Either,
    Given,
    Is,
    Not,
    Within,
)
from bot.core.flow.model import Flow
from bot.review.book import View


def in_words(view: View, flow: Flow, condition: Condition) -> str:
    """One line, without a full stop."""
    match condition:
        case All(parts):
            return f" {view.words('review-and')} ".join(in_words(view, flow, part) for part in parts)
        case Either(parts):
            return f" {view.words('review-or')} ".join(in_words(view, flow, part) for part in parts)
        case Not(part):
            return view.words("review-not", what=in_words(view, flow, part))
        case Is(name):
            return view.words(f"review-is_{name}")
        case _:
            return _atom(view, flow, condition)


def way(view: View, flow: Flow, arrow: Arrow) -> str:
    """When an arrow is taken; empty for the only way on."""
    answers = answered(view, flow, arrow)
    if arrow.when is None:
        return answers or (view.words("review-otherwise") if arrow.otherwise else "")
    condition = in_words(view, flow, arrow.when)
    return f"{answers}; {condition}" if answers else condition


def answered(view: View, flow: Flow, arrow: Arrow) -> str:
    """The answers that take an arrow."""
    return " / ".join(view.answer(flow, arrow.start, value) for value in arrow.answers)


def _atom(view: View, flow: Flow, atom: Atom) -> str:
    step = view.name(flow, atom.step) if atom.step in flow.steps else atom.step
    match atom:
        case Among(values=values):
            answers = " / ".join(view.answer(flow, atom.step, value) for value in values)
            return view.words("review-when_among", step=step, answers=answers)
        case Within(days=days):
            return view.words("review-when_within", step=step, days=days)
        case Before(day=day):
            return view.words("review-when_before", step=step, day=_day(view, day))
        case After(day=day):
            return view.words("review-when_after", step=step, day=_day(view, day))
        case AtLeast(count=count):
            return view.words("review-when_at_least", step=step, count=count)
        case Given(wanted=wanted):
            return view.words("review-when_given" if wanted else "review-when_not_given", step=step)


def _day(view: View, day: int | date) -> str:
    """A day from today, or of the calendar."""
    if isinstance(day, date):
        return view.words("review-day_on", day=day)
    if day == 0:
        return view.words("review-day_today")
    return view.words("review-day_past" if day < 0 else "review-day_ahead", days=abs(day))
