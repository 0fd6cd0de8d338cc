"""The figures of the guidance: how much there is, how well it reads, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from statistics import median

from bot.commands.check_texts import read_facts, read_locale
from bot.commands.facts import used_by
from bot.core.facts import FactBook
from bot.core.flow.paths import explored
from bot.core.ftl import Ftl
from bot.core.readability import read
from bot.core.text_lint.flat import Flattener
from bot.core.text_lint.form import BUTTON_GOOD, visible
from bot.core.text_lint.wanted import Role, Wanted, by_ref, wanted
from bot.core.text_lint.words import ENOUGH_WORDS
from bot.core.units import utf16
from tests.flows import house

MOST_OPTIONS = 6


@dataclass(frozen=True, order=True, slots=True)
class Measured:
    """A text that is long enough to be measured; `length` in UTF-16 units."""

    fre: float
    ref: str
    length: int


@cache
def book() -> FactBook:
    return read_facts(house.ROOT)[0]


@cache
def locale() -> Ftl:
    return read_locale(house.ROOT)


@cache
def wants() -> dict[str, Wanted]:
    return by_ref(wanted(house.sources()))


@cache
def flattener() -> Flattener:
    return Flattener(locale(), book())


def shown(ref: str) -> str:
    """What people see of a text, facts as filler; empty for a text there is not."""
    return visible(flattener().flat(ref))


@cache
def measured(role: Role) -> tuple[Measured, ...]:
    """Steps (`crisis`) or memos (`card`) of ten words and more, the hardest first; a hint counts in."""
    return tuple(sorted(_measured(role)))


def _measured(role: Role) -> Iterator[Measured]:
    for ref, want in wants().items():
        if want.role != role or ref not in locale().texts:
            continue
        reading = read(f"{shown(ref)}\n\n{shown(f'{ref}.hint')}".strip())
        if reading.words >= ENOUGH_WORDS:
            yield Measured(reading.fre, ref, utf16(shown(ref)))


def long_buttons() -> list[str]:
    """Button texts of flows, memos and phrases that a phone cuts."""
    buttons = [ref for ref, want in wants().items() if want.role == "button"]
    return [f"{ref}: {shown(ref)}" for ref in buttons if len(shown(ref)) > BUTTON_GOOD]


def crowded() -> dict[str, int]:
    """Questions and boards with more than six choices, as ``flow/step``."""
    steps = (
        (f"{name}/{id_}", step)
        for name, flow in house.sources().flows.items()
        for id_, step in flow.steps.items()
    )
    counts = {place: len(step.options) or len(step.tracks) for place, step in steps}
    return {place: count for place, count in counts.items() if count > MOST_OPTIONS}


def report() -> str:
    """The table that `python -m tests.flows` prints."""
    return "\n".join([*_sizes(), "", *_readability(), "", *_lengths(), "", *_facts()])


def _sizes() -> Iterator[str]:
    flows = house.sources().flows
    steps = [step for flow in flows.values() for step in flow.steps.values()]
    paths = {name: explored(flows, flow) for name, flow in flows.items()}
    yield f"flows {len(flows)} · steps {len(steps)} · paths {sum(len(one.paths) for one in paths.values())}"
    ends, out = (
        sum(bool(step.end) for step in steps),
        sum(bool(o.go) for step in steps for o in step.options.values()),
    )
    yield f"ends {ends} · ways out into other flows {out} · memos {len(house.sources().cards)}"
    longest = sorted(paths, key=lambda name: -paths[name].longest)[:5]
    yield "longest ways, calls as one screen: " + ", ".join(
        f"{name} {paths[name].longest}" for name in longest
    )


def _readability() -> Iterator[str]:
    for role, name in (("crisis", "crisis steps"), ("card", "memos")):
        texts = measured(role)
        middle = median(one.fre for one in texts)
        yield f"{name}: {len(texts)} measured, FRE median {middle:.1f}, min {texts[0].fre:.1f} ({texts[0].ref})"


def _lengths() -> Iterator[str]:
    for role, name in (("crisis", "steps"), ("card", "memos")):
        longest = sorted(measured(role), key=lambda one: -one.length)[:5]
        yield f"longest {name}: " + ", ".join(f"{one.ref} {one.length}" for one in longest)
    yield f"buttons over {BUTTON_GOOD} characters: {', '.join(long_buttons()) or 'none'}"
    listed = ", ".join(f"{place} {count}" for place, count in crowded().items())
    yield f"questions of more than {MOST_OPTIONS} choices: {listed or 'none'}"


def _facts() -> Iterator[str]:
    used = used_by(house.sources(), locale())
    never = [number for number, fact in book().facts.items() if fact.reviewed is None]
    yield f"facts {len(book().facts)} · on a screen {len(used)} · never compared by a person {len(never)}"
    idle = sorted(set(book().facts) - set(used))
    yield f"facts on no screen of a flow: {', '.join(idle) or 'none'}"
