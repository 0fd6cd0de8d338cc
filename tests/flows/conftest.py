from __future__ import annotations

import pytest

from bot.content import Content
from tests.flows import house
from tests.flows.ways import Ways


@pytest.fixture(scope="session")
def content() -> Content:
    return house.content()


@pytest.fixture(scope="session")
def ways(content: Content) -> Ways:
    return Ways(content.library.flows, content.library.moment(house.NOW))
