"""The map of a flow: its steps as boxes, its arrows with captions, in words."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.flow.arrows import arrows
from bot.core.flow.drawing import STYLE, Box, Line, Picture, drawn
from bot.core.flow.model import Flow
from bot.review.book import View, kind
from bot.review.conditions import way

Href = Callable[[str], str]  # a step → where its box leads


def on_page(view: View, flow: Flow) -> Picture:
    """Coloured by the page; a box leads to its screen, that of another flow to its page."""
    return _drawn(view, flow, lambda id_: f"#s-{id_}")


def as_file(view: View, flow: Flow) -> str:
    """A file of its own; boxes of other flows lead to their files."""
    return _drawn(view, flow, lambda _: "", STYLE).svg + "\n"


def _drawn(view: View, flow: Flow, href: Href, style: str = "") -> Picture:
    title = view.words("review-map_of", title=view.title(flow.flow))
    return drawn(_boxes(view, flow, href), _lines(view, flow), title=title, style=style)


def _boxes(view: View, flow: Flow, href: Href) -> list[Box]:
    boxes: list[Box] = []
    for id_, step in flow.steps.items():
        above = f"{view.number(flow, id_)} · {view.words(kind(step))}"
        look = f"{step.kind} {step.end}" if step.end else step.kind
        to = view.links.flow(step.call) if step.call else href(id_)
        boxes.append(Box(id_, above, view.name(flow, id_), look, to))
        for arrow in arrows(flow, id_):
            if arrow.away:
                words = view.title(arrow.to)
                away = view.words("review-kind_away")
                boxes.append(Box(_away(id_, arrow.to), away, words, "away", view.links.flow(arrow.to)))
    return boxes


def _lines(view: View, flow: Flow) -> list[Line]:
    """One line from a box to another, however many arrows run there."""
    captions: dict[tuple[str, str], dict[str, None]] = {}
    for id_ in flow.steps:
        for arrow in arrows(flow, id_):
            to = _away(id_, arrow.to) if arrow.away else arrow.to
            captions.setdefault((id_, to), {})[way(view, flow, arrow)] = None
    return [Line(start, end, "; ".join(filter(None, said))) for (start, end), said in captions.items()]


def _away(start: str, flow: str) -> str:
    """Another flow gets a box beside each step that leads there: no arrow runs across the whole map."""
    return f"{start} → {flow}"
