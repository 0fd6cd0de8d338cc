"""The glossary: whole, short, in order, and found in any spelling."""

from __future__ import annotations

import pytest

from bot.core.glossary import GROUPS, asked_about, read_glossary
from tests.tools.content import content, texts

ENTRIES = content().tools.glossary.entries
MISSPELT: tuple[tuple[str, str], ...] = (
    ("хабиас", "habeas"), ("хабеус корпус", "habeas"), ("habeas", "habeas"), ("апиляция", "appeal"),
    ("апил", "appeal"), ("стэй", "stay"), ("stay of removal", "stay"), ("чекин", "checkin"),
    ("чек ин", "checkin"), ("check-in", "checkin"), ("пэрол", "parole"), ("parole", "parole"),
    ("алиен намбер", "a_number"), ("а номер", "a_number"), ("A-number", "a_number"), ("детейнер", "detainer"),
    ("ворк пермит", "work_permit"), ("EAD", "work_permit"), ("бонд", "bond"), ("залог", "bond"),
    ("юскис", "uscis"), ("прокурор", "opla"), ("холодильник", "hold_room"), ("кайт", "request"),
    ("тиаро", "tro"), ("абсентия", "in_absentia"), ("мастер хиринг", "master"), ("индивидуалка", "merits"),
    ("дитеншен", "detention"), ("детеншн", "detention"), ("транзитка", "staging"),
    ("смарт линк", "smartlink"),
    ("браслет", "ankle_monitor"), ("осуп", "osup"), ("мандатори", "mandatory"), ("нотариус", "notario"),
    ("про боно", "pro_bono"), ("кредибл фир", "credible_fear"), ("риопен", "reopen"),
    ("визхолдинг", "withholding"),
    ("вейвер", "waiver"), ("джи 28", "g28"), ("лосада", "lozada"), ("экспедайт", "expedited"),
    ("дисмис", "dismiss"), ("чартер", "charter"), ("депорт офицер", "deportation_officer"), ("айсап", "isap"),
    ("карцер", "segregation"), ("иноагент", "foreign_agent"),
)  # fmt: skip


def test_there_are_a_hundred_and_twenty_entries() -> None:
    assert len(ENTRIES) == 120


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_short_and_whole(name: str) -> None:
    assert len(texts().label(f"glossary-{name}")) <= 200
    assert 2 <= len(texts().label(f"glossary-{name}.title")) <= 28
    if texts().has(f"glossary-{name}.more"):
        assert len(texts().label(f"glossary-{name}.more")) <= 400


@pytest.mark.parametrize("name", ENTRIES)
def test_nothing_is_said_that_stands_in_braces_of_the_pack(name: str) -> None:
    words = texts().label(f"glossary-{name}").lower()
    assert "verif" not in words
    assert "{" not in words


def test_every_entry_is_found_by_its_title_and_its_spellings() -> None:
    lookup = content().tools.lookup
    lost = [
        (name, typed)
        for name, entry in ENTRIES.items()
        for typed in (texts().label(f"glossary-{name}.title"), entry.english, *entry.write)
        if name not in lookup.find(typed)
    ]
    assert lost == []


def test_misspelt_terms_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = [content().tools.lookup.find(typed)[:1] == [name] for typed, name in MISSPELT]
    with capsys.disabled():
        print(f"\nglossary: {sum(found)} of {len(found)} first", end=" ")
    assert sum(found) / len(found) >= 0.95


@pytest.mark.parametrize("typed", ["", "  ", "🙂", "как дела", "xyzzy", "борщ"])
def test_what_is_no_term_finds_nothing(typed: str) -> None:
    assert content().tools.lookup.find(typed) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("что такое хабеас?", "хабеас"), ("Что значит слово детеншен", "детеншен"), ("а что это такое стей", "стей"),
        ("что за бонд", "бонд"), ("что такое «пароль»?", "пароль"), ("хабеас", ""), ("что мне делать", ""),
        ("мужа забрали что это значит", ""), ("что такое", ""),
    ],
)  # fmt: skip
def test_the_word_that_is_asked_about_is_known(text: str, word: str) -> None:
    assert asked_about(text) == word


def test_the_order_is_that_of_the_alphabet_in_six_parts() -> None:
    assert len(GROUPS) == 6
    groups = [entry.group for entry in ENTRIES.values()]
    assert groups == sorted(groups, key=GROUPS.index)
    for group in GROUPS:
        titles = [
            _sorted_by(texts().label(f"glossary-{name}.title")) for name in content().tools.glossary.of(group)
        ]
        assert titles == sorted(titles)
        assert titles


def test_the_letters_on_a_button_are_those_of_its_list() -> None:
    for group in GROUPS:
        ranges = [one.strip() for one in texts().label(f"tools-letters.{group}").split(",")]
        for name in content().tools.glossary.of(group):
            first = _sorted_by(texts().label(f"glossary-{name}.title"))[0].upper()
            fits = [one for one in ranges if one[0] <= first <= one[-1]]
            assert fits or (first.isdigit() and "A–Z" in ranges), (group, name, first)


def test_volatile_words_name_their_facts() -> None:
    """What the text looks up, the table names too: the date under the entry is that of its facts."""
    for name, entry in ENTRIES.items():
        used = set(texts().formatted(f"glossary-{name}").facts)
        used |= (
            set(texts().formatted(f"glossary-{name}.more").facts)
            if texts().has(f"glossary-{name}.more")
            else set()
        )
        assert used <= set(entry.facts), name


@pytest.mark.parametrize(
    ("text", "code"), [("a: {english: Ab}", "E02"), ("a: {group: z, english: Ab}", "E02"), ("[", "E01")]
)
def test_a_fault_in_the_table_is_told(text: str, code: str) -> None:
    _, findings = read_glossary(text)
    assert {finding.code for finding in findings} == {code}


def _sorted_by(title: str) -> str:
    return title.strip("«»").lower().replace("ё", "е")
