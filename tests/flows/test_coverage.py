"""The practices of the volunteers, all 91: each is served by steps that exist, or the table says by whom."""

from __future__ import annotations

import pytest

from tests.flows import house

TABLE = house.table("flows/coverage.yaml")
OTHERS = {"queue", "directory", "facts", "texts", "review", "organisation", "later"}


def test_every_practice_stands_in_the_table_in_order():
    assert list(TABLE) == [str(number) for number in range(1, 92)]


@pytest.mark.parametrize("number", TABLE)
def test_a_practice_has_steps_or_a_reason(number):
    row = TABLE[number]
    assert row["about"]
    assert row.get("steps") or row.get("by")
    assert not row.keys() - {"about", "steps", "by", "why"}
    if "by" in row:
        assert row["by"] in OTHERS
        assert len(row["why"]) > 10
        assert "\n" not in row["why"]


@pytest.mark.parametrize("number", TABLE)
def test_each_step_of_the_table_exists(number):
    flows = house.sources().flows
    for place in TABLE[number].get("steps", []):
        name, _, id_ = place.partition("/")
        assert name in flows, place
        assert id_ in flows[name].steps, place


def test_most_practices_are_served_by_steps():
    served = [number for number, row in TABLE.items() if row.get("steps")]
    assert len(served) >= 65
