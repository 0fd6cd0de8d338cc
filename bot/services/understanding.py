"""Free words that answer no question: what they are about, a wish about the bot itself, or words to keep."""

from __future__ import annotations

from bot.core import menu
from bot.core.answers.clean import folded
from bot.core.answers.match import match_option
from bot.core.cases import Case
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node
from bot.core.flow.session import Answer, Back, Show
from bot.core.flow.taking import NEXT
from bot.core.say import Part, say
from bot.core.triage import Verdict
from bot.services import conversation, desk, doors, outgoing, privacy, whereabouts
from bot.services.conversation import Talk
from bot.services.house import House
from bot.storage.database import Tx
from bot.storage.people import Person
from bot.storage.sessions import Stored

LONG_STORY = 1_500  # characters: the bot has understood only its beginning
SHORT_PLACE = 4  # words: «живу в Перми» answers the question about Russia, a story does not
SHORT_WISH = 2  # words: where words are awaited, more of them are an answer


def wished(house: House, verdict: Verdict, node: Node | None, text: str) -> str:
    """What is wanted of the bot itself («нужен человек», «назад»), or nothing."""
    wish = str(verdict.hints.get("command", "")) if verdict.kind == "command" else ""
    long = len(text.split()) > SHORT_WISH
    if wish == "back" and not folded(text).startswith(folded(house.label("common-back"))):
        return ""  # «час назад» says when it was
    if wish == "go_on":
        return "" if long or node is None or node.kind != "say" else wish
    return "" if long and node is not None and node.step.ask in TYPED else wish


def grant(tx: Tx, house: House, person: Person, stored: Stored | None, wish: str) -> None:
    """Does what `wished` has read; what it does not know leads to the start."""
    talk = Talk(person.id)
    match wish:
        case "human":
            doors.human(tx, house, talk)
        case "worse":
            doors.worse(tx, house, talk)
        case "requests":
            outgoing.tell(tx, person.id, desk.status_of(tx, house.desk, person.id))
        case "wipe":
            privacy.show_in(tx, house, talk, "erase")
        case "erase":
            privacy.show_in(tx, house, talk, "erase_data")
        case "volunteer":
            doors.door(tx, house, talk, "volunteer")
        case "back" if stored is not None:
            conversation.drive(tx, house, talk, stored, Back())
        case "go_on" if stored is not None:
            conversation.drive(tx, house, talk, stored, Answer(stored.state["shown"], NEXT))
        case _:
            doors.home(tx, talk)


def understand(tx: Tx, house: House, person: Person, verdict: Verdict, case: Case | None, text: str) -> None:
    """The first free text, or one between flows."""
    flows = tuple(name for name in verdict.flows if name in house.library.flows)
    if verdict.kind == "urgent":
        outgoing.show(tx, person.id, menu.urgent_menu(flows))
        return
    flow = flows[0] if verdict.kind == "sure" and flows else ""
    if _asks_where(tx, house, person, verdict, flow, text):
        return
    warned = _warns(tx, person, verdict)
    if verdict.kind in ("sure", "foreign") and flows:
        title = Part("start-guess", {"topic": f"{flows[0]}-flow.title"})
        conversation.enter(tx, house, Talk(person.id, above=(title,), below=((menu.WRONG,),)), flows[0])
    elif verdict.kind == "sure" and verdict.flows:
        doors.door(tx, house, Talk(person.id), verdict.flows[0])
    elif verdict.kind == "two":
        outgoing.show(tx, person.id, menu.two_guesses(verdict.flows))
    elif verdict.kind == "foreign":
        outgoing.show(tx, person.id, say("start-foreign", (menu.HUMAN,), (menu.HOME,)))
    elif verdict.hints.get("thanks"):
        outgoing.tell(tx, person.id, say("start-fine", (menu.HOME,)))
    elif case is not None:
        outgoing.tell(tx, person.id, say("relay-kept"))
    elif verdict.kind == "greeting" or warned:
        outgoing.show(tx, person.id, menu.start_menu())
    else:
        note = "start-long" if len(text) > LONG_STORY else "start-not_understood"
        outgoing.show(tx, person.id, menu.lost_menu(note))


def kept(tx: Tx, house: House, person: Person, stored: Stored, verdict: Verdict, text: str) -> None:
    """Words in the middle of a flow are kept; the question comes again, with a way to what they are about."""
    if _asks_where(tx, house, person, verdict, stored.flow, text):
        return
    _warns(tx, person, verdict)
    guessed = verdict.flows if verdict.kind in ("sure", "urgent") else ()
    other = next((name for name in guessed if name != stored.flow), "")
    rows = ((menu.flow_door(other),),) if other in house.library.flows else ()
    rows = ((menu.IT_IS_NOW,), *rows) if verdict.kind == "urgent" else rows
    if verdict.kind == "urgent":
        note = Part("start-kept_now")
    else:
        note = Part("common-kept_other" if rows else "common-kept")
    conversation.drive(tx, house, Talk(person.id, above=(note,), below=rows, moved=True), stored, Show())


def _asks_where(tx: Tx, house: House, person: Person, verdict: Verdict, flow: str, text: str) -> bool:
    """Whether words of somebody in Russia, or while that question is open, led to it."""
    waiting = whereabouts.waiting(tx, person.id)
    named = bool(verdict.hints.get("in_russia"))
    if person.safe or (waiting is None and not named):
        return False
    place = None if waiting is None else _place(house, text, named=named)
    if place is not None:
        doors.in_russia(tx, house, Talk(person.id), waiting or "", inside=place == "inside")
    else:
        above = () if waiting is None else (Part("start-where_kept"),)
        whereabouts.ask(tx, person.id, waiting or flow, *above)
    return True


def _place(house: House, text: str, *, named: bool) -> str | None:
    """The answer to the question about Russia, typed instead of pressed."""
    places = ("inside", "outside")
    found = match_option({place: house.label(f"start-russia.{place}") for place in places}, text)
    found = found or match_option(
        {"inside": house.label("common-yes"), "outside": house.label("common-no")}, text
    )
    return found or ("inside" if named and len(text.split()) <= SHORT_PLACE else None)


def _warns(tx: Tx, person: Person, verdict: Verdict) -> bool:
    """Whoever thinks of the consulate hears first what it may cost; the warning stays in the chat."""
    if not verdict.hints.get("consulate"):
        return False
    outgoing.tell(tx, person.id, say("start-consulate", facts=("1.14",)))
    return True
