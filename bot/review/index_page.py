"""The list of flows: how big each is, what of it nobody has compared yet, how hard it reads."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from statistics import median

from bot.core.facts import State
from bot.core.flow.model import Flow
from bot.core.menu import OTHER, START
from bot.core.say import Arg
from bot.core.text_lint.words import EASIEST
from bot.review.book import View
from bot.review.html import Child, Html, joined, tag
from bot.review.measures import STALE, Sums, sums
from bot.review.tiles import Tile, tiles

COLUMNS = ("flow", "screens", "read", "facts", "unreviewed", "stale", "fre", "lowest")


def body(view: View) -> Html:
    """Everything between header and footer."""
    found = {name: sums(view, flow) for name, flow in view.library.flows.items()}
    return joined(
        tag(
            "header",
            tag("h1", view.words("review-title")),
            tag(
                "p",
                view.say("review-lead"),
                " ",
                tag("a", view.words("review-terms"), href="#terms"),
                cls="lead",
            ),
            _totals(view, list(found.values())),
            cls="flow-head list-head",
        ),
        tag("main", _table(view, found), id="screens", tabindex=-1),
        _how_to_read(view),
    )


def _totals(view: View, all_: list[Sums]) -> Html:
    facts = {number for one in all_ for number in one.facts}
    states = [view.facts.state(number, view.today) for number in facts]
    middles = [one.middle for one in all_ if one.middle is not None]
    screens = sum(one.screens for one in all_)
    read, readable, changed = (
        sum(getattr(one, name) for one in all_) for name in ("read", "readable", "changed")
    )
    return tiles(
        Tile(len(all_), view.words("review-tile_flows", count=len(all_))),
        Tile(screens, view.words("review-tile_screens", count=screens)),
        Tile(f"{read} / {readable}", view.words("review-tile_read")),
        Tile(changed, view.words("review-tile_changed"), warns=True) if changed else None,
        Tile(len(facts), view.words("review-tile_facts", count=len(facts))),
        Tile(states.count(State.UNREVIEWED), view.words("review-tile_unreviewed"), warns=True),
        Tile(sum(state in STALE for state in states), view.words("review-tile_stale"), warns=True),
        Tile(floor(median(middles)) if middles else "—", view.words("review-tile_fre")),
    )


def _groups(view: View) -> dict[str, list[str]]:
    """Flows of the menu in its order, each with its parts; then those that open from other screens only."""
    flows = list(view.library.flows)
    heads = [name for name in (*START, *OTHER) if name in flows]
    parts = {name: _head_of(name, heads) for name in flows}
    groups = {head: [head, *(name for name in flows if parts[name] == head != name)] for head in heads}
    rest = [name for name in flows if not parts[name]]
    return groups | ({"": rest} if rest else {})


def _head_of(name: str, heads: list[str]) -> str:
    """«arrest_road» belongs to «arrest»."""
    fits = [head for head in heads if name == head or name.startswith(f"{head}_")]
    return max(fits, key=len, default="")


def _table(view: View, found: dict[str, Sums]) -> Html:
    """One table; a flow of the menu stands over its parts."""
    heads = [tag("th", view.words(f"review-column_{name}"), scope="col") for name in COLUMNS]
    groups = [_group(view, head, names, found) for head, names in _groups(view).items()]
    caption = tag("caption", view.words("review-all_flows"), cls="sr")
    return tag("table", caption, tag("thead", tag("tr", heads)), groups, cls="flows")


def _group(view: View, head: str, names: list[str], found: dict[str, Sums]) -> Html:
    rows = [_row(view, view.library.flows[name], found[name], part=name != head) for name in names]
    if not head:
        words = view.words("review-other_flows")
        rows = [tag("tr", tag("th", words, colspan=len(COLUMNS), scope="rowgroup", cls="others")), *rows]
    return tag("tbody", rows)


def _row(view: View, flow: Flow, one: Sums, *, part: bool) -> Html:
    address = view.links.flow(flow.flow)
    link = tag("a", view.title(flow.flow), href=address)
    draft = tag("span", view.words("review-status_draft"), cls="pill") if flow.status == "draft" else None
    name = tag("th", link, " ", draft, scope="row", cls="part-of" if part else None)
    return tag("tr", name, list(_cells(view, address, one)))


def _cells(view: View, address: str, one: Sums) -> Iterator[Html]:
    unreviewed = one.unreviewed
    lowest = tag("a", one.lowest[0], href=f"{address}#s-{one.lowest[1]}") if one.lowest else "—"
    cells: list[tuple[str, Child, bool]] = [
        ("screens", one.screens, False),
        ("read", f"{one.read} / {one.readable}", one.changed > 0),
        ("facts", len(one.facts), False),
        ("unreviewed", unreviewed or "—", unreviewed > 0),
        ("stale", one.stale or "—", one.stale > 0),
        ("fre", "—" if one.middle is None else one.middle, False),
        ("lowest", lowest, False),
    ]
    for name, figure, off in cells:
        yield tag("td", figure, cls="off" if off else None, data_name=view.words(f"review-column_{name}"))


def _how_to_read(view: View) -> Html:
    """What the words of the pages mean."""
    terms = ("read", "fact", "unreviewed", "stale", "name", "fre", "number", "level")
    limits: dict[str, Arg] = {"steps": EASIEST["crisis"], "cards": EASIEST["card"]}
    said = {term: view.say(f"review-term_{term}.is", **limits) for term in terms}
    pairs = [
        tag("div", tag("dt", view.words(f"review-term_{term}")), tag("dd", meaning))
        for term, meaning in said.items()
    ]
    return tag(
        "section",
        tag("h2", view.words("review-terms")),
        tag("dl", pairs, cls="about"),
        cls="terms",
        id="terms",
    )
