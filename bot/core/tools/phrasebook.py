"""English phrases: groups by place, a list, a card. Texts: locales/ru/phrases.ftl, tools.ftl."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.say import Button, Message, Part, say
from bot.core.tools import Toolbox, buttons
from bot.core.tools.paging import Row, paged

BACK = Button("common-back", data=buttons.opening("phrases"))
ALOUD = Button("tools-a_number.ask", data=buttons.ask("a_number"))


def home(toolbox: Toolbox, out: tuple[Row, ...]) -> Message:
    """Where will it be said?"""
    rows = tuple(
        (Button(f"tools-phrase_group.{name}", data=buttons.listing("pl", name)),) for name in toolbox.groups
    )
    return say("start-phrases", *rows, (ALOUD,), *out)


def group(
    toolbox: Toolbox, phrases: Mapping[int, str], name: str, page: int, out: tuple[Row, ...]
) -> Message | None:
    """The phrases of one group; None for a group that is gone."""
    if name not in toolbox.groups:
        return None
    numbers = toolbox.phrases_of(name, phrases)
    labels = [Button(f"phrase-{number}.label", data=buttons.phrase(number, name)) for number in numbers]
    head = Part("tools-phrases_of", {"group": f"tools-phrase_group.{name}"})
    return Message((head,), (*paged(labels, "pl", name, page), (BACK,), *out))


def phrase(
    toolbox: Toolbox, phrases: Mapping[int, str], number: int, name: str, out: tuple[Row, ...]
) -> Message | None:
    """English, how to read it, what it means; a button copies the English."""
    if number not in phrases or name not in toolbox.groups:
        return None
    copy = Button("common-copy_phrase", copy=phrases[number])
    back = Button("tools-phrases_back", data=buttons.listing("pl", name))
    return say(f"phrase-{number}", (copy,), (back,), *out)
