"""Where facts are shown: which flows and memos rest on each, by the references of their titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.core.facts import split_name
from bot.core.flow.library import Library
from bot.core.ftl import Ftl, uses

Users = Mapping[str, tuple[str, ...]]  # number → titles: "arrest-flow.title", "card-robot_call.title"


def fact_users(library: Library, ftl: Ftl) -> Users:
    """Flows first, then memos; each title once, also where only a figure of the fact stands in a text."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for title, ref, numbers in _places(library):
        for number in (*numbers, *_shown(ftl, ref)):
            if title in ftl:
                found[number].setdefault(title)
    return {number: tuple(titles) for number, titles in found.items()}


def flows_of(users: Users, number: str) -> list[str]:
    """The flows among those that show a fact."""
    end = "-flow.title"
    return [title.removesuffix(end) for title in users.get(number, ()) if title.endswith(end)]


def _places(library: Library) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(title, text, the facts it names) of every screen."""
    for name, flow in library.flows.items():
        for step_name, step in flow.steps.items():
            ref = f"{name}-{step_name}"
            yield f"{name}-flow.title", ref, step.facts
            for track_name, track in step.tracks.items():
                yield f"{name}-flow.title", f"{ref}-{track_name}", track.facts
    for name, card in library.cards.items():
        yield f"card-{name}.title", f"card-{name}", card.facts


def _shown(ftl: Ftl, ref: str) -> set[str]:
    texts = (text for one in (ref, f"{ref}.hint") for text in ftl.reach(one))
    return {split_name(name)[0] for text in texts for name in uses(text.pattern).facts if name}
