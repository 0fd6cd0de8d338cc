"""Every fact that the map of the flows names is on a screen of its area, or there is a reason why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core.facts import in_order, split_name
from bot.core.flow.model import Step
from bot.core.text_lint.grounds import named_facts
from tests.flows import figures, house

MAP = house.table("tests/flows/map_facts.yaml")
WITHOUT = {(number, area) for number, row in MAP["without"].items() for area in row["areas"]}
WANTED = [(number, area) for number, areas in MAP["facts"].items() for area in areas]


def with_called(name: str) -> Iterator[str]:
    yield name
    for step in house.sources().flows[name].steps.values():
        if step.call:
            yield from with_called(step.call)


def on_step(ref: str, step: Step) -> Iterator[str]:
    """Numbers of the facts on a step, on its cards of a board and on the memos behind its buttons."""
    yield from step.facts
    cards = list(step.cards)
    for name, track in step.tracks.items():
        yield from track.facts
        yield from in_text(f"{ref}-{name}")
        cards += track.cards
    for card in cards:
        yield from house.sources().cards[card].facts
        yield from in_text(f"card-{card}")
    yield from (*in_text(ref), *in_text(f"{ref}.hint"))


def in_text(ref: str) -> Iterator[str]:
    known = ref in figures.locale().texts
    yield from (split_name(name)[0] for name in named_facts(figures.locale(), ref)) if known else ()


def on_screens(area: str) -> set[str]:
    flows = {called for name in MAP["areas"][area] for called in with_called(name)}
    steps = (
        (f"{name}-{id_}", step) for name in flows for id_, step in house.sources().flows[name].steps.items()
    )
    return {number for ref, step in steps for number in on_step(ref, step)}


@pytest.mark.parametrize("area", MAP["areas"])
def test_the_facts_of_an_area_are_on_its_screens(area):
    wanted = {number for number, where in WANTED if where == area and (number, area) not in WITHOUT}
    missing = wanted - on_screens(area)
    assert not missing, f"{area}: {', '.join(sorted(missing, key=in_order))}"


def test_each_reason_why_not_is_needed():
    needless = [(number, area) for number, area in WITHOUT if number in on_screens(area)]
    assert not needless
    assert set(WANTED) >= WITHOUT


def test_the_map_is_whole():
    assert len(MAP["facts"]) > 120
    assert list(MAP["facts"]) == sorted(MAP["facts"], key=in_order)
    assert {area for _, area in WANTED} == set(MAP["areas"])
