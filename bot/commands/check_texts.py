"""The texts' half of ``python -m bot check``: reads the files, then `bot.core.text_lint` looks at them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.core.facts import FactBook
from bot.core.facts_file import parse_facts
from bot.core.findings import Finding
from bot.core.flow.sources import Sources, read_sources
from bot.core.ftl import Ftl, parse
from bot.core.reviews import FILE, Review, parse_reviews, review_findings
from bot.core.text_lint import lint_texts
from bot.core.text_lint.code import named_in_code
from bot.core.text_lint.rules import ALLOWED, BANNED, parse_rules
from bot.core.tools import Toolbox, read_toolbox
from bot.core.tools.wanted import loose, wanted


def check_texts(root: Path, today: date) -> list[Finding]:
    """Findings about facts, reviews, banned and allowed words, every Fluent file, and references in bot/."""
    facts, wrong_facts = read_facts(root)
    rules, wrong_rules = parse_rules(_text(root / BANNED), _text(root / ALLOWED))
    python = {_name(root, path): path.read_text("utf-8") for path in sorted((root / "bot").rglob("*.py"))}
    sources = sources_of(root)
    toolbox, wrong_tools = _tools(root, sources, facts)
    ftl = read_locale(root)
    reviews, wrong_reviews = read_reviews(root)
    findings = lint_texts(
        sources,
        ftl,
        facts,
        rules=rules,
        code=named_in_code(python),
        today=today,
        more=wanted(toolbox),
    )
    findings += review_findings(sources.flows, ftl, reviews)
    return sorted([*wrong_facts, *wrong_rules, *wrong_tools, *wrong_reviews, *findings])


def _tools(root: Path, sources: Sources, facts: FactBook) -> tuple[Toolbox, list[Finding]]:
    """The tables of the helpers, and what is wrong with them."""
    files = {_name(root, path): path.read_text("utf-8") for path in sorted((root / "flows").glob("*.yaml"))}
    toolbox, wrong = read_toolbox(files, facts)
    return toolbox, [*wrong, *loose(toolbox, facts.facts, sources.flows, sources.phrases)]


def read_facts(root: Path) -> tuple[FactBook, tuple[Finding, ...]]:
    """flows/facts.yaml; an absent file is an empty book."""
    return parse_facts(_text(root / "flows/facts.yaml"))


def read_reviews(root: Path) -> tuple[dict[str, Review], list[Finding]]:
    """flows/_reviews.yaml; absent as long as nobody has reviewed a step."""
    return parse_reviews(_text(root / FILE))


def read_locale(root: Path) -> Ftl:
    """Every Fluent file of locales/ru, under the name it has from `root`."""
    folder = root / "locales" / "ru"
    return parse({_name(root, path): path.read_text("utf-8-sig") for path in sorted(folder.glob("*.ftl"))})


def sources_of(root: Path) -> Sources:
    """The files of flows/; one that begins with ``_`` is made, not written."""
    paths = (path for path in sorted((root / "flows").glob("*.yaml")) if path.name[0] != "_")
    return read_sources({_name(root, path): path.read_text("utf-8") for path in paths})


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
