"""A person in a flow: one event in, the answers on disk, and everything that follows in the outbox.

The engine decides; here its effects become rows: the screen, the case, its priority, its reminders.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core.cases import OPEN, Case, State
from bot.core.flow import engine
from bot.core.flow.buttons import Hints, Opening
from bot.core.flow.screens import opened, screen
from bot.core.flow.session import (
    Answer,
    CancelRemind,
    Do,
    Effect,
    Ended,
    Event,
    Go,
    Interrupt,
    Open,
    Priority,
    Remind,
    Screen,
    Session,
    Show,
    from_json,
    to_json,
)
from bot.core.flow.summary import Line, for_card, summary
from bot.core.say import Button, Message, Part, say
from bot.core.tools.beside import Row, beside
from bot.core.transitions import reopens
from bot.services import dates, desk, notices, nudges, outgoing, whereabouts
from bot.services.house import House
from bot.storage import cases, messages, sessions, summaries
from bot.storage.database import Tx
from bot.storage.sessions import Stored

KEEP_AFTER_END = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Talk:
    """Whose conversation, and where its screen lies.

    instead_of: the message that the next screen replaces (its button was pressed); None sends a new one.
    above: paragraphs put before the next screen, such as «Похоже, речь о …».
    below: rows put under it.
    moved: the next screen is the same one again, below what was written since: the old one goes.
    """

    person_id: str
    instead_of: int | None = None
    above: tuple[Part, ...] = ()
    below: tuple[tuple[Button, ...], ...] = ()
    moved: bool = False


def enter(tx: Tx, house: House, talk: Talk, flow: str) -> None:
    """Opens a flow, or goes on where the person once stopped in it."""
    kept = sessions.latest(tx, talk.person_id, flow)
    session = from_json(kept.state) if kept else None
    if kept and session and session.ended is None and _goes_on(tx, kept):
        drive(tx, house, talk, kept, Show())
    else:
        begin(tx, house, talk, flow)


def begin(tx: Tx, house: House, talk: Talk, flow: str) -> None:
    """A fresh conversation in a flow; what was going on is kept on the shelf."""
    if not sessions.of_person(tx, talk.person_id):
        outgoing.tell(tx, talk.person_id, replace(say("start-telegram"), silent=True))
    after, effects = engine.start(house.library, flow, new_id(tx), tx.now)
    _settle(tx, house, talk, _stored(tx, talk.person_id, after, None), after, effects)


def interrupt(tx: Tx, house: House, talk: Talk, stored: Stored, flow: str) -> None:
    """Another flow over this one; at its end the person comes back here."""
    drive(tx, house, talk, stored, Interrupt(flow, new_id(tx)))


def drive(tx: Tx, house: House, talk: Talk, stored: Stored, event: Event) -> None:
    """One event of a conversation, with everything that follows from it."""
    stored = _with_live_case(tx, stored)
    before = from_json(stored.state)
    if isinstance(event, Answer) and _is_guidance(house, before):
        talk = replace(talk, instead_of=None)  # what was advised stays in the chat, to be read again
    after, effects = engine.step(house.library, before, event, tx.now)
    news = isinstance(event, Answer) and _told(tx, house, before) != _told(tx, house, after)
    if after.shown == before.shown:  # pressed twice, or not understood: the chat holds the step once
        talk = replace(talk, moved=True)
    sessions.trace(tx, stored, type(event).__name__, after.shown or "")
    if isinstance(event, Answer) and (value := after.answers.get(event.key)) != before.answers.get(event.key):
        dates.offer_deadlines(tx, house, talk.person_id, after.flow, event.key, value)
    _settle(tx, house, talk, replace(stored, id=after.id), after, effects, news=news)


def _told(tx: Tx, house: House, session: Session) -> list[Line]:
    """What a volunteer reads of a conversation."""
    return summary(house.library, session, tx.now)


def _is_guidance(house: House, session: Session) -> bool:
    plan = house.library.plans.get(session.flow)
    node = plan.nodes.get(session.shown or "") if plan else None
    return node is not None and node.kind in ("say", "task")


def new_id(tx: Tx) -> str:
    """Six characters that travel in the buttons of a conversation; none that another one bears."""
    while sessions.is_taken(tx, number := tx.token(3).hex()):
        continue
    return number


def current(tx: Tx, person_id: str) -> Stored | None:
    """The conversation the person is in, if any."""
    return sessions.current(tx, person_id)


def _goes_on(tx: Tx, kept: Stored) -> bool:
    case = cases.get(tx, kept.case_id) if kept.case_id else None
    return kept.case_id is None or (case is not None and not case.over)


def _with_live_case(tx: Tx, stored: Stored) -> Stored:
    """Answers belong to the request under way, though the conversation began in another or in none."""
    case = cases.get(tx, stored.case_id) if stored.case_id else None
    if case is not None and case.state in OPEN:
        return stored
    under_way = cases.open_of(tx, stored.person_id)
    return replace(stored, case_id=under_way.id) if under_way else stored


def _stored(tx: Tx, person_id: str, session: Session, case_id: str | None) -> Stored:
    open_case = cases.open_of(tx, person_id)
    case = case_id or (open_case.id if open_case else None)
    return Stored(session.id, person_id, session.flow, session.rev, case, to_json(session))


def _settle(
    tx: Tx,
    house: House,
    talk: Talk,
    stored: Stored,
    session: Session,
    effects: list[Effect],
    *,
    news: bool = False,
) -> None:
    """Effects first (they may open the case), then the session, then its words for the case.

    news: a volunteer reads something else than before.
    """
    stored = replace(stored, flow=session.flow, rev=session.rev, state=to_json(session))
    asks = any(isinstance(effect, Do) and effect.name == "whereabouts" for effect in effects)
    asks = asks and whereabouts.unknown(tx, stored.person_id)
    for effect in effects:
        if asks and isinstance(effect, Screen):  # the answer leads back to this step
            whereabouts.ask(tx, stored.person_id, session.flow, words="start-russia_far")
        else:
            stored = _apply(tx, house, talk, stored, session, effect)
    if any(isinstance(effect, Go) for effect in effects):
        return
    sessions.save(tx, stored, tx.now + _kept(house, session))
    nudges.plan(tx, house, stored, session)
    if stored.case_id:
        _place(tx, house, stored.case_id, effects)
        desk.describe(tx, house.desk, stored.case_id, **for_card(house.library, session, tx.now))
        summaries.put(tx, stored.case_id, stored.id, _told(tx, house, session))
        if news:
            desk.answered(tx, house.desk, stored.case_id)
        desk.details_changed(tx, house.desk, stored.case_id)


def _place(tx: Tx, house: House, case_id: str, effects: list[Effect]) -> None:
    """A US state that was just named goes to the card: it says which team, and nobody's name."""
    for effect in effects:
        heard = effect.heard if isinstance(effect, Screen) else None
        if heard is not None and heard.kind == "us_state":
            desk.describe(tx, house.desk, case_id, place=heard.value)


