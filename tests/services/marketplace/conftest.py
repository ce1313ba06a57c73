"""The marketplace over a real database with a small world in it, and a small embedder behind the seam of matching."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from starlette.types import ASGIApp

from services.kit.clock import Clock
from services.kit.database import Database, open_connection
from services.kit.identity import Verifier
from services.kit.migrate import load_migrations, migrate
from services.marketplace.__main__ import SERVICE
from services.marketplace.app import built, open_index
from services.marketplace.matching.documents import Document
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.refresh import Matching, State
from services.marketplace.store.documents import source
from tests.services.conftest import House, house

FreshDatabase = Callable[[str], Awaitable[str]]
SCHEMA = "marketplace"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLOCK = Clock(reads=lambda: AT)
"""The day of the sample."""
SAMPLE = Path(__file__).with_name("sample.sql")
DIM = 256


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of the beginnings of words: texts with common words are near, and nothing is random."""
    matrix = np.full((len(texts), DIM), 1e-6, dtype=np.float32)
    for row, text in enumerate(texts):
        for word in text.lower().split():
            matrix[row, int(hashlib.sha256(word[:6].encode()).hexdigest(), 16) % DIM] += 1
    normalised: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return normalised


SMALL = Embedder("word-beginnings@1", DIM, encode)


OpenIndex = Callable[[Embedder], Awaitable[VectorIndex]]
LOCAL: OpenIndex = open_index


async def held(matching: Matching) -> dict[str, Document]:
    """The documents of the library by id."""
    index = matching.library.index
    entries = [entry for ids in [page async for page in index.ids()] for entry in (await index.entries(ids)).values()]
    return {entry.document.entity_id: entry.document for entry in entries}


async def holds(matching: Matching, entity_id: str) -> bool:
    return bool(await matching.library.index.entries([entity_id]))


async def left(matching: Matching, entity_id: str) -> bool:
    return not await holds(matching, entity_id)


HANGS_AFTER = 120.0  # seconds; only ends a test that would never end


async def until(condition: Callable[[], bool], within: float = HANGS_AFTER) -> None:
    """Waits for something that happens in the background; ``TimeoutError`` when it does not."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is waited for is a fact of the service, not an event of the test
            await asyncio.sleep(0.005)


async def until_true(condition: Callable[[], Awaitable[bool]], within: float = HANGS_AFTER) -> None:
    """As ``until``, for what has to be asked for."""
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.005)


@pytest.fixture(scope="session")
async def template(lasting_database: FreshDatabase) -> str:
    """The name of a migrated database with the sample in it, to be copied."""
    url = await lasting_database("template0")
    async with open_connection(url, schema=SCHEMA) as connection:
        await migrate(connection, load_migrations(SERVICE.home / "sql" / "migrations"))
        await connection.execute(SAMPLE.read_text(encoding="utf-8"))
    return url.partition("@/")[2].partition("?")[0]


@asynccontextmanager
async def running(
    url: str, load: Callable[[], Embedder] = lambda: SMALL, opener: OpenIndex = LOCAL
) -> AsyncIterator[tuple[House, Matching]]:
    """The service with its matching, ready to answer."""
    started: list[Matching] = []

    def build(database: Database, verifier: Verifier) -> ASGIApp:
        started.append(Matching(source(database, url, SCHEMA), load, opener))
        return built(database, verifier, started[0], clock=CLOCK)

    async with house(url, SCHEMA, SERVICE.home, build) as ours:
        (matching,) = started
        matching.start()
        try:
            await until(lambda: matching.state is not State.STARTING)
            yield ours, matching
        finally:
            await matching.close()


@pytest.fixture(scope="session")
async def read_only(template: str, lasting_database: FreshDatabase) -> AsyncIterator[House]:
    """The service for the whole run; tests only read."""
    async with running(await lasting_database(template)) as (ours, _):
        yield ours


@pytest.fixture
def market(read_only: House) -> House:
    """The read-only service with no trips counted yet."""
    read_only.trips.clear()
    return read_only


@pytest.fixture
async def writable(template: str, fresh_database: FreshDatabase) -> AsyncIterator[tuple[House, Matching]]:
    """A service of the test's own."""
    async with running(await fresh_database(template)) as pair:
        yield pair


@pytest.fixture
def own(writable: tuple[House, Matching]) -> House:
    return writable[0]
