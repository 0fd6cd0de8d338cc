"""The flows as a whole: no error of `check`, no warning that nobody has explained, every way walked."""

from __future__ import annotations

import pytest

from bot.commands.check import check
from bot.core.findings import Finding, errors
from bot.core.flow.paths import explored
from tests.flows import house

EXPLAINED = house.table("tests/flows/exceptions.yaml")["warnings"]


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return check(house.ROOT, house.TODAY)


def explains(explained: dict[str, str], finding: Finding) -> bool:
    return explained["code"] == finding.code and explained["file"] == finding.file


def test_check_finds_no_error(findings):
    assert not errors(findings), "\n".join(map(str, errors(findings)))


def test_each_warning_is_explained_and_each_explanation_is_needed(findings):
    left = [f for f in findings if f not in errors(findings) and not any(explains(e, f) for e in EXPLAINED)]
    assert not left, "\n".join(map(str, left))
    assert [e for e in EXPLAINED if not any(explains(e, finding) for finding in findings)] == []


@pytest.mark.parametrize("name", house.flow_names())
def test_every_way_is_walked_and_every_step_lies_on_one(name):
    flows = house.sources().flows
    report = explored(flows, flows[name])
    assert report.whole
    assert not report.never_taken
    assert not report.not_asked
    passed = {id_ for path in report.paths for id_, _ in path.steps} | {
        path.end.split()[0] for path in report.paths
    }
    assert set(flows[name].steps) <= passed
    assert any(path.end for path in report.paths)


@pytest.mark.parametrize("name", house.flow_names())
def test_only_live_flows_are_on_the_way_of_people(name):
    flow = house.sources().flows[name]
    assert flow.status == "live"
