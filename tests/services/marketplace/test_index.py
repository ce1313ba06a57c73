"""The index of this process finds what sorting finds: also while it is tidied, and whatever came in which order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.marketplace.matching import local_index
from services.marketplace.matching.documents import Entry, Filter, Hit, Search
from services.marketplace.matching.index import Steps
from services.marketplace.matching.local_index import LITTLE, LocalIndex
from services.marketplace.matching.nearest import compared, nearest_in
from services.marketplace.matching.parts import unit
from services.marketplace.matching.shelf import Shelf, View, renewed
from tests.services.marketplace.indexes import (
    ALL,
    DIM,
    SortedIndex,
    agree,
    both_keep,
    both_put,
    both_remove,
    changed_marks,
    churn,
    filters,
    names,
    random_document,
    random_entries,
    random_vector,
)

UNHURRIED = settings(deadline=None, max_examples=25)


async def churned(seed: int, steps: int, dead: int, rules: Sequence[Filter]) -> None:
    random = np.random.default_rng(seed)
    index, oracle = LocalIndex(DIM, dead), SortedIndex()
    searches = await churn(index, oracle, random, steps, rules, 1e-6)
    await index.tidied()
    await agree(index, oracle, searches)
    await index.close()


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.lists(filters, max_size=3))
async def test_the_index_finds_what_sorting_finds(seed: int, rules: list[Filter]) -> None:
    await churned(seed, 6, 1_000_000, rules)


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.lists(filters, max_size=3))
async def test_an_index_that_is_tidied_all_the_time_finds_the_same(seed: int, rules: list[Filter]) -> None:
    await churned(seed, 8, 0, rules)


async def test_an_empty_index_finds_nothing() -> None:
    index = LocalIndex(DIM)
    await agree(index, SortedIndex(), [Search(np.ones(DIM, np.float32), 5, ALL)])
    await index.put([])
    await index.settle()
    assert await index.search([]) == []


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.0002, 0.0])
def test_of_those_that_pass_the_nearest_are_found(share: float) -> None:
    random = np.random.default_rng(3)
    vectors = random.standard_normal((20_000, DIM)).astype(np.float32)
    mask = random.random(20_000) < share
    for question in random.standard_normal((20, DIM)).astype(np.float32):
        passing = np.flatnonzero(mask)
        best = passing[np.argsort(-(vectors[passing] @ question), kind="stable")[:10]]
        similarities, rows = nearest_in(vectors, question, mask, 10)
        assert set(rows.tolist()) == set(best.tolist())
        np.testing.assert_allclose(similarities, vectors[rows] @ question, atol=1e-4)
    assert len(nearest_in(vectors, vectors[0], mask, 0)[1]) == 0


def test_how_near_something_is_does_not_hang_on_where_it_lies() -> None:
    random = np.random.default_rng(4)
    vectors = random.standard_normal((1_003, 256)).astype(np.float32)
    question, order = vectors[5], random.permutation(1_003)
    assert (compared(vectors[order], question) == compared(vectors, question)[order]).all()
    some = np.flatnonzero(random.random(1_003) < 0.05)
    assert (compared(vectors[some], question) == compared(vectors, question)[some]).all()


async def test_equally_near_ones_come_in_the_order_of_their_ids_whatever_came_first() -> None:
    """Replicas and restarts take documents in whatever order; at the edge of a page they say the same."""
    random = np.random.default_rng(5)
    vector = random_vector(random)
    entries = [Entry(random_document(f"d{number:02}", random), "text", vector) for number in range(50)]
    near = random_entries((f"e{number}" for number in range(10)), random)
    answers = []
    for seed in range(5):
        index, order = LocalIndex(DIM), np.random.default_rng(seed).permutation(60)
        every = [*entries, *near]
        await index.put([every[place] for place in order])
        (hits,) = await index.search([Search(vector, 20, ALL)])
        answers.append([(hit.entry.document.entity_id, hit.similarity) for hit in hits])
    assert answers[0] == answers[1] == answers[2] == answers[3] == answers[4]
    assert [name for name, _ in answers[0]] == [f"d{number:02}" for number in range(20)]


async def test_where_few_pass_all_of_them_are_found() -> None:
    random = np.random.default_rng(6)
    index, oracle = LocalIndex(DIM), SortedIndex()
    await both_put(index, oracle, random_entries((f"d{number}" for number in range(300)), random))
    rule = Filter(topics=frozenset({"birds"}), regions=frozenset({"09"}), with_members_only=True)
    passing = sum(
        1 for each in oracle.held.values() if {"birds"} <= each.document.topics and "09" in each.document.regions
    )
    for few, found in ((passing, passing), (passing - 1, 5), (0, 5)):
        (hits,) = await index.search([Search(random_vector(random), 5, rule, few=few)])
        assert len(hits) == found, few


async def test_changes_while_it_is_tidied_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    index, oracle = LocalIndex(DIM, 10), SortedIndex()
    await both_put(index, oracle, random_entries((f"d{n}" for n in range(40)), random))
    await both_remove(index, oracle, [f"d{n}" for n in range(20)])
    begun, may_end = threading.Event(), threading.Event()
    make = renewed

    def slow(view: View) -> Shelf:
        begun.set()
        assert may_end.wait(10)
        return make(view)

    monkeypatch.setattr(local_index, "renewed", slow)
    await both_put(index, oracle, random_entries((f"e{n}" for n in range(30)), random))
    await asyncio.to_thread(begun.wait, 10)
    await both_remove(index, oracle, ["d30", "e3"])
    await both_put(index, oracle, random_entries(["d31", "new", "d30"], random))
    await both_keep(index, oracle, changed_marks(oracle, random))
    searches = [Search(random_vector(random), 30, ALL) for _ in range(5)]
    await agree(index, oracle, searches)
    may_end.set()
    await index.tidied()
    await agree(index, oracle, searches)
    await index.close()


async def test_a_tidying_that_fails_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Shelf:
        raise RuntimeError("no memory")

    monkeypatch.setattr(local_index, "renewed", broken)
    random = np.random.default_rng(6)
    index, oracle = LocalIndex(DIM, 0), SortedIndex()
    for _ in range(2):
        await both_put(index, oracle, random_entries((f"d{n}" for n in range(15)), random))
    await index.tidied()
    await agree(index, oracle, [Search(random_vector(random), 30, ALL)])
    assert "could not be tidied away" in caplog.text


async def test_hits_carry_what_was_found() -> None:
    random = np.random.default_rng(11)
    index = LocalIndex(DIM)
    entries = random_entries(["a", "b", "c"], random)
    await index.put(entries)
    (hits,) = await index.search([Search(entries[1].vector, 2, ALL, frozenset({"a"}))])
    assert names(hits)[0] == "b"
    assert hits[0].similarity == pytest.approx(1)
    assert hits[0].entry.document == entries[1].document


async def test_a_walk_is_one_visit_on_the_loop_or_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both searches of a question; how many rows there are says where."""
    random, index, threads = np.random.default_rng(7), LocalIndex(DIM), list[str]()
    vectors = random.standard_normal((LITTLE // 2 + 1, DIM)).astype(np.float32)
    document = random_document("any", random)
    looked = View.search

    def noted(self: View, wanted: Search) -> object:
        threads.append(threading.current_thread().name)
        return looked(self, wanted)

    monkeypatch.setattr(View, "search", noted)

    def steps() -> Steps[list[list[Hit]]]:
        first = yield [Search(unit(vectors[0]), 1, ALL)]
        second = yield [Search(first[0][0].entry.vector, 1, ALL)]
        return second

    await index.put([Entry(document, "text", vectors[0])])
    await index.walk(steps(), 2)
    assert threads == ["MainThread", "MainThread"]
    threads.clear()
    replaced = [Entry(random_document(f"d{row}", random), "text", vectors[row]) for row in range(len(vectors))]
    await index.put(replaced)
    await index.walk(steps(), 2)
    assert len(threads) == 2
    assert len(set(threads)) == 1
    assert threads[0] != "MainThread"
