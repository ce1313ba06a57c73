"""The index that replicas share finds what sorting finds; whatever two of them do at once, they end with the same."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.database import Database, open_connection
from services.kit.errors import StartError, UnavailableError
from services.kit.prepared import faults
from services.marketplace.matching.documents import Entry, Filter, Marked, Search
from services.marketplace.settings import from_environment
from services.marketplace.store import entry_rows, homes, shared_index
from services.marketplace.store.homes import Home
from services.marketplace.store.shared_index import SharedIndex, opened
from tests.conftest import FreshDatabase
from tests.services.marketplace.conftest import until_true
from tests.services.marketplace.indexes import (
    ALL,
    DIM,
    PROGRAMMES,
    SortedIndex,
    agree,
    both_put,
    both_remove,
    changed_marks,
    churn,
    every_id,
    filters,
    names,
    random_entries,
    random_vector,
)

HALF = 1e-3  # of half precision
UNHURRIED = settings(deadline=None, max_examples=12)
BY_GRAPH = "&enable_seqscan=off&enable_bitmapscan=off&enable_sort=off"  # what a planner does with many documents
GRAPH_USED = """SELECT idx_scan FROM pg_stat_user_indexes
  WHERE indexrelname = 'entry_near' AND schemaname = current_schema()"""
numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def index_url(lasting_database: FreshDatabase) -> str:
    """A database with nothing in it: our own, or one of a server such as Debian's (``TEST_INDEX_URL``)."""
    return os.environ.get("TEST_INDEX_URL") or await lasting_database("template0")


@asynccontextmanager
async def shared(url: str, version: str | None = None) -> AsyncIterator[SharedIndex]:
    """An index of a version; without one, of a version that nobody else has."""
    index = await opened(url, version or f"model@{next(numbers)}", DIM, pool_size=2)
    try:
        yield index
    finally:
        await index.close()


async def told(url: str, version: str, sql: str) -> list[asyncpg.Record]:
    """What the database says in the home of a version."""
    async with open_connection(url, schema=Home(version, DIM).name) as connection:
        return await connection.fetch(sql)


def searches_of(random: np.random.Generator) -> list[Search]:
    return [Search(random_vector(random), 30, ALL), Search(random_vector(random), 5, Filter(not_of=frozenset()))]


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.lists(filters, max_size=3))
async def test_it_finds_what_sorting_finds(index_url: str, seed: int, rules: list[Filter]) -> None:
    async with shared(index_url) as index:
        await churn(index, SortedIndex(), np.random.default_rng(seed), 4, rules, HALF)


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.lists(filters, max_size=3))
async def test_its_graph_finds_the_same(index_url: str, seed: int, rules: list[Filter]) -> None:
    random, oracle, version = np.random.default_rng(seed), SortedIndex(), f"graph@{next(numbers)}"
    async with shared(index_url + BY_GRAPH, version) as index:
        index._asked = 0.0  # the graph is asked however few pass
        await both_put(index, oracle, random_entries((f"d{n}" for n in range(60)), random))
        await index.settle()
        await index.settled()
        await churn(index, oracle, random, 3, rules, HALF)

    async def is_used() -> bool:
        (row,) = await told(index_url, version, GRAPH_USED)
        return int(row["idx_scan"]) > 0

    await until_true(is_used)  # a connection tells what it used when it ends


async def test_what_lies_far_away_is_found_too(index_url: str) -> None:
    """A filter can let pass only what the graph does not come by before it gives up."""
    random, oracle = np.random.default_rng(4), SortedIndex()
    question = random_vector(random)
    entries = random_entries((f"d{n}" for n in range(1_200)), random)
    far = sorted(entries, key=lambda each: float(each.vector @ question))[:60]
    there = [replace(each, document=replace(each.document, programme="there")) for each in far]
    async with shared(f"{index_url}{BY_GRAPH}&hnsw.max_scan_tuples=1") as index:
        index._asked = 0.0
        await both_put(index, oracle, [*entries, *there])
        await index.settle()
        await index.settled()
        only_there = Filter(with_members_only=True, not_of=frozenset(PROGRAMMES))
        await agree(index, oracle, [Search(question, 50, only_there)], HALF)


async def test_an_empty_index_finds_nothing(index_url: str) -> None:
    async with shared(index_url) as index:
        await agree(index, SortedIndex(), [Search(np.ones(DIM, np.float32), 5, ALL)])
        await index.put([])
        await index.remove([])
        await index.settle()
        assert await index.search([]) == []
        assert await index.keep([]) == []


