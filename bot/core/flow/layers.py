"""Where the boxes and arrows of a drawing stand: ranks by longest path, few crossings, straight lines.

Between two ranks of boxes there is a layer for the labels of arrows, right under the box they start from.
An arrow that passes a rank has a slot of its own there: nothing runs through a box or a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP_ACROSS = 16.0
GAP_DOWN = 16.0
SWEEPS = 8
SWEEPS_ACROSS = 120
UPRIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow between two boxes; `label`: the room its words need."""

    start: str
    end: str
    label: Size = Size(8, 0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A slot of a layer: its centre across, the layer's top and bottom, its own height."""

    x: float
    top: float
    bottom: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """`chains`: for each link, in order, the spots it passes; its label stands on the second one."""

    spots: Mapping[str, Spot]
    chains: tuple[tuple[str, ...], ...]
    width: float
    height: float


def layout(boxes: Mapping[str, Size], links: Sequence[Link]) -> Layout:
    """Boxes in the order in which they should be read; links without circles (RecursionError else)."""
    level = {name: 2 * rank for name, rank in ranks(boxes, links).items()}
    sizes, chains = dict(boxes), []
    for number, link in enumerate(links):
        passed = range(level[link.start] + 1, level[link.end])
        slots = [f"{number}:{at}" for at in passed]
        level |= dict(zip(slots, passed, strict=True))
        sizes |= dict.fromkeys(slots, Size(8, 0)) | {slots[0]: link.label}
        chains.append((link.start, *slots, link.end))
    rows = _ordered(_first_order(boxes, level, chains), chains)
    across = _across(rows, sizes, chains)
    spots = _spots(rows, sizes, across)
    return Layout(
        spots,
        tuple(chains),
        max((spots[name].x + sizes[name].width / 2 for name in spots), default=0),
        max((spot.bottom for spot in spots.values()), default=0),
    )


def ranks(boxes: Iterable[str], links: Sequence[Link]) -> dict[str, int]:
    """How many arrows lie on the longest way to each box."""
    before: dict[str, list[str]] = {name: [] for name in boxes}
    for link in links:
        before[link.end].append(link.start)
    known: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in known:
            known[name] = max((rank(start) + 1 for start in before[name]), default=0)
        return known[name]

    return {name: rank(name) for name in before}


Rows = list[list[str]]
Chains = Sequence[Sequence[str]]
Near = Mapping[str, list[str]]


def _first_order(boxes: Iterable[str], level: Mapping[str, int], chains: Chains) -> Rows:
    """As one meets them when reading from the first box on, each arrow followed to its end."""
    after: dict[str, list[str]] = {name: [] for name in level}
    for chain in chains:
        for here, there in pairwise(chain):
            after[here].append(there)
    rows: Rows = [[] for _ in range(max(level.values(), default=-1) + 1)]
    seen: set[str] = set()
    todo = list(boxes)[::-1]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            rows[level[name]].append(name)
            todo += after[name][::-1]
    return rows


def _ordered(rows: Rows, chains: Chains) -> Rows:
    """The order with the fewest crossings that a few sweeps down and up have found."""
    above, below = _neighbours(chains)
    best, fewest = rows, _crossings(rows, below)
    for sweep in range(SWEEPS):
        near = below if sweep % 2 else above
        rows = _swept(rows, near, upwards=bool(sweep % 2))
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _neighbours(chains: Chains) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains:
        for upper, lower in pairwise(chain):
            below.setdefault(upper, []).append(lower)
            above.setdefault(lower, []).append(upper)
    return above, below


def _swept(rows: Rows, near: Near, *, upwards: bool) -> Rows:
    """Each row sorted by where its neighbours in the row before stand, on the average."""
    swept: Rows = [list(row) for row in rows]
    places: dict[str, float] = {}
    for index in reversed(range(len(rows))) if upwards else range(len(rows)):
        row = swept[index]
        own = {name: float(place) for place, name in enumerate(row)}
        row.sort(key=lambda name: _mean([places[one] for one in near.get(name, ())], own[name]))
        places |= {name: float(place) for place, name in enumerate(row)}
    return swept


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _crossings(rows: Rows, below: Near) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        place = {name: index for index, name in enumerate(lower)}
        ends = [end for name in upper for end in sorted(place[there] for there in below.get(name, ()))]
        count += sum(left > right for index, left in enumerate(ends) for right in ends[index + 1 :])
    return count


def _across(rows: Rows, sizes: Mapping[str, Size], chains: Chains) -> dict[str, float]:
    """Centres that make the arrows short and upright (least squares), row after row until they rest."""
    pulls, columns = _pulls(chains), _columns(rows, chains)
    x = {name: 0.0 for row in rows for name in row}
    for row in rows:
        x |= _spread(row, sizes, x, {})
    for sweep in range(SWEEPS_ACROSS):
        settled = sweep >= SWEEPS_ACROSS - SWEEPS
        upright = {head: sum(x[one] for one in column) / len(column) for head, column in columns.items()}
        for row in reversed(rows) if sweep % 2 else rows:
            weights = {name: sum(pulls.get(name, {}).values()) for name in row}
            wish = {name: _wish(x, name, pulls) for name in row}
            if settled:
                wish |= {
                    name: upright[head] for head, column in columns.items() for name in column if name in wish
                }
            x |= _spread(row, sizes, wish, weights)
    left = min((x[name] - sizes[name].width / 2 for name in x), default=0)
    return {name: at - left for name, at in x.items()}


def _wish(x: Mapping[str, float], name: str, pulls: Mapping[str, Mapping[str, float]]) -> float:
    """The mean of the neighbours' places, by how much each pulls."""
    near = pulls.get(name, {})
    return sum(x[one] * pull for one, pull in near.items()) / sum(near.values()) if near else x[name]


def _columns(rows: Rows, chains: Chains) -> dict[str, list[str]]:
    """Runs of slots and boxes with one arrow in and one out: by the first, all that stand under it."""
    above, below = _neighbours(chains)
    head: dict[str, str] = {}
    columns: dict[str, list[str]] = {}
    for name in (name for row in rows for name in row):
        upper = above.get(name, [])
        alone = len(upper) == 1 and len(below[upper[0]]) == 1
        head[name] = head[upper[0]] if alone else name
        columns.setdefault(head[name], []).append(name)
    return {first: column for first, column in columns.items() if len(column) > 1}


def _pulls(chains: Chains) -> dict[str, dict[str, float]]:
    """How much neighbours want to stand under each other: the most where no other arrow comes or goes."""
    above, below = _neighbours(chains)
    pulls: dict[str, dict[str, float]] = {}
    for chain in chains:
        for upper, lower in pairwise(chain):
            alone = len(below[upper]) == len(above[lower]) == 1
            pull = UPRIGHT if alone else 1.0
            pulls.setdefault(upper, {})[lower] = pull
            pulls.setdefault(lower, {})[upper] = pull
    return pulls


def _spread(
    row: Sequence[str], sizes: Mapping[str, Size], wish: Mapping[str, float], weights: Mapping[str, float]
) -> dict[str, float]:
    """The places nearest to those wished for (least squares) that keep order and distance."""
    offsets, offset = [0.0], 0.0
    for left, right in pairwise(row):
        offset += (sizes[left].width + sizes[right].width) / 2 + GAP_ACROSS
        offsets.append(offset)
    groups: list[tuple[float, float, int]] = []  # mean, weight, members: pooled while they run backwards
    for name, moved in zip(row, offsets, strict=False):
        mean, weight, members = wish[name] - moved, weights.get(name) or 1.0, 1
        while groups and groups[-1][0] > mean:
            before, heavy, count = groups.pop()
            mean = (before * heavy + mean * weight) / (heavy + weight)
            weight, members = weight + heavy, members + count
        groups.append((mean, weight, members))
    places = [mean for mean, _, members in groups for _ in range(members)]
    return {name: place + moved for name, place, moved in zip(row, places, offsets, strict=False)}


def _spots(rows: Rows, sizes: Mapping[str, Size], across: Mapping[str, float]) -> dict[str, Spot]:
    spots: dict[str, Spot] = {}
    top = 0.0
    for row in rows:
        height = max(sizes[name].height for name in row)
        spots |= {name: Spot(across[name], top, top + height, sizes[name].height) for name in row}
        top += height + GAP_DOWN
    return spots
