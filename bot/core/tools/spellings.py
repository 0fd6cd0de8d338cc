"""For the locator and the phone: a name in Latin, a birth date, an A-number aloud. Texts: tools.ftl."""

from __future__ import annotations

from datetime import date

from bot.core.answers.a_number import aloud
from bot.core.answers.refusal import Refusal
from bot.core.deadlines import american
from bot.core.names import Spelled, Spelling
from bot.core.say import Arg, Button, Message, Part
from bot.core.tools import buttons
from bot.core.tools.paging import Row

LOCATOR = Button("tools-locator", url="https://locator.ice.gov/odls/#/search")
BIRTH = Button("tools-birth.ask", data=buttons.ask("birth"))
NAMES = Button("tools-names.ask", data=buttons.ask("names"))
NAMES_AGAIN = Button("tools-names.again", data=buttons.ask("names"))
A_NUMBER = Button("tools-a_number.ask", data=buttons.ask("a_number"))


def ask(tool: buttons.Tool, out: tuple[Row, ...], refusal: Refusal | None = None) -> Message:
    """The question; above it what could not be read."""
    above = (Part(refusal.ref, refusal.args),) if refusal else ()
    return Message((*above, Part(f"tools-{tool}")), out)


def names(found: Spelled, out: tuple[Row, ...]) -> Message:
    """Each spelling with a button that copies it; in the text each part can be copied by a tap."""
    head = Part("tools-names_latin" if found.latin else "tools-names_found")
    lines = tuple(_line(number, one) for number, one in enumerate(found.found, start=1))
    hints = [Part("tools-names_swap")] if len(found.found[0].whole.split()) > 1 else []
    if found.middle:
        hints.append(Part("tools-names_middle", {"middle": found.middle}))
    if found.husband:
        hints.append(Part("tools-names_husband", {"family": found.husband}))
    copies = tuple(
        (Button("tools-names_copy", copy=one.whole, args={"name": one.whole}),) for one in found.found
    )
    rows = (*copies, (LOCATOR,), (BIRTH, NAMES_AGAIN), *out)
    return Message((head, *lines, *hints), rows, facts=("1.3",))


def _line(number: int, one: Spelling) -> Part:
    tight = number > 1
    if one.given and one.family:
        args: dict[str, Arg] = {"n": number, "given": one.given, "family": one.family}
        return Part("tools-names_pair", args, tight=tight)
    return Part("tools-names_one", {"n": number, "name": one.whole}, tight=tight)


def birth(day: date, out: tuple[Row, ...]) -> Message:
    """A birth date as the locator wants it, and how to say it."""
    written = american(day)
    said = _digits(f"{day.day:02}{day.year}") | {"month": f"tools-month.m{day.month}"}
    copy = Button("tools-names_copy", copy=written, args={"name": written})
    parts = (Part("tools-birth_found", {"written": written, "day": day}), Part("tools-birth_aloud", said))
    return Message(parts, ((copy,), (LOCATOR,), (NAMES,), *out), facts=("1.1",))


def a_number(number: str, out: tuple[Row, ...]) -> Message:
    """Nine digits to read over the phone, in threes."""
    copy = Button("common-copy_number", copy=number)
    parts = (Part("tools-a_number_found", {"number": aloud(number)}), Part("tools-aloud", _digits(number)))
    return Message(parts, ((copy,), (A_NUMBER,), *out), facts=("1.2",))


def _digits(digits: str) -> dict[str, Arg]:
    """Digits as English words in Russian letters: ``d1`` is the text of the first one."""
    return {f"d{at}": f"tools-digit.d{digit}" for at, digit in enumerate(digits, start=1)}