async def test_hits_carry_what_was_found_the_nearest_first(index_url: str) -> None:
    random = np.random.default_rng(11)
    entries = random_entries(["a", "b", "c"], random)
    async with shared(index_url) as index:
        await index.put([entries[0], *entries])  # one twice
        (hits,) = await index.search([Search(entries[1].vector, 2, ALL, frozenset({"a"}))])
    assert names(hits) == ["b", "c"]
    assert hits[0].similarity == pytest.approx(1, abs=HALF)
    assert hits[0].entry.document == entries[1].document


async def test_a_filter_that_no_document_can_have_finds_nothing(index_url: str) -> None:
    random = np.random.default_rng(12)
    async with shared(index_url) as index:
        await index.put(random_entries(["a", "b"], random))
        odd = Filter(with_members_only=True, topics=frozenset({"\0"}), regions=frozenset({"'", "{", '"' * 100_000}))
        assert await index.search([Search(random_vector(random), 5, odd, frozenset({"\0", "a"}))]) == [[]]


async def test_all_searches_and_all_ids_go_in_pages(index_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_index, "PAGE", 7)
    random, oracle = np.random.default_rng(13), SortedIndex()
    async with shared(index_url) as index:
        await both_put(index, oracle, random_entries((f"d{n}" for n in range(30)), random))
        assert [len(page) async for page in index.ids()] == [7, 7, 7, 7, 2]
        trips: list[str] = []
        index._database = Database(index._database.pool, lambda statement: trips.append(statement.name))
        await index.search(searches_of(random) * 10)
        assert trips == ["near_entries"]


async def test_keeping_what_is_unchanged_writes_nothing(index_url: str) -> None:
    random, version = np.random.default_rng(14), f"kept@{next(numbers)}"
    entries = random_entries((f"d{n}" for n in range(20)), random)
    written = "SELECT entity_id, ctid::text FROM entry ORDER BY entity_id"
    async with shared(index_url, version) as index:
        await index.put(entries)
        before = await told(index_url, version, written)
        oracle = SortedIndex()
        await oracle.put(entries)
        marks = [Marked(each.document, each.text_hash) for each in entries]
        assert await index.keep(marks) == []
        await index.put(entries)
        after = await told(index_url, version, written)
    assert len(after) == 20
    assert after == before


async def one_of_two(index: SharedIndex, entries: list[Entry], random: np.random.Generator) -> None:
    """Changes at random, in any order, without waiting for the other."""
    for _ in range(25):
        some = [entries[int(number)] for number in random.permutation(len(entries))[:20]]
        await index.put(some)
        oracle = SortedIndex()
        await oracle.put(some)
        await index.keep(changed_marks(oracle, random))
        await index.remove([each.document.entity_id for each in some[:5]])


async def test_two_that_write_at_once_converge(index_url: str) -> None:
    random, version, oracle = np.random.default_rng(15), f"two@{next(numbers)}", SortedIndex()
    entries = random_entries((f"d{n}" for n in range(40)), random)
    async with shared(index_url, version) as one, shared(index_url, version) as other:
        await asyncio.gather(
            *(one_of_two(index, entries, np.random.default_rng(seed)) for seed, index in enumerate([one, other]))
        )
        await oracle.put(entries)
        await oracle.remove(["d7", "d8"])
        for index in (one, other):  # each follows the same news to the end
            await index.put(entries)
            await index.remove(["d7", "d8"])
        for index in (one, other):
            await agree(index, oracle, searches_of(random), HALF)
        await both_remove(one, oracle, ["d1"])
        assert "d1" not in await every_id(other)  # gone for all at once
        await asyncio.gather(*(index.settle() for index in (one, other)))
        await asyncio.gather(*(index.settled() for index in (one, other)))
        await agree(other, oracle, searches_of(random), HALF)


async def test_replicas_that_start_together_make_one_home(index_url: str) -> None:
    version = f"race@{next(numbers)}"
    made = await asyncio.gather(*(opened(index_url, version, DIM, 1) for _ in range(4)))
    await made[0].put(random_entries(["a"], np.random.default_rng(1)))
    for index in made:
        assert await every_id(index) == {"a"}
        await index.close()


async def test_vectors_of_different_models_never_mix(index_url: str) -> None:
    random = np.random.default_rng(16)
    async with shared(index_url) as one, shared(index_url) as other:
        await one.put(random_entries(["a"], random))
        assert await every_id(other) == set()
        assert await other.search([Search(random_vector(random), 5, ALL)]) == [[]]
    wider = await opened(index_url, "wide@1", 2 * DIM, 1)
    await wider.put([Entry(random_entries(["w"], random)[0].document, "t", np.ones(2 * DIM, np.float32))])
    assert len((await wider.entries(["w"]))["w"].vector) == 2 * DIM
    await wider.close()


