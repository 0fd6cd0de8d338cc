"""What a person writes or sends: an answer, a first message to be understood, or words for the team."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core import menu
from bot.core.answers.match import ALSO, match_option
from bot.core.cases import OPEN, Case
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node
from bot.core.flow.session import Answer, Show
from bot.core.incoming import Incoming
from bot.core.ops import Delete, Lane
from bot.core.say import Message, Part, say
from bot.core.transitions import reopens
from bot.core.triage import Verdict, triage
from bot.services import conversation, desk, doors, outgoing, relay, tools, understanding, whereabouts
from bot.services.conversation import Talk
from bot.services.house import House
from bot.services.lostreplies import known_to
from bot.storage import cases, messages, msgmap, outbox, seats
from bot.storage.database import Tx
from bot.storage.people import Person
from bot.storage.remembered import remember, remembered
from bot.storage.sessions import Stored

# What is answered in words of its own when it comes before any case; the rest is kept like text.
FIRST = frozenset(
    {"voice", "video_note", "photo", "document", "sticker", "contact", "location", "poll", "other"}
)
TASK = ("done", "failed", "later")  # what the three buttons of a task answer
AT_ONCE = {"checkin": "checkin_now"}  # an alarm needs no menu of the flow
FEW_WORDS = 4  # one thought in five bubbles: so few words may belong to the bubble before
BUBBLES = timedelta(minutes=10)
REPLIES = frozenset({"command", "greeting", "despair", "foreign"})
SHORT_ANSWER = 60  # characters: longer is a story, not the name of a button


def said(tx: Tx, house: House, person: Person, incoming: Incoming) -> None:
    """One message of a person's, whatever it is; nothing is ever dropped."""
    stored = conversation.current(tx, person.id)
    case = desk.hearing(tx, house.desk, person.id)
    if incoming.kind == "text":
        _text(tx, house, person, incoming, stored, case)
    elif stored and incoming.kind == "contact" and _asks(house, stored, "phone"):
        _typed(tx, house, person, case, stored, incoming)
    elif case is not None and case.owner is not None:
        _for_the_team(tx, house, case, person, incoming)
    else:
        _attachment(tx, house, person, incoming, stored, case)


def called(tx: Tx, house: House, person: Person, incoming: Incoming) -> None:
    """Words with which a human was called: for whoever comes, unless they are an alarm of their own."""
    case = desk.hearing(tx, house.desk, person.id)
    verdict = triage(incoming.text, house.rules)
    if case is None or verdict.p0 or verdict.hints.get("despair"):
        said(tx, house, person, incoming)
    else:
        _for_the_team(tx, house, case, person, incoming)


def edited(tx: Tx, house: House, person: Person, incoming: Incoming) -> None:
    """An edited message of a person's: the volunteers see both versions."""
    kept = messages.at(tx, outgoing.dest_of(person.id), incoming.message_id)
    if kept is None:
        _edited_answer(tx, house, person, incoming)
        return
    words, entities = incoming.raw_text, list(incoming.entities)
    case = cases.get(tx, kept.case_id) if kept.case_id else None
    if case is None or words == kept.words["text"]:
        messages.rewrite(tx, kept, words, entities)
        return
    if case.state in OPEN or reopens(case, tx.now, house.desk.rules):
        case = desk.person_message(tx, house.desk, case.id)
    dests = [f"volunteer:{one}" for one in seats.holders(tx, case.id)]
    relay.mirror_edit(tx, case, kept, words, entities, dests)


def _edited_answer(tx: Tx, house: House, person: Person, incoming: Incoming) -> None:
    """An answer that was changed in the chat: the flow has the first one, so a human must see the second."""
    if incoming.kind != "text" or incoming.text.startswith("/"):
        return
    case = desk.hearing(tx, house.desk, person.id)
    stored = conversation.current(tx, person.id)
    if case is not None:
        _for_the_team(tx, house, case, person, incoming)
        return
    _keep(tx, house, person, case, incoming)
    if stored is not None and _here(house, stored) is not None:
        talk = Talk(person.id, above=(Part("common-kept"),), moved=True)
        conversation.drive(tx, house, talk, stored, Show())


