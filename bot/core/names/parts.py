"""A typed name taken apart: which word is the surname, which the name, what is a patronymic, from where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.names import known

# What follows a father's name in the south; with it makes one piece.
PARTICLES = {
    "уулу": "UULU", "улуу": "UULU", "кызы": "KYZY", "оглы": "OGLY", "оглу": "OGLU", "гызы": "GYZY",
    "угли": "UGLI", "огли": "OGLI", "ўғли": "O'G'LI", "қизи": "QIZI", "кизи": "KIZI",
}  # fmt: skip
_KYRGYZ = frozenset({"уулу", "улуу", "кызы"})
_CASPIAN = frozenset({"оглы", "оглу", "гызы"})
_PATRONYMIC = re.compile(r".{2,}(?:ович|евич|ьич|овна|евна|инична|ична)|(?:иль|луки|фоми|никити)(?:ич|нична)")
_FAMILY = re.compile(
    r".+(?:ов|ев|ёв|ин|ын|ский|цкий|ской|ова|ева|ёва|ина|ына|ская|цкая|ко|юк|ук|чук|ян|янц|швили|дзе|ия|ава|уа"
    r"|ели|ури|их|ых|заде|зода|ишин|ый|няк|шина)"
)
_GEORGIAN = re.compile(r".+(?:швили|дзе|[^и]ия|ава|уа|[аеи]ни|ури)")
_ARMENIAN = re.compile(r".+(?:ян|янц|унц)")
_CASPIAN_FAMILY = re.compile(r".+заде|.+(?:лы|оглы)")
_ASIAN = re.compile(
    r".*[ўғқҳөүңәұһ].*|.+(?:жон|джон|бек|бой|хон|улло|улла|зода|мурод|дин|ддин|нур|боев|беков|жонов|ходжаев"
    r"|хужаев)|(?:абду|турсун|юлдаш|рахмон|рахмат|эргаш|тошмат|мирза|шомурод|шерали|акмат|байсал).*"
)
_UKRAINIAN = re.compile(r"[іїєґ]")


@dataclass(frozen=True, slots=True)
class Parts:
    """Lower-case pieces; an absent one is empty. `origin` is a style of `letters`, or "russia"."""

    given: str = ""
    family: str = ""
    middle: str = ""
    origin: str = "russia"


def taken_apart(words: tuple[str, ...]) -> Parts:
    """`words`: Cyrillic, lower case. One word is a surname unless it is a known name."""
    pieces, fathers, particles = _joined(words)
    given, family, middle = _sorted(pieces, fathers)
    return Parts(given, family, middle, _origin(given, family, particles))


def _joined(words: tuple[str, ...]) -> tuple[list[str], list[str], set[str]]:
    """Pieces, those of them that name a father by a particle, and the particles met."""
    pieces: list[str] = []
    fathers: list[str] = []
    particles: set[str] = set()
    for word in words:
        if word in PARTICLES and pieces:
            pieces[-1] = f"{pieces[-1]} {word}"
            fathers.append(pieces[-1])
            particles.add(word)
        else:
            pieces.append(word)
    return pieces, fathers, particles


def _sorted(pieces: list[str], fathers: list[str]) -> tuple[str, str, str]:
    """Given name, surname, middle: «Иванов Иван Иванович», «Иван Иванович Иванов», «Иван Иванов»."""
    middle = _middle(pieces, fathers)
    rest = [piece for piece in pieces if piece != middle]
    if len(rest) == 1:
        alone = rest[0]
        return (alone, "", middle) if _plain(alone) in known.ALL else ("", alone, middle)
    if not rest:
        return "", middle, ""
    family = _family_of(rest, pieces, middle)
    given = [piece for piece in rest if piece != family]
    return given[0] if given else "", family, middle or " ".join(given[1:])


def _middle(pieces: list[str], fathers: list[str]) -> str:
    """A patronymic, where something else is left to be the surname."""
    if fathers and len(pieces) > 2:
        return fathers[0]
    if len(pieces) > 2:
        return next((piece for piece in pieces[1:] if _PATRONYMIC.fullmatch(piece)), "")
    last = fathers[0] if fathers else ""
    return last if last and last.rpartition(" ")[2] in _CASPIAN else ""


def _family_of(rest: list[str], pieces: list[str], middle: str) -> str:
    best = max(map(_like_family, rest))
    likely = [piece for piece in rest if _like_family(piece) == best]
    if len(likely) == 1:
        return likely[0]
    if middle and pieces[-1] == middle:
        return likely[0]  # surname, name, patronymic: the order of Russian papers
    return likely[0] if not middle and len(rest) == 2 else likely[-1]


def _like_family(piece: str) -> int:
    if " " in piece:
        return 2 if piece.rpartition(" ")[2] in _KYRGYZ else 1
    return 2 * bool(_FAMILY.fullmatch(piece)) - 3 * (_plain(piece) in known.ALL)


def _origin(given: str, family: str, particles: set[str]) -> str:
    """Whose paper it probably is; the surname says more than the name."""
    name, words = _plain(given), f"{given} {family}".split()
    if _GEORGIAN.fullmatch(family) and (name not in known.RUSSIAN or name in known.GEORGIA):
        return "georgia"
    if _ARMENIAN.fullmatch(family):
        return "armenia"
    if particles & _CASPIAN or _CASPIAN_FAMILY.fullmatch(family) or name in known.CASPIAN:
        return "caspian"
    if particles or name in known.ASIA or any(map(_ASIAN.fullmatch, words)):
        return "asia"
    return "ukraine" if _UKRAINIAN.search(given + family) else "russia"


def _plain(name: str) -> str:
    """As the lists of known names have it; of a double name the first half."""
    return name.partition("-")[0].replace("ё", "е")
