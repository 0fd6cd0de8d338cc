"""The glossary on the screen: letters, lists, a term, its English. Texts: glossary.ftl, tools.ftl."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.core.glossary import GROUPS
from bot.core.menu import flow_door
from bot.core.say import Button, Message, Part, say
from bot.core.tools import Toolbox, buttons
from bot.core.tools.paging import Row, in_pairs, paged

BACK = Button("tools-glossary_back", data=buttons.opening("glossary"))


def home(out: tuple[Row, ...], note: str = "") -> Message:
    """Type a word, or open a letter."""
    above = (Part(note),) if note else ()
    letters = in_pairs(Button(f"tools-letters.{name}", data=buttons.listing("gl", name)) for name in GROUPS)
    return Message((*above, Part("tools-glossary")), (*letters, *out))


def group(toolbox: Toolbox, name: str, page: int, out: tuple[Row, ...]) -> Message | None:
    """The terms of one part of the alphabet."""
    if name not in GROUPS:
        return None
    head = Part("tools-glossary_letters", {"letters": f"tools-letters.{name}"})
    terms = [_term(one) for one in toolbox.glossary.of(name)]
    return Message((head,), (*paged(terms, "gl", name, page), (BACK,), *out))


def found(names: Sequence[str], out: tuple[Row, ...]) -> Message:
    """Several terms fit what was typed."""
    return say("tools-glossary_which", *((_term(name),) for name in names), (BACK,), *out)


def entry(
    toolbox: Toolbox,
    name: str,
    out: tuple[Row, ...],
    *,
    flows: Collection[str],
    texts: Collection[str],
    english: bool = False,
) -> Message | None:
    """A term in plain words. `flows`, `texts`: what exists, to offer no door that leads nowhere."""
    term = toolbox.glossary.entries.get(name)
    if term is None:
        return None
    parts = [Part("tools-glossary_term", {"term": f"glossary-{name}.title"}), Part(f"glossary-{name}")]
    if f"glossary-{name}.more" in texts:
        parts.append(Part(f"glossary-{name}.more"))
    if english:
        parts.append(Part("tools-glossary_english", {"english": term.english}))
        first = Button("common-copy_phrase", copy=term.english)
    else:
        first = Button("tools-glossary_show", data=buttons.card("te", name))
    doors = ((flow_door(term.flow),),) if term.flow in flows else ()
    return Message(tuple(parts), ((first,), *doors, (BACK,), *out), facts=term.facts)


def _term(name: str) -> Button:
    return Button(f"glossary-{name}.title", data=buttons.card("t", name))
