"""Under a text: the facts it rests on, each with number, value, age and official page; how hard it reads."""

from __future__ import annotations

from math import floor
from urllib.parse import urlsplit

from bot.core.facts import Fact
from bot.core.text_lint.wanted import Role
from bot.review.book import View
from bot.review.html import Child, Html, between, tag
from bot.review.measures import Measure, grounds, measure

_LOOKS = {"none": "", "changed": "pill-overdue", "stands": "pill-fresh"}


def basis(view: View, ref: str, named: tuple[str, ...], role: Role | str) -> Html:
    """Facts and measures of one text; with no role it is not measured (English phrases)."""
    numbers = grounds(view.book, ref, named)
    facts = [fact_row(view, view.facts.fact(number)) for number in numbers if number in view.facts]
    measured = measures(view, measure(view.book, ref, role)) if role in ("crisis", "card") else None
    return tag("div", tag("ul", facts, cls="facts") if facts else None, measured, cls="basis")


def reading(view: View, flow: str, id_: str) -> Html | None:
    """Whether a person has read these words, and whether they still are those words."""
    read = view.book.read[flow].get(id_)
    if read is None:
        return None
    said: list[Child] = [
        tag("span", view.words(f"review-read_{read.state}"), cls=f"pill {_LOOKS[read.state]}")
    ]
    if read.review:
        said += [" ", view.say("review-read_on", day=read.review.on)]
    by = [" · ", read.review.by] if read.review and read.review.by else None
    return tag("p", said, by, cls="reading")


def fact_row(view: View, fact: Fact) -> Html:
    """One fact: what it states, its values, and whether one can still believe it."""
    state = view.facts.state(fact.number, view.today).value
    return tag(
        "li",
        tag("p", tag("b", fact.number, cls="fact-number"), " ", fact.about, cls="fact-about"),
        _values(fact),
        tag(
            "p",
            tag("span", view.words(f"review-state_{state}"), cls=f"pill pill-{state}"),
            " ",
            _date(view, fact),
            " · ",
            view.words(f"review-confidence_{fact.confidence}"),
            " · ",
            view.words(f"review-class_{fact.kind}"),
            [" · ", view.words("review-volatile")] if fact.volatile else None,
            cls="fact-age",
        ),
        _source(view, fact),
        cls=f"fact fact-{state}",
    )


def _values(fact: Fact) -> Html | None:
    if not fact.values:
        return None
    pairs = [
        tag("div", tag("dt", name.replace("_", " ")), tag("dd", value)) for name, value in fact.values.items()
    ]
    return tag("dl", pairs, cls="values")


def _date(view: View, fact: Fact) -> Html:
    if fact.reviewed:
        return view.say("review-fact_reviewed", day=fact.reviewed)
    return view.say("review-fact_as_of", day=fact.as_of)


def _source(view: View, fact: Fact) -> Html:
    if not fact.link:
        return tag("p", view.words("review-fact_no_link"), cls="source")
    parts = urlsplit(fact.link)
    seen = f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
    return tag("p", tag("a", seen, href=fact.link, rel="noreferrer"), cls="source")


def measures(view: View, found: Measure) -> Html:
    """Readability, length, the longest sentence; what is over its limit says so in words."""
    length = view.say("review-characters", count=found.characters, most=found.most)
    parts = [tag("span", length, cls="off" if found.long else None)]
    if found.fre is not None:
        fre = view.say("review-fre", fre=floor(found.fre), least=found.least)
        parts = [tag("span", fre, cls="off" if found.hard else None), *parts]
        parts.append(tag("span", view.say("review-longest", count=found.longest)))
    return tag("p", between(" · ", parts), cls="measures")
