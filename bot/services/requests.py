"""A person's buttons under the status line of their request."""

from __future__ import annotations

from bot.core import status
from bot.core.cases import OPEN
from bot.core.incoming import Press
from bot.core.queue_buttons import Pressed, Verb
from bot.core.refusals import Refusal
from bot.core.say import say
from bot.services import desk, doors, outgoing
from bot.services.conversation import Talk
from bot.services.house import House
from bot.storage import cases
from bot.storage.database import Tx
from bot.storage.people import Person


def pressed(tx: Tx, house: House, person: Person, press: Press, asked: Pressed) -> None:
    """Only the person whose request it is; an old button gets a true answer."""
    outgoing.answer(tx, press.query_id)
    case = cases.get(tx, asked.case_id)
    if case is None or case.person_id != person.id:
        outgoing.tell(tx, person.id, desk.status_of(tx, house.desk, person.id))
        return
    try:
        with tx.savepoint():
            _do(tx, house, person, asked)
    except Refusal:
        outgoing.tell(tx, person.id, desk.status_of(tx, house.desk, person.id))


def _call(tx: Tx, house: House, person: Person, case_id: str) -> None:
    """A form that was let go since is asked for anew: whoever presses believes that a human comes."""
    case = cases.get(tx, case_id)
    if case is not None and case.state in OPEN:
        desk.hand_off(tx, house.desk, case_id, "P3", incomplete=True)
    else:
        doors.human(tx, house, Talk(person.id))


def _do(tx: Tx, house: House, person: Person, asked: Pressed) -> None:
    match asked.verb:
        case Verb.CALL | Verb.HELP:
            _call(tx, house, person, asked.case_id)
        case Verb.WORSE:
            doors.worse(tx, house, Talk(person.id))
        case Verb.OTHER_HELP:
            outgoing.tell(tx, person.id, desk.late_help(tx, house.desk, asked.case_id))
        case Verb.CANCEL:
            case = cases.get(tx, asked.case_id)
            if case is not None and not case.over:
                outgoing.tell(tx, person.id, status.ask_cancel(case))
        case Verb.CANCEL_YES:
            desk.cancel(tx, house.desk, asked.case_id)
        case Verb.FINE:
            outgoing.tell(tx, person.id, say("start-fine"))
        case _:
            outgoing.tell(tx, person.id, desk.status_of(tx, house.desk, person.id))
