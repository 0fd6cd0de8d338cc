"""Maps of flows: where arrows lead in words of the flow, where boxes stand, and the picture itself."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.commands.check_texts import sources_of
from bot.commands.map import diagram
from bot.core.flow.arrows import Arrow, arrows, taken, ways
from bot.core.flow.conditions import All, Among, Moment, Within
from bot.core.flow.drawing import BOX_LINES, STYLE, Box, Line, drawn, folded
from bot.core.flow.layers import Layout, Link, Size, layout, ranks
from bot.core.flow.model import Flow
from bot.core.flow.sources import read_sources
from tests.core.flow_toys import NOW, files

ROOT = Path(__file__).resolve().parents[2]
TOY = read_sources(files()).flows["toy"]
REAL = sources_of(ROOT).flows
BOX = Size(100, 40)
SVG = "{http://www.w3.org/2000/svg}"


def links(*pairs: str) -> list[Link]:
    """ "ab" is an arrow from a to b."""
    return [Link(pair[0], pair[1], Size(30, 14)) for pair in pairs]


def laid(*pairs: str) -> Layout:
    return layout(dict.fromkeys(sorted(set("".join(pairs))), BOX), links(*pairs))


def flow(steps: str) -> Flow:
    return read_sources({"flows/one.yaml": f"flow: one\nfirst: a\nsteps:\n{steps}"}).flows["one"]


def test_options_with_a_way_of_their_own_come_first_and_the_rest_say_which_they_are():
    assert arrows(TOY, "safe") == [
        Arrow("safe", "urgent", answers=("danger",)),
        Arrow("safe", "other", away=True, answers=("away",)),
        Arrow("safe", "read", answers=("calm", "unknown")),
    ]


def test_an_arrow_tells_its_own_answers_from_what_else_must_hold():
    assert arrows(TOY, "place") == [
        Arrow("place", "number", answers=("located",)),
        Arrow("place", "wait", when=Within("day", 2)),
        Arrow("place", "locator", answers=("office", "unknown"), otherwise=True),
    ]
    both = flow(
        "  a: {ask: choice, options: {x: , y: , unknown: }, next: b}\n"
        "  b:\n    ask: choice\n    options: {p: , q: , unknown: }\n"
        "    next:\n      - {when: {a: x, b: [p, q]}, to: c}\n      - {to: d}\n"
        "  c: {end: info}\n  d: {end: info}\n"
    )
    assert arrows(both, "b") == [
        Arrow("b", "c", answers=("p", "q"), when=Among("a", ("x",))),
        Arrow("b", "d", otherwise=True),
    ]
    three = flow(
        "  a: {ask: choice, options: {x: , unknown: }, next: b}\n"
        "  b: {ask: choice, options: {p: , unknown: }, next: c}\n"
        "  c: {say: stable, next: [{when: {a: x, b: p}, to: d}, {to: e}]}\n"
        "  d: {end: info}\n  e: {end: info}\n"
    )
    assert arrows(three, "c")[0].when == All((Among("a", ("x",)), Among("b", ("p",))))


def test_of_a_multi_any_answer_may_still_take_the_last_way():
    many = flow(
        "  a:\n    ask: multi\n    options: {x: , y: , unknown: }\n"
        "    next: [{when: {a: x}, to: b}, {to: c}]\n  b: {end: info}\n  c: {end: info}\n"
    )
    assert arrows(many, "a") == [Arrow("a", "b", answers=("x",)), Arrow("a", "c", otherwise=True)]


def test_a_single_way_on_has_no_caption_and_an_end_has_no_way():
    assert arrows(TOY, "read") == [Arrow("read", "day")]
    assert arrows(TOY, "done") == []


def test_a_button_leads_to_all_it_may_lead_to_and_to_nothing_else():
    found = arrows(TOY, "place")
    assert [arrow.to for arrow in ways(found, "located")] == ["number"]
    assert [arrow.to for arrow in ways(found, "office")] == ["wait", "locator"]
    assert [arrow.to for arrow in ways(found)] == ["number", "wait", "locator"]


def test_the_words_on_an_arrow_stand_on_a_ground_of_their_own_so_that_no_line_runs_between_them():
    boxes = [Box(name, "Вопрос", name, "ask") for name in "ab"]
    svg = ElementTree.fromstring(drawn(boxes, [Line("a", "b", "На чек-ине в ICE")], title="t").svg)  # noqa: S314 - drawn here
    ground = svg.find(".//{*}rect[@class='plate']")
    said = svg.find(".//{*}text[@class='label']/{*}tspan")
    assert ground is not None
    assert said is not None
    left, width = float(ground.attrib["x"]), float(ground.attrib["width"])
    assert left + width / 2 == pytest.approx(float(said.attrib["x"]), abs=0.1)
    assert width >= 6 * len(said.text or "")


def test_of_a_typed_answer_what_it_alone_decides_is_decided():
    late = flow(
        "  a: {ask: choice, options: {x: , unknown: }, next: b}\n"
        "  b:\n    ask: date\n    next:\n      - {when: {b: {before: -10d}}, to: c}\n"
        "      - {when: {a: x}, to: d}\n      - {to: e}\n"
        "  c: {end: info}\n  d: {end: info}\n  e: {end: info}\n"
    )
    moment = Moment(NOW, NOW.date())
    assert [arrow.to for arrow in taken(arrows(late, "b"), "2026-11-01", moment)] == ["c"]
    assert [arrow.to for arrow in taken(arrows(late, "b"), "2026-11-23", moment)] == ["d", "e"]
    assert [arrow.to for arrow in taken(arrows(late, "b"), "$unknown", moment)] == ["d", "e"]


def test_a_box_stands_under_the_longest_way_to_it():
    assert ranks("abcd", links("ab", "bc", "ac", "cd", "ad")) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_an_arrow_that_passes_a_rank_has_a_slot_there_and_runs_downwards():
    made = laid("ab", "bc", "ac")
    assert len(made.chains[2]) == 5  # a, its label, the rank of b, the label layer under b, c
    for chain in made.chains:
        assert all(made.spots[upper].bottom < made.spots[lower].top for upper, lower in pairwise(chain))


def test_a_straight_flow_is_drawn_as_a_straight_line():
    made = laid("ab", "bc", "cd")
    assert len({round(spot.x, 3) for spot in made.spots.values()}) == 1


def test_crossing_arrows_are_untangled():
    made = layout(dict.fromkeys("xypq", BOX), links("py", "qx"))
    assert (made.spots["p"].x < made.spots["q"].x) == (made.spots["y"].x < made.spots["x"].x)


def test_a_circle_is_refused():
    with pytest.raises(RecursionError):
        laid("ab", "ba")


def test_nothing_drawn_is_nothing():
    assert drawn([], [], title="").width == 24


def picture_of(one: Flow) -> ElementTree.Element:
    boxes = [Box(name, step.kind, name * 3, step.kind, f"#s-{name}") for name, step in one.steps.items()]
    lines = [
        Line(name, arrow.to, " / ".join(arrow.answers))
        for name in one.steps
        for arrow in arrows(one, name)
        if not arrow.away
    ]
    return ElementTree.fromstring(drawn(boxes, lines, title=one.flow).svg)  # noqa: S314 - drawn here


@pytest.mark.parametrize("name", sorted(REAL))
def test_no_box_or_caption_of_any_flow_covers_another_or_leaves_the_sheet(name: str) -> None:
    picture = picture_of(REAL[name])
    left, top, width, height = map(float, picture.attrib["viewBox"].split())
    corners = [
        tuple(float(rect.attrib[side]) for side in ("x", "y", "width", "height"))
        for rect in picture.iter(f"{SVG}rect")
    ]
    captions = picture.findall(f".//{SVG}rect[@class='plate']")
    assert len(corners) - len(captions) == len(REAL[name].steps)
    for x, y, w, h in corners:
        assert x >= left
        assert y >= top
        assert x + w <= left + width
        assert y + h <= top + height
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(corners, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_slots_of_one_layer_keep_their_distance():
    made = laid("ab", "ac", "ad", "be", "ce", "de", "ae")
    rows: dict[float, list[float]] = {}
    for name, spot in made.spots.items():
        if ":" not in name:
            rows.setdefault(spot.top, []).append(spot.x)
    assert all(right - left >= BOX.width for row in rows.values() for left, right in pairwise(sorted(row)))


def test_words_are_folded_and_what_does_not_fit_ends_in_dots():
    assert folded("один два три", 8, 3) == ["один два", "три"]
    assert folded("слово " * 9, 6, 2) == ["слово", "слово…"]
    assert folded("x" * 25, 10, 3) == ["x" * 10, "x" * 10, "x" * 5]
    assert folded("", 10, 3) == []


def test_the_picture_is_well_formed_whatever_the_words_are():
    hostile = '"><script>alert(1)</script> & <b>'
    made = drawn(
        [Box("a", "1 · Вопрос", hostile, "ask", "#s-a"), Box("b", "2", "слово " * 30, "end handoff")],
        [Line("a", "b", hostile)],
        title=hostile,
        style=STYLE,
    )
    picture = ElementTree.fromstring(made.svg)  # noqa: S314 - drawn here
    assert "<script" not in made.svg
    assert picture.attrib["aria-label"] == hostile
    link = picture.find(f"{SVG}a")
    assert link is not None
    assert link.attrib["href"] == "#s-a"
    assert link.attrib["aria-label"] == f"1 · Вопрос: {hostile}"
    words = picture.find(f"{SVG}g[@class='box end handoff']/{SVG}text[@class='words']")
    assert words is not None
    assert len(words.findall(f"{SVG}tspan")) == BOX_LINES
    assert words.findtext(f"{SVG}title") == "слово " * 30


def test_the_map_in_the_readme_is_the_main_flow_as_it_is():
    """Its words may lag behind; its steps and arrows may not."""
    shown = re.search(r"```mermaid\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown, "README: python -m bot map arrest"
    assert bare(shown[1]) == bare(diagram(REAL["arrest"], {}))


def bare(mermaid: str) -> list[str]:
    return [re.sub(r'"[^"]*"', '""', line) for line in mermaid.splitlines() if "classDef" not in line]
