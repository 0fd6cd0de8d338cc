"""A message as words: split, mended, each with its atoms and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.triage.alphabet import fold, is_latin, plain, switched, unmask
from bot.core.triage.lexicon import Lexicon

LIMIT = 8_192  # characters looked at: two full Telegram messages; of a longer text its two ends
SENTENCE, LINE = 2, 3  # how many words further apart a full stop and a new line put their neighbours
_PIECE = re.compile(
    r"""(?P<word>\w[\w'@*$]*(?:[-‐‑–]\w[\w'@*$]*)*)
    |(?P<line>\n)
    |(?P<stop>[.!?;…]+)
    |(?P<sign>[^\w\s])""",
    re.VERBOSE,
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_RUNS = re.compile(r"\d+|\D+")
_SPLIT = re.compile(r"[-‐‑–]")


@dataclass(frozen=True, slots=True)
class Token:
    """`word` folded, `raw` as typed in lower case; `at` grows by one a word and more at a stop."""

    word: str
    raw: str
    atoms: frozenset[int]
    at: int
    sentence: int


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """Words of `text` in order, at most a few thousand whatever its length."""
    if len(text) > LIMIT:
        text = f"{text[: LIMIT // 2]}\n{text[-LIMIT // 2 :]}"
    made: list[Token] = []
    at = sentence = 0
    seen: dict[str, frozenset[int]] = {}
    text = "\n".join(_right_keys(line, lexicon) for line in plain(text).split("\n"))
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    for word, raw, gap in _join_halves(_join_letters(list(_pieces(text, lexicon)), lexicon), lexicon):
        if gap:
            at, sentence = at + gap, sentence + 1
            continue
        if word not in seen:
            seen[word] = frozenset(lexicon.atoms(word))
        made.append(Token(word, raw, seen[word], at, sentence))
        at += 1
    return made


Piece = tuple[str, str, int]  # folded word, raw word, gap: a break has no word


def _right_keys(line: str, lexicon: Lexicon) -> str:
    """The line as it was meant, if more of it is known when read on the Russian keyboard."""
    if not is_latin(line):
        return line
    meant = switched(line)
    known, words = _known(meant, lexicon)
    return meant if 2 * known >= words and known > _known(line, lexicon)[0] else line


def _known(line: str, lexicon: Lexicon) -> tuple[int, int]:
    words = re.findall(r"\w+", line)
    return sum(lexicon.knows(fold(word)) for word in words), len(words)


def _pieces(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    for found in _PIECE.finditer(text):
        match found.lastgroup:
            case "word":
                yield from ((word, found[0], 0) for word in _mend(found[0], lexicon))
            case "line":
                yield "", "", LINE
            case "stop":
                yield "", "", SENTENCE
            case _ if lexicon.exact(found[0]):
                yield found[0], found[0], 0


def _mend(raw: str, lexicon: Lexicon) -> list[str]:
    """The folded word or words behind one typed word."""
    parts = _SPLIT.split(raw)
    if len(parts) > 1:
        joined = fold("".join(parts))
        if lexicon.exact(joined):
            return [joined]
        return [word for part in parts for word in _mend(part, lexicon)]
    word = fold(raw.strip("'@*$").replace("*", ""))
    return _mend_digits(raw, word, lexicon) if _mixed(raw) else lexicon.unglue(word) or [word]


def _mixed(word: str) -> bool:
    return not word.isalpha() and not word.isdigit()


def _mend_digits(raw: str, word: str, lexicon: Lexicon) -> list[str]:
    """«деп0рт» is a word, «i589» a form, «26го» a number, «завтра4утра» three words."""
    unmasked = fold(unmask(raw).replace("*", ""))
    letters = sum(c.isalpha() for c in word)
    if word in lexicon.whole or letters < 3:
        return [word]
    if lexicon.exact(unmasked):
        return [unmasked]
    return [fold(run) for run in _RUNS.findall(word)]


def _join_halves(pieces: list[Piece], lexicon: Lexicon) -> Iterator[Piece]:
    """«за брали», «са дика»: two neighbours, one of them unknown, that make a known word."""
    strange = {word for word, _, _ in pieces if word.isalpha() and not lexicon.knows(word)}
    at = 0
    while at < len(pieces):
        word, raw, gap = pieces[at]
        after, after_raw, _ = pieces[at + 1] if at + 1 < len(pieces) else ("", "", 0)
        halves = word.isalpha() and after.isalpha() and (word in strange or after in strange)
        if halves and lexicon.spans(fold(word + after), len(word)):
            word, raw, at = fold(word + after), raw + after_raw, at + 1
        yield word, raw, gap
        at += 1


def _join_letters(pieces: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """«д е п о р т» and "I C E": single letters in a row that make a known word."""
    joined: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and len(pieces[end][1]) == 1 and pieces[end][1].isalpha():
            end += 1
        word = fold("".join(raw for _, raw, _ in pieces[at:end])) if end - at >= 3 else ""
        if word and lexicon.exact(word):
            joined.append((word, word, 0))
            at = end
        else:
            joined.extend(pieces[at : max(end, at + 1)])
            at = max(end, at + 1)
    return joined
