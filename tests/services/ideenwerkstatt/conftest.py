"""The Ideenwerkstatt over a small data set, read only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.ideenwerkstatt.__main__ import SERVICE
from services.ideenwerkstatt.app import built
from tests.conftest import FreshDatabase
from tests.services.conftest import House, house


@pytest.fixture(scope="session")
async def stocked(lasting_database: FreshDatabase) -> AsyncIterator[House]:
    url = await lasting_database("template0")
    async with house(url, "ideenwerkstatt", SERVICE.home, built, [Path(__file__).with_name("data.sql")]) as running:
        yield running


@pytest.fixture
def workshop_house(stocked: House) -> House:
    """The running service; its list of trips begins empty."""
    stocked.trips.clear()
    return stocked
