from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.desk_world import World
from tests.services.street import Street


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def street(world: World) -> Street:
    return Street(world)
