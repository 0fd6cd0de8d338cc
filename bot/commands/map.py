"""``python -m bot map``: flows as Mermaid diagrams for a pull request, or as SVG pictures for people.

Mermaid: node ids have a prefix (an id ``end`` breaks its reader) and every label is quoted (so do brackets).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from bot import clock
from bot.commands.check_texts import read_facts, read_locale, sources_of
from bot.core import markup
from bot.core.flow.conditions import (
    After,
    All,
    Among,
    AtLeast,
    Atom,
    Before,
    Condition,
    Either,
    Given,
    Is,
    Not,
    Within,
)
from bot.core.flow.library import NEW_YORK
from bot.core.flow.model import Branch, Flow, Kind, Step
from bot.core.text_lint.flat import FILLER, Flattener
from bot.review.book import PICTURES, Book, View
from bot.review.flowmap import as_file

LABEL = 48  # characters
MOST_EDGES = 500  # Mermaid refuses more

_SHAPES: Mapping[Kind, tuple[str, str]] = {
    "say": ("[", "]"),
    "task": ("[/", "/]"),
    "ask": ("{{", "}}"),
    "board": ("[[", "]]"),
    "call": ("[[", "]]"),
    "end": ("([", "])"),
}
_COLOURS = """\
  classDef say fill:#eef3f8,stroke:#5b7a99,color:#111
  classDef task fill:#eaf5ea,stroke:#4b8b4b,color:#111
  classDef ask fill:#fff6dd,stroke:#b8901f,color:#111
  classDef board fill:#f3eaf7,stroke:#8357a0,color:#111
  classDef call fill:#f5f5f5,stroke:#777,color:#111,stroke-dasharray:4
  classDef info fill:#ffffff,stroke:#555,color:#111
  classDef checklist fill:#dff0e0,stroke:#3c763d,color:#111
  classDef handoff fill:#fbe1de,stroke:#b3261e,color:#111
  classDef away fill:#ffffff,stroke:#999,color:#444,stroke-dasharray:4"""


def draw(root: Path, flow: str = "") -> str:
    """One flow, or with no name all of them after an overview; Markdown with Mermaid blocks."""
    flows = sources_of(root).flows
    facts, _ = read_facts(root)
    ftl = read_locale(root)
    flat = Flattener(ftl, facts)
    words = {ref: _one_line(flat.flat(ref)) for ref in ftl.texts}
    if flow:
        return _block(diagram(flows[flow], words)) if flow in flows else f"Нет потока «{flow}»."
    blocks = [f"## {name}\n\n{_block(diagram(one, words))}" for name, one in flows.items()]
    return "\n\n".join([f"## Все потоки\n\n{_block(overview(flows))}", *blocks])


def pictures(root: Path, *, now: Callable[[], datetime] = clock.now) -> dict[str, str]:
    """Flow → its drawing, an SVG file that leads to those of other flows in the same folder."""
    book = Book.load(root, clock=now, zone=NEW_YORK)
    view = View(book, book.facts, now(), PICTURES)
    return {name: as_file(view, flow) for name, flow in book.library.flows.items()}


def save(root: Path, flow: str = "", *, svg: Path | None = None, out: Path | None = None) -> str:
    """One flow into the file `svg`, or all (or one) into the folder `out`; says what was done."""
    if svg and not flow:
        return "Назовите поток: map arrest --svg arrest.svg"
    drawn = pictures(root)
    if flow and flow not in drawn:
        return f"Нет потока «{flow}»."
    files = {svg: drawn[flow]} if svg else {}
    if out:
        out.mkdir(parents=True, exist_ok=True)
        files |= {out / PICTURES.flow(name): drawn[name] for name in ([flow] if flow else drawn)}
    for path, drawing in files.items():
        path.write_text(drawing, "utf-8")
    return f"Картинок: {len(files)}."


def _one_line(text: str) -> str:
    return " ".join(re.sub(f"{FILLER}+", "…", markup.plain(text)).split())


