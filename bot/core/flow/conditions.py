"""Conditions of flow files: mappings, lists, and a closed set of tested predicates. Not a language.

=====================================  ============================================================
``{where: road}``                      the answer is `road` (of a multi or a checklist: `road` is among them)
``{where: [road, home]}``              one of
``{where: road, alone: kids}``         both
``{any: [{…}, {…}]}``, ``{not: {…}}``  either; not (false while the question was not answered)
``{day: {within: 2d}}``                a date at most two days from today, before or after
``{day: {before: today}}``             a date before / ``after`` a day (``today``, ``+7d``, ``-2d``, ISO)
``{signs: {at_least: 2}}``             two or more chosen
``{a_number: {given: true}}``          answered with a value, neither skipped nor «Не знаю»
``{is: night}``                        a predicate from `PREDICATES`
=====================================  ============================================================

A board stands in conditions for its tracks that are done; a call for the outcome of its flow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from bot.core.flow.spans import on_calendar, read_day, read_span

NOT_GIVEN = frozenset({"$skip", "$unknown"})
_NEW_YORK = ZoneInfo("America/New_York")

Env = Mapping[str, Any]  # key of a step → its answer: text, or a list of chosen ids


@dataclass(frozen=True, slots=True)
class Moment:
    """When a condition is asked: the instant, and the day it belongs to where the people are."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Among:
    step: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    step: str
    days: int


@dataclass(frozen=True, slots=True)
class Before:
    step: str
    day: int | date


@dataclass(frozen=True, slots=True)
class After:
    step: str
    day: int | date


@dataclass(frozen=True, slots=True)
class AtLeast:
    step: str
    count: int


@dataclass(frozen=True, slots=True)
class Given:
    step: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Is:
    name: str


Atom = Among | Within | Before | After | AtLeast | Given
Condition = All | Either | Not | Is | Atom
Test = Callable[[Env, Moment], bool]


def night(moment: Moment) -> bool:
    """Offices sleep: between 22:00 and 7:00 in New York."""
    hour = moment.now.astimezone(_NEW_YORK).hour
    return hour >= 22 or hour < 7


def weekend(moment: Moment) -> bool:
    """Saturday or Sunday."""
    return moment.today.weekday() >= 5


PREDICATES: Mapping[str, Callable[[Moment], bool]] = {"night": night, "weekend": weekend}


def read(raw: Any) -> Condition:
    """A condition from the plain value of a YAML file; raises PydanticCustomError with a check's code."""
    if isinstance(raw, Condition):
        return raw
    if not isinstance(raw, dict) or not raw:
        raise PydanticCustomError("E02", "Условие пишется так: {шаг: ответ}")
    parts = tuple(_part(str(name), value) for name, value in raw.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _part(name: str, value: Any) -> Condition:
    if name == "any":
        if not isinstance(value, list) or not value:
            raise PydanticCustomError("E02", "any: нужен список условий")
        return Either(tuple(read(part) for part in value))
    if name == "not":
        return Not(read(value))
    if name == "is":
        if value not in PREDICATES:
            details = {"name": str(value), "known": ", ".join(sorted(PREDICATES))}
            raise PydanticCustomError("E04", "Нет предиката «{name}». Есть: {known}", details)
        return Is(value)
    return _about(name, value)


def _about(step: str, value: Any) -> Condition:
    if isinstance(value, str):
        return Among(step, (value,))
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return Among(step, tuple(value))
    if isinstance(value, dict) and len(value) == 1:
        return _measured(step, *next(iter(value.items())))
    raise PydanticCustomError("E02", "Не понимаю условие про «{step}»", {"step": step})


def _measured(step: str, name: str, value: Any) -> Condition:
    match name, value:
        case "within", _:
            return Within(step, read_span(value).days)
        case "before", _:
            return Before(step, read_day(value))
        case "after", _:
            return After(step, read_day(value))
        case "at_least", int(count):
            return AtLeast(step, count)
        case "given", bool(wanted):
            return Given(step, wanted)
    raise PydanticCustomError("E02", "Не понимаю «{name}» в условии", {"name": str(name)})


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every test of one step's answer inside, in reading order."""
    match condition:
        case All(parts) | Either(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case Is():
            return
        case _:
            yield condition


def compiled(condition: Condition | None, prefix: str = "") -> Test:
    """A function of (env, moment); steps are looked up under `prefix` + their id."""
    match condition:
        case None:
            return _always
        case All(parts):
            tests = tuple(compiled(part, prefix) for part in parts)
            return lambda env, moment: all(test(env, moment) for test in tests)
        case Either(parts):
            tests = tuple(compiled(part, prefix) for part in parts)
            return lambda env, moment: any(test(env, moment) for test in tests)
        case Not(part):
            return _negated(part, prefix)
        case Is(name):
            predicate = PREDICATES[name]
            return lambda _env, moment: predicate(moment)
        case _:
            return _asked(prefix + condition.step, _atom(condition))


def _always(_env: Env, _moment: Moment) -> bool:
    return True


def _negated(part: Condition, prefix: str) -> Test:
    """What was not asked yet is neither so nor not so: both tests are false."""
    test, keys = compiled(part, prefix), tuple(prefix + atom.step for atom in atoms(part))
    return lambda env, moment: all(env.get(key) is not None for key in keys) and not test(env, moment)


def _asked(key: str, test: Callable[[Any, Moment], bool]) -> Test:
    return lambda env, moment: (answer := env.get(key)) is not None and test(answer, moment)


def _atom(atom: Atom) -> Callable[[Any, Moment], bool]:
    match atom:
        case Among(values=values):
            wanted = frozenset(values)
            return lambda answer, _: _among(answer, wanted)
        case Given(wanted=wanted_given):
            return lambda answer, _: _given(answer) is wanted_given
        case AtLeast(count=count):
            return lambda answer, _: isinstance(answer, list) and len(answer) >= count
        case Within(days=days):
            return lambda answer, at: (d := _day(answer)) is not None and abs((d - at.today).days) <= days
        case Before(day=day):
            return lambda answer, at: (d := _day(answer)) is not None and d < on_calendar(day, at.today)
        case After(day=day):
            return lambda answer, at: (d := _day(answer)) is not None and d > on_calendar(day, at.today)


def _among(answer: Any, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(answer) if isinstance(answer, list) else answer in wanted


def _given(answer: Any) -> bool:
    return isinstance(answer, list) or answer not in NOT_GIVEN


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(answer)
    except (TypeError, ValueError):  # skipped or not known
        return None
