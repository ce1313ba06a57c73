"""Fixtures that every room may use: one real PostgreSQL per test process, an empty database per test."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from tools import postgres

SLOW_FIXTURES = {"postgres_home", "postgres_server", "house_home", "serve", "postgres"}
SLOW_ROOMS = {
    "acceptance",
    "house",
    "judges",
    "model",
    "evaluation",
    "bench_matching",
    "services",
    "schema",
    "demo",
    "traps",
}
SLOW_FILES = {
    "test_parts.py", "test_bootstrap.py", "test_generated.py", "test_hard_choices.py", "test_generated_operations.py",
    "test_federation_plans.py", "test_properties.py", "test_hostile.py", "test_sizes.py",
    "test_project.py", "test_back_ends.py", "test_contracts.py", "test_reference.py", "test_examples.py",
    "test_checking.py",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a database, processes or long searches as slow; `make test-fast` goes without."""
    here = Path(__file__).parent
    for item in items:
        room = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        fixtures = set(getattr(item, "fixturenames", ()))
        if room in SLOW_ROOMS or item.path.name in SLOW_FILES or fixtures & SLOW_FIXTURES:
            item.add_marker(pytest.mark.slow)


# No test depends on how fast the machine is: by default hypothesis fails an example that takes 0.2 s.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

FreshDatabase = Callable[[str], Awaitable[str]]
"""Makes a database from a template (``template0`` for an empty one) and gives its URL."""

numbers = itertools.count(1)


def temporary_home() -> Iterator[Path]:
    """A folder that the server's user reaches too (pytest's own are closed to other users)."""
    home = Path(tempfile.mkdtemp(prefix="civic-test-"))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_home() -> Iterator[Path]:
    """Where a test's own server keeps its data."""
    yield from temporary_home()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The server of this test process; nothing is synced to disk."""
    for home in temporary_home():
        with postgres.running(home, durable=False, options=("max_connections=200",)) as server:
            yield server


async def make_database(server: postgres.Server, template: str) -> str:
    """A new database; its name is unique in this run."""
    name = f"test_{next(numbers)}"
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await connection.close()
    return name


async def drop_database(server: postgres.Server, name: str) -> None:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()


@pytest.fixture
async def fresh_database(postgres_server: postgres.Server) -> AsyncIterator[FreshDatabase]:
    """A maker of databases that are dropped after the test. The template must have no open connection."""
    made: list[str] = []

    async def make(template: str = "template0") -> str:
        made.append(await make_database(postgres_server, template))
        return postgres_server.url(made[-1])

    yield make
    for name in made:
        await drop_database(postgres_server, name)


@pytest.fixture(scope="session")
async def lasting_database(postgres_server: postgres.Server) -> AsyncIterator[FreshDatabase]:
    """The same for the whole run: for templates that are migrated once, and for read-only data."""
    made: list[str] = []

    async def make(template: str = "template0") -> str:
        made.append(await make_database(postgres_server, template))
        return postgres_server.url(made[-1])

    yield make
    for name in made:
        await drop_database(postgres_server, name)
