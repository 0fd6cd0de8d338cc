"""All that a seat may know of a case: what the family has answered, and what can be done with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.core import cards
from bot.core.say import Arg, Message, Part
from bot.storage import cases, summaries
from bot.storage.tx import Tx

MOST_LINES = 40


def details(tx: Tx, case_id: str) -> Message:
    """For the private chat of a seat only: nobody can forward it."""
    case = cases.get(tx, case_id)
    if case is None:
        return Message((Part("refusal-not-there"),))
    head = cards.about("details-head", case).parts
    lines = [part for line in summaries.of_case(tx, case_id)[:MOST_LINES] for part in _parts(line)]
    tail = (Part("details-how"),)
    return Message(
        (*head, *(lines or (Part("details-nothing"),)), *tail), cards.work_rows(case), protect=True
    )


def _parts(line: dict[str, Any]) -> list[Part]:
    """One answer: the question's short name, and the answer's words or the person's own."""
    if "refs" in line:
        choices = ({"label": line["label"], "value": ref} for ref in line["refs"])
        return [Part("details-choice", args, tight=True) for args in choices]
    return [Part("details-words", {"label": line["label"], "value": _value(line)}, tight=True)]


def _value(line: dict[str, Any]) -> Arg:
    words: str = line["words"]
    match line["kind"]:
        case "a_number":
            return f"A{words[:3]}-{words[3:6]}-{words[6:]}"
        case "date":
            return date.fromisoformat(words).strftime("%d.%m.%Y")
    return words
