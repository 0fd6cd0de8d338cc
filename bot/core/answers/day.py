"""Dates as people write them in Russian, and as American papers print them → ISO."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from bot.core.answers.calendar_words import MONTHS, NAMED_DAYS, NUMBERS, ORDINALS, TENS, WEEKDAYS
from bot.core.answers.clean import clean_line
from bot.core.answers.refusal import Refusal

_UNCLEAR = Refusal("answers-date_unclear")
_UNCLEAR_PAST = Refusal("answers-date_unclear_past")  # of a day long ago: «вчера» would be no example
_UNCLEAR_AHEAD = Refusal("answers-date_unclear_ahead")  # nor is it of a day to come
_NUMERIC = re.compile(r"(\d{1,2})\s?([./\-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_BUTTON = re.compile(r"d(\d{4})(\d{2})(\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:-?(?:го|ое|е|th|st|nd|rd))?\s+([a-zа-я]{3,})\.?,?(?:\s+(\d{4}|\d{2}))?")
_MONTH_DAY = re.compile(r"([a-zа-я]{3,})\.?\s+(\d{1,2})(?:th|st|nd|rd)?,?(?:\s+(\d{4}))?")
_SPOKEN = re.compile(r"(?:(двадцать|тридцать) )?([а-я]+?)(?:ое|ого|ье|ьего) (?=[а-я]{3,})")
_DAY_ONLY = re.compile(r"(\d{1,2})(?:-?(?:го|ое|е)|(?:-?(?:го|ое|е))?\s+числа)")
_SHIFT = re.compile(r"(через )?(?:(\w+) )?(день|дня|дней|недел[юиь]|месяц|месяца|месяцев)( назад)?")
_WEEKDAY = re.compile(r"(?:(прошл\w+|следующ\w+|будущ\w+|эт\w+|ближайш\w+) )?([а-я]{2,})")
_HOUR = re.compile(
    r",? (?:(?:в|к|at) \d{1,2}(?:[:.]\d{2})?(?: ?(?:утра|дня|вечера|час\w*|am|pm))?|"
    r"\d{1,2}:\d{2}(?: ?(?:утра|дня|вечера|am|pm))?|\d{1,2} ?(?:утра|вечера|am|pm)|утром|вечером|с утра)$"
)
_AROUND = re.compile(r"^(?:во?|к|на|с|от|до) |(?<=\d)\s*(?:г|года|году)\.?$|[,!]+$|\.$")


def parse_date(raw: str, today: date, first: date | None = None, last: date | None = None) -> str | Refusal:
    """ISO date within `first`…`last`; two readings that both fit are asked back with buttons."""
    frame = Frame(today, first, last)
    text = clean_line(raw).casefold().replace("ё", "е")
    while (bare := _AROUND.sub("", text).strip()) != text:
        text = bare
    text = _HOUR.sub("", text)  # «послезавтра в 9 утра»: the day is asked
    text = _SPOKEN.sub(_in_figures, text, count=1)
    for reading in (_fixed, _relative, _weekday, _numeric, _named_month, _day_only):
        found = reading(text, frame)
        if found is not None:
            return _settled(found, frame)
    if first is not None and first >= today:
        return _UNCLEAR_AHEAD
    return _UNCLEAR_PAST if last is not None and last < today - timedelta(days=1) else _UNCLEAR


def _in_figures(spoken: re.Match[str]) -> str:
    """«двадцать пятое » → «25 »; what is no ordinal of a day stays."""
    ones = ORDINALS.get(spoken[2])
    if ones is None or (spoken[1] and ones > 9):
        return spoken[0]
    return f"{TENS.get(spoken[1] or '', 0) + ones} "


@dataclass(frozen=True, slots=True)
class Frame:
    """What today is, and the days a question allows, inclusive."""

    today: date
    first: date | None
    last: date | None

    def fits(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


Readings = list[date]  # all that the words may mean, the likeliest first; empty: no such day


def _settled(found: Readings, frame: Frame) -> str | Refusal:
    if not found:
        return Refusal("answers-date_no_such_day")
    fitting = [day for day in dict.fromkeys(found) if frame.fits(day)]
    if len(fitting) == 1:
        return fitting[0].isoformat()
    if fitting:
        choices = tuple(f"d{day:%Y%m%d}" for day in fitting[:2])
        return Refusal("answers-date_two", {"first": fitting[0], "second": fitting[1]}, choices)
    if frame.first and found[0] < frame.first:
        return Refusal("answers-date_too_early", {"first": frame.first})
    return Refusal("answers-date_too_late", {"last": frame.last or found[0]})


def _made(year: int, month: int, day: int) -> Readings:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _fixed(text: str, _frame: Frame) -> Readings | None:
    found = _ISO.fullmatch(text) or _BUTTON.fullmatch(text)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _relative(text: str, frame: Frame) -> Readings | None:
    near = process.extractOne(text, tuple(NAMED_DAYS), scorer=fuzz.ratio, score_cutoff=85)
    if near:
        return [frame.today + timedelta(days=NAMED_DAYS[near[0]])]
    found = _SHIFT.fullmatch(text)
    if not found or bool(found[1]) == bool(found[4]):
        return None
    count = NUMBERS.get(found[2] or "1") or (int(found[2]) if (found[2] or "").isdecimal() else None)
    if count is None or count > 1000:
        return None
    return [_shifted(frame.today, count if found[1] else -count, found[3])]


def _shifted(today: date, count: int, unit: str) -> date:
    if unit.startswith("месяц"):
        month = today.year * 12 + today.month - 1 + count
        year, month = divmod(month, 12)
        return next(day[0] for d in range(today.day, 0, -1) if (day := _made(year, month + 1, d)))
    return today + timedelta(days=count * (7 if unit.startswith("недел") else 1))


def _weekday(text: str, frame: Frame) -> Readings | None:
    found = _WEEKDAY.fullmatch(text)
    if not found or found[2] not in WEEKDAYS:
        return None
    ahead = (WEEKDAYS[found[2]] - frame.today.weekday()) % 7 or 7
    coming, gone = frame.today + timedelta(days=ahead), frame.today + timedelta(days=ahead - 7)
    if gone == frame.today:  # today is such a day: it may be meant, and so may its neighbours
        gone = frame.today - timedelta(days=7)
        return [gone] if _past(found[1]) else [coming] if found[1] else [frame.today, coming]
    if found[1]:
        return [gone] if _past(found[1]) else [coming]
    return [coming, gone]


def _past(word: str | None) -> bool:
    return (word or "").startswith("прошл")


def _numeric(text: str, frame: Frame) -> Readings | None:
    """With dots the day comes first, as in Russia; with slashes or dashes it may be an American paper."""
    found = _NUMERIC.fullmatch(text)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), found[4]
    russian = _with_year(two, one, year, frame)
    american = _with_year(one, two, year, frame)
    if found[2] != ".":
        return american + russian
    return russian if any(frame.fits(day) for day in russian) else russian + american


def _named_month(text: str, frame: Frame) -> Readings | None:
    if found := _DAY_MONTH.fullmatch(text):
        day, word, year = found[1], found[2], found[3]
    elif found := _MONTH_DAY.fullmatch(text):
        day, word, year = found[2], found[1], found[3]
    else:
        return None
    month = _month(word)
    return None if month is None else _with_year(month, int(day), year, frame)


def _month(word: str) -> int | None:
    for name, number in MONTHS.items():
        if name.startswith(word) or (len(word) >= 3 and word == name[:4].rstrip("ьйя")):
            return number
    near = (
        process.extractOne(word, tuple(MONTHS), scorer=fuzz.ratio, score_cutoff=80)
        if len(word) >= 4
        else None
    )
    return MONTHS[near[0]] if near else None


def _with_year(month: int, day: int, year: str | None, frame: Frame) -> Readings:
    """Without a year, or with two digits of it: the nearest such day that the limits allow."""
    if year:
        years = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
    else:
        years = [frame.today.year + shift for shift in (-1, 0, 1)]
    return _nearest((made for one in years for made in _made(one, month, day)), frame)


def _nearest(days: Iterable[date], frame: Frame) -> Readings:
    ranked = sorted(days, key=lambda day: (not frame.fits(day), abs((day - frame.today).days)))
    return ranked[:1]


def _day_only(text: str, frame: Frame) -> Readings | None:
    found = _DAY_ONLY.fullmatch(text)
    if not found:
        return None
    months = (frame.today.year * 12 + frame.today.month - 1 + shift for shift in (-1, 0, 1))
    days = (
        made
        for year, month in (divmod(m, 12) for m in months)
        for made in _made(year, month + 1, int(found[1]))
    )
    return _nearest(days, frame)
