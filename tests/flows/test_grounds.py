"""No rule of the law, no sum, no phone and no form stands in a text by itself: figures come from facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase

import pytest
from ruamel.yaml import YAML

from bot.commands.check_texts import read_facts
from bot.core.answers.match import ALSO
from bot.core.ftl import parse
from bot.core.text_lint import lint_texts
from bot.core.text_lint.flat import one_line
from bot.core.text_lint.rules import ALLOWED, BANNED, Rules, parse_rules
from bot.core.text_lint.words import FIGURES, SPAN
from tests.flows import figures, house

EXCEPTIONS = house.table("tests/flows/exceptions.yaml")["figures"]
RULES, _ = parse_rules((house.ROOT / BANNED).read_text("utf-8"), (house.ROOT / ALLOWED).read_text("utf-8"))
_UNITS = (("час", timedelta(hours=1)), ("ден", timedelta(days=1)), ("дн", timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Figure:
    """`kind` is a name of `FIGURES`; `words` as they stand in the text `ref`."""

    ref: str
    kind: str
    words: str

    @property
    def excepted(self) -> bool:
        return any(self.fits(one) for one in EXCEPTIONS) or bool(RULES.exception("E34", self.ref, self.words))

    def fits(self, exception: dict[str, str]) -> bool:
        """An exception is for one figure in one text, or for a kind in a family of texts."""
        if "kind" in exception:
            return exception["kind"] == self.kind and fnmatchcase(self.ref, exception["where"])
        return (exception["where"], exception["text"]) == (self.ref, self.words)

    @property
    def ours(self) -> bool:
        """Our own reminder, exactly as the flow file arms it."""
        unit = next((span for stem, span in _UNITS if stem in self.words), None)
        count = re.match(r"\d+", self.words)
        return bool(unit and count and int(count[0]) * unit in reminders(self.ref))


def found() -> Iterator[Figure]:
    """Each figure that no fact gives. A span on a button is the person's own answer."""
    for ref in figures.locale().texts:
        want = figures.wants().get(ref)
        role = want.role if want else "line"
        if role == "phrase" or ref.endswith(ALSO):  # typed by the person, shown to nobody
            continue
        for name, pattern in FIGURES:
            if name == SPAN and (role == "button" or ".pause" in ref):
                continue
            matches = pattern.finditer(one_line(figures.shown(ref)))
            yield from (Figure(ref, name, match[0].strip()) for match in matches)


def reminders(ref: str) -> set[timedelta]:
    """Spans after which the step of a text reminds."""
    name, _, id_ = ref.partition(".")[0].partition("-")
    flow = house.sources().flows.get(name)
    remind = flow.steps[id_].remind if flow and id_ in flow.steps else None
    return {*remind.spans()} if remind else set()


def test_each_figure_of_a_text_is_a_fact_or_our_own_reminder():
    left = [figure for figure in found() if not figure.ours and not figure.excepted]
    assert not left, "\n".join(map(str, left))


def test_each_exception_is_needed():
    there = list(found())
    assert not [one for one in EXCEPTIONS if not any(figure.fits(one) for figure in there)]
    assert all(len(one["why"]) > 20 for one in EXCEPTIONS)


@pytest.mark.parametrize(
    "figure",
    [
        "$155",
        "§ 1225",
        "8 CFR 241.6",
        "+1 888 351 4024",
        "форму I-246",
        "30 дней",
        "48 часов",
        "тридцать дней",
    ],
)
def test_the_check_refuses_a_planted_figure(figure):
    text = f"arrest-handed = Заплатите или принесите: {figure}.\n"
    findings = lint_texts(
        house.sources(), parse({"x.ftl": text}), figures.book(), rules=Rules(), code=(), today=house.TODAY
    )
    assert any(finding.code == "E34" for finding in findings), figure


def test_nothing_is_allowed_without_a_reason():
    rows = YAML(typ="safe").load((house.ROOT / ALLOWED).read_text("utf-8"))
    assert all(len(row["reason"]) >= 20 for row in rows if row["code"] == "E34")
    without, wrong = parse_rules("", "- {code: E34, where: arrest-handed, text: 30 дней}")
    assert wrong
    assert not without.allowed


def test_a_law_that_is_a_year_old_is_not_shown():
    book, _ = read_facts(house.ROOT)
    older = [fact.number for fact in book.facts.values() if house.TODAY - fact.as_of > timedelta(days=365)]
    assert not older


def test_a_step_of_the_law_names_its_facts():
    bare = [
        f"{name}/{id_}"
        for name, flow in house.sources().flows.items()
        for id_, step in flow.steps.items()
        if step.fact_class in ("law", "procedure", "contact")
        and not step.facts
        and not all(track.facts for track in step.tracks.values())
    ]
    assert not bare
