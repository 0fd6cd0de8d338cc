"""Dates to remember on the screen: the offer, «Мои даты», the reminder. Texts: locales/ru/tools.ftl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.core.dates import Due
from bot.core.menu import HOME, HUMAN
from bot.core.say import Button, Message, Part, say
from bot.core.tools import buttons
from bot.core.tools.paging import Row

DATES = Button("tools-dates.open", data=buttons.opening("dates"))


def offer(flow: str, step: str, day: date, found: Sequence[Due]) -> Message:
    """What follows from the day just named; nothing is armed until the person wants it."""
    lines = tuple(_line(due, at) for at, due in enumerate(found))
    facts = tuple(dict.fromkeys(number for due in found for number in due.facts))
    yes = Button("tools-offer.yes", data=buttons.remember(flow, step, day), style="success")
    no = Button("tools-offer.no", data="k|no")
    return Message((Part("tools-offer"), *lines, Part("tools-offer_ask")), ((yes,), (no,)), facts=facts)


def accepted(found: Sequence[Due]) -> Message:
    """They are remembered; said in place of the offer."""
    lines = tuple(_line(due, at) for at, due in enumerate(found))
    return Message((Part("tools-offer_kept"), *lines), ((DATES,),))


def declined() -> Message:
    """Said in place of the offer."""
    return say("tools-offer_declined")


def passed() -> Message:
    """The button was pressed when there was nothing left to remind of."""
    return say("tools-offer_passed")


def listing(kept: Sequence[tuple[str, date]], out: tuple[Row, ...]) -> Message:
    """Every date, each with a button that ends its reminders. `kept`: rule, day."""
    if not kept:
        return say("person-dates_empty", *out)
    lines = tuple(
        Part(
            "tools-dates_line",
            {"n": number, "what": f"tools-date.{rule}", "day": day},
            tight=number > 1,
        )
        for number, (rule, day) in enumerate(kept, start=1)
    )
    rows = tuple(
        (Button("tools-dates.drop", data=buttons.forget(rule), args={"n": number}),)
        for number, (rule, _) in enumerate(kept, start=1)
    )
    return Message((Part("tools-dates"), *lines), (*rows, *out))


def reminder(rule: str, day: date) -> Message:
    """Names no subject: the phone may be in other hands."""
    off = Button("common-no_reminders", data=buttons.forget(rule))
    return say("tools-date_due", (DATES,), (off,), (HOME,), day=day)


def late(message: Message) -> Message:
    """A reminder that waited until the person could be written to again."""
    return replace(message, parts=(Part("tools-reminder_late"), *message.parts))


def missed(day: date) -> Message:
    """The same when the day itself is over."""
    return say("tools-date_missed", (HUMAN,), (HOME,), day=day)


def _line(due: Due, at: int) -> Part:
    what = f"tools-date.{due.rule}"
    if due.by == due.day:
        return Part("tools-offer_line", {"what": what, "day": due.day}, tight=at > 0)
    return Part("tools-offer_line_early", {"what": what, "day": due.day, "by": due.by}, tight=at > 0)