def diagram(flow: Flow, words: Mapping[str, str]) -> str:
    """`words`: reference → its text in one line; where there is none, the id stands."""
    edges = list(
        dict.fromkeys(edge for id_, step in flow.steps.items() for edge in _edges(flow, id_, step, words))
    )
    lines = ["flowchart TD", *(_node(flow, id_, step, words) for id_, step in flow.steps.items())]
    away = {option.go for step in flow.steps.values() for option in step.options.values() if option.go}
    lines += [f'  f_{name}(["флоу {name}"]):::away' for name in sorted(away)]
    lines += [f"  s_{start} -->{_said(label)} {target}" for start, label, target in edges[:MOST_EDGES]]
    if len(edges) > MOST_EDGES:
        lines.append(f"  %% ещё {len(edges) - MOST_EDGES} стрелок не поместились")
    return "\n".join([*lines, _COLOURS])


def overview(flows: Mapping[str, Flow]) -> str:
    """Which flow calls which (solid) and leads into which (dotted)."""
    lines = ["flowchart LR", *(f'  f_{name}["{name}"]' for name in flows)]
    for name, flow in flows.items():
        steps = flow.steps.values()
        calls = dict.fromkeys(step.call for step in steps if step.call)
        leads = [option.go for step in steps for option in step.options.values() if option.go]
        leads += [offer for step in steps for offer in step.doors]
        lines += [f"  f_{name} --> f_{call}" for call in calls]
        lines += [f"  f_{name} -.-> f_{lead}" for lead in dict.fromkeys(leads)]
    return "\n".join(lines)


def _block(mermaid: str) -> str:
    return f"```mermaid\n{mermaid}\n```"


def _node(flow: Flow, id_: str, step: Step, words: Mapping[str, str]) -> str:
    before, after = _SHAPES[step.kind]
    ref = f"{flow.flow}-{id_}"
    text = f"→ {step.call}" if step.call else words.get(f"{ref}.label") or words.get(ref) or ""
    label = f"{id_}: {text}" if text else id_
    return f"  s_{id_}{before}{_quoted(label)}{after}:::{step.end or step.kind}"


def _edges(flow: Flow, id_: str, step: Step, words: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(from, label, node to): options with a way of their own, then what the others do."""
    ref = f"{flow.flow}-{id_}"
    for name, option in step.options.items():
        if option.to or option.go:
            target = f"s_{option.to}" if option.to else f"f_{option.go}"
            yield id_, words.get(f"{ref}.{name}") or name, target
    for branch in step.next:
        yield id_, _condition(branch, step), f"s_{branch.to}"


def _condition(branch: Branch, step: Step) -> str:
    if branch.when:
        return in_words(branch.when)
    return "иначе" if len(step.next) > 1 else ""


def in_words(condition: Condition) -> str:
    """A condition as short as on an arrow."""
    match condition:
        case All(parts):
            return " и ".join(map(in_words, parts))
        case Either(parts):
            return " или ".join(map(in_words, parts))
        case Not(part):
            return f"не ({in_words(part)})"
        case Is(name):
            return name
        case _:
            return _atom(condition)


def _atom(atom: Atom) -> str:
    match atom:
        case Among(step, values):
            return f"{step} = {' / '.join(values)}"
        case Within(step, days):
            return f"{step} в пределах {days} дн."
        case Before(step, day):
            return f"{step} раньше {_day(day)}"
        case After(step, day):
            return f"{step} позже {_day(day)}"
        case AtLeast(step, count):
            return f"{step}: отмечено от {count}"
        case Given(step, wanted):
            return f"{step} {'есть' if wanted else 'нет'}"


def _day(day: object) -> str:
    return "сегодня" if day == 0 else f"{day:+d} дн." if isinstance(day, int) else str(day)


def _said(label: str) -> str:
    return f"|{_quoted(label)}|" if label else ""


def _quoted(text: str) -> str:
    short = text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}…"
    return (
        '"'
        + short.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        + '"'
    )
