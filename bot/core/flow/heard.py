"""How a typed answer was understood, as paragraphs: said back at once, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.core.answers.a_number import aloud
from bot.core.answers.phone import for_eyes
from bot.core.flow.model import TYPED
from bot.core.say import Part


def heard_parts(kind: str, value: str) -> Iterator[Part]:
    """Names and free text are not repeated: they were not read, only kept."""
    match kind:
        case "date":
            yield Part("answers-heard_date", {"day": date.fromisoformat(value)})
        case "time":
            yield Part("answers-heard_time", {"time": value})
        case "phone":
            yield Part("answers-heard_phone", {"phone": for_eyes(value)})
        case "a_number":
            yield Part("answers-heard_a_number", {"number": aloud(value)})
        case "us_state":
            yield Part("answers-heard_us_state", {"code": value})


def prior_parts(kind: str, prior: Any) -> Iterator[Part]:
    """What stands there now, under a question that is looked at again."""
    if kind not in TYPED or not isinstance(prior, str) or prior.startswith("$"):
        return
    if kind in ("name", "text"):
        yield Part("answers-heard_words")
        yield Part(prior, literal=True)
    else:
        yield from heard_parts(kind, prior)