def _kept(house: House, session: Session) -> timedelta:
    flow = house.library.flows.get(session.flow)
    return flow.keep if flow else KEEP_AFTER_END


def _apply(tx: Tx, house: House, talk: Talk, stored: Stored, session: Session, effect: Effect) -> Stored:
    """One effect; gives the conversation back, for it may have got a case."""
    match effect:
        case Screen():
            helpers = _beside(house, session, effect.key)
            made = _around(talk, screen(house.library, session, effect, tx.now, helpers))
            made = notices.over(tx, house, (session.flow, effect.flow), made)
            outgoing.show(tx, talk.person_id, made, instead_of=talk.instead_of, moved=talk.moved)
        case Open() | Do():
            return _for_the_queue(tx, house, stored, session, effect)
        case Priority("P0"):  # somebody must know now, whether or not they were called
            return signal(tx, house, _with_case(tx, house, stored), "P0")
        case Priority(level) if stored.case_id:
            desk.raise_priority(tx, house.desk, stored.case_id, level)
        case Remind(key, due):
            nudges.remind(tx, stored, key, due)
        case CancelRemind(key):
            nudges.forget(tx, stored, key)
        case Go(flow):
            sessions.save(tx, stored, tx.now + _kept(house, session))
            enter(tx, house, talk, flow)
        case Ended():
            nudges.stop(tx, stored)
    return stored


