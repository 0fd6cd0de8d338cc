"""What happens to typed answers: the page types some, and shows what the bot says to each."""

from __future__ import annotations

from bot.core.answers.refusal import Refusal
from bot.core.flow.heard import heard_parts
from bot.core.flow.model import TYPED
from bot.core.flow.plan import Node
from bot.core.flow.taking import Stored, take
from bot.review.book import View
from bot.review.html import Html, joined, tag

BETWEEN = "|"


def samples(view: View, node: Node) -> Html | None:
    """For a typed question: examples and how each is taken; then the help after three failures."""
    kind = node.step.ask
    if kind not in TYPED:
        return None
    raws = [raw.strip() for raw in view.words(f"review-samples_{kind}").split(BETWEEN)]
    rows = [
        tag("div", tag("dt", raw), tag("dd", _said(view, node, raw))) for raw in raws if raw
    ]  # fmt: skip
    own = f"{node.flow}-{node.id}.help"
    help_ = view.say(own if view.has(own) else f"answers-help_{kind}")
    return tag(
        "div",
        tag("h3", view.words("review-samples")),
        tag("dl", rows, cls="typed"),
        tag("p", view.words("review-help"), " ", help_, cls="note"),
        cls="part",
    )


def _said(view: View, node: Node, raw: str) -> Html:
    """What is said to it: how it was understood, or a kind refusal."""
    match take(node, raw, None, view.library.moment(view.now)):
        case Stored(str(value)) if not value.startswith("$"):
            heard = [view.say(part.ref, **part.args) for part in heard_parts(node.step.ask or "", value)]
            return joined(heard) if heard else view.say("review-kept")
        case Refusal(ref=ref, args=args):
            return view.say(ref, **args)
    return view.say("review-no_answer")
