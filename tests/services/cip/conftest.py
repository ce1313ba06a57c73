"""A CIP service on a real database with a small world in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from services.cip import __main__ as commands
from services.cip.app import built
from services.cip.store.connection import open_store
from services.kit.clock import Clock
from services.kit.database import open_connection
from services.kit.identity import verifier_of
from services.kit.migrate import load_migrations, migrate
from services.kit.settings import Settings
from services.kit.sql import Statement
from tests.kit.tokens import AUDIENCE, ISSUER, Issuer, new_issuer, written_jwks

FreshDatabase = Callable[[str], Awaitable[str]]
CLOCK = Clock(reads=lambda: datetime(2026, 6, 1, 10, tzinfo=UTC))
SAMPLE = Path(__file__).with_name("sample.sql")


@dataclass(frozen=True, slots=True)
class Cip:
    """The application, the statements that it ran since the test began, and who signs its tokens."""

    app: ASGIApp
    trips: list[str]
    issuer: Issuer


@pytest.fixture(scope="session")
async def migrated_url(lasting_database: FreshDatabase) -> str:
    """A migrated database with the sample in it; tests only read it."""
    url = await lasting_database("template0")
    async with open_connection(url, schema="cip") as connection:
        await migrate(connection, load_migrations(commands.SERVICE.home / "sql" / "migrations"))
        await connection.execute(SAMPLE.read_text(encoding="utf-8"))
    return url


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return new_issuer()


@pytest.fixture(scope="session")
async def running(
    migrated_url: str, issuer: Issuer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[ASGIApp, list[str]]]:
    """The application for the whole run, and the names of the statements that it runs."""
    jwks = written_jwks(issuer, tmp_path_factory.mktemp("issuer"))
    settings = Settings("cip", migrated_url, "127.0.0.1", 1, 5, str(jwks), ISSUER, AUDIENCE)
    trips: list[str] = []

    def observe(statement: Statement) -> None:
        trips.append(statement.name)

    async with open_store(settings, observe) as database:
        yield built(database, verifier_of(settings), CLOCK), trips


@pytest.fixture
def cip(running: tuple[ASGIApp, list[str]], issuer: Issuer) -> Cip:
    app, trips = running
    trips.clear()
    return Cip(app, trips, issuer)