def _beside(house: House, session: Session, key: str) -> tuple[Row, ...]:
    """Buttons of the tools that fit this step: name spellings, a number read aloud, a place found."""
    plan = house.library.plans.get(session.flow)
    return beside(house.tools.helpers, plan, key) if plan else ()


def _for_the_queue(tx: Tx, house: House, stored: Stored, session: Session, effect: Open | Do) -> Stored:
    """What concerns the team: the case is opened, handed off, or cries out."""
    match effect:
        case Open("none") | Do("whereabouts"):
            return stored
        case Open("signal") | Do("signal"):
            return signal(tx, house, _with_case(tx, house, stored), "P0")
        case Do("handoff"):
            return signal(tx, house, _with_case(tx, house, stored), session.level or "P3")
        case Do("alarm"):
            return _alarm(tx, house, _with_case(tx, house, stored))
    return _with_case(tx, house, stored)


def _around(talk: Talk, made: Message) -> Message:
    return replace(made, parts=(*talk.above, *made.parts), rows=(*made.rows, *talk.below))


def _with_case(tx: Tx, house: House, stored: Stored) -> Stored:
    """The conversation's own case, also where its work is done; else the open one, or a new one."""
    own = cases.get(tx, stored.case_id) if stored.case_id else None
    if own is not None and reopens(own, tx.now, house.desk.rules):
        return stored
    return replace(stored, case_id=case_of(tx, house, stored.person_id, stored.flow).id)


def case_of(tx: Tx, house: House, person_id: str, kind: str) -> Case:
    """The person's open case; a new one takes over what was said before there was any."""
    case = cases.open_of(tx, person_id)
    if case is None:
        case = desk.open_case(tx, house.desk, person_id, kind)
        messages.adopt(tx, case.id, person_id)
    return case


def called_case(tx: Tx, house: House, person_id: str, kind: str) -> Case:
    """The case in which a human is called: under way, brought back after its work was done, or new."""
    return desk.hearing(tx, house.desk, person_id) or case_of(tx, house, person_id, kind)


def signal(tx: Tx, house: House, stored: Stored, level: str) -> Stored:
    """The case is in the queue from now on, at least this urgent."""
    assert stored.case_id is not None  # noqa: S101 - `_with_case` has just given it one
    desk.hand_off(tx, house.desk, stored.case_id, level)
    return stored


def _alarm(tx: Tx, house: House, stored: Stored) -> Stored:
    """It has got worse: into the queue as P1, or up by one where it is there already."""
    case = cases.open_of(tx, stored.person_id)
    if case is not None and case.state is not State.INTAKE:
        desk.worse(tx, house.desk, case.id, tell=False)
        return stored
    return signal(tx, house, stored, "P1")


def wake(tx: Tx, house: House, person_id: str) -> None:
    """Words that cannot wait: a P0, whatever flow they opened."""
    stored = current(tx, person_id)
    case = called_case(tx, house, person_id, stored.flow if stored else "human")
    join(tx, house, case)
    desk.hand_off(tx, house.desk, case.id, "P0")


def join(tx: Tx, house: House, case: Case) -> None:
    """A case was called for in the middle of a conversation: whoever takes it reads what was answered."""
    stored = current(tx, case.person_id)
    if stored is None or stored.case_id == case.id or stored.flow not in house.library.plans:
        return
    sessions.join(tx, stored.id, case.id)
    summaries.put(tx, case.id, stored.id, _told(tx, house, from_json(stored.state)))


def level_of(stored: Stored | None) -> str | None:
    """How urgent the answers of a conversation are."""
    return stored.state.get("level") if stored else None


def open_memo(tx: Tx, house: House, talk: Talk, stored: Stored, button: Opening) -> None:
    """A memo, a phrase, a track or a step's other buttons in place of the step; one leads back."""
    session, key = from_json(stored.state), ""
    if isinstance(button, Hints):
        key = house.library.plans[stored.flow].hashes.get(button.key_hash, "")
    made = opened(house.library, session, button, tx.now, _beside(house, session, key))
    if made is None:
        drive(tx, house, talk, stored, Show())
    else:
        made = notices.over(tx, house, (stored.flow,), made)
        outgoing.show(tx, talk.person_id, made, instead_of=talk.instead_of)
