"""American states as people write them: TX, Техас, «в Техасе», with a typo → ``TX``; «Чикаго» → ``IL``."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
# Cities people name instead; those that two states have are asked back.
_CITIES = """
AZ Phoenix|Финикс|Mesa|Меса|Tucson|Тусон
CA Los Angeles|Лос Анджелес|San Francisco|Сан Франциско|San Diego|Сан Диего|San Jose|Сан Хосе
CA Sacramento|Сакраменто|Fresno|Фресно|Oakland|Окленд|Adelanto|Аделанто|Bakersfield|Бейкерсфилд
CO Denver|Денвер
FL Miami|Майами|Orlando|Орландо|Tampa|Тампа|Jacksonville|Джексонвилл
GA Atlanta|Атланта|Savannah|Саванна
IL Chicago|Чикаго
IN Indianapolis|Индианаполис
LA New Orleans|Новый Орлеан|Winnfield|Винфилд|Jena|Джена
LA,VA Alexandria|Александрия
AZ,SC Florence|Флоренс
MA Boston|Бостон
MD Baltimore|Балтимор
MI Detroit|Детройт
MN Minneapolis|Миннеаполис
MO,KS Kansas City|Канзас Сити
MO St Louis|Сент Луис
NC Charlotte|Шарлотт
NJ Newark|Ньюарк|Elizabeth|Элизабет
NV Las Vegas|Лас Вегас
NY Brooklyn|Бруклин|Queens|Квинс|Bronx|Бронкс|Manhattan|Манхэттен|Staten Island|Стейтен Айленд|Buffalo|Баффало
OH Cleveland|Кливленд|Cincinnati|Цинциннати
OH,GA Columbus|Колумбус
OK Oklahoma City|Оклахома Сити|Tulsa|Талса
OR,ME Portland|Портленд
PA Philadelphia|Филадельфия|Pittsburgh|Питтсбург
TN Nashville|Нэшвилл|Memphis|Мемфис
TX Houston|Хьюстон|Dallas|Даллас|San Antonio|Сан Антонио|El Paso|Эль Пасо|Austin|Остин|Dilley|Дилли
UT Salt Lake City|Солт Лейк Сити
WA Seattle|Сиэтл|Tacoma|Такома|Spokane|Спокан
"""
_AROUND = re.compile(r"\b(?:штат[аеу]?|state of|state|в|во|из|на|это|сша|usa|us)\b")
_LOOKALIKE = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")


def _read_names() -> dict[str, tuple[str, ...]]:
    rows = (line.split(" ", 1) for line in _NAMES.strip().splitlines())
    return {code: tuple(map(folded, names.split("|"))) for code, names in rows}


_STATES = _read_names()
CODES: tuple[str, ...] = tuple(_STATES)
_BY_NAME = {name: (code,) for code, names in _STATES.items() for name in names} | _TWO


def _read_cities() -> dict[str, tuple[str, ...]]:
    rows = (line.split(" ", 1) for line in _CITIES.strip().splitlines())
    return {folded(name): tuple(codes.split(",")) for codes, names in rows for name in names.split("|")}


_BY_CITY = _read_cities()


def parse_us_state(raw: str) -> str | Refusal:
    """A two-letter code. What fits two states, or is only near several, is asked back with buttons.

    A known city is its state; of «Chicago, IL» the part behind the comma is looked at first.
    """
    parts = [part for part in reversed(raw.split(",")) if part.strip()]
    readings = [_read(part) for part in parts] if len(parts) > 1 else []
    return next((code for code in readings if isinstance(code, str)), None) or _read(raw)


def _read(raw: str) -> str | Refusal:
    words = folded(raw)
    code = words.upper().translate(_LOOKALIKE)
    if code in _STATES:
        return code
    bare = " ".join(_AROUND.sub(" ", words).split())
    found = _BY_NAME.get(words) or _BY_NAME.get(bare) or _near(bare, _BY_NAME) or _near(bare, _BY_CITY)
    if len(found) == 1:
        return found[0]
    return Refusal("answers-us_state_which", choices=found) if found else Refusal("answers-us_state_unclear")


def _near(words: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """One state when it is near and well ahead; up to three when it is not; none when none is near."""
    if len(words) < SHORTEST:
        return ()
    best: dict[tuple[str, ...], float] = {}
    for name, codes in known.items():
        best[codes] = max(best.get(codes, 0.0), fuzz.ratio(name, words))
    ranked = sorted(((score, codes) for codes, score in best.items() if score >= NEAR - LEAD), reverse=True)
    if not ranked or ranked[0][0] < NEAR:
        return ()
    close = [codes for score, codes in ranked if ranked[0][0] - score < LEAD]
    return tuple(dict.fromkeys(code for codes in close for code in codes))[:3]


def state_names(code: str) -> tuple[str, ...]:
    """Names of a state as people write them, lower case: ``TX`` → ``texas``, ``техас``."""
    return _STATES[code]
