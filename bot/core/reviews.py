"""flows/_reviews.yaml: which person read the words of which step, and when.

A bare date stays green when somebody edits the sentence. So a review keeps a hash of the words as they
were read: the step's message with its buttons, the cards of its board, and every text these are built of.
Values of facts are not in it; facts have dates of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Annotated

from fluent.syntax import ast
from fluent.syntax.serializer import serialize_pattern
from pydantic import Field

from bot.core.findings import Finding
from bot.core.flow.findings import line_of
from bot.core.flow.model import Flow, Frozen
from bot.core.flow.parse import load_yaml, validated
from bot.core.ftl import Ftl

FILE = "flows/_reviews.yaml"
HEAD = "# Кто из людей прочитал слова шага, и когда. Пишет это команда: python -m bot reviewed ПОТОК/ШАГ\n"
_PLACE = re.compile(r"[a-z][a-z0-9_]{0,23}/[a-z][a-z0-9_]{0,23}")


class _Row(Frozen):
    on: date
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    by: Annotated[str, Field(max_length=80)] = ""


@dataclass(frozen=True, slots=True)
class Review:
    """`place` is "arrest/where"; `words` the hash of what was read; `by` may be empty."""

    place: str
    on: date
    words: str
    by: str = ""
    line: int = 0  # in flows/_reviews.yaml


Reviews = Mapping[str, Review]  # by place


def parse_reviews(text: str, file: str = FILE) -> tuple[dict[str, Review], list[Finding]]:
    """The reviews that could be read, and what is wrong with the others (E01, E02)."""
    plain, lines, findings = load_yaml(text, file)
    if plain is not None and not isinstance(plain, dict):
        findings.append(
            Finding(file, 1, "E01", "нужны строки вида «arrest/where: {on: 2026-11-24, hash: …}»")
        )
    reviews: dict[str, Review] = {}
    for place, raw in plain.items() if isinstance(plain, dict) else ():
        line = line_of(lines, (str(place),))
        if not _PLACE.fullmatch(str(place)):
            findings.append(Finding(file, line, "E02", f"«{place}»: нужно ПОТОК/ШАГ, например arrest/where"))
            continue
        row, wrong = validated(_Row, raw, file, lines, (place,))
        findings += wrong
        if row:
            reviews[place] = Review(place, row.on, row.hash, row.by, line)
    return reviews, findings


def written(reviews: Iterable[Review]) -> str:
    """The file: one line a step, in order of place, so that two reviewers seldom meet in one line."""
    lines = (
        f'{one.place}: {{on: {one.on.isoformat()}, hash: "{one.words}"'
        + (f", by: {json.dumps(one.by, ensure_ascii=False)}}}" if one.by else "}")
        for one in sorted(reviews, key=lambda one: one.place)
    )
    return HEAD + "".join(f"{line}\n" for line in lines)


def words_of(ftl: Ftl, flow: Flow, id_: str) -> str:
    """Sixteen hexadecimal digits that change with the words; empty for a step without words of its own.

    Indentation and the names of flow and step are not words: a step may move and keep its review.
    """
    own = f"{flow.flow}-{id_}"
    if flow.steps[id_].call or own not in ftl.heads:
        return ""
    heads = (own, *(f"{own}-{track}" for track in flow.steps[id_].tracks))
    refs = [ref for head in heads for ref in (head, *(f"{head}.{name}" for name in ftl.attributes(head)))]
    texts = {text.ref: text.pattern for ref in refs for text in ftl.reach(ref)}
    said = sorted(f"{ref.removeprefix(own)}={_plain(pattern)}" for ref, pattern in texts.items())
    return blake2s("\n".join(said).encode(), digest_size=8).hexdigest()


def _plain(pattern: ast.Pattern) -> str:
    return serialize_pattern(pattern).strip()


def review_of(reviews: Reviews, flow: Flow, id_: str) -> Review | None:
    """The review of a step, also one given under a former name of it (`was`)."""
    names = (id_, *flow.steps[id_].was)
    return next((reviews[place] for name in names if (place := f"{flow.flow}/{name}") in reviews), None)


def review_findings(flows: Mapping[str, Flow], ftl: Ftl, reviews: Reviews) -> Iterator[Finding]:
    """W28: words that changed after they were reviewed, and reviews of steps that are gone."""
    known: set[str] = set()
    for flow in flows.values():
        for id_, step in flow.steps.items():
            words = words_of(ftl, flow, id_)
            if words:
                known |= {f"{flow.flow}/{name}" for name in (id_, *step.was)}
            review = review_of(reviews, flow, id_)
            if words and review and review.words != words:
                yield _changed(ftl, f"{flow.flow}/{id_}", review)
    for place in sorted(set(reviews) - known):
        what = f"шага «{place}» больше нет: удалите строку; переименовали — напишите прежнее имя в was"
        yield Finding(FILE, reviews[place].line, "W28", what)


def _changed(ftl: Ftl, place: str, review: Review) -> Finding:
    head = ftl.heads[place.replace("/", "-")]
    by = f", {review.by}" if review.by else ""
    what = f"«{place}»: текст изменён после проверки {review.on.isoformat()}{by}; прочитали снова —"
    return Finding(head.file, head.line, "W28", f"{what} python -m bot reviewed {place}")
