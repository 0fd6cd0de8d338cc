"""flows/facts.yaml is read strictly; every fault has its line."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.facts import Correction
from bot.core.facts_file import parse_facts, patched

GOOD = """\
"1.10":
  about: Линия ICE для родных
  values: {phone: "+1 888 351 4024", hours: "пн–пт"}
  class: contact
  volatile: true
  confidence: high
  as_of: 2026-02-04
  reviewed: 2026-11-20
  link: https://www.ice.gov/ICEcasereview
"""


def test_a_good_file_is_a_book_of_facts() -> None:
    book, findings = parse_facts(GOOD)
    assert not findings
    fact = book.fact("1.10")
    assert (fact.kind, fact.volatile, fact.line) == ("contact", True, 1)
    assert (fact.as_of, fact.reviewed) == (date(2026, 2, 4), date(2026, 11, 20))
    assert type(book.value("1.10.phone")) is str


@pytest.mark.parametrize("text", ["", "# ничего\n"])
def test_an_empty_file_is_an_empty_book(text: str) -> None:
    book, findings = parse_facts(text)
    assert not book.facts
    assert not findings


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "word"),
    [
        ('"1.10":', "1.10:", "E02", 1, "номер факта"),
        ('"1.10":', '"1.10a":', "E02", 1, "номер факта"),
        ('"+1 888 351 4024"', "18883514024", "E02", 3, "кавычки"),
        ("phone:", "Phone:", "E02", 3, "имя значения"),
        ("contact", "rumour", "E02", 4, "не допускается"),
        ("volatile: true", "volatile: yes", "E02", 5, "true или false"),
        ("volatile: true", "volatile: true\n  volatile: false", "E01", 6, "не читается"),
        ("2026-02-04", "вчера", "E02", 7, "as_of"),
        ("  as_of: 2026-02-04\n", "", "E02", 1, "не заполнено"),
        ("https://www", "http://www", "E02", 9, "https"),
        ("reviewed:", "checked:", "E02", 8, "такого поля"),
        ("  about", "\tabout", "E01", 2, "не читается"),
        ("values: {phone", "values: [phone", "E01", 3, "не читается"),
    ],
)
def test_a_fault_is_found_on_its_line(old: str, new: str, code: str, line: int, word: str) -> None:
    assert old in GOOD
    _, findings = parse_facts(GOOD.replace(old, new))
    assert [(finding.code, finding.line) for finding in findings] == [(code, line)]
    assert word in findings[0].message


@pytest.mark.parametrize("text", ["- список", "слово", '"1.1": слово', '"1.1": [1]'])
def test_what_is_no_list_of_facts_is_one_finding(text: str) -> None:
    book, findings = parse_facts(text)
    assert not book.facts
    assert len(findings) == 1


def test_corrections_are_written_into_the_file_and_nothing_else_moves() -> None:
    text = (
        "# как читать\n" + GOOD + '"1.11":\n  about: Другое\n  values: {}\n' + GOOD[GOOD.index("  class") :]
    )
    given = [
        Correction("1.10", {"phone": 'новый "номер"'}, "ab12", date(2026, 11, 24), "https://www.ice.gov/new"),
        Correction("9.9", {"phone": "нет такого"}, "ab12", date(2026, 11, 24), ""),
    ]
    new = patched(text, given)
    book, findings = parse_facts(new)
    assert not findings
    assert book.value("1.10.phone") == 'новый "номер"'
    assert book.fact("1.10").reviewed == date(2026, 11, 24)
    old_lines, new_lines = text.splitlines(), new.splitlines()
    moved = [old for old, line in zip(old_lines, new_lines, strict=True) if old != line]
    assert [line.split(":")[0].strip() for line in moved] == ["values", "as_of", "reviewed", "link"]


def test_without_corrections_the_file_says_what_it_said() -> None:
    real = (Path(__file__).resolve().parents[2] / "flows/facts.yaml").read_text("utf-8")
    assert parse_facts(patched(real, [])) == parse_facts(real)


def test_one_bad_fact_does_not_take_the_others_with_it() -> None:
    book, findings = parse_facts(GOOD + '"1.11": {about: нет}\n')
    assert list(book.facts) == ["1.10"]
    assert {finding.line for finding in findings} == {10}
