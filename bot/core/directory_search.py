"""A place as people type it: in Russian or English, with a typo, a part of it, by town, state or firm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from bot.core.answers.lookalike import alike, words
from bot.core.answers.us_state import CODES, parse_us_state, state_names
from bot.core.directory import Directory, Facility, Office

Kind = Literal["facility", "office"]

GOOD = 72.0  # below it is rather another name
STRONG = 88.0  # surely this place was meant
NEAR_BEST = 22.0  # further behind the best than that is not worth a button
_OTHER_BEHIND = 2.0  # a centre named like its town before another centre of the town
_BAG = 0.94  # name, town and state together are weaker than the name by itself
_STATE_BONUS = 6.0
_OFFICE_BONUS = 15.0

# What every second name has in it, or what people add to any name.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """ice айс айсе процессинг processing proc center centre центр сентер detention детеншен детеншн
        детеншин дитеншен facility фасилити fasiliti correctional correction corrections коррекшионал complex
        county каунти тюрьма тюрьме лагерь лагере service сервис contract regional annex the of in в во на из
        под город городе г штат штате ин у это где ero еро находится сидит держат муж мужа""",
    )
)
_LONG_COMMON = tuple(word for word in _COMMON if len(word) > 5)
_COMMON_TYPO = 80
_OFFICE_WORDS = frozenset(("офис", "офисе", "оффис", "office", "field", "филд", "чекин", "чек", "отметка"))
_SIGNS = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found; `score` up to 100."""

    kind: Kind
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Known:
    kind: Kind
    id: str
    titles: tuple[tuple[str, ...], ...]  # the names that are shown, without common words
    others: tuple[tuple[str, ...], ...]  # what else it is called, and its town
    bag: frozenset[str]  # every word of name, town, state
    states: frozenset[str]


class Search:
    """Built once over a directory; `find` is pure."""

    def __init__(self, directory: Directory) -> None:
        self._known = tuple(_all(directory))
        self._vocabulary = frozenset().union(*(one.bag for one in self._known))

    def find(self, typed: str, limit: int = 3) -> list[Hit]:
        """The likeliest first; empty rather than a guess. For a bare state ask `state_of` first."""
        said = words(typed)
        wants_office = not _OFFICE_WORDS.isdisjoint(said)
        core = _core(said)
        if not core:
            return []
        state = _state_in(core)
        fits = {word: self._fits(word) for word in core}
        ranked = sorted(
            (Hit(one.kind, one.id, _score(one, core, state, wants_office, fits)) for one in self._known),
            key=lambda hit: (-hit.score, hit.kind, hit.id),
        )
        best = ranked[0].score if ranked else 0.0
        return [hit for hit in ranked[:limit] if hit.score >= max(GOOD, best - NEAR_BEST)]

    def _fits(self, word: str) -> dict[str, float]:
        """Likeness of a typed word to every word of every name."""
        return {other: alike((word,), (other,)) for other in self._vocabulary}


def state_of(typed: str) -> str:
    """The state that was typed and nothing else; empty for anything more, or less sure."""
    core = _core(words(typed))
    found = parse_us_state(" ".join(core))
    return found if isinstance(found, str) else ""


def _score(
    known: _Known,
    core: tuple[str, ...],
    state: str,
    wants_office: bool,
    fits: Mapping[str, Mapping[str, float]],
) -> float:
    score = max(_whole(known, core, state), _BAG * _by_words(known, core, fits))
    if state:
        score += _STATE_BONUS if state in known.states else -_STATE_BONUS
    if wants_office:
        score += _OFFICE_BONUS if known.kind == "office" else -_OFFICE_BONUS
    return score


def _whole(known: _Known, core: tuple[str, ...], state: str) -> float:
    """Against whole names; a state that fits is no part of the name then."""
    named = core
    if state in known.states:
        named = tuple(word for word in core if _state_in((word,)) != state) or core
    said = {core, named}
    title = max(alike(one, key) for one in said for key in known.titles)
    others = max((alike(one, key) for one in said for key in known.others), default=0.0)
    return max(title, others - _OTHER_BEHIND)


def _by_words(known: _Known, core: tuple[str, ...], fits: Mapping[str, Mapping[str, float]]) -> float:
    """Name, town and state together, longer words counting more."""
    weight = sum(map(len, core))
    return sum(len(word) * max(fits[word][other] for other in known.bag) for word in core) / weight


def _all(directory: Directory) -> Iterable[_Known]:
    for name, place in directory.facilities.items():
        yield _facility(name, place)
    for name, office in directory.offices.items():
        yield _office(name, office)


def _facility(name: str, place: Facility) -> _Known:
    titles = (_SIGNS.sub("", place.name), place.name_ru)
    others = (*place.names[1:], *place.also, place.city, place.city_ru)
    firm = (place.operator,) if place.operator else ()
    return _made("facility", name, titles, others, firm, frozenset({place.state}))


def _office(name: str, office: Office) -> _Known:
    titles = (office.name.removesuffix(" Field Office"), office.name_ru)
    others = (*office.names[1:], *office.also, office.city)
    return _made("office", name, titles, others, (), frozenset(office.states))


def _made(
    kind: Kind,
    name: str,
    titles: tuple[str, ...],
    others: tuple[str, ...],
    firm: tuple[str, ...],
    states: frozenset[str],
) -> _Known:
    named = (name for code in states for name in state_names(code))
    bag = frozenset(word for text in (*titles, *others, *firm, *states, *named) for word in words(text))
    return _Known(kind, name, _keys(titles), _keys(others), bag - _COMMON, states)


def _keys(titles: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    found = (words(title) for title in titles)
    return tuple(dict.fromkeys(_core(key) for key in found))


def _core(said: tuple[str, ...]) -> tuple[str, ...]:
    """Without the words that say nothing; all of them where nothing else was said."""
    telling = tuple(word for word in said if word not in _OFFICE_WORDS)
    return tuple(word for word in telling if not _is_common(word)) or telling


def _is_common(word: str) -> bool:
    """Also with a typo in a long one."""
    return word in _COMMON or any(
        fuzz.ratio(word, common) >= _COMMON_TYPO
        for common in _LONG_COMMON
        if abs(len(word) - len(common)) < 2
    )


def _state_in(core: tuple[str, ...]) -> str:
    """A state named among the words, exactly; names of two words count too."""
    pairs = [" ".join(core[at : at + 2]) for at in range(len(core) - 1)]
    return next((_EXACT[word] for word in (*pairs, *core) if word in _EXACT), "")


def _exact() -> Mapping[str, str]:
    """Names and, from two letters in Latin, codes of states; inflected «в Техасе» comes by its stem."""
    found = {" ".join(words(name)): code for code in CODES for name in state_names(code)}
    found |= {_in_place(name): code for name, code in list(found.items())}
    return found | {code.lower(): code for code in CODES if code not in ("IN", "OR", "ME", "LA", "DE", "AL")}


def _in_place(name: str) -> str:
    """«техас» → «техасе», «луизиана» → «луизиане», «джорджия» → «джорджии»."""
    if name.endswith("ия"):
        return name[:-1] + "и"
    return name[:-1] + "е" if name.endswith("а") else name + "е"


_EXACT = _exact()
