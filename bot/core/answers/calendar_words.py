"""Words of the calendar, lower case, ё as е."""

from __future__ import annotations

NAMED_DAYS: dict[str, int] = {
    "сегодня": 0,
    "сейчас": 0,
    "завтра": 1,
    "послезавтра": 2,
    "вчера": -1,
    "позавчера": -2,
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
}

_MONTH_FORMS = (
    "январь января january", "февраль февраля february", "март марта march", "апрель апреля april",
    "май мая may мае", "июнь июня june", "июль июля july", "август августа august",
    "сентябрь сентября september", "октябрь октября october", "ноябрь ноября november",
    "декабрь декабря december",
)  # fmt: skip
MONTHS: dict[str, int] = {
    form: number for number, forms in enumerate(_MONTH_FORMS, start=1) for form in forms.split()
}

_WEEKDAY_FORMS = (
    "понедельник понедельника понедельнику пн пон",
    "вторник вторника вторнику вт", "среда среду среды среде ср",
    "четверг четверга четвергу чт",
    "пятница пятницу пятницы пятнице пт", "суббота субботу субботы субботе сб",
    "воскресенье воскресенья воскресенью вс воскресение",
)  # fmt: skip
WEEKDAYS: dict[str, int] = {
    form: number for number, forms in enumerate(_WEEKDAY_FORMS) for form in forms.split()
}

NUMBERS: dict[str, int] = {
    "1": 1, "один": 1, "одну": 1, "два": 2, "две": 2, "пару": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
}  # fmt: skip
# Days of a month as they are said: «пятое», «двадцать первого», without their endings.
_SPOKEN = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат",
    "двенадцат", "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат",
    "девятнадцат", "двадцат",
)  # fmt: skip
ORDINALS = {word: day for day, word in enumerate(_SPOKEN, start=1)} | {"тридцат": 30}
TENS = {"двадцать": 20, "тридцать": 30}
