"""All that a seat may know of a case: what the family has answered, what the team noted, what can be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.core import cards
from bot.core.answers.clean import clean
from bot.core.cases import Case
from bot.core.say import Arg, Message, Part
from bot.core.units import cut_short
from bot.storage import cases, events, messages, seats, summaries, volunteers
from bot.storage.tx import Tx

MOST_LINES = 40
MOST_NOTES = 6
NOTE_UNITS = 300  # of a note; more of it is in the chat of whoever wrote it
FOR_THE_NEXT = frozenset({"handover", "note"})


def details(tx: Tx, case_id: str, reader: str) -> Message:
    """For the private chat of a seat only: nobody can forward it. `reader`: the volunteer who sees it."""
    case = cases.get(tx, case_id)
    if case is None:
        return Message((Part("refusal-not-there"),))
    head = cards.about("details-head", case).parts
    lines = [part for line in summaries.of_case(tx, case_id)[:MOST_LINES] for part in _parts(line)]
    seated = reader in seats.holders(tx, case_id)
    translates = seated and case.owner != reader
    parts = (
        *head,
        *(_leader(tx, case) if translates else ()),
        *(lines or (Part("details-nothing"),)),
        *_notes(tx, case_id),
        *((Part("details-how"),) if seated else ()),
    )
    return Message(parts, _rows(case, reader, translates=translates), protect=True)


def _rows(case: Case, reader: str, *, translates: bool) -> cards.Rows:
    if case.owner == reader:
        return cards.work_rows(case)
    return cards.translator_rows(case) if translates else cards.leader_rows(case)


def _leader(tx: Tx, case: Case) -> tuple[Part, ...]:
    """Whom the translator works beside."""
    return (Part("details-translator", {"alias": volunteers.alias_of(tx, case.owner) or cards.NOTHING}),)


def _notes(tx: Tx, case_id: str) -> list[Part]:
    """Lines of those who gave it back and notes for the team; what the family was sent after all is none."""
    notes = [one for one in events.notes(tx, case_id) if one.kind in FOR_THE_NEXT and one.text]
    if not notes:
        return []
    said = {clean(kept.words["text"]) for kept in messages.of_case(tx, case_id) if kept.delivered_to}
    lines = [
        Part(
            "details-note",
            {
                "alias": volunteers.alias_of(tx, one.author),
                "at": one.at,
                "words": cut_short(one.text, NOTE_UNITS),
            },
            tight=True,
        )
        for one in [one for one in notes if one.text not in said][-MOST_NOTES:]
    ]
    return [Part("details-notes"), *lines] if lines else []


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
