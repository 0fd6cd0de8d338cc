"""The page of one flow: what it is, its map, and every screen with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from bot.core.flow.arrows import arrows
from bot.core.flow.drawing import Picture
from bot.core.flow.model import Flow, Step
from bot.core.say import Arg
from bot.review.book import View, kind
from bot.review.bubble import Stage, place, shown
from bot.review.conditions import in_words, way
from bot.review.flowmap import on_page
from bot.review.grounds import basis, reading
from bot.review.html import Child, Html, between, joined, tag
from bot.review.measures import Sums, role_of, sums
from bot.review.samples import samples
from bot.review.tiles import Tile, tiles

BESIDE = 720  # pixels: a wider map stands above the screens


def body(view: View, flow: Flow) -> Html:
    """Everything between header and footer."""
    stage, picture = Stage(view, flow), on_page(view, flow)
    return joined(
        _head(view, flow),
        tag(
            "div",
            _map(view, picture),
            tag("main", (_screen(stage, id_) for id_ in flow.steps), id="screens", tabindex=-1),
            cls="two flat" if picture.width > BESIDE and picture.height < picture.width else "two",
        ),
    )


def _map(view: View, picture: Picture) -> Html:
    """In a box that scrolls by itself, also by keyboard."""
    name = view.words("review-map")
    inside = tag("div", Html(picture.svg), tag("i", cls="map-start", aria_hidden="true"), cls="map-sheet")
    box = tag("div", inside, cls="map-box", tabindex=0, role="group", aria_label=name)
    return tag("section", tag("h2", name), box, _legend(view), cls="map-side", aria_label=name)


def _head(view: View, flow: Flow) -> Html:
    name, status = flow.flow, view.words(f"review-status_{flow.status}")
    return tag(
        "header",
        tag("h1", view.title(name)),
        tag("p", between(" · ", (status, view.words("review-id", id=name))), cls="soft"),
        _figures(view, sums(view, flow)),
        tag("dl", list(_about(view, flow)), cls="about"),
        _how_to_read(view),
        cls="flow-head",
    )


def _how_to_read(view: View) -> Html:
    """In a line, for somebody who was sent this page alone; the rest stands on the list of flows."""
    terms = tag("a", view.words("review-terms"), href=f"{view.links.index}#terms")
    return tag("p", view.say("review-term_number.is"), " ", terms, cls="soft how")


def _figures(view: View, found: Sums) -> Html:
    lowest = tag("a", found.lowest[0], href=f"#s-{found.lowest[1]}") if found.lowest else "—"
    return tiles(
        Tile(found.screens, view.words("review-tile_screens", count=found.screens)),
        Tile(f"{found.read} / {found.readable}", view.words("review-tile_read")),
        Tile(found.changed, view.words("review-tile_changed"), warns=True) if found.changed else None,
        Tile(len(found.facts), view.words("review-tile_facts", count=len(found.facts))),
        Tile(found.unreviewed, view.words("review-tile_unreviewed"), warns=True),
        Tile(found.stale, view.words("review-tile_stale"), warns=True),
        Tile("—" if found.middle is None else found.middle, view.words("review-tile_fre")),
        Tile(lowest, view.words("review-tile_lowest")),
    )


def _about(view: View, flow: Flow) -> Iterator[Html]:
    """How one comes here, how urgent it is, what happens to the answers."""
    name = flow.flow
    opens = view.words(f"review-opens_{flow.opens}") if flow.opens != "none" else None
    yield from _pair(view, "review-opens", opens)
    yield from _pair(view, "review-called_by", _flows(view, view.book.callers.get(name, ())))
    yield from _pair(view, "review-door_from", _flows(view, view.book.doors.get(name, ())))
    rules = [tag("li", _rule(view, flow, at)) for at in range(len(flow.priority))]
    yield from _pair(view, "review-priority", tag("ul", rules) if rules else None)
    if flow.nudge and view.has(f"{name}-flow.nudge"):
        words = view.words(f"{name}-flow.nudge")
        said = view.say("review-nudge", after=span(view, flow.nudge.after), words=words)
        yield from _pair(view, "review-nudge_name", said)
    yield from _pair(view, "review-keep", view.words("review-span_days", count=flow.keep.days))


def _pair(view: View, ref: str, value: Child) -> Iterator[Html]:
    if value:
        yield tag("div", tag("dt", view.words(ref)), tag("dd", value))


def _flows(view: View, names: Iterable[str]) -> Html | None:
    links = [tag("a", view.title(name), href=view.links.flow(name)) for name in names]
    return between(", ", links) if links else None


def _rule(view: View, flow: Flow, at: int) -> Html:
    rule = flow.priority[at]
    rest = view.words("review-otherwise" if at else "review-always")
    when = in_words(view, flow, rule.when) if rule.when else rest
    level = f"{rule.level} · {view.words(f'review-level_{rule.level}')}"
    return joined(tag("b", level, cls=f"level level-{rule.level}"), " ", when)


def _legend(view: View) -> Html:
    rows = []
    for look in ("ask", "say", "task", "board", "call", "end info", "end checklist", "end handoff"):
        swatch = tag("i", cls=f"swatch {look}", aria_hidden="true")
        rows.append(tag("li", swatch, view.words(f"review-look_{look.split()[-1]}")))
    return tag("ul", rows, cls="legend")


def _screen(stage: Stage, id_: str) -> Html:
    view, flow = stage.view, stage.flow
    step, ref = flow.steps[id_], f"{flow.flow}-{id_}"
    heading = tag(
        "h2",
        tag("span", view.number(flow, id_), cls="number"),
        " ",
        tag("span", view.name(flow, id_), cls="name"),
        " ",
        tag("span", view.words(kind(step)), cls=f"kind {step.kind}"),
        id=f"h-{id_}",
    )
    inside = _called(stage, id_) if step.call else tag("div", _parts(stage, id_, ref), cls="screen-body")
    return tag("section", heading, inside, cls="screen", id=f"s-{id_}", aria_labelledby=f"h-{id_}")


def _parts(stage: Stage, id_: str, ref: str) -> list[Html | None]:
    view, flow, step = stage.view, stage.flow, stage.flow.steps[id_]
    bubble = shown(stage, id_)
    return [
        bubble or None,
        _back_to_callers(view, flow) if step.end else None,
        tag(
            "div",
            reading(view, flow.flow, id_) if bubble else None,
            _ways(stage, id_),
            samples(view, stage.plan.nodes[id_]),
            _deeds(view, ref, step),
            basis(view, ref, step.facts, role_of(step)) if bubble else None,
            _verdict(view) if bubble else None,
            cls="under",
        ),
    ]


def _called(stage: Stage, id_: str) -> Html:
    """A flow inside this one: its screens are on its own page."""
    view, called = stage.view, stage.flow.steps[id_].call or ""
    link = tag("a", view.title(called), href=view.links.flow(called))
    count = sum(not step.call for step in view.library.flows[called].steps.values())
    screens = view.words("review-screens", count=count)
    return joined(
        tag("p", view.words("review-called"), " ", link, " · ", screens, cls="called"),
        tag("div", _ways(stage, id_, always=True), cls="under"),
    )


def _ways(stage: Stage, id_: str, *, always: bool = False) -> Html | None:
    """Where it goes on, when that depends on more than the button pressed."""
    view, flow = stage.view, stage.flow
    found = arrows(flow, id_)
    forks = len(found) > 1 and any(arrow.when or arrow.otherwise for arrow in found)
    if not found or not (always or forks):
        return None
    rows = []
    for arrow in found:
        address, words = place(view, flow, arrow)
        when = way(view, flow, arrow)
        rows.append(tag("li", [when, " → "] if when else None, tag("a", words, href=address)))
    return tag("div", tag("h3", view.words("review-ways")), tag("ul", rows), cls="part", id=f"w-{id_}")


def _back_to_callers(view: View, flow: Flow) -> Html | None:
    callers = _flows(view, view.book.callers.get(flow.flow, ()))
    return tag("p", view.words("review-back_to"), " ", callers, cls="called") if callers else None


def _deeds(view: View, ref: str, step: Step) -> Html | None:
    """What the bot does besides talking."""
    deeds = [tag("li", view.words(f"review-do_{name}")) for name in step.do]
    if step.end:
        deeds.append(tag("li", view.words(f"review-outcome_{step.end}")))
    if step.remind:
        deeds.append(tag("li", _reminder(view, ref, step)))
    return tag("div", tag("h3", view.words("review-deeds")), tag("ul", deeds), cls="part") if deeds else None


def _reminder(view: View, ref: str, step: Step) -> Html:
    spans = step.remind.spans() if step.remind else ()
    when = ", ".join(span(view, one) for one in spans[:3]) + ("…" if len(spans) > 3 else "")
    args: dict[str, Arg] = {"when": when, "count": len(spans)}
    words = [" «", view.say(f"{ref}.remind"), "»"] if view.has(f"{ref}.remind") else None
    return joined(view.say("review-reminds" if not step.task else "review-reminds_task", **args), words)


def span(view: View, length: timedelta) -> str:
    """In days, or in hours where it is less than two days or no whole days."""
    hours = round(length.total_seconds() / 3600)
    if hours >= 48 and hours % 24 == 0:
        return view.words("review-span_days", count=hours // 24)
    return view.words("review-span_hours", count=hours)


def _verdict(view: View) -> Html:
    """On paper: room for the reviewer's word."""
    words = (view.words(f"review-verdict_{word}") for word in ("right", "change", "remove"))
    boxes = [tag("span", "☐ ", word) for word in words]
    return tag("div", tag("p", boxes), tag("hr"), tag("hr"), cls="verdict", aria_hidden="true")