async def test_homes_that_nobody_used_for_a_week_are_dropped(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    for version in ("old@1", "recent@1"):
        async with shared(url, version) as index:
            await index.put(random_entries(["a"], np.random.default_rng(1)))
    sql = "UPDATE marketplace_index.home SET used_at = now() - interval '8 days' WHERE version IN ('old@1', 'new@1')"
    async with shared(url, "new@1") as index:
        await told(url, "new@1", sql)
        await index.settle()  # its own is in use
    left = "SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'marketplace_index_%' ORDER BY 1"
    homes_left = [row["name"] for row in await told(url, "new@1", left)]
    assert homes_left == sorted(Home(version, DIM).name for version in ("new@1", "recent@1"))


async def test_using_a_home_is_noted(index_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_index, "USED_EVERY", -1.0)
    version = f"used@{next(numbers)}"
    async with shared(index_url, version) as index:
        await told(
            index_url, version, f"UPDATE marketplace_index.home SET used_at = '2020-01-01' WHERE version = '{version}'"
        )
        await index.search(searches_of(np.random.default_rng(1)))
        (row,) = await told(
            index_url,
            version,
            f"SELECT used_at > '2021-01-01' AS is_new FROM marketplace_index.home WHERE version = '{version}'",
        )
    assert row["is_new"]


async def test_a_home_that_was_dropped_is_made_anew(index_url: str) -> None:
    random, version, oracle = np.random.default_rng(17), f"dropped@{next(numbers)}", SortedIndex()
    async with shared(index_url, version) as index:
        await both_put(index, oracle, random_entries(["a", "b"], random))
        marks = [Marked(each.document, each.text_hash) for each in oracle.held.values()]
        await index.search(searches_of(random))
        await told(index_url, version, f'DROP SCHEMA "{Home(version, DIM).name}" CASCADE')
        with pytest.raises(UnavailableError, match="filled anew"):
            await index.search(searches_of(random))
        await index.remove(["a"])
        assert await index.keep(marks) == ["a", "b"]
        await index.put(list(oracle.held.values()))
        await agree(index, oracle, searches_of(random), HALF)


async def test_a_graph_whose_building_broke_off_is_built_again(index_url: str) -> None:
    version = f"broken@{next(numbers)}"
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'entry_near'::regclass"
    async with shared(index_url, version) as index:
        await index.put(random_entries((f"d{n}" for n in range(20)), np.random.default_rng(1)))
        await told(index_url, version, homes.QUERIES.build_graph.text)
        await told(
            index_url, version, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'entry_near'::regclass"
        )
        await index.settle()
        await index.settled()
        assert [row["indisvalid"] for row in await told(index_url, version, valid)] == [True]


async def test_a_graph_that_cannot_be_built_loses_nothing(index_url: str, caplog: pytest.LogCaptureFixture) -> None:
    random, version, oracle = np.random.default_rng(18), f"full@{next(numbers)}", SortedIndex()
    async with shared(index_url, version) as index:
        await both_put(index, oracle, random_entries(["a", "b"], random))
        await told(index_url, version, "CREATE VIEW entry_near AS SELECT 1")  # its name is taken
        await index.settle()
        await index.settled()
        assert "could not be built" in caplog.text
        await agree(index, oracle, searches_of(random), HALF)


async def test_every_statement_fits_its_row(index_url: str) -> None:
    version = f"statements@{next(numbers)}"
    async with shared(index_url, version), open_connection(index_url) as connection:
        await connection.execute(f'SET search_path = "{Home(version, DIM).name}", public')
        assert await faults(connection, homes.QUERIES, entry_rows) == []


async def test_a_database_that_cannot_hold_an_index_is_refused_in_words(
    fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await fresh_database("template0")
    async with open_connection(url) as connection:
        await connection.execute("DROP ROLE IF EXISTS nobody_special; CREATE ROLE nobody_special LOGIN")
    with pytest.raises(StartError, match="CREATE EXTENSION vector"):
        await opened(url.replace("//postgres@", "//nobody_special@"), "model@1", DIM, 1)
    with pytest.raises(StartError, match="4000 dimensions"):
        await opened(url, "model@1", 4001, 1)
    with pytest.raises(StartError, match="cannot be opened"):
        await opened("postgresql://nobody@127.0.0.1:1/none", "model@1", DIM, 1)
    monkeypatch.setattr(homes, "LEAST_VERSION", (99, 0))
    with pytest.raises(StartError, match=r"has 0\.\d"):
        await opened(url, "model@1", DIM, 1)


def test_the_setting_is_checked() -> None:
    url = "postgresql://marketplace@index.example/vectors"
    assert from_environment({"MARKETPLACE_INDEX_URL": url}).index_url == url
    assert from_environment({}).index_url is None
    for environment in ({"MARKETPLACE_INDEX_URL": "http://x"},):
        with pytest.raises(StartError, match="MARKETPLACE_INDEX_URL"):
            from_environment(environment)
