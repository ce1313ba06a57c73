"""For the tests of a subservice: its application over a migrated database, counted trips, real signed tokens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import jwt
import pytest
from starlette.types import ASGIApp

from services.kit.database import Database, open_connection, open_database
from services.kit.identity import Verifier
from services.kit.keys import KeyRing
from services.kit.migrate import load_migrations, migrate
from services.kit.sql import Statement
from tests.kit import tokens
from tests.kit.tokens import new_issuer

Build = Callable[[Database, Verifier], ASGIApp]
ISSUER = new_issuer()
KEYS = jwt.PyJWKSet.from_json(ISSUER.jwks)


@dataclass(frozen=True, slots=True)
class House:
    """A running service: its application, where its tables are, and the names of the statements sent, in order."""

    app: ASGIApp
    url: str
    schema: str
    trips: list[str] = field(default_factory=list)


def bearer(actor_id: str, *scopes: str) -> dict[str, str]:
    """The headers of a person or machine with these scopes."""
    return ISSUER.bearer(sub=f"sub-{actor_id}", actor_id=actor_id, scope=" ".join(scopes))


async def fetch_keys() -> jwt.PyJWKSet:
    return KEYS


@asynccontextmanager
async def house(url: str, schema: str, home: Path, build: Build, data: Iterable[Path] = ()) -> AsyncIterator[House]:
    """The service in ``home``, migrated, with the rows of the ``data`` files."""
    async with open_connection(url, schema=schema) as connection:
        await migrate(connection, load_migrations(home / "sql" / "migrations"))
        for file in data:
            await connection.execute(file.read_text(encoding="utf-8"))
    trips: list[str] = []

    def observe(statement: Statement) -> None:
        trips.append(statement.name)

    async with open_database(url, schema=schema, observe=observe) as database:
        verifier = Verifier(KeyRing(fetch_keys), tokens.ISSUER, tokens.AUDIENCE)
        yield House(build(database, verifier), url, schema, trips)


@pytest.fixture
def as_caller() -> Callable[..., dict[str, str]]:
    """``as_caller("org_1", "cdl:manage")``: the headers of a signed request."""
    return bearer
