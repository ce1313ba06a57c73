"""An oracle for every index: sorting all documents that pass. And documents that differ in what filters ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence

import numpy as np
from hypothesis import strategies as st

from services.marketplace.matching.documents import Document, Entry, Filter, Hit, Marked, MatchKind, Search
from services.marketplace.matching.index import Steps, Value, VectorIndex, passes
from services.marketplace.matching.parts import Vector, unit

DIM = 16
LANGUAGES = ("DE", "EN")
TOPICS, REGIONS, PROGRAMMES, OWNERS = ("birds", "water", "care"), ("09", "11"), ("cip", "lab", "all"), ("ada", "jo")
ALL = Filter(with_members_only=True)


def some_of(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


filters = st.builds(
    Filter,
    kinds=st.frozensets(st.sampled_from(MatchKind), max_size=2),
    topics=some_of(TOPICS),
    regions=some_of(REGIONS),
    with_members_only=st.booleans(),
    not_of=st.none() | some_of(PROGRAMMES),
    programmes=some_of(PROGRAMMES),
    languages=some_of(LANGUAGES),
)


def random_document(name: str, random: np.random.Generator) -> Document:
    def chosen(values: Sequence[str]) -> frozenset[str]:
        return frozenset(each for each in values if random.random() < 0.4)

    def one(values: Sequence[str]) -> str | None:
        return values[int(random.integers(len(values)))] if random.random() < 0.7 else None

    return Document(
        name,
        "Idea",
        list(MatchKind)[int(random.integers(len(MatchKind)))],
        owner_id=one(OWNERS),
        members_only=bool(random.random() < 0.2),
        programme=one(PROGRAMMES),
        topics=chosen(TOPICS),
        regions=chosen(REGIONS),
        languages=chosen(LANGUAGES),
    )


def random_vector(random: np.random.Generator) -> Vector:
    return unit(random.standard_normal(DIM).astype(np.float32))


def random_entries(names: Iterable[str], random: np.random.Generator) -> list[Entry]:
    return [
        Entry(random_document(name, random), f"text {random.integers(2**32)}", random_vector(random)) for name in names
    ]


class SortedIndex:
    """The meaning of VectorIndex: looks at each document."""

    def __init__(self) -> None:
        self.held: dict[str, Entry] = {}

    async def keep(self, marked: Sequence[Marked]) -> list[str]:
        missing = []
        for each in marked:
            known = self.held.get(each.document.entity_id)
            if known is None or known.text_hash != each.text_hash:
                missing.append(each.document.entity_id)
            else:
                self.held[each.document.entity_id] = Entry(each.document, each.text_hash, known.vector)
        return missing

    async def put(self, entries: Sequence[Entry]) -> None:
        self.held.update({each.document.entity_id: each for each in entries})

    async def remove(self, ids: Iterable[str]) -> None:
        for each in ids:
            self.held.pop(each, None)

    async def settle(self) -> None:
        """There is nothing to tidy."""

    async def search(self, searches: Sequence[Search]) -> list[list[Hit]]:
        return [self.nearest(each) for each in searches]

    async def walk(self, steps: Steps[Value], searches: int = 1) -> Value:
        try:
            wanted = next(steps)
            while True:
                wanted = steps.send(await self.search(wanted))
        except StopIteration as end:
            found: Value = end.value
            return found

    def nearest(self, wanted: Search) -> list[Hit]:
        hits = [
            Hit(entry, float(entry.vector @ wanted.vector))
            for name, entry in self.held.items()
            if passes(entry.document, wanted.filter)
            and name not in wanted.without
            and (wanted.among is None or name in wanted.among)
        ]
        count = max(wanted.count, wanted.few) if len(hits) <= wanted.few else wanted.count
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.entry.document.entity_id))[:count]

    async def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        return {each: self.held[each] for each in ids if each in self.held}

    async def count(self, most: int) -> int:
        return min(len(self.held), most)

    async def owned_by(self, owners: Sequence[str]) -> frozenset[str]:
        return frozenset(name for name, entry in self.held.items() if entry.document.owner_id in owners)

    async def ids(self) -> AsyncIterator[Sequence[str]]:
        yield list(self.held)

    async def close(self) -> None:
        """Nothing is open."""


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.entry.document.entity_id for hit in hits]


async def every_id(index: VectorIndex) -> set[str]:
    return {each async for page in index.ids() for each in page}


async def agree(index: VectorIndex, oracle: SortedIndex, searches: Sequence[Search], within: float = 1e-6) -> None:
    """Both hold the same and find the same; vectors and similarities may differ by rounding."""
    assert await every_id(index) == set(oracle.held)
    # Another bound for another number: a number that is kept for a while is not given.
    assert await index.count(len(oracle.held) + 1) == await oracle.count(len(oracle.held) + 1)
    held = await index.entries(sorted(oracle.held))
    assert {name: (each.document, each.text_hash) for name, each in held.items()} == {
        name: (each.document, each.text_hash) for name, each in oracle.held.items()
    }
    for name, each in held.items():
        np.testing.assert_allclose(each.vector, oracle.held[name].vector, atol=within)
    for owner in OWNERS:
        assert await index.owned_by([owner]) == await oracle.owned_by([owner])
    for wanted, found, expected in zip(
        searches, await index.search(searches), await oracle.search(searches), strict=True
    ):
        assert len(found) == len(expected)
        np.testing.assert_allclose(
            [hit.similarity for hit in found], [hit.similarity for hit in expected], atol=10 * within
        )
        assert all(passes(hit.entry.document, wanted.filter) for hit in found)
        assert all(
            oracle.held[name].document == hit.entry.document for name, hit in zip(names(found), found, strict=True)
        )
        assert wanted.without.isdisjoint(names(found))


async def both_put(index: VectorIndex, oracle: SortedIndex, entries: Sequence[Entry]) -> None:
    await index.put(entries)
    await oracle.put(entries)


async def both_remove(index: VectorIndex, oracle: SortedIndex, ids: Sequence[str]) -> None:
    await index.remove(ids)
    await oracle.remove(ids)


async def both_keep(index: VectorIndex, oracle: SortedIndex, marked: Sequence[Marked]) -> None:
    assert await index.keep(marked) == await oracle.keep(marked)


def changed_marks(oracle: SortedIndex, random: np.random.Generator) -> list[Marked]:
    """Some documents with the same text and other facts, some with another text."""
    return [
        Marked(random_document(name, random), each.text_hash if random.random() < 0.7 else "another")
        for name, each in oracle.held.items()
        if random.random() < 0.3
    ]


async def churn(
    index: VectorIndex,
    oracle: SortedIndex,
    random: np.random.Generator,
    steps: int,
    rules: Sequence[Filter],
    within: float,
) -> list[Search]:
    """Changes both at random and compares them after each step; the last searches."""
    searches: list[Search] = []
    for _ in range(steps):
        await both_put(index, oracle, random_entries({f"d{random.integers(60)}" for _ in range(12)}, random))
        await both_remove(index, oracle, [f"d{random.integers(60)}" for _ in range(3)] + ["unknown"])
        await both_keep(index, oracle, changed_marks(oracle, random))
        if random.random() < 0.5:
            await index.settle()
        searches = [
            Search(
                random_vector(random),
                int(random.integers(1, 30)),
                rule,
                frozenset({f"d{random.integers(60)}"}),
                among=None if random.random() < 0.5 else frozenset(f"d{n}" for n in range(int(random.integers(60)))),
            )
            for rule in [ALL, *rules]
        ]
        await agree(index, oracle, searches, within)
        await asyncio.sleep(0)
    return searches
