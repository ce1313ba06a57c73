"""The data lab over a small data set, read only; its clock stands still on 1 March 2026."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from services.civic_data_lab.__main__ import SERVICE
from services.civic_data_lab.app import built
from services.kit.clock import Clock
from tests.conftest import FreshDatabase
from tests.services.civic_data_lab.verbs import World, world
from tests.services.conftest import House, house

TODAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
async def stocked(lasting_database: FreshDatabase) -> AsyncIterator[House]:
    url = await lasting_database("template0")
    build = partial(built, clock=Clock(reads=lambda: TODAY))
    async with house(url, "civic_data_lab", SERVICE.home, build, [Path(__file__).with_name("data.sql")]) as running:
        yield running


def lab_at(of: House, moment: datetime) -> AbstractAsyncContextManager[House]:
    """The same house with a clock that stands still at another moment."""
    return house(of.url, of.schema, SERVICE.home, partial(built, clock=Clock(reads=lambda: moment)))


@pytest.fixture
def lab(stocked: House) -> House:
    """The running service; its list of trips begins empty."""
    stocked.trips.clear()
    return stocked


@pytest.fixture(scope="session")
async def still(lasting_database: FreshDatabase) -> AsyncIterator[World]:
    """A data lab in which nothing is changed: for what is refused."""
    async with world(await lasting_database("template0")) as found:
        yield found
