"""One spelling for what people type in many: «ДЕП0РТИРУЮТ», "deportiruyut" and «дэпортирую́т» fold alike.

The folded alphabet is Cyrillic without the letters people confuse (й ы → и, э ё → е, щ → ш, ъ ь dropped),
without doubled consonants, and with Latin written in Cyrillic. Spellings of the rules and words of a message
are folded by the same function, so a rule may be written in any spelling.
"""

from __future__ import annotations

import re
import unicodedata

_CONFUSED = str.maketrans(
    {
        "ё": "е", "э": "е", "є": "е", "ә": "а", "й": "и", "ы": "и", "і": "и", "ї": "и", "щ": "ш", "ў": "у",
        "ү": "у", "ө": "о", "қ": "к", "ғ": "г", "ґ": "г", "ҳ": "х", "һ": "х", "ң": "н", "ҷ": "ч",
        "ъ": "", "ь": "", "'": "",
    }
)  # fmt: skip
# Latin letters drawn like Cyrillic ones, for words that mix both on purpose or by a keyboard's mistake.
_LOOK_ALIKE = str.maketrans("aeopcyxkmthbi", "аеорсухкмтнви")
_SOUNDS = {
    "shch": "ш", "sch": "ш", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "tz": "ц", "ya": "я",
    "ja": "я", "yu": "ю", "ju": "ю", "yo": "е", "jo": "е", "ye": "е", "je": "е", "ee": "и", "oo": "у",
    "ck": "к", "ph": "ф", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х",
    "i": "и", "j": "и", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "х", "y": "и", "z": "з",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_SOFT_C = re.compile(r"c(?=[eiy])")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[а-яёіїєґўқғҳөүңә]")
_DOUBLED = re.compile(r"([^\W\d_аеиоуюя])\1+|(\w)\2{2,}")  # «её» must not become «е», nor «неё» «не»
# The Russian keyboard under the Latin one: «fqc» is «айс» typed without switching.
_KEYS = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>/?&", "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбю.,?"
)
_APOSTROPHES = str.maketrans("’ʻʼ`", "''''")
_DRAWN_LIKE = str.maketrans("0346@$", "озчбас")
_UNSEEN = {"Cf", "Mn", "Cs", "Co"}  # Unicode categories: joiners, accents, surrogates, private use


def plain(text: str) -> str:
    """`text` in lower case, compatibility forms and accents resolved, invisible characters gone."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return "".join(c for c in composed if unicodedata.category(c) not in _UNSEEN)


def fold(word: str) -> str:
    """One `plain` word in the folded alphabet; digits stay."""
    if _LATIN.search(word):
        word = _to_cyrillic(word)
    return _DOUBLED.sub(lambda found: found[0][0], word.translate(_CONFUSED))


def switched(line: str) -> str:
    """A `plain` line typed on Latin keys that were meant to be Russian: «cnexbn» → «стучит»."""
    return line.translate(_KEYS)


def is_latin(line: str) -> bool:
    """Has a `plain` line Latin letters, and no Cyrillic ones?"""
    return bool(_LATIN.search(line)) and not _CYRILLIC.search(line)


def unmask(word: str) -> str:
    """`word` with digits and signs read as the letters they are drawn like: «деп0рт» → «депорт»."""
    return word.translate(_DRAWN_LIKE)


def _to_cyrillic(word: str) -> str:
    if len(_CYRILLIC.findall(word)) >= len(_LATIN.findall(word)):
        return word.translate(_LOOK_ALIKE)
    return _SOUND.sub(lambda found: _SOUNDS[found[0]], _SOFT_C.sub("ц", word))
