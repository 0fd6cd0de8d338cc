"""Whole pages, for a server or as files: the same bytes but for the addresses."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from bot.review import flow_page, index_page
from bot.review.book import View
from bot.review.html import Html, joined, tag

FOLDER = Path(__file__).parent


@cache
def style() -> str:
    """The look of all pages, put into each: a page that is sent alone looks the same."""
    return (FOLDER / "review.css").read_text("utf-8")


def style_source() -> str:
    """For a Content-Security-Policy: this style and no other."""
    return f"'sha256-{b64encode(sha256(style().encode()).digest()).decode()}'"


def index(view: View) -> str:
    """The list of flows."""
    return _page(view, view.words("review-title"), index_page.body(view))


def flow(view: View, name: str) -> str:
    """One flow; raises KeyError for one that is not there."""
    found = view.library.flows[name]
    title = view.words("review-page_title", title=view.title(name))
    return _page(view, title, flow_page.body(view, found), back=True)


def _page(view: View, title: str, body: Html, *, back: bool = False) -> str:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="robots", content="noindex"),
        tag("title", title),
        tag("style", Html(style())),
    )
    top = tag(
        "div",
        tag("a", view.words("review-skip"), href="#screens", cls="skip"),
        tag("b", view.words("review-brand")),
        tag("nav", tag("a", view.words("review-all_flows"), href=view.links.index)) if back else None,
        tag("span", view.say("review-made", day=view.today), cls="soft"),
        cls="top",
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', joined(top, body)), lang='ru')}\n"
