"""Questions of the desk that are answered by a reply: a line for the next one, a reason, a name.

The question is remembered under ``ask:<what>:<case id>[:<more>]``; a reply to it is the answer.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.cases import Case
from bot.core.ops import Lane, Send
from bot.core.people import Volunteer
from bot.core.say import say
from bot.services import desk
from bot.services.house import House
from bot.services.moves import tell_volunteer
from bot.storage import outbox
from bot.storage.database import Tx

RELEASE, LOWER, STEP_IN = "release", "lower", "step_in"


def ask(tx: Tx, volunteer: Volunteer, case: Case, what: str, more: str = "", *, ref: str = "") -> None:
    """Asks for one line; the reply to this very message is the answer, and their app begins it for them."""
    dest = f"volunteer:{volunteer.id}"
    name = ":".join(filter(None, ("ask", what, case.id, more)))
    question = replace(say(ref or f"desk-ask_{what}", code=case.code), ask_reply=True)
    op = Send(question, remember=name)
    outbox.put(tx, dest=dest, op=op, lane=Lane.CASE, owner="staff")


def answered(tx: Tx, house: House, volunteer: Volunteer, name: str | None, text: str) -> bool:
    """Whether a reply answered one of these questions; raises the refusal of what was asked for."""
    if name is None or not name.startswith("ask:"):
        return False
    _, what, case_id, *more = name.split(":")
    match what:
        case "release":
            case = desk.release(tx, house.desk, volunteer.id, case_id, text)
            tell_volunteer(tx, volunteer.id, say("desk-released", code=case.code))
        case "lower":
            case = desk.lower_priority(tx, house.desk, volunteer.id, case_id, level=more[0], reason=text)
            tell_volunteer(tx, volunteer.id, say("desk-urgency", code=case.code, priority=case.priority))
        case "step_in":
            desk.open_details(tx, house.desk, volunteer.id, case_id, text)
        case _:
            return False
    outbox.forget(tx, f"volunteer:{volunteer.id}", name)
    return True
