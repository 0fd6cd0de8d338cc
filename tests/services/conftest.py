from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.people import Role
from bot.services import desk
from tests.services.desk_world import World
from tests.services.street import Pair, Street


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def street(world: World) -> Street:
    return Street(world)


@pytest.fixture
def pair(street: Street) -> Pair:
    """A family with a manager and a translator on their case."""
    family, manager = street.family(), street.helper()
    case = street.asks(family)
    street.takes(manager[0], case)
    street.world.do(desk.want_translator, manager[1], case.id)
    translator = street.helper(Role.TRANSLATOR)
    street.presses(translator[0], f"q|translate|{case.id}|1")
    return Pair(street, family, manager, translator, case)
