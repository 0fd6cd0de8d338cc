"""The menus before and between flows: pure messages, texts in locales/ru/start.ftl and privacy.ftl."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.core.say import Button, Message, Part, Style, say

START = ("arrest", "flight", "checkin", "lawyer", "released", "other")
OTHER = (
    "find", "stay", "bond", "family", "medical", "conditions",
    "after", "congress", "contact", "rights", "long_detained", "directory", "names", "glossary", "phrases",
    "mine",
)  # fmt: skip
MINE = ("cases", "dates", "data", "volunteer")
AGAIN = ("news", "worse", "freed", "deported", "question")
URGENT = frozenset({"arrest", "flight"})
# What may be happening this minute: the door → the flow behind it. Whoever opens one calls the team.
NOW = {"now_flight": "flight", "now_door": "door", "now_medical": "medical", "now_family": "family"}

HOME = Button("common-home", data="m|home")
HUMAN = Button("common-human", data="n|human")
HUMAN_NOW = Button("common-human", data="m|human_now", style="danger")  # somebody who cannot go on
IT_IS_NOW = Button("start-urgent.open", data="m|urgent", style="danger")
WRONG = Button("start-guess.wrong", data="m|wrong")  # under a flow that words opened
BACK_TO_STEP = Button("common-card_back", data="n|cur")


def door(name: str, menu: str) -> Button:
    """A door of a menu: pressing it opens the flow of that name, or a screen."""
    style: Style = "danger" if name in URGENT else ""
    return Button(f"start-{menu}.{name}", data=f"m|{name}", style=style)


def flow_door(flow: str) -> Button:
    """A door named as the flow names itself."""
    return Button(f"{flow}-flow.title", data=f"m|{flow}")


def start_menu(note: str = "") -> Message:
    """The very first screen: who we are and what happened."""
    rows = tuple((door(name, "menu"),) for name in START)
    return Message(parts=(*_note(note), Part("start-menu")), rows=rows)


def lost_menu(note: str) -> Message:
    """The start for somebody whose words were not understood: there is a human too."""
    shown = start_menu(note)
    return Message(shown.parts, (*shown.rows, (HUMAN,)))


def urgent_menu(flows: Sequence[str] = ()) -> Message:
    """It may be happening now, the words did not say what; `flows`: what it may be, the likeliest first."""
    doors = sorted(NOW.items(), key=lambda door: door[1] not in flows[:1])  # the others keep their order
    now = tuple((Button(f"start-urgent.{flow}", data=f"m|{name}", style="danger"),) for name, flow in doors)
    rows = tuple((flow_door(flow),) for flow in flows if flow not in NOW.values())
    return say("start-urgent", *now, *rows[:1], (Button("start-urgent.other", data="m|home"),), (HUMAN,))


def other_menu() -> Message:
    """The rest of the doors, two in a row: the person here has a minute to look."""
    buttons = [door(name, "other") for name in OTHER]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return say("start-other", *rows, (HOME, HUMAN))


def mine_menu() -> Message:
    """What concerns this person alone."""
    return say("start-mine", *(((door(name, "mine"),)) for name in MINE), (HOME,))


def again_menu(code: str) -> Message:
    """A returning person with an open case."""
    rows = tuple(
        (Button(f"start-again.{name}", data=f"m|{name}", style="danger" if name == "worse" else ""),)
        for name in AGAIN
    )
    return say("start-again", *rows, code=code)


def volunteer() -> Message:
    """Nobody joins the team through a menu: it invites."""
    return say("start-volunteer", (HOME,))


def not_yet(name: str) -> Message:
    """An honest door: the flow is not written yet, a human is there."""
    return say("start-soon", (HUMAN,), (HOME,), topic=f"start-other.{name}")


def in_russia(flow: str, *above: Part, words: str = "start-russia") -> Message:
    """A question before anything else; afterwards the flow that the words were about."""
    rows = tuple(
        (Button(f"start-russia.{where}", data=f"w|{where}|{flow}"),) for where in ("inside", "outside")
    )
    return Message((*above, Part(words)), rows, facts=("1.14",))


def short_mode(flow: str) -> Message:
    """What somebody in Russia must know first; the button leads on."""
    go_on = flow_door(flow) if flow else Button("common-continue", data="m|home")
    return say("start-russia_inside", (go_on,), (HUMAN,))


def two_guesses(flows: Sequence[str]) -> Message:
    """Free text with two likely meanings."""
    rows = tuple((door(name, "menu" if name in START else "other"),) for name in flows)
    return say("start-two", *rows, (Button("start-two.wrong", data="m|home"),), (HUMAN,))


SCREENS: Mapping[str, Callable[[], Message]] = {
    "other": other_menu,
    "mine": mine_menu,
    "question": start_menu,
    "urgent": urgent_menu,
    "volunteer": volunteer,
}


def _note(ref: str) -> tuple[Part, ...]:
    return (Part(ref),) if ref else ()
