"""One Cyrillic word in Latin letters, in the style of one kind of paper, with its likely deviations.

A style is a way of spelling that runs through a whole paper: passports of Russia since 2010 (``passport``),
those before (``old``), American press and leagues (``press``), and the passports of the south. Costs say how
far a spelling is from what the style would print first; they are tenths, so 5 is half a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest

Costed = tuple[str, int]  # Latin, cost
MOST = 6  # deviations of one word worth looking at

_CYRILLIC = "абвгдеёзиклмнопрстуфчшыэіїєґңәұһқғҳўөү"
_LATIN = "A B V G D E E Z I K L M N O P R S T U F CH SH Y E I I E G N A U H K G H U O U"
_PLAIN = dict(zip(_CYRILLIC, _LATIN.split(), strict=True))
_VOWELS = frozenset("аеёиоуыэюяєії")
_HUSHERS = frozenset("жшщч")

# chunk → style → spellings with costs. ^ stands for the start of the word, + for a vowel before (kept out of
# the chunk), $ for its end. The longest chunk wins; a style without its own line takes `passport`.
_RULES: dict[str, dict[str, str]] = {
    "ий$": {
        "passport": "II",
        "ukraine": "YI",
        "old": "IY",
        "press": "Y I:4 IY:6 II:7",
        "south": "IY I:3 Y:5",
    },
    "ый$": {"passport": "YI", "old": "YY", "press": "Y YY:4", "south": "YY"},
    "ой$": {"passport": "OI", "old": "OY", "press": "OY OI:3", "south": "OY OI:4"},
    "ей$": {"passport": "EI", "old": "EY", "press": "EY EI:1", "south": "EY EI:4"},
    "ай$": {"passport": "AI", "old": "AY", "press": "AI AY:2", "south": "AY AI:3"},
    "ия$": {"passport": "IIA", "old": "IYA", "press": "IA IYA:7", "south": "IYA IA:2", "georgia": "IA"},
    "ья": {"passport": "IA", "old": "YA", "press": "YA IA:3", "south": "YA"},
    "ью": {"passport": "IU", "old": "YU", "press": "YU", "south": "YU"},
    "ье": {"passport": "E", "old": "YE", "press": "YE IE:4 YO:6 E:7", "south": "YE"},
    "ьё": {"passport": "E", "old": "YE", "press": "YO YE:2 IE:4 E:7", "south": "YO"},
    "ъе": {"passport": "IE", "old": "YE", "press": "YE", "south": "YE E:3"},
    "ъя": {"passport": "IEIA", "old": "YA", "press": "YA", "south": "YA"},
    "дж": {"passport": "DZH", "press": "J DZH:2", "south": "J DJ:6 DZH:4", "georgia": "J"},
    "кс": {"passport": "KS", "press": "X KS:3"},
    "щ": {"passport": "SHCH", "press": "SHCH SCH:4 SH:6", "south": "SH SHCH:5"},
    "ж": {"passport": "ZH", "press": "ZH J:12", "south": "J ZH:3", "georgia": "ZH", "armenia": "ZH J:6"},
    "х": {"passport": "KH", "press": "KH H:5", "south": "KH H:3 X:6", "georgia": "KH H:6"},
    "ц": {"passport": "TS", "press": "TS C:12"},
    "^ю": {"passport": "IU", "old": "YU", "press": "YU", "south": "YU"},
    "ю": {"passport": "IU", "old": "YU", "press": "YU U:5 IU:6", "south": "YU IU:5", "georgia": "IU YU:6"},
    "^я": {"passport": "IA", "old": "YA", "press": "YA", "south": "YA"},
    "я": {"passport": "IA", "old": "YA", "press": "YA IA:5", "south": "YA IA:5", "georgia": "IA YA:6"},
    "ян$": {"passport": "IAN", "old": "YAN", "press": "YAN IAN:3", "armenia": "YAN IAN:4"},
    "ё": {"passport": "E", "old": "E YE:3 YO:4", "press": "E YO:1 IO:9", "south": "YO IO:6 E:6"},
    "^е": {"passport": "E", "old": "YE E:2", "press": "E YE:3", "south": "E YE:2"},
    "+е": {"passport": "E", "old": "YE E:2", "press": "E YE:4", "south": "E YE:4", "caspian": "YE E:1"},
    "й": {"passport": "I", "old": "Y", "press": "Y I:3", "south": "Y I:4", "georgia": "I Y:4"},
    "ъ": {"passport": "IE", "old": "", "press": "", "south": " ':7"},
    "ь": {"passport": ""},
    "^г": {"passport": "G", "ukraine": "H", "armenia": "G H:6", "caspian": "G H:3"},
    "^а": {"passport": "A", "armenia": "A HA:8"},
    "қ": {"passport": "K", "south": "Q K:1"},
    "к": {"passport": "K", "south": "K Q:9", "georgia": "K", "armenia": "K", "caspian": "K"},
    "ғ": {"passport": "G", "south": "G G':3 GH:4"},
    "ҳ": {"passport": "KH", "south": "H KH:3 X:6"},
    "ў": {"passport": "U", "south": "O' U:1 O:2"},
    "ө": {"passport": "O", "south": "O U:6"},
    "ы": {"passport": "Y", "south": "Y I:5"},
    "ң": {"passport": "N", "south": "N NG:4"},
    "и": {"passport": "I", "ukraine": "Y"},
    "г": {"passport": "G", "ukraine": "H"},
    "ій$": {"passport": "II", "press": "IY"},
    "ія$": {"passport": "IIA", "press": "IIA IA:3"},
    "^є": {"passport": "YE"},
    "є": {"passport": "IE", "press": "YE"},
    "^ї": {"passport": "YI"},
}
# A style of one country first, then what the south has in common, then the passport's.
_FAMILY = {"georgia": "south", "armenia": "south", "caspian": "south", "asia": "south"}
_LONGEST = 3


@lru_cache(maxsize=512)
def spelled(word: str, style: str) -> tuple[Costed, ...]:
    """Spellings of one lower-case word, the style's own first; at most six. Foreign signs are kept."""
    found: dict[str, int] = {"": 0}
    for chunk in _chunks(word, style):
        longer: dict[str, int] = {}
        for start, cost in found.items():
            for latin, more in chunk:
                made = start + latin
                longer[made] = min(cost + more, longer.get(made, cost + more))
        found = dict(nsmallest(4 * MOST, longer.items(), key=lambda pair: pair[1]))
    return tuple(nsmallest(MOST, found.items(), key=lambda pair: pair[1]))


