"""One shortest walk to each end of each flow, kept as text: `pytest --update` writes it again."""

from __future__ import annotations

import pytest

from tests.flows import house
from tests.flows.golden import golden

FOLDER = house.HERE / "golden"


@pytest.mark.parametrize("name", house.flow_names())
def test_each_outcome_is_reached_as_it_was(name, content, ways, request):
    path, text = FOLDER / f"{name}.txt", golden(content.library, ways, name, house.NOW)
    if request.config.getoption("--update"):
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} is missing: pytest tests/flows --update"
    assert text == path.read_text("utf-8"), "after a change that was meant: pytest tests/flows --update"


def test_every_golden_file_has_its_flow(request):
    left = {path.stem: path for path in FOLDER.glob("*.txt") if path.stem not in house.flow_names()}
    if request.config.getoption("--update"):
        for path in left.values():
            path.unlink()
        left.clear()
    assert not left


@pytest.mark.parametrize("name", house.flow_names())
def test_every_end_and_every_step_is_reached(name, ways):
    flow = house.sources().flows[name]
    assert {id_ for id_, step in flow.steps.items() if step.end} <= set(ways.to_ends(name))
    assert {id_ for id_, step in flow.steps.items() if not step.call} == set(ways.to_steps(name))
