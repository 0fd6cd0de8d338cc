"""The helper for the locator: the papers' spelling is among the six that it offers."""

from __future__ import annotations

import pytest

from bot.core.names import MOST, spell
from tests.tools.people import HELD_OUT, NAMES


def offered(typed: str) -> list[str]:
    found = spell(typed)
    assert found is not None
    return [one.whole for one in found.found]


@pytest.mark.parametrize(("people", "least"), [(NAMES, 0.95), (HELD_OUT, 0.9)], ids=["sixty", "held out"])
def test_the_spelling_of_the_papers_is_among_the_six(
    people: tuple[tuple[str, str, str], ...], least: float, capsys: pytest.CaptureFixture[str]
) -> None:
    hits = sum(f"{given} {family}" in offered(typed) for typed, given, family in people)
    first = sum(f"{given} {family}" == offered(typed)[0] for typed, given, family in people)
    with capsys.disabled():
        print(f"\nnames: {hits}/{len(people)} among six, {first} first", end=" ")
    assert hits / len(people) >= least


def test_there_are_sixty_names_of_three_lands() -> None:
    assert len(NAMES) == 60
    assert len({typed for typed, _, _ in (*NAMES, *HELD_OUT)}) == 100


@pytest.mark.parametrize("typed", [name for name, _, _ in (*NAMES, *HELD_OUT)])
def test_at_most_six_spellings_all_different_and_latin(typed: str) -> None:
    found = offered(typed)
    assert 1 <= len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(one.isascii() and one == one.upper() for one in found)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Дмитрий", ["DMITRII", "DMITRY", "DMITRIY"]),
        ("Евгений", ["EVGENII", "EVGENIY"]),
        ("Алексей", ["ALEKSEI", "ALEXEY", "ALEKSEY"]),
        ("Юлия", ["IULIIA", "YULIYA", "YULIA", "JULIA"]),
        ("Ксения", ["KSENIIA", "KSENIA", "XENIA"]),
        ("Щербаков", ["SHCHERBAKOV", "SCHERBAKOV", "SHERBAKOV"]),
        ("Хрущёв", ["KHRUSHCHEV"]),
        ("Ёлкин", ["ELKIN", "YOLKIN"]),
        ("Цой", ["TSOI", "TSOY"]),
        ("Васильева", ["VASILEVA", "VASILYEVA"]),
    ],
)
def test_single_words_of_the_table_are_offered(typed: str, wanted: list[str]) -> None:
    assert set(wanted) <= set(offered(typed))
    assert offered(typed)[0] == wanted[0]


@pytest.mark.parametrize(
    "typed", ["Иванов Иван Иванович", "Иван Иванович Иванов", "Иван Иванов", "иванов иван", "ИВАНОВ  Иван"]
)
def test_the_order_of_the_words_does_not_matter(typed: str) -> None:
    assert offered(typed)[0] == "IVAN IVANOV"


def test_a_patronymic_is_set_apart() -> None:
    found = spell("Петрова Анна Сергеевна")
    assert found is not None
    assert found.middle == "SERGEEVNA"
    assert all("SERGEEVNA" not in one.whole for one in found.found)


def test_a_wife_may_stand_in_the_papers_by_her_husbands_form() -> None:
    found = spell("Щербакова Анна")
    assert found is not None
    assert found.husband == "SHCHERBAKOV"
    assert spell("Щербаков Иван").husband == ""  # type: ignore[union-attr]
    assert spell("Марина").husband == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "first", "middle"),
    [
        ("Бакыт уулу Нурлан", "NURLAN BAKYT UULU", ""),
        ("Акматова Айпери Бакыт кызы", "AIPERI AKMATOVA", "BAKYT KYZY"),
        ("Рахимов Азизбек Ойбек ўғли", "AZIZBEK RAKHIMOV", "OYBEK O'G'LI"),
        ("Каримова Гулнора Абдурахмон қизи", "GULNORA KARIMOVA", "ABDURAKHMON QIZI"),
        ("Мамедов Эльчин Али оглы", "ELCHIN MAMEDOV", "ALI OGLY"),
    ],
)
def test_fathers_names_of_the_south(typed: str, first: str, middle: str) -> None:
    found = spell(typed)
    assert found is not None
    whole = [one.whole for one in found.found]
    assert first in whole or first.replace("AIPERI", "AYPERI") in whole
    assert found.middle == middle


@pytest.mark.parametrize("typed", ["Nurlan Bakyt uulu", "Dilshod O'ktam o'g'li", "McDonald", "Иvan"])
def test_latin_is_left_as_given(typed: str) -> None:
    found = spell(typed)
    assert found is not None
    assert found.latin == (typed != "Иvan")
    if found.latin:
        assert [one.whole for one in found.found] == [typed]


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "12345", "!!!", "🙂", "мужа забрали вчера на чек-ине в Атланте и он не вышел", "а" * 81],
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    assert spell(typed) is None


@pytest.mark.parametrize(
    "typed", ["Ы", "ъъъ", "ьь", "-", "Иванов-", "'Иван'", "уулу", "оглы оглы", "Иван\nПетров", "їжак є"]
)
def test_odd_input_never_breaks(typed: str) -> None:
    found = spell(typed)
    assert found is None or len(found.found) <= MOST
