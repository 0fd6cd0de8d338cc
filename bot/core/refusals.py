"""What the queue refuses: one base, one class per refusal.

The docstring of a class is its line for the log; the text for the person who pressed derives from the
class name (`AlreadyTaken` → ``refusal-already-taken`` in locales/ru/queue.ftl). A refusal is raised
before anything is written, so catching it inside a transaction leaves nothing half done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.say import Arg, Message, Part

_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


class Refusal(Exception):
    """The queue says no."""

    def __init__(self, **args: Arg) -> None:
        super().__init__(type(self).__doc__)
        self.args_of_text: Mapping[str, Arg] = args

    @classmethod
    def ref(cls) -> str:
        """The Fluent id of the text: "refusal-already-taken"."""
        return "refusal-" + _HUMP.sub("-", cls.__name__).lower()

    def message(self) -> Message:
        """The refusal in words, short enough for the answer to a button."""
        return Message(parts=(Part(self.ref(), self.args_of_text),))


class AlreadyTaken(Refusal):
    """Another volunteer was faster; args: alias, minutes."""


class AlreadyYours(Refusal):
    """The volunteer has this seat already."""


class StaleButton(Refusal):
    """The button belongs to an earlier turn of the case in the queue."""


class NotInQueue(Refusal):
    """The case is not waiting for anybody."""


class NotNow(Refusal):
    """The case is in a state where this cannot be done."""


class NotYourCase(Refusal):
    """The volunteer holds no seat on this case."""


class NotAllowed(Refusal):
    """The role does not carry this right."""


class WrongRole(Refusal):
    """The seat asks for another role."""


class NotOnShift(Refusal):
    """Only a P0 case may be taken off shift."""


class ElsewhereNow(Refusal):
    """A case is given only to somebody at work."""


class TooManyCases(Refusal):
    """The volunteer holds as many cases as allowed; args: cap."""


class Deactivated(Refusal):
    """The account is not, or no longer, one of the team."""


class NoteMissing(Refusal):
    """A case goes back to the queue with a line for the next volunteer, never bare."""


class ReasonMissing(Refusal):
    """What a human overrides needs a reason."""


class PauseTooLong(Refusal):
    """A pause ends in the future and within 30 days; args: days."""


class NothingWaiting(Refusal):
    """No case in the queue that this volunteer may take."""


class CaseOver(Refusal):
    """The case is closed or erased."""


class NotThere(Refusal):
    """No such case or volunteer."""


class SeatNotOpen(Refusal):
    """Nobody was asked for in this seat."""


class AlreadyAsked(Refusal):
    """A translator is there, or is being looked for."""


class SelfConfirmed(Refusal):
    """A newcomer is confirmed by a second person."""


class LastAdmin(Refusal):
    """The last administrator cannot be switched off."""
