"""A flow as an SVG picture: boxes by kind, arrows with their captions. The words are given.

Colours are classes (`box ask`, `box end handoff`, `arrow`): a page brings its own, a file takes `STYLE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from bot.core.flow.layers import Layout, Link, Size, Spot, layout

BOX_WIDTH = 178.0
MARGIN = 12.0
KIND_LINE, WORDS_LINE, LABEL_LINE = 15.0, 16.0, 14.0
BOX_CHARACTERS, BOX_LINES = 20, 3
LABEL_CHARACTERS, LABEL_LINES = 19, 3
LABEL_LETTER = 6.9  # usual width of a letter in a label
PLATE_LETTER = 6.4  # of the ground it stands on: no arrow is seen between its words
TIP = 7.0


@dataclass(frozen=True, slots=True)
class Box:
    """`above`: a short line over the words («5 · Вопрос»); `look`: classes that colour the box."""

    name: str
    above: str
    words: str
    look: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow with its caption."""

    start: str
    end: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An `<svg>` element and its size in pixels."""

    svg: str
    width: int
    height: int


def drawn(boxes: Sequence[Box], lines: Sequence[Line], *, title: str, style: str = "") -> Picture:
    """Boxes come in reading order; arrows must not run in a circle (RecursionError)."""
    sizes = {box.name: Size(BOX_WIDTH, _box_height(box)) for box in boxes}
    links = [Link(line.start, line.end, _label_size(line.words)) for line in lines]
    made = layout(sizes, links)
    width, height = round(made.width + 2 * MARGIN), round(made.height + 2 * MARGIN)
    whole = "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="map" role="group" aria-label="{escape(title)}"',
            f' width="{width}" height="{height}" viewBox="{-MARGIN:.0f} {-MARGIN:.0f} {width} {height}">',
            f"<style>{style}</style>" if style else "",
            '<g aria-hidden="true">',
            *(_arrow(made, chain) for chain in made.chains),
            *(
                _label(made.spots[chain[1]], line.words)
                for line, chain in zip(lines, made.chains, strict=True)
                if line.words
            ),
            "</g>",
            *(_box(box, made.spots[box.name]) for box in boxes),
            "</svg>",
        )
    )
    return Picture(whole, width, height)


def folded(words: str, characters: int, lines: int) -> list[str]:
    """Words in lines of at most so many characters; what does not fit ends in «…»."""
    made: list[str] = []
    for word in words.split():
        if made and len(made[-1]) + 1 + len(word) <= characters:
            made[-1] += f" {word}"
        else:
            made += _broken(word, characters)
    if len(made) > lines:
        made = [*made[: lines - 1], f"{made[lines - 1][: characters - 1].rstrip(' ,.;:—')}…"]
    return made


def _broken(word: str, characters: int) -> list[str]:
    return [word[at : at + characters] for at in range(0, len(word), characters)]


def _box_height(box: Box) -> float:
    return KIND_LINE + WORDS_LINE * len(folded(box.words, BOX_CHARACTERS, BOX_LINES)) + 15


def _label_size(words: str) -> Size:
    lines = folded(words, LABEL_CHARACTERS, LABEL_LINES)
    return Size(max((len(line) for line in lines), default=1) * LABEL_LETTER, LABEL_LINE * len(lines))


def _arrow(made: Layout, chain: Sequence[str]) -> str:
    points = list(_points(made, chain))
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (y + to_y) / 2
        straight = f"V{to_y:.1f}"
        path.append(
            straight
            if abs(x - to_x) < 0.5
            else f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}"
        )
    x, y = points[-1]
    tip = f"M{x - 4:.1f} {y - 1:.1f}h8l-4 {TIP:.1f}z"
    return f'<path class="arrow" d="{"".join(path)}"/><path class="tip" d="{tip}"/>'


def _points(made: Layout, chain: Sequence[str]) -> Iterator[tuple[float, float]]:
    """From the foot of the first box, down through the slots on the way, to the head of the last one."""
    first, *passed, last = (made.spots[name] for name in chain)
    yield first.x, _edges(first)[1]
    for spot in passed:
        yield spot.x, spot.top
        if spot.bottom > spot.top:
            yield spot.x, spot.bottom
    yield last.x, _edges(last)[0] - TIP + 1


def _edges(spot: Spot) -> tuple[float, float]:
    """Top and bottom of what stands in a slot: in the middle of its layer."""
    middle = (spot.top + spot.bottom) / 2
    return middle - spot.height / 2, middle + spot.height / 2


def _label(spot: Spot, words: str) -> str:
    top = _edges(spot)[0]
    lines = folded(words, LABEL_CHARACTERS, LABEL_LINES)
    rows = [(top + LABEL_LINE * at + 10.5, line) for at, line in enumerate(lines)]
    width, height = max(map(len, lines)) * PLATE_LETTER, LABEL_LINE * len(lines)
    corner = f'x="{spot.x - width / 2:.1f}" y="{top:.1f}"'
    plate = f'<rect class="plate" {corner} width="{width:.1f}" height="{height:.1f}"/>'
    return plate + _text("label", spot.x, rows, words)


def _box(box: Box, spot: Spot) -> str:
    top, bottom = _edges(spot)
    left = spot.x - BOX_WIDTH / 2
    lines = folded(box.words, BOX_CHARACTERS, BOX_LINES)
    rows = [(top + KIND_LINE + 19.5 + WORDS_LINE * at, line) for at, line in enumerate(lines)]
    rect = f'<rect x="{left:.1f}" y="{top:.1f}" width="{BOX_WIDTH:.0f}" height="{bottom - top:.0f}" rx="11"/>'
    above = _text("above", spot.x, [(top + 16, box.above)])
    inside = f"{rect}{above}{_text('words', spot.x, rows, box.words)}"
    look, whole = escape(box.look), escape(f"{box.above}: {box.words}")
    if not box.href:
        return f'<g class="box {look}" role="img" aria-label="{whole}">{inside}</g>'
    return f'<a class="box {look}" href="{escape(box.href)}" aria-label="{whole}">{inside}</a>'


def _text(look: str, x: float, lines: Sequence[tuple[float, str]], whole: str = "") -> str:
    """Centred lines; the whole text as a tooltip where they show less of it."""
    spans = "".join(f'<tspan x="{x:.1f}" y="{y:.1f}">{escape(line)}</tspan>' for y, line in lines)
    cut = whole and " ".join(line for _, line in lines) != whole
    tooltip = f"<title>{escape(whole)}</title>" if cut else ""
    return f'<text class="{look}" text-anchor="middle">{tooltip}{spans}</text>'


STYLE = """\
svg{background:#fff;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.arrow{fill:none;stroke:#7d8c96;stroke-width:1.5}.tip{fill:#7d8c96}
.label{font-size:11.5px;fill:#33424c}.plate{fill:#fff}
.above{font-size:11px;fill:#51616c}.words{font-size:12.5px;font-weight:600;fill:#16222b}
.box rect{fill:#eaf1f7;stroke:#5b7a99;stroke-width:1.4}
.box.ask rect{fill:#fff6dc;stroke:#a9831a}
.box.task rect{fill:#e6f4e8;stroke:#3f8450}
.box.board rect{fill:#f1e9f8;stroke:#7c55a3}
.box.call rect,.box.away rect{fill:#fff;stroke:#0b6e8f;stroke-dasharray:5 4}
.box.end rect{fill:#f2f4f5;stroke:#51616c;stroke-width:2.4}
.box.checklist rect{fill:#dff1e1;stroke:#1b7340}
.box.handoff rect{fill:#fbe3e0;stroke:#b3261e}
"""
