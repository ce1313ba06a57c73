"""One database for all tests of the kit; a test that changes something takes a schema of its own."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable

import pytest

FreshDatabase = Callable[[str], Awaitable[str]]
numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def kit_url(lasting_database: FreshDatabase) -> str:
    return await lasting_database("template0")


@pytest.fixture
def own_schema() -> str:
    """A name that no other test has."""
    return f"schema_{next(numbers)}"
