"""The four services over the demo data, for tests that read: lists, filters, sums."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
import numpy as np
import pytest
from numpy.typing import NDArray
from starlette.types import ASGIApp

from services.cip import __main__ as cip
from services.cip.app import built as cip_built
from services.civic_data_lab import __main__ as civic_data_lab
from services.civic_data_lab.app import built as civic_data_lab_built
from services.ideenwerkstatt import __main__ as ideenwerkstatt
from services.ideenwerkstatt.app import built as ideenwerkstatt_built
from services.kit.database import Database, open_connection
from services.kit.identity import Verifier
from services.kit.migrate import load_migrations, migrate
from services.kit.seed import seed
from services.marketplace import __main__ as marketplace
from services.marketplace.app import built, open_index
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.refresh import Matching
from services.marketplace.store.documents import source
from tests.conftest import FreshDatabase
from tests.services.conftest import House, house

Build = Callable[[Database, Verifier], ASGIApp]


def nothing(texts: Sequence[str]) -> NDArray[np.float32]:
    """No vectors: matching is never started here."""
    raise NotImplementedError


def market_over(url: str) -> Build:
    """The marketplace whose matching sleeps."""

    def build(database: Database, verifier: Verifier) -> ASGIApp:
        sleeping = Matching(source(database, url, "marketplace"), lambda: Embedder("none@1", 1, nothing), open_index)
        return built(database, verifier, sleeping)

    return build


MINISTRIES: dict[str, tuple[Any, Build]] = {
    "cip": (cip.SERVICE, cip_built),
    "ideenwerkstatt": (ideenwerkstatt.SERVICE, ideenwerkstatt_built),
    "civic_data_lab": (civic_data_lab.SERVICE, civic_data_lab_built),
}


def demo_topics() -> list[tuple[str, str | None]]:
    """The tree of topics of the demo data."""
    with (marketplace.SERVICE.home / "demo" / "topic.csv").open(encoding="utf-8", newline="") as file:
        return [(row["slug"], row["parent_slug"] or None) for row in csv.DictReader(file)]


def demo_actors() -> list[tuple[str, str, str, str, bool]]:
    """Id, kind, state, sector and whether it is a non-profit of the actors of the demo data."""

    def table(name: str, key: str, value: str) -> dict[str, str]:
        with (marketplace.SERVICE.home / "demo" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return {row[key]: row[value] for row in csv.DictReader(file)}

    states, charitable = table("member", "actor_id", "state"), table("organisation", "actor_id", "is_non_profit")
    kinds, sectors = table("actor", "id", "kind"), table("actor", "id", "sector")
    return [
        (id_, kind, states.get(id_, "ACTIVE"), sectors[id_], charitable.get(id_) == "t") for id_, kind in kinds.items()
    ]


@asynccontextmanager
async def demo_house(name: str, url: str) -> AsyncIterator[House]:
    """One service over its demo data in an empty database."""
    service, build = MINISTRIES.get(name) or (marketplace.SERVICE, market_over(url))
    async with open_connection(url, schema=name) as connection:
        await migrate(connection, load_migrations(service.home / "sql" / "migrations"))
        await seed(connection, service.home / "demo")
        if name in MINISTRIES:
            # As the marketplace tells it; test_filters sees that what is not told is refused.
            await connection.executemany("INSERT INTO topic_parent VALUES ($1, $2)", demo_topics())
            await connection.executemany("INSERT INTO actor_fact VALUES ($1, $2, $3, $4, $5)", demo_actors())
    async with house(url, name, service.home, build) as running:
        yield running


@pytest.fixture(scope="session")
async def demo_houses(lasting_database: FreshDatabase) -> AsyncIterator[Mapping[str, House]]:
    """All four services over the demo data, by name; tests only read."""
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(demo_house(name, await lasting_database("template0")))
            for name in (*MINISTRIES, "marketplace")
        }


async def rows(of: House, sql: str, *arguments: object) -> list[asyncpg.Record]:
    """What plain SQL says."""
    async with open_connection(of.url, schema=of.schema) as connection:
        found: list[asyncpg.Record] = await connection.fetch(sql, *arguments)
        return found
