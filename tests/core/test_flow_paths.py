"""All ways through a flow: which there are, how they are written, and what is done with too many."""

from __future__ import annotations

from bot.core.flow import paths
from bot.core.flow.paths import explored, written
from bot.core.flow.sources import read_sources
from tests.core.flow_toys import files

SMALL = """
flow: small
first: where
priority:
  - {when: {where: road}, is: P1}
  - {is: P2}
steps:
  where:
    ask: choice
    options: {road: , home: , work: , out: {go: other}, unknown: {to: end_here}}
    next: day
  day: {ask: date, next: [{when: {day: {within: 2d}}, to: wait}, {to: done}]}
  wait: {say: stable, next: done}
  done: {end: info}
  end_here: {end: handoff}
"""


def report(text: str = SMALL):
    flows = read_sources({"flows/small.yaml": text}).flows
    return flows["small"], explored(flows, flows["small"])


def test_answers_that_lead_alike_are_one_path():
    flow, found = report()
    assert written(flow, found).splitlines() == [
        "# small: 6 путей, самый длинный 4 экранов",
        "where=road · day=-3d|+3d|unknown|skip → done (info) [P1]",
        "where=road · day=-2d|-1d|+0d|+1d|+2d · wait → done (info) [P1]",
        "where=home|work · day=-3d|+3d|unknown|skip → done (info) [P2]",
        "where=home|work · day=-2d|-1d|+0d|+1d|+2d · wait → done (info) [P2]",
        "where=out → флоу other [P2]",
        "where=unknown → end_here (handoff) [P2]",
    ]


def test_a_call_counts_as_one_step_with_the_outcomes_of_its_flow():
    flows = read_sources(files()).flows
    lines = written(flows["toy"], explored(flows, flows["toy"]))
    assert "lawyer=handoff · handed → done" in lines
    assert "lawyer=info → done" in lines


def test_predicates_are_walked_by_day_and_by_night():
    text = SMALL.replace("{when: {day: {within: 2d}}, to: wait}", "{when: {is: night}, to: wait}")
    flow, found = report(text)
    assert "where=home|work · day · wait → done (info) [P2]" in written(flow, found)
    assert "where=home|work · day → done (info) [P2]" in written(flow, found)
    assert found.never_taken == set()


def test_too_many_paths_fall_back_to_pairs_and_say_so(monkeypatch):
    monkeypatch.setattr(paths, "MOST_PATHS", 3)
    flow, found = report()
    assert not found.whole
    assert "пары" in written(flow, found)
    steps = {pair for path in found.paths for pair in path.steps}
    assert {label for id_, label in steps if id_ == "where"} == {"road", "home|work", "out", "unknown"}
