"""A screen as people see it: the words in a bubble, under it the buttons, each leading on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.core.flow import buttons, screens
from bot.core.flow.accepting import SEEN, UNKNOWN
from bot.core.flow.arrows import Arrow, arrows, taken, ways
from bot.core.flow.model import TYPED, Flow
from bot.core.flow.plan import Node, Plan
from bot.core.flow.session import Screen, Session
from bot.core.flow.taking import DONE, Stored, take
from bot.core.say import Button, Message
from bot.review.book import View
from bot.review.grounds import basis
from bot.review.html import Html, joined, tag
from bot.review.measures import Opened
from bot.telegram.render import render

SESSION = "review"
SHOWN_PLACES = 3
WORSE = "worse"


@dataclass(frozen=True)
class Stage:
    """Where screens of one flow are shown: nobody's conversation, a step into it."""

    view: View
    flow: Flow
    opened: list[str] = field(default_factory=list)  # ids given to what opens under the screens

    @property
    def plan(self) -> Plan:
        return self.view.library.plans[self.flow.flow]

    def session(self, id_: str) -> Session:
        """At a screen that is not the first, something was answered before: a way back is offered."""
        first = self.plan.nodes[self.plan.first]
        answers = {} if first.key == id_ else {first.key: _some_answer(first)}
        return Session(SESSION, self.flow.flow, self.view.library.revs[self.flow.flow], answers)

    def fresh(self, name: str) -> str:
        """An id that no other part of the page has."""
        self.opened.append(name)
        again = self.opened.count(name)
        return name if again == 1 else f"{name}-{again}"


def _some_answer(node: Node) -> object:
    step = node.step
    match node.kind:
        case "say":
            return [SEEN, step.edition]
        case "task":
            return "done"
        case "board":
            return {}
    if step.ask == "choice":
        return next(name for name, option in step.options.items() if not option.go)
    return list(step.options)[:1] if step.options else UNKNOWN


def shown(stage: Stage, id_: str) -> Html:
    """The bubble of a step with its buttons; empty for a step without words of its own."""
    view, node = stage.view, stage.plan.nodes[id_]
    if not view.has(f"{stage.flow.flow}-{id_}"):
        return Html()
    message = screens.screen(view.library, stage.session(id_), Screen(stage.flow.flow, id_), view.now)
    if node.step.ask == "multi":
        message = replace(message, rows=_with_done(stage, id_, message))
    return tag("div", _bubble(view, message), _Keys(stage, id_, node).rows(message), cls="wall")


def _with_done(stage: Stage, id_: str, message: Message) -> tuple[tuple[Button, ...], ...]:
    """«Готово» comes with the first tick; on the page it stands below the options from the beginning."""
    options = stage.flow.steps[id_].options
    tick = next(name for name, option in options.items() if not option.alone)
    ticked = screens.screen(
        stage.view.library, stage.session(id_), Screen(stage.flow.flow, id_, prior=[tick]), stage.view.now
    )
    done = next(row for row in ticked.rows if _option(row[0]) == DONE)
    return (*message.rows[: len(options)], done, *message.rows[len(options) :])


def _option(button: Button) -> str:
    pressed = buttons.parse(button.data) if button.data else None
    return pressed.option if isinstance(pressed, buttons.Pressed) else ""


def _bubble(view: View, message: Message) -> Html:
    made = render(message, view.book.texts, view.facts, view.now)
    return joined(tag("div", Html(piece.html), cls="bubble") for piece in made.pieces)


def place(view: View, flow: Flow, arrow: Arrow) -> tuple[str, str]:
    """(address, what it is called) of where an arrow leads."""
    if arrow.away:
        return view.links.flow(arrow.to), view.title(arrow.to)
    return f"#s-{arrow.to}", f"{view.number(flow, arrow.to)}. {view.name(flow, arrow.to)}"