def _chunks(word: str, style: str) -> Iterator[tuple[Costed, ...]]:
    at = 0
    while at < len(word):
        size, rule = _rule(word, at)
        if rule:
            yield _options(rule, style)
        else:
            yield ((_PLAIN.get(word[at], word[at].upper()), 0),)
        at += size


def _rule(word: str, at: int) -> tuple[int, dict[str, str] | None]:
    """How many letters the rule takes, and the rule; one letter and None where the letter is plain."""
    for size in range(min(_LONGEST, len(word) - at), 0, -1):
        chunk = word[at : at + size]
        ends = at + size == len(word)
        for key in _keys(chunk, starts=at == 0, ends=ends, after=word[at - 1] if at else ""):
            if key in _RULES:
                return size, _RULES[key]
    return 1, None


def _keys(chunk: str, *, starts: bool, ends: bool, after: str) -> Iterator[str]:
    if ends:
        yield chunk + "$"
    if starts:
        yield "^" + chunk
    if after in _VOWELS:
        yield "+" + chunk
    if not (chunk == "ё" and after in _HUSHERS):
        yield chunk


def _options(rule: dict[str, str], style: str) -> tuple[Costed, ...]:
    line = rule.get(style, rule.get(_FAMILY.get(style, ""), rule["passport"]))
    return tuple(
        (latin, int(cost or 0)) for latin, _, cost in (one.partition(":") for one in line.split(" "))
    )
