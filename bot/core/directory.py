"""Detention centres and ICE offices as data: flows/facilities.yaml, offices.yaml, airports.yaml, lines.yaml.

What no source confirms is absent from the files, so that a card can only show what may be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.core.findings import Finding
from bot.core.hours import Hours
from bot.core.tables import read_table

Note = Literal["staging", "ended", "unlisted", "families", "women"]
State = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Phone = Annotated[str, Field(pattern=r"^\+1( \d{3}){2} \d{4}$")]
Words = Annotated[str, Field(min_length=2, max_length=200)]

FACILITIES = "flows/facilities.yaml"
OFFICES = "flows/offices.yaml"
AIRPORTS = "flows/airports.yaml"
LINES = "flows/lines.yaml"


class _Place(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Words
    names: Annotated[tuple[Words, ...], Field(min_length=1)]  # Russian, the first is shown
    also: tuple[Words, ...] = ()  # only for the search
    city: Words

    @property
    def name_ru(self) -> str:
        """The name to show beside the English one."""
        return self.names[0]


class Facility(_Place):
    """A detention centre. `operator`, `court`: None where no source names one."""

    city_ru: Words
    state: State
    office: str
    operator: Words | None = None
    court: Words | None = None
    notes: tuple[Note, ...] = ()


class Office(_Place):
    """A field office of ERO. `states`: its area, its own first. `checkin`: another phone, for check-ins."""

    address: Words
    states: Annotated[tuple[State, ...], Field(min_length=1)]
    zone: Words
    phone: Phone | None = None
    checkin: Phone | None = None
    hours: Hours | None = None

    @property
    def state(self) -> str:
        """Where the office itself is."""
        return self.states[0]


class Airport(_Place):
    """Where people are brought before a flight. `facility`: its centre; `state`: whose Congress to call."""

    state: State
    facility: str


class Line(BaseModel):
    """A phone line with hours that a fact gives."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fact: Words
    hours: Hours


@dataclass(frozen=True)
class Directory:
    """All places by id, checked against each other."""

    facilities: Mapping[str, Facility] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
    airports: Mapping[str, Airport] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)

    def in_state(self, code: str) -> list[str]:
        """Ids of the centres of a state, by their Russian name."""
        found = [name for name, place in self.facilities.items() if place.state == code]
        return sorted(found, key=lambda name: self.facilities[name].name_ru)

    def offices_of(self, code: str) -> list[str]:
        """Ids of the offices that answer for a state."""
        return [name for name, office in self.offices.items() if code in office.states]

    def states(self) -> list[str]:
        """Codes of the states that have centres in the list."""
        return sorted({place.state for place in self.facilities.values()})


def read_directory(files: Mapping[str, str]) -> tuple[Directory, tuple[Finding, ...]]:
    """`files`: path as in this module → text. What cannot be read is left out and told."""
    facilities, wrong = read_table(files.get(FACILITIES, ""), FACILITIES, Facility)
    offices, wrong_offices = read_table(files.get(OFFICES, ""), OFFICES, Office)
    airports, wrong_airports = read_table(files.get(AIRPORTS, ""), AIRPORTS, Airport)
    lines, wrong_lines = read_table(files.get(LINES, ""), LINES, Line)
    made = Directory(facilities, offices, airports, lines)
    return made, (*wrong, *wrong_offices, *wrong_airports, *wrong_lines, *_loose(made))


def _loose(directory: Directory) -> list[Finding]:
    """References between the tables that lead nowhere (E04)."""
    offices = [
        Finding(FACILITIES, 0, "E04", f"{name}: нет офиса «{place.office}»")
        for name, place in directory.facilities.items()
        if place.office not in directory.offices
    ]
    return offices + [
        Finding(AIRPORTS, 0, "E04", f"{name}: нет центра «{airport.facility}»")
        for name, airport in directory.airports.items()
        if airport.facility not in directory.facilities
    ]
