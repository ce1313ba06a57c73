"""The service whose replicas share an index: it answers the same, follows the database, and outlives the index."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from services.kit.database import open_connection
from services.kit.errors import UnavailableError
from services.marketplace.app import index_opener, open_index, open_shared_index
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.library import version_of
from services.marketplace.settings import from_environment
from services.marketplace.store.homes import Home
from services.marketplace.store.shared_index import SharedIndex
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.conftest import House
from tests.services.marketplace.conftest import (
    DIM,
    SCHEMA,
    SMALL,
    OpenIndex,
    encode,
    held,
    holds,
    left,
    running,
    until_true,
)

ROLE = "matching_index"
TEXT = "Vogelstimmen mit KI erkennen, Sprachmodelle für Leichte Sprache, Bescheide der Kommunen, übersetze"
MATCH = "query ($text: String!) { match(input: { text: $text }) { nodes { id score } } }"
WRITTEN = (
    f'SELECT entity_id, ctid::text, xmin::text FROM "{Home(version_of(SMALL), DIM).name}".entry ORDER BY entity_id'
)


@dataclass(frozen=True, slots=True)
class Place:
    """A marketplace's database and the one of its index: as its administrator, and as the role that uses it."""

    url: str
    administrator: str
    index_url: str

    @property
    def opener(self) -> OpenIndex:
        return partial(open_shared_index, self.index_url, 3)


@pytest.fixture
async def place(template: str, fresh_database: FreshDatabase) -> AsyncIterator[Place]:
    """Prepared as the README says: the extension is made by an administrator, the role may make schemas."""
    administrator = await fresh_database("template0")
    database = administrator.partition("@/")[2].partition("?")[0]
    async with open_connection(administrator) as connection:
        await connection.execute(f"DROP ROLE IF EXISTS {ROLE}")
        await connection.execute("CREATE EXTENSION vector")
        await connection.execute(f'CREATE ROLE {ROLE} LOGIN; GRANT CREATE ON DATABASE "{database}" TO {ROLE}')
    yield Place(await fresh_database(template), administrator, administrator.replace("//postgres@", f"//{ROLE}@"))
    async with open_connection(administrator) as connection:
        await connection.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")


async def answered(house: House) -> list[tuple[str, float]]:
    answer = await ask(house.app, MATCH, {"text": TEXT})
    assert answer.errors == []
    return [(node["id"].partition(".")[2], node["score"]) for node in answer.data["match"]["nodes"]]


async def execute(url: str, sql: str, schema: str | None = SCHEMA) -> None:
    async with open_connection(url, schema=schema) as connection:
        await connection.execute(sql)


async def test_replicas_answer_like_one_alone_and_follow_together(
    place: Place, market: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        running(place.url, opener=place.opener) as (house, first),
        running(place.url, opener=place.opener) as (other_house, second),
    ):
        expected = await answered(market)
        for each in (house, other_house):
            found = await answered(each)
            assert sorted(name for name, _ in found) == sorted(name for name, _ in expected)
            assert dict(found) == pytest.approx(dict(expected), abs=2e-3)
        await execute(place.url, "UPDATE idea SET status = 'WITHDRAWN' WHERE id = 'idea_birds'")
        assert "idea_birds" not in dict(await answered(house))  # from the first moment on
        monkeypatch.setattr("services.marketplace.matching.refresh.TRY_AGAIN_AFTER", 1e9)  # by notifications alone
        await until_true(lambda: left(first, "idea_birds"))
        assert await left(second, "idea_birds")
        await execute(place.url, "UPDATE idea SET status = 'PUBLISHED' WHERE id IN ('idea_birds', 'idea_draft')")
        await until_true(lambda: holds(second, "idea_draft"))
        await until_true(lambda: holds(first, "idea_birds"))
        assert await held(first) == await held(second)
        assert "idea_birds" in dict(await answered(other_house))


async def test_a_restart_embeds_nothing_and_writes_nothing(place: Place) -> None:
    texts: list[str] = []

    def counting(some: Sequence[str]) -> NDArray[np.float32]:
        texts.extend(some)
        return encode(some)

    def load() -> Embedder:
        return Embedder(SMALL.version, DIM, counting)

    async with running(place.url, load, place.opener) as (_, first):
        documents = await held(first)
    assert len(texts) > len(documents) > 0
    texts.clear()
    async with open_connection(place.administrator) as connection:
        written = await connection.fetch(WRITTEN)
    async with running(place.url, load, place.opener) as (_, second):
        assert await held(second) == documents
    assert texts == []
    async with open_connection(place.administrator) as connection:
        assert await connection.fetch(WRITTEN) == written
    assert len(written) == len(documents)


async def test_an_index_that_is_away_is_an_error_in_words_and_nothing_is_lost(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.marketplace.matching.refresh.TRY_AGAIN_AFTER", 0.05)
    cut = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{ROLE}'"
    async with running(place.url, opener=place.opener) as (house, matching):
        await execute(place.administrator, f"ALTER ROLE {ROLE} CONNECTION LIMIT 0", None)
        await execute(place.administrator, cut, None)
        answer = await ask(
            house.app,
            "{ " + f'topic(slug: "birds") {{ slug }} match(input: {{ text: "{TEXT}" }}) {{ totalCount }}' + " }",
        )
        assert answer.data == {"topic": {"slug": "birds"}, "match": None}
        assert answer.codes == [("SERVICE_UNAVAILABLE", "match")]
        with pytest.raises(UnavailableError):
            await holds(matching, "idea_fork")
        await execute(place.url, "UPDATE idea SET status = 'WITHDRAWN' WHERE id = 'idea_fork'")
        await execute(place.url, "UPDATE idea SET status = 'PUBLISHED' WHERE id = 'idea_draft'")
        await execute(place.administrator, f"ALTER ROLE {ROLE} CONNECTION LIMIT -1", None)
        await until_true(lambda: holds(matching, "idea_draft"))
        await until_true(lambda: left(matching, "idea_fork"))
        assert dict(await answered(house))


async def test_without_an_index_everything_else_is_answered_until_it_comes(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("services.marketplace.matching.refresh.TRY_AGAIN_AFTER", 0.05)
    opened: list[int] = []

    async def opener(embedder: Embedder) -> VectorIndex:
        opened.append(1)
        if len(opened) == 3:
            await execute(place.administrator, f"ALTER ROLE {ROLE} CONNECTION LIMIT -1", None)
        return await place.opener(embedder)

    await execute(place.administrator, f"ALTER ROLE {ROLE} CONNECTION LIMIT 0", None)
    async with running(place.url, opener=opener) as (house, matching):
        assert matching.state.value == "ready"
        assert await answered(house)
    assert len(opened) == 3
    assert "too many connections" in caplog.text


async def test_the_setting_decides_which_index_is_opened(place: Place) -> None:
    opener = index_opener(from_environment({"MARKETPLACE_INDEX_URL": place.index_url}))
    index = await opener(SMALL)
    assert isinstance(index, SharedIndex)
    await index.close()
    assert index_opener(from_environment({})) is open_index