class _Keys:
    """The keyboard of one screen."""

    def __init__(self, stage: Stage, id_: str, node: Node) -> None:
        self.stage, self.view, self.id, self.node, self.step = stage, stage.view, id_, node, node.step
        self.ways = arrows(stage.flow, id_)

    def rows(self, message: Message) -> Html:
        rows = [tag("div", map(self.key, row), cls="row") for row in message.rows]
        return tag("div", rows, cls="keys", role="group", aria_label=self.view.words("review-buttons"))

    def key(self, button: Button) -> Html:
        pressed = buttons.parse(button.data) if button.data else None
        words = f"{button.mark}{self.view.words(button.label, **button.args)}"
        match pressed:
            case buttons.Pressed(option=option):
                return self.answer(button, words, option)
            case buttons.Card() | buttons.Phrase() | buttons.Track() | buttons.Hints():
                return self.opening(words, pressed)
            case buttons.Home():
                return _link(words, self.view.links.index, "key key-quiet")
            case buttons.Worse() if WORSE in self.view.library.flows:
                return _link(words, self.view.links.flow(WORSE), "key key-quiet")
            case buttons.Current():
                return _link(words, f"#s-{self.id}", "key key-quiet")
        return self.elsewhere(button, words)

    def answer(self, button: Button, words: str, option: str) -> Html:
        """Where it leads is written on the button: on paper nothing can be pressed."""
        look = f"key key-{button.style}" if button.style else "key"
        ticks = self.step.ask in ("multi", "checklist") and option in self.step.options
        ticked = ticks and not self.step.options[option].alone
        if ticked or "." in option:
            return tag("span", words, cls=f"{look} key-tick")
        return self.leading(words, self.ways_of(option), look)

    def ways_of(self, option: str) -> list[Arrow]:
        """All ways this button may lead."""
        if self.step.ask in TYPED:
            moment = self.view.library.moment(self.view.now)
            match take(self.node, option, None, moment):
                case Stored(str(value)):
                    return taken(self.ways, value, moment)
        known = option in self.step.options or self.step.task
        return ways(self.ways, option if known else "")

    def leading(self, words: str, found: Sequence[Arrow], look: str) -> Html:
        flow, view = self.stage.flow, self.view
        places = dict.fromkeys(place(view, flow, arrow)[0] for arrow in found)
        if not places:
            return tag("span", words, cls=look)
        numbers = dict.fromkeys("↗" if arrow.away else str(view.number(flow, arrow.to)) for arrow in found)
        some = ", ".join(list(numbers)[:SHOWN_PLACES]) + ("…" if len(numbers) > SHOWN_PLACES else "")
        to = tag("small", tag("span", view.words("review-to_screen"), cls="sr"), some, cls="to")
        address = next(iter(places)) if len(places) == 1 else f"#w-{self.id}"
        return _link(joined(words, " ", to), address, look)

    def opening(self, words: str, what: buttons.Opening) -> Html:
        """A memo, a phrase or a card of a board, opened in place with what it rests on."""
        view, flow = self.view, self.stage.flow
        message = screens.opened(view.library, self.stage.session(self.id), what, view.now)
        if message is None:
            return tag("span", words, cls="key")
        match what:
            case buttons.Hints():
                return self.hints(words, message)
            case buttons.Card(name):
                one = Opened("card", name, f"card-{name}", view.library.cards[name].facts)
            case buttons.Phrase(number):
                one = Opened("phrase", str(number), f"phrase-{number}", ())
            case buttons.Track(track=name):
                one = Opened("track", name, f"{flow.flow}-{self.id}-{name}", self.step.tracks[name].facts)
        return tag(
            "details",
            tag("summary", words, tag("small", view.words(f"review-opens_{one.kind}"), cls="to"), cls="key"),
            _bubble(view, message),
            self.rows(replace(message, rows=tuple(filter(_leads_in, message.rows)))),
            basis(view, one.ref, one.facts, "" if one.kind == "phrase" else "card"),
            cls="memo",
            id=self.stage.fresh(f"m-{self.id}-{one.kind}-{one.name}"),
        )

    def hints(self, words: str, message: Message) -> Html:
        """What the screen had no room for: the same buttons, one press further."""
        rows = self.rows(replace(message, rows=tuple(filter(_leads_in, message.rows))))
        return tag("details", tag("summary", words, cls="key"), rows, cls="memo", id=f"m-{self.id}-hints")

    def elsewhere(self, button: Button, words: str) -> Html:
        """Links, other flows, and what only a running bot can do."""
        if button.url:
            return _link(joined(words, " ", tag("small", "↗", cls="to")), button.url, "key", rel="noreferrer")
        flow = button.data.removeprefix("m|") if button.data.startswith("m|") else ""
        if flow in self.view.library.flows:
            return _link(joined(words, " ", tag("small", "↗", cls="to")), self.view.links.flow(flow), "key")
        return tag("span", words, cls="key" if button.copy else "key key-quiet")


def _leads_in(row: tuple[Button, ...]) -> bool:
    """Not the way back to the step: on the page it is open already."""
    back = (buttons.Current, buttons.Human)
    return not any(isinstance(buttons.parse(button.data), back) for button in row if button.data)


def _link(words: str, address: str, look: str, rel: str | None = None) -> Html:
    return tag("a", words, href=address, cls=look, rel=rel)
