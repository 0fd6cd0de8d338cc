"""``python -m bot facts``: which facts somebody has to look at, in which order, and who rests on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot import clock
from bot.commands.check_texts import read_facts, read_locale, sources_of
from bot.core.facts import Fact, FactBook, State, in_order, split_name
from bot.core.ftl import Ftl
from bot.core.text_lint.grounds import named_facts
from bot.core.text_lint.wanted import Sources, wanted

# The worst first.
ORDER = (State.EXPIRED, State.OVERDUE, State.DUE, State.UNREVIEWED, State.FRESH)
_NAMES = {
    State.EXPIRED: "[red]устарел, людям не виден[/]",
    State.OVERDUE: "[yellow]просрочен[/]",
    State.DUE: "пора сверить",
    State.UNREVIEWED: "ещё не сверяли",
    State.FRESH: "[green]свежий[/]",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One fact as it stands: `until` is the last day on which people see it, `used_by` the texts."""

    fact: Fact
    state: State
    until: date
    used_by: tuple[str, ...]


def rows(book: FactBook, users: Mapping[str, Iterable[str]], today: date) -> list[Row]:
    """All facts: by state, the worst first, then those that disappear soonest."""
    made = [
        Row(fact, book.state(number, today), book.expires(number), tuple(sorted(users.get(number, ()))))
        for number, fact in book.facts.items()
    ]
    return sorted(made, key=lambda row: (ORDER.index(row.state), row.until, in_order(row.fact.number)))


def used_by(sources: Sources, ftl: Ftl) -> dict[str, set[str]]:
    """Number of a fact → texts that name it or show a value of it."""
    users: dict[str, set[str]] = defaultdict(set)
    for want in wanted(sources):
        for number in want.facts:
            users[number].add(want.ref.partition(".")[0])
    for ref in ftl.texts:
        for name in named_facts(ftl, ref):
            users[split_name(name)[0]].add(ref.partition(".")[0])
    return users


def table(found: Iterable[Row]) -> Table:
    """For a terminal; long lists of users are cut."""
    made = Table("Факт", "О чём", "Состояние", "Сверено", "Виден до", "Где", "Страница")
    for row in found:
        reviewed = row.fact.reviewed.isoformat() if row.fact.reviewed else f"источник {row.fact.as_of}"
        made.add_row(
            row.fact.number, row.fact.about, _NAMES[row.state], reviewed, row.until.isoformat(),
            _few(row.used_by), row.fact.link or "нет: отвечает адвокат",
        )  # fmt: skip
    return made


def facts(root: Path, today: date, *, everything: bool = False) -> tuple[Table, str]:
    """The table (fresh facts only when `everything`), and one line that sums it up."""
    book, _ = read_facts(root)
    found = rows(book, used_by(sources_of(root), read_locale(root)), today)
    counts = ", ".join(
        f"{_plain(state)}: {count}" for state in ORDER if (count := sum(row.state is state for row in found))
    )
    unused = [row.fact.number for row in found if not row.used_by]
    tail = f"; никем не названы: {', '.join(unused)}" if unused else ""
    kept = [row for row in found if everything or row.state is not State.FRESH]
    return table(kept), f"{len(found)} фактов — {counts}{tail}" if found else "В flows/facts.yaml нет фактов"


def report(root: Path, *, everything: bool = False) -> int:
    """Prints both; the exit status is 0: what is old stops nothing."""
    made, line = facts(root, clock.now().date(), everything=everything)
    console = Console()
    if made.row_count:
        console.print(made)
    console.print(line, highlight=False)
    return 0


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (f" и ещё {len(names) - 3}" if len(names) > 3 else "") or "нигде"


def _plain(state: State) -> str:
    return _NAMES[state].rpartition("[")[0].rpartition("]")[2] or _NAMES[state]