def _text(
    tx: Tx, house: House, person: Person, incoming: Incoming, stored: Stored | None, case: Case | None
) -> None:
    """An answer to the question on the screen comes first, then an alarm, then words for the team."""
    node = _here(house, stored)
    verdict = triage(incoming.text, house.rules)
    if stored is None and case is None and whereabouts.waiting(tx, person.id) is None:
        verdict = _with_those_before(tx, house, person, verdict, incoming.text)
    if _for_a_helper(verdict, incoming) and tools.answered(
        tx, house, person, incoming.text, alarm=bool(verdict.p0)
    ):
        return
    replies = case is not None and _replies_to_team(tx, person, case, incoming)
    option = None if replies else _option(house, node, incoming.text)
    if stored and option:
        _answer(tx, house, person, stored, option)
    elif verdict.hints.get("despair") == "self":
        _keep(tx, house, person, case, incoming)
        _despair(tx, house, person, verdict)
    elif verdict.p0 and not (node and _is_known(stored, case)):
        _keep(tx, house, person, case, incoming)
        _alarm(tx, house, person, stored, verdict)
    elif not replies and (wish := understanding.wished(house, verdict, node, incoming.text)):
        _keep(tx, house, person, case, incoming)
        understanding.grant(tx, house, person, stored, wish)
    elif stored and node and node.step.ask in TYPED and not replies:
        _typed(tx, house, person, case, stored, incoming)
    elif case is not None and (case.owner is not None or incoming.reply_to is not None):
        _for_the_team(tx, house, case, person, incoming)
    elif stored is None or node is None:
        _keep(tx, house, person, case, incoming)
        understanding.understand(tx, house, person, verdict, case, incoming.text)
    else:
        _keep(tx, house, person, case, incoming)
        understanding.kept(tx, house, person, stored, verdict, incoming.text)


def _with_those_before(tx: Tx, house: House, person: Person, alone: Verdict, text: str) -> Verdict:
    """Few words go on from those before: «мужа забрали», then «на чекине». Nothing is asked twice."""
    if alone.p0 or alone.kind in REPLIES or len(text.split()) > FEW_WORDS:
        return alone
    before = messages.lately(tx, person.id, tx.now - BUBBLES)
    told = [kept.words["text"] for kept in before if kept.kind == "text"]
    if not told:
        return alone
    together = triage("\n".join((*told, text)), house.rules)
    calm = tuple(flow for flow in together.flows if flow not in menu.NOW.values())
    if together.kind == "urgent" and calm:
        return replace(together, kind="sure", flows=calm)
    return together if together.p0 or together.kind == "sure" else alone


def _for_a_helper(verdict: Verdict, incoming: Incoming) -> bool:
    """A reply is for the one replied to; words of despair are for nobody but a human."""
    return incoming.reply_to is None and not verdict.hints.get("despair")


def _here(house: House, stored: Stored | None) -> Node | None:
    """The open question or instruction on the person's screen; None after an end."""
    plan = house.library.plans.get(stored.flow) if stored else None
    node = plan.nodes.get(stored.state.get("shown") or "") if plan and stored else None
    return None if node is None or node.kind == "end" else node


def _option(house: House, node: Node | None, text: str) -> str | None:
    """What the button that says what was typed would have answered."""
    if node is None or len(text) > SHORT_ANSWER:
        return None
    captions = {option: _caption(house, node, option) for option in _pressable(node)}
    labels = {option: house.label(caption) for option, caption in captions.items()}
    also = {option: caption + ALSO for option, caption in captions.items()}
    said = {option: house.label(ref) for option, ref in also.items() if ref in house.library.texts}
    return match_option(labels, text) or (match_option(said, text) if said else None)


def _pressable(node: Node) -> tuple[str, ...]:
    """The answers of one press: of a list of several, only those that stand alone."""
    if node.kind == "task":
        return TASK
    options = node.step.options.items() if node.step.ask in ("choice", "multi") else ()
    return tuple(name for name, option in options if option.alone or node.step.ask == "choice")


def _caption(house: House, node: Node, option: str) -> str:
    own = f"{node.flow}-{node.id}.{option}"
    return own if own in house.library.texts else f"common-{option}"


def _asks(house: House, stored: Stored, kind: str) -> bool:
    node = _here(house, stored)
    return node is not None and node.step.ask == kind


def _is_known(stored: Stored | None, case: Case | None) -> bool:
    """Whether the team was woken by the very flow that the person is in."""
    woken = case is not None and case.state in OPEN and case.priority == 0
    return woken and stored is not None and stored.flow in ("flight", "door", "checkin_now")


def _replies_to_team(tx: Tx, person: Person, case: Case, incoming: Incoming) -> bool:
    """Whether a volunteer's words are replied to: then it is no answer to a question of ours.

    So may a message be that we do not know: the first copy of words whose answer was lost.
    """
    dest, target = outgoing.dest_of(person.id), incoming.reply_to
    if target is None or msgmap.source_of(tx, dest, target) is not None:
        return target is not None
    return case.epoch > 0 and not known_to(tx, person.id, target)


def _answer(tx: Tx, house: House, person: Person, stored: Stored, raw: str) -> None:
    conversation.drive(tx, house, Talk(person.id), stored, Answer(stored.state["shown"], raw))


