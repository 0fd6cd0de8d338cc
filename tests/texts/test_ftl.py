"""What Fluent drops in silence is found with its place."""

import pytest

from bot.core.ftl import Ftl, parse, uses

FAULTS = {
    "no equals sign": ("good = да\nbad\nnext = ещё\n", 2, "не разобрано"),
    "a Cyrillic id": ("good = да\nпривет = да\n", 2, "не разобрано"),
    "a line that begins with a bracket": ("good = да\n[все] слова\n", 2, "не разобрано"),
    "an unclosed placeable": ("good = { $name\n", 1, "не разобрано"),
    "a selection without a default": ("good = { $n ->\n    [one] день\n    }\n", 3, "не разобрано"),
    "a tab": ("good =\n\tда\n", 2, "табуляция"),
    "a byte-order mark inside": ("good = да\n\ufeffnext = да\n", 2, "U+FEFF"),
    "an invisible direction mark": ("good = да\u202e\n", 1, "U+202E"),
    "two messages of one id": ("good = да\nlater = да\ngood = нет\n", 3, "уже есть"),
    "two attributes of one name": ("good = да\n    .a = раз\n    .a = два\n", 3, "дважды"),
    "a missing message": ("good = { other }\n", 1, "«other»"),
    "a missing attribute": ("good = { good.label }\n", 1, "«good.label»"),
    "a missing term": ("good = { -brand }\n", 1, "«-brand»"),
    "an unknown function": ("good = { DATETIME($d) }\n", 1, "DAY($d)"),
    "a circle": ("good = { b }\nb = { c }\nc = { good }\n", 1, "по кругу"),
    "a circle through an attribute": ("good = { good.x }\n    .x = { good }\n", 1, "по кругу"),
}


@pytest.mark.parametrize(("text", "line", "word"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_on_its_line(text: str, line: int, word: str) -> None:
    found = [finding for finding in parse({"a.ftl": text}).findings if word in finding.message]
    assert [(finding.code, finding.file, finding.line) for finding in found] == [("E19", "a.ftl", line)]


def test_a_good_file_has_no_findings() -> None:
    ftl = parse(
        {
            "a.ftl": "\ufeff# да\n-brand = Рядом\na = { -brand } { $n ->\n    [one] день\n"
            "   *[other] дня\n }\n    .b = { a }\n"
        }
    )
    assert not ftl.findings
    assert {"a", "a.b", "-brand"} == set(ftl.texts)


def test_one_id_in_two_files_is_found_in_the_second() -> None:
    findings = parse({"b.ftl": "same = два", "a.ftl": "same = раз"}).findings
    assert [(finding.file, "a.ftl:1" in finding.message) for finding in findings] == [("b.ftl", True)]


def test_a_circle_is_told_once() -> None:
    assert len(parse({"a.ftl": "a = { b }\nb = { a }\nc = { a }\n"}).findings) == 1


def test_a_message_with_attributes_alone_has_no_text_of_its_own() -> None:
    ftl = parse({"a.ftl": "a =\n    .title = да\n"})
    assert "a" not in ftl
    assert "a.title" in ftl
    assert ftl.attributes("a") == ["title"]
    assert [finding.code for finding in ftl.lacking("a", "a.title")] == ["E17"]


def test_a_pattern_tells_what_it_names() -> None:
    ftl = parse({"a.ftl": 'a = { $x } { FACT("1.10.phone") } { b.c } { FACT($y) }\nb =\n    .c = да\n'})
    named = uses(ftl.texts["a"].pattern)
    assert named.variables == {"x", "y"}
    assert named.references == {"b.c"}
    assert named.facts == {"1.10.phone", ""}


def test_reaching_follows_references_and_survives_a_circle() -> None:
    ftl: Ftl = parse({"a.ftl": "a = { b }\nb = { a } { gone }\n"})
    assert [text.ref for text in ftl.reach("a")] == ["a", "b"]
