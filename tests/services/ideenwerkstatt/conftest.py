"""The Ideenwerkstatt over a small data set, read only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from services.ideenwerkstatt.__main__ import SERVICE
from services.ideenwerkstatt.app import built
from services.kit.clock import Clock
from tests.conftest import FreshDatabase
from tests.services.conftest import House, house


@pytest.fixture(scope="session")
async def stocked(lasting_database: FreshDatabase) -> AsyncIterator[House]:
    url = await lasting_database("template0")
    async with house(url, "ideenwerkstatt", SERVICE.home, built, [Path(__file__).with_name("data.sql")]) as running:
        yield running


def house_at(of: House, moment: datetime) -> AbstractAsyncContextManager[House]:
    """The same house with a clock that stands still."""
    return house(of.url, of.schema, SERVICE.home, partial(built, clock=Clock(reads=lambda: moment)))


@pytest.fixture
def workshop_house(stocked: House) -> House:
    """The running service; its list of trips begins empty."""
    stocked.trips.clear()
    return stocked
