"""``python -m bot reviewed FLOW[/STEP]``: a person has read these words; a later change of them is W28."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import typer

from bot import clock
from bot.commands.check_texts import read_locale, read_reviews, sources_of
from bot.core.flow.model import Flow
from bot.core.ftl import Ftl
from bot.core.reviews import FILE, Review, words_of, written


class CannotBeMarked(Exception):
    """No such flow or step, no words, or a file that cannot be read: the message says which."""


def marked(root: Path, places: Iterable[str], *, by: str, on: date) -> list[str]:
    """Writes flows/_reviews.yaml; the steps that are now marked, as ``flow/step``. Raises CannotBeMarked."""
    reviews, wrong = read_reviews(root)
    if wrong:
        raise CannotBeMarked(str(wrong[0]))
    flows, ftl = sources_of(root).flows, read_locale(root)
    steps = [step for place in places for step in _steps(flows, ftl, place)]
    kept = dict(reviews)
    for flow, id_ in steps:
        for former in flow.steps[id_].was:
            kept.pop(f"{flow.flow}/{former}", None)
        place = f"{flow.flow}/{id_}"
        kept[place] = Review(place, on, words_of(ftl, flow, id_), by)
    (root / FILE).write_text(written(kept.values()), "utf-8")
    return [f"{flow.flow}/{id_}" for flow, id_ in steps]


def _steps(flows: dict[str, Flow], ftl: Ftl, place: str) -> Iterator[tuple[Flow, str]]:
    """The step that is named, or every step of the flow that has words of its own."""
    name, _, step = place.partition("/")
    flow = flows.get(name)
    if flow is None:
        raise CannotBeMarked(f"Нет потока «{name}». Есть: {', '.join(flows)}")
    if step and step not in flow.steps:
        raise CannotBeMarked(f"В потоке «{name}» нет шага «{step}». Есть: {', '.join(flow.steps)}")
    found = [id_ for id_ in ([step] if step else flow.steps) if words_of(ftl, flow, id_)]
    if not found:
        raise CannotBeMarked(f"У «{place}» нет своих слов: проверять нечего")
    yield from ((flow, id_) for id_ in found)


def report(root: Path, places: list[str], *, by: str = "", on: date | None = None) -> int:
    """Marks and says what was marked; the exit status is 1 when nothing was."""
    today = clock.now().date()
    if on and on > today:
        return _refused(f"{on.isoformat()} ещё не наступило")
    try:
        done = marked(root, places, by=by, on=on or today)
    except CannotBeMarked as why:
        return _refused(str(why))
    typer.echo("\n".join([*done, f"Проверено шагов: {len(done)}. Записано в {FILE}: сохраните его в git."]))
    return 0


def _refused(why: str) -> int:
    typer.echo(why, err=True)
    return 1
