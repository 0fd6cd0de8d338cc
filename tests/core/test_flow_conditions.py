"""Conditions of flow files, one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core.flow.conditions import Moment, compiled, read

TODAY = date(2026, 11, 24)
MOMENT = Moment(datetime(2026, 11, 24, 17, tzinfo=UTC), TODAY)
ENV = {
    "where": "road",
    "needs": ["kids", "meds"],
    "day": "2026-11-22",
    "number": "$skip",
    "phone": "+12025550123",
}


def holds(raw: object, moment: Moment = MOMENT, prefix: str = "", env: dict[str, object] = ENV) -> bool:
    return compiled(read(raw), prefix)(env, moment)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"where": "road"}, True),
        ({"where": "home"}, False),
        ({"where": ["home", "road"]}, True),
        ({"where": "road", "needs": "kids"}, True),
        ({"where": "road", "needs": "money"}, False),
        ({"needs": ["money", "meds"]}, True),
        ({"any": [{"where": "home"}, {"needs": "meds"}]}, True),
        ({"any": [{"where": "home"}]}, False),
        ({"not": {"where": "home"}}, True),
        ({"not": {"where": "road"}}, False),
        ({"not": {"nothing": "x"}}, False),
        ({"nothing": "x"}, False),
        ({"day": {"within": "2d"}}, True),
        ({"day": {"within": "1d"}}, False),
        ({"day": {"before": "today"}}, True),
        ({"day": {"before": "-2d"}}, False),
        ({"day": {"after": "-3d"}}, True),
        ({"day": {"after": "2026-11-22"}}, False),
        ({"number": {"within": "2d"}}, False),
        ({"number": "$skip"}, True),
        ({"number": {"given": True}}, False),
        ({"number": {"given": False}}, True),
        ({"phone": {"given": True}}, True),
        ({"nothing": {"given": False}}, False),
        ({"needs": {"at_least": 2}}, True),
        ({"needs": {"at_least": 3}}, False),
        ({"where": {"at_least": 1}}, False),
    ],
)
def test_a_condition_holds_or_not(raw, expected):
    assert holds(raw) is expected


def test_dates_to_come_are_within_as_well():
    assert holds({"day": {"within": "2d"}}, env={"day": "2026-11-26"})


def test_conditions_of_a_called_flow_look_under_its_prefix():
    assert holds({"where": "home"}, prefix="call/", env={"where": "road", "call/where": "home"})


@pytest.mark.parametrize(("hour", "expected"), [(2, False), (3, True), (11, True), (12, False)])
def test_night_is_from_ten_to_seven_in_new_york(hour, expected):
    assert holds({"is": "night"}, Moment(datetime(2026, 11, 24, hour, tzinfo=UTC), TODAY)) is expected


@pytest.mark.parametrize(("day", "expected"), [(27, False), (28, True), (29, True), (30, False)])
def test_weekend_is_saturday_and_sunday(day, expected):
    assert holds({"is": "weekend"}, Moment(MOMENT.now, date(2026, 11, day))) is expected
