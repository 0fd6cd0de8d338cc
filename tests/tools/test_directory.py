"""Places: the tables are whole, and a misspelt name finds the right one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.core.answers.us_state import CODES
from bot.core.directory import AIRPORTS, FACILITIES, OFFICES, read_directory
from bot.core.directory_search import GOOD, Hit, Search, state_of
from tests.tools.content import directory, files
from tests.tools.queries import QUERIES


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(directory())


def named(hits: list[Hit]) -> list[str]:
    return [f"{hit.kind}:{hit.id}" for hit in hits]


def test_a_hundred_misspelt_names_find_their_place(
    search: Search, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [(named(search.find(typed)), meant) for typed, meant in QUERIES]
    first = sum(hits[:1] == [meant] for hits, meant in found)
    among = sum(meant in hits for hits, meant in found)
    with capsys.disabled():
        print(f"\ndirectory: {first} of {len(QUERIES)} first, {among} among three", end=" ")
    assert first >= 90
    assert among >= 98


def test_there_are_a_hundred_different_queries_and_none_is_a_name_as_it_stands() -> None:
    assert len({typed.lower() for typed, _ in QUERIES}) == 100
    exact = {place.name for place in directory().facilities.values()}
    assert not exact & {typed for typed, _ in QUERIES}


@pytest.mark.parametrize("name", directory().facilities)
def test_every_centre_is_found_by_its_own_names(search: Search, name: str) -> None:
    place = directory().facilities[name]
    for typed in (place.name, place.name_ru):
        assert f"facility:{name}" in named(search.find(typed)), typed
    assert named(search.find(place.name))[0] == f"facility:{name}"


@pytest.mark.parametrize("name", directory().offices)
def test_every_office_is_found_when_an_office_is_asked_for(search: Search, name: str) -> None:
    office = directory().offices[name]
    assert named(search.find(office.name))[0] == f"office:{name}"
    assert named(search.find(f"офис {office.name_ru}"))[0] == f"office:{name}"


@pytest.mark.parametrize("typed", ["", "   ", "не знаю", "привет как дела", "123", "ааааааааа", "🙂"])
def test_what_is_no_place_finds_nothing(search: Search, typed: str) -> None:
    assert search.find(typed) == []


def test_a_firm_finds_its_centres(search: Search) -> None:
    hits = search.find("LaSalle Corrections")
    assert "facility:winn" in named(hits)
    assert all(hit.score >= GOOD for hit in hits)


def test_the_state_tells_two_namesakes_apart(search: Search) -> None:
    assert named(search.find("сан луис аризона"))[0] == "facility:san_luis"
    assert named(search.find("флоренс техас"))[0] != "facility:san_luis"


@pytest.mark.parametrize(
    ("typed", "code"), [("Техас", "TX"), ("в Луизиане", "LA"), ("TX", "TX"), ("Стюарт", "")]
)
def test_a_bare_state_is_a_state(typed: str, code: str) -> None:
    assert state_of(typed) == code


def test_the_tables_are_whole() -> None:
    assert len(directory().facilities) == 68
    assert len(directory().offices) == 25
    covered = {code for office in directory().offices.values() for code in office.states}
    assert covered >= set(CODES) - {"AS"}
    for office in directory().offices.values():
        ZoneInfo(office.zone)
        assert office.phone or office.checkin


def test_what_no_source_confirms_is_absent() -> None:
    places = directory().facilities
    text = "".join(files()[name] for name in (FACILITIES, OFFICES, AIRPORTS)).lower()
    rows = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    assert "verif" not in rows
    assert "not found" not in rows
    # F 15.3: a source names the court only for Louisiana.
    assert {place.state for place in places.values() if place.court} == {"LA"}
    assert sum(place.court is not None for place in places.values()) == 7


def test_airports_are_the_places_before_a_flight() -> None:
    staging = {name for name, place in directory().facilities.items() if "staging" in place.notes}
    assert {airport.facility for airport in directory().airports.values()} >= staging


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        (FACILITIES, "a: {name: Ab, names: [Аб], city: Ab, city_ru: Аб, state: TX, office: nowhere}", "E04"),
        (FACILITIES, "a: {name: Ab}", "E02"),
        (FACILITIES, "a: {name: Ab, names: [Аб], city: Ab, city_ru: Аб, state: Texas, office: dal}", "E02"),
        (OFFICES, "A B: {}", "E02"),
        (OFFICES, "- x", "E01"),
        (OFFICES, "a: [", "E01"),
        (AIRPORTS, "a: {name: Ab, names: [Аб], city: Ab, state: TX, facility: nowhere}", "E04"),
    ],
)
def test_a_fault_in_a_table_is_told(file: str, text: str, code: str) -> None:
    _, findings = read_directory({file: text})
    assert [finding.code for finding in findings][:1] == [code]
    assert findings[0].file == file


def test_empty_tables_are_an_empty_directory() -> None:
    made, findings = read_directory({})
    assert not findings
    assert Search(made).find("Стюарт") == []