def _typed(
    tx: Tx, house: House, person: Person, case: Case | None, stored: Stored, incoming: Incoming
) -> None:
    """An answer in words; one that was not understood is kept, for it may have been meant for a human."""
    _answer(tx, house, person, stored, incoming.phone or incoming.text)
    after = conversation.current(tx, person.id)
    if after and after.id == stored.id and after.state["tries"] > stored.state["tries"]:
        _keep(tx, house, person, case, incoming)


def _keep(tx: Tx, house: House, person: Person, case: Case | None, incoming: Incoming) -> Case | None:
    """Words of a person: kept, and shown to whoever has the case. Gives the case as it is then."""
    kept = relay.keep_from_person(tx, person.id, case.id if case else None, incoming)
    if case is None or kept is None or kept.delivered_to:
        return case
    case = desk.person_message(tx, house.desk, case.id)
    if case.owner is not None:
        relay.to_seats(tx, case, kept)
    return case


def _for_the_team(tx: Tx, house: House, case: Case, person: Person, incoming: Incoming) -> None:
    """Into the case: to its volunteers now, or to whoever takes it."""
    heard = _keep(tx, house, person, case, incoming)
    if heard is not None and heard.owner is None:
        outgoing.tell(tx, person.id, say("relay-kept"), reply_to=incoming.message_id)


def _despair(tx: Tx, house: House, person: Person, verdict: Verdict) -> None:
    """Somebody cannot go on: everything else waits. An alarm in the same words still wakes the team."""
    outgoing.tell(tx, person.id, say("start-despair", (menu.HUMAN_NOW,), (menu.HOME,)))
    if verdict.p0:
        conversation.wake(tx, house, person.id)


def _alarm(tx: Tx, house: House, person: Person, stored: Stored | None, verdict: Verdict) -> None:
    """Words of a flight, of agents at the door, of danger: the flow opens and the team wakes."""
    named = (AT_ONCE.get(name, name) for name in verdict.flows)
    flow = next((name for name in named if name in house.library.flows), None)
    talk = Talk(person.id, above=(Part("start-understood_p0"),))
    if flow is None:
        doors.human(tx, house, talk)
    elif stored is None:
        conversation.enter(tx, house, talk, flow)
    else:
        conversation.interrupt(tx, house, talk, stored, flow)
    conversation.wake(tx, house, person.id)


def _attachment(
    tx: Tx, house: House, person: Person, incoming: Incoming, stored: Stored | None, case: Case | None
) -> None:
    """A voice, a photo, a place before anybody has taken the case: the right word for each, once an album."""
    if incoming.kind in ("photo", "document"):
        _papers(tx, house, person, case, incoming)
    else:
        _keep(tx, house, person, case, incoming)
    if case is not None:
        desk.person_message(tx, house.desk, case.id)
    if _more_of_album(tx, person, incoming):
        return
    note = Part(f"start-first_{incoming.kind}" if incoming.kind in FIRST else "start-first_other")
    waiting = None if person.safe else whereabouts.waiting(tx, person.id)
    if waiting is not None:
        whereabouts.ask(tx, person.id, waiting, note)
    elif stored is not None and _here(house, stored) is not None:
        if incoming.kind in ("photo", "document"):  # a rule: it stays where the screen moves on
            outgoing.tell(tx, person.id, Message((note,)))
        above = () if incoming.kind in ("photo", "document") else (note,)
        talk = Talk(person.id, above=(*above, Part("common-go_on")), moved=True)
        conversation.drive(tx, house, talk, stored, Show())
    elif case is not None:
        shown = menu.again_menu(case.code)
        outgoing.show(tx, person.id, Message((note, *shown.parts), shown.rows))
    else:
        shown = menu.start_menu()
        parts = (note, Part("start-press"), *shown.parts)
        outgoing.show(tx, person.id, Message(parts, shown.rows))


def _papers(tx: Tx, house: House, person: Person, case: Case | None, incoming: Incoming) -> None:
    """Documents are not to lie in a chat: the picture is deleted, the words under it are kept."""
    dest = outgoing.dest_of(person.id)
    outbox.put(tx, dest=dest, op=Delete(incoming.message_id), lane=Lane.PERSON, owner=dest)
    if incoming.text:
        _keep(tx, house, person, case, replace(incoming, kind="text", file_id="", album=""))


def _more_of_album(tx: Tx, person: Person, incoming: Incoming) -> bool:
    """Whether this is a further picture of an album that has been answered."""
    if not incoming.album:
        return False
    dest, name = outgoing.dest_of(person.id), f"album:{incoming.album}"
    known = remembered(tx, dest, name) is not None
    remember(tx, dest, name, incoming.message_id)
    return known
