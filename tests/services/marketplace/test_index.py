"""The index of this process finds what sorting finds: alone, with a graph, while a graph is made, from a snapshot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.marketplace.matching import local_index, nearest
from services.marketplace.matching.documents import Entry, Filter, Marked, Search
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.nearest import Graph, Matrix, built
from services.marketplace.matching.parts import unit
from services.marketplace.matching.shelf import Saved, Shelf, View, renewed
from services.marketplace.matching.snapshot import FolderSnapshots
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

HALF = 1e-3  # of half precision
UNHURRIED = settings(deadline=None, max_examples=25)


async def churned(seed: int, steps: int, graph_from: int, rules: Sequence[Filter], within: float) -> None:
    random = np.random.default_rng(seed)
    index, oracle = LocalIndex(DIM, graph_from=graph_from), SortedIndex()
    searches = await churn(index, oracle, random, steps, rules, within)
    await index.tidied()
    await agree(index, oracle, searches, within)
    await index.close()


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.lists(filters, max_size=3))
async def test_the_exact_index_finds_what_sorting_finds(seed: int, rules: list[Filter]) -> None:
    await churned(seed, 6, 1_000_000, rules, 1e-6)


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.lists(filters, max_size=3))
async def test_an_index_whose_graphs_are_made_all_the_time_finds_the_same(seed: int, rules: list[Filter]) -> None:
    await churned(seed, 8, 10, rules, HALF)


async def test_an_empty_index_finds_nothing() -> None:
    index = LocalIndex(DIM)
    await agree(index, SortedIndex(), [Search(np.ones(DIM, np.float32), 5, ALL)])
    await index.put([])
    await index.settle()
    assert await index.search([]) == []


def clustered(count: int, random: np.random.Generator) -> Matrix:
    """Vectors around some centres, as texts lie around topics."""
    centres = random.standard_normal((50, DIM)).astype(np.float32)
    vectors = centres[random.integers(0, 50, count)] + 0.4 * random.standard_normal((count, DIM)).astype(np.float32)
    matrix: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return matrix


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01, 0.0002, 0.0])
def test_a_graph_finds_nearly_all_that_looking_at_each_finds(share: float) -> None:
    random = np.random.default_rng(3)
    vectors, questions = clustered(20_000, random), clustered(30, random)
    graph, mask = built([vectors], DIM), random.random(20_000) < share
    rows = np.flatnonzero(mask)
    found = 0
    for question in questions:
        best = rows[np.argsort(-(vectors[rows] @ question), kind="stable")[:10]]
        similarities, nearest = graph.search(question, mask, 10)
        assert len(nearest) == min(10, len(rows))
        assert mask[nearest].all()
        np.testing.assert_allclose(similarities, vectors[nearest] @ question, atol=HALF)
        found += len(set(best.tolist()) & set(nearest.tolist()))
    assert found >= 0.98 * 30 * min(10, len(rows))


def test_what_lies_far_away_is_found_too() -> None:
    """A filter can let pass only what the graph does not come by on its way to the question."""
    random = np.random.default_rng(4)
    vectors = clustered(30_000, random)
    question = vectors[0]
    far = np.argsort(vectors @ question)[:9_000]
    mask = np.zeros(30_000, np.bool_)
    mask[far] = True
    similarities, rows = built([vectors], DIM).search(question, mask, 20)
    assert mask[rows].all()
    best = far[np.argsort(-(vectors[far] @ question), kind="stable")[:20]]
    assert len(set(best.tolist()) & set(rows.tolist())) >= 19
    assert len(similarities) == 20


async def test_changes_while_a_graph_is_made_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    index, oracle = LocalIndex(DIM, graph_from=50), SortedIndex()
    await both_put(index, oracle, random_entries((f"d{n}" for n in range(40)), random))
    await both_remove(index, oracle, [f"d{n}" for n in range(20)])  # half are dead: the next graph leaves them out
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
    await agree(index, oracle, searches, HALF)
    may_end.set()
    await index.tidied()
    await agree(index, oracle, searches, HALF)
    await index.close()


async def test_a_graph_that_cannot_be_made_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Graph:
        raise RuntimeError("no memory")

    monkeypatch.setattr(local_index, "built", broken)
    random = np.random.default_rng(6)
    index, oracle = LocalIndex(DIM, graph_from=10), SortedIndex()
    await both_put(index, oracle, random_entries((f"d{n}" for n in range(15)), random))
    await index.tidied()
    await agree(index, oracle, [Search(random_vector(random), 30, ALL)])
    assert "could not be linked" in caplog.text


async def saved_in(folder: Path, count: int = 40) -> SortedIndex:
    random = np.random.default_rng(7)
    oracle = SortedIndex()
    index = LocalIndex(DIM, FolderSnapshots(folder, "model@1"), graph_from=count)
    await both_put(index, oracle, random_entries((f"d{n}" for n in range(count)), random))
    await index.tidied()
    await index.close()
    return oracle


async def reopened(folder: Path, version: str = "model@1") -> LocalIndex:
    index = LocalIndex(DIM, FolderSnapshots(folder, version), graph_from=40)
    await index.open()
    return index


def marks(oracle: SortedIndex) -> list[Marked]:
    return [Marked(each.document, each.text_hash) for each in oracle.held.values()]


async def test_a_snapshot_is_found_as_far_as_it_is_confirmed(tmp_path: Path) -> None:
    folder, random = tmp_path / "index", np.random.default_rng(8)
    saved = await saved_in(folder)
    index, oracle = await reopened(folder), SortedIndex()
    await agree(index, oracle, [Search(random_vector(random), 50, ALL)], HALF)  # nothing, until the database says so
    confirmed = marks(saved)[:20]
    assert await index.keep(confirmed) == []
    other_facts = Marked(random_document("d30", random), saved.held["d30"].text_hash)
    assert await index.keep([other_facts]) == []
    other_text = Marked(saved.held["d31"].document, "another text")
    assert await index.keep([other_text]) == ["d31"]
    await oracle.put([saved.held[each.document.entity_id] for each in confirmed])
    await oracle.put([Entry(other_facts.document, other_facts.text_hash, saved.held["d30"].vector)])
    await both_put(index, oracle, random_entries(["d31", "d99"], random))
    await index.settle()
    assert await index.keep(marks(saved)[35:36]) == ["d35"]  # what nobody confirmed is not there any more
    await agree(index, oracle, [Search(random_vector(random), 50, ALL)], HALF)


async def test_a_restart_finds_the_same(tmp_path: Path) -> None:
    oracle = await saved_in(tmp_path / "index")
    index = await reopened(tmp_path / "index")
    assert await index.keep(marks(oracle)) == []
    random = np.random.default_rng(9)
    await agree(index, oracle, [Search(random_vector(random), 10, ALL) for _ in range(5)], HALF)


@pytest.mark.parametrize("name", ["about.json", "documents.jsonl", "graph.faiss"])
@pytest.mark.parametrize("how", ["missing", "torn", "foreign"])
async def test_a_snapshot_that_does_not_fit_is_not_used(tmp_path: Path, name: str, how: str) -> None:
    folder = tmp_path / "index"
    oracle, file = await saved_in(folder), folder / name
    content = {"missing": b"", "torn": file.read_bytes()[: file.stat().st_size // 2], "foreign": b'{"a": [1]}\n'}[how]
    file.write_bytes(content)
    if how == "missing":
        file.unlink()
    index = await reopened(folder)
    assert await index.keep(marks(oracle)) == sorted(oracle.held, key=lambda each: int(each[1:]))
    await index.put(list(oracle.held.values()))  # and the next graph is saved over it
    await index.tidied()
    await index.close()
    assert await (await reopened(folder)).keep(marks(oracle)) == []


async def test_vectors_of_another_model_are_not_used(tmp_path: Path) -> None:
    oracle = await saved_in(tmp_path / "index")
    index = await reopened(tmp_path / "index", "model@2")
    assert len(await index.keep(marks(oracle))) == len(oracle.held)


async def test_a_folder_that_cannot_be_written_is_only_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    oracle = await saved_in(tmp_path / "file" / "index")
    assert "could not be written" in caplog.text
    assert len(oracle.held) == 40


def test_an_index_is_saved_whole(tmp_path: Path) -> None:
    random = np.random.default_rng(10)
    entries = random_entries(["a", "b"], random)
    saved = Saved(
        [Marked(each.document, each.text_hash) for each in entries],
        built([np.stack([each.vector for each in entries])], DIM),
    )
    snapshots = FolderSnapshots(tmp_path / "index", "m")
    snapshots.save(saved)
    again = snapshots.load()
    assert again is not None
    assert list(again.rows) == list(saved.rows)
    np.testing.assert_array_equal(again.graph.vectors, saved.graph.vectors)
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


async def test_hits_carry_what_was_found() -> None:
    random = np.random.default_rng(11)
    index = LocalIndex(DIM)
    entries = random_entries(["a", "b", "c"], random)
    await index.put(entries)
    (hits,) = await index.search([Search(entries[1].vector, 2, ALL, frozenset({"a"}))])
    assert names(hits)[0] == "b"
    assert hits[0].similarity == pytest.approx(1)
    assert hits[0].entry.document == entries[1].document


async def test_what_comes_while_a_graph_is_put_in_place_is_kept() -> None:
    """Between the look at the tail, the copy of what the graph does not cover, and its putting in place."""
    random, shelf = np.random.default_rng(11), Shelf(DIM)
    waves = [random_entries([f"{wave}{number}" for number in range(6)], random) for wave in "abcd"]
    shelf.put(waves[0])
    shelf.link(built([shelf.view().tail], DIM), Shelf(DIM).tail)
    shelf.put(waves[1])
    view = shelf.view()
    shelf.put(waves[2])
    assert view.graph is not None
    graph = view.graph.extended(view.tail)
    tail = shelf.tail_after(graph)
    shelf.put(waves[3])
    shelf.link(graph, tail)
    assert (shelf.linked, len(shelf)) == (12, 24)
    every = [each for wave in waves for each in wave]
    held = shelf.view().entries([each.document.entity_id for each in every])
    for each in every:
        np.testing.assert_allclose(held[each.document.entity_id].vector, each.vector, atol=HALF)


def test_a_filter_whose_documents_lie_elsewhere_finds_the_nearest_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph walks where the question lies; what it comes by there that passes is not the nearest that does."""
    monkeypatch.setattr(nearest, "NODE", 0)  # the graph is always worth it
    monkeypatch.setattr(nearest, "BREADTH", 20)
    random = np.random.default_rng(5)
    themes = np.stack([random_vector(random) for _ in range(40)])
    vectors = np.stack([unit(themes[row % 40] + 0.8 * random_vector(random)) for row in range(4_000)])
    graph, mask = built([vectors], DIM), np.arange(4_000) % 40 >= 36
    found = right = 0
    for theme in range(30):
        question = unit(themes[theme] + 0.8 * random_vector(random))
        nearest_five = np.flatnonzero(mask)[np.argsort(-(vectors[mask] @ question))[:5]]
        found += len(set(graph.search(question, mask, 5)[1].tolist()) & set(nearest_five.tolist()))
        right += 5
    assert found > 0.95 * right
