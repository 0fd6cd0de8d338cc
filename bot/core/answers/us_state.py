"""American states as people write them: TX, Texas, Техас, «в Техасе», with a typo → ``TX``."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from bot.core.answers.clean import folded
from bot.core.answers.refusal import Refusal

NEAR = 84
LEAD = 8  # how much better than the second best
SHORTEST = 4

_NAMES = """
AL Alabama|Алабама
AK Alaska|Аляска
AZ Arizona|Аризона
AR Arkansas|Арканзас
CA California|Калифорния|Кали
CO Colorado|Колорадо
CT Connecticut|Коннектикут
DE Delaware|Делавэр
DC District of Columbia|Washington DC|Округ Колумбия|Вашингтон округ Колумбия|Вашингтон DC|Вашингтон ДС
FL Florida|Флорида
GA Georgia|Джорджия
HI Hawaii|Гавайи|Гаваи
ID Idaho|Айдахо
IL Illinois|Иллинойс
IN Indiana|Индиана
IA Iowa|Айова
KS Kansas|Канзас
KY Kentucky|Кентукки
LA Louisiana|Луизиана
ME Maine|Мэн
MD Maryland|Мэриленд
MA Massachusetts|Массачусетс
MI Michigan|Мичиган
MN Minnesota|Миннесота
MS Mississippi|Миссисипи
MO Missouri|Миссури
MT Montana|Монтана
NE Nebraska|Небраска
NV Nevada|Невада
NH New Hampshire|Нью Гэмпшир|Нью Хэмпшир
NJ New Jersey|Нью Джерси
NM New Mexico|Нью Мексико
NY New York|Нью Йорк|NYC
NC North Carolina|Северная Каролина
ND North Dakota|Северная Дакота
OH Ohio|Огайо
OK Oklahoma|Оклахома
OR Oregon|Орегон
PA Pennsylvania|Пенсильвания
RI Rhode Island|Род Айленд
SC South Carolina|Южная Каролина
SD South Dakota|Южная Дакота
TN Tennessee|Теннесси
TX Texas|Техас
UT Utah|Юта
VT Vermont|Вермонт
VA Virginia|Вирджиния|Виргиния
WA Washington State|Штат Вашингтон
WV West Virginia|Западная Вирджиния|Западная Виргиния
WI Wisconsin|Висконсин
WY Wyoming|Вайоминг
AS American Samoa|Американское Самоа
GU Guam|Гуам
MP Northern Mariana Islands|Северные Марианские острова|Saipan|Сайпан
PR Puerto Rico|Пуэрто Рико
VI US Virgin Islands|Virgin Islands|Виргинские острова
"""
# What names two places at once is asked back.
_TWO: dict[str, tuple[str, ...]] = {
    "washington": ("WA", "DC"),
    "вашингтон": ("WA", "DC"),
    "carolina": ("NC", "SC"),
    "каролина": ("NC", "SC"),
    "dakota": ("ND", "SD"),
    "дакота": ("ND", "SD"),
}
_AROUND = re.compile(r"\b(?:штат[аеу]?|state of|state|в|во|из|на|это|сша|usa|us)\b")
_LOOKALIKE = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")


def _read_names() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = (line.split(" ", 1) for line in _NAMES.strip().splitlines())
    return {
        code: (names.split("|")[0], tuple(folded(name) for name in names.split("|"))) for code, names in rows
    }


_STATES = _read_names()
CODES: tuple[str, ...] = tuple(_STATES)
_BY_NAME = {name: (code,) for code, (_, names) in _STATES.items() for name in names} | _TWO


def parse_us_state(raw: str) -> str | Refusal:
    """A two-letter code. What fits two states, or is only near several, is asked back with buttons."""
    words = folded(raw)
    code = words.upper().translate(_LOOKALIKE)
    if code in _STATES:
        return code
    bare = " ".join(_AROUND.sub(" ", words).split())
    found = _BY_NAME.get(words) or _BY_NAME.get(bare) or _near(bare)
    if len(found) == 1:
        return found[0]
    return Refusal("answers-us_state_which", choices=found) if found else Refusal("answers-us_state_unclear")


def _near(words: str) -> tuple[str, ...]:
    """One state when it is near and well ahead; up to three when it is not; none when none is near."""
    if len(words) < SHORTEST:
        return ()
    best: dict[tuple[str, ...], float] = {}
    for name, codes in _BY_NAME.items():
        best[codes] = max(best.get(codes, 0.0), fuzz.ratio(name, words))
    ranked = sorted(((score, codes) for codes, score in best.items() if score >= NEAR - LEAD), reverse=True)
    if not ranked or ranked[0][0] < NEAR:
        return ()
    close = [codes for score, codes in ranked if ranked[0][0] - score < LEAD]
    return tuple(dict.fromkeys(code for codes in close for code in codes))[:3]


def english_name(code: str) -> str:
    """``TX`` → ``Texas``."""
    return _STATES[code][0]


def state_names(code: str) -> tuple[str, ...]:
    """Names of a state as people write them, lower case: ``TX`` → ``texas``, ``техас``."""
    return _STATES[code][1]
