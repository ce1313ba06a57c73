"""Whatever changes while the library is filled or follows: at the end it says what the database says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.marketplace.matching import refresh
from services.marketplace.matching.documents import Document, Marked
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.library import Library
from services.marketplace.matching.parts import Part, document_vectors
from services.marketplace.matching.refresh import Source, StoredVector, Written, bring_up_to_date, follow
from tests.services.marketplace.indexes import DIM, SortedIndex, random_document

UNHURRIED = settings(deadline=None, max_examples=80)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """A vector for each text, in no way like those of other texts."""
    rows = [np.random.default_rng(list(text.encode())).standard_normal(DIM) for text in texts]
    matrix = np.array(rows, dtype=np.float32).reshape(len(texts), DIM)
    normalised: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return normalised


EMBEDDER = Embedder("test@1", DIM, encode)


@dataclass
class Database:
    """Documents with one part, in memory. Before each answer, somebody else may change something."""

    random: np.random.Generator
    changes: int
    texts: dict[str, tuple[Document, str]] = field(default_factory=dict)
    stored: dict[str, StoredVector] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # by id, the text that they are of
    heard: list[str] = field(default_factory=list)
    embedded: int = 0

    def change(self) -> None:
        """A new document, another text, other facts, or none any more."""
        name, number = f"d{self.random.integers(40):02}", self.random.random()
        known = self.texts.get(name)
        if known is not None and number < 0.3:
            del self.texts[name]
        elif known is not None and number < 0.6:
            self.texts[name] = (random_document(name, self.random), known[1])
        else:
            document = random_document(name, self.random) if known is None else known[0]
            self.texts[name] = (document, f"text {self.random.integers(1_000)}")
        self.heard.append(name)
        if self.random.random() < 0.3:
            self.other_replica(name)

    def other_replica(self, name: str) -> None:
        """It heard of the change first, and has written all of it."""
        if name in self.texts:
            text = self.texts[name][1]
            (vector,) = document_vectors(encode, [{Part.TITLE: text}])
            self.words[name], self.stored[name] = text, StoredVector(name, text, vector)

    def meanwhile(self) -> None:
        while self.changes and self.random.random() < 0.6:
            self.changes -= 1
            self.change()

    def waiting(self) -> bool:
        return bool(self.heard)

    async def next(self) -> frozenset[str]:
        changed, self.heard = frozenset(self.heard), []
        return changed

    async def ids_after(self, last: str, count: int) -> list[str]:
        self.meanwhile()
        return sorted(each for each in self.texts if each > last)[:count]

    async def owned(self, owners: Sequence[str]) -> list[str]:
        self.meanwhile()
        return [name for name, (document, _) in self.texts.items() if document.owner_id in owners]

    async def documents(self, ids: Sequence[str]) -> list[Marked]:
        self.meanwhile()
        return [Marked(*self.texts[each]) for each in ids if each in self.texts]

    async def parts(self, ids: Sequence[str]) -> list[Written]:
        self.meanwhile()
        known = [(each, self.texts[each][1]) for each in ids if each in self.texts]
        self.embedded += len(known)
        return [Written(each, text, {Part.TITLE: text}) for each, text in known]

    async def vectors(self, version: str, ids: Sequence[str]) -> list[StoredVector]:
        assert version.startswith(EMBEDDER.version)
        self.meanwhile()
        return [self.stored[each] for each in ids if each in self.stored]

    async def save(self, version: str, made: Sequence[StoredVector], worded: Collection[str]) -> None:
        assert version.startswith(EMBEDDER.version)
        self.meanwhile()
        self.words.update({name: text for name, (_, text) in self.texts.items() if name in self.unworded(made, worded)})
        self.stored.update({each.entity_id: each for each in made})

    @staticmethod
    def unworded(made: Sequence[StoredVector], worded: Collection[str]) -> set[str]:
        return {each.entity_id for each in made}.difference(worded)

    async def words_ahead(self, version: str, ids: Sequence[str]) -> dict[str, str]:
        self.meanwhile()
        found = {each: self.texts[each][1] for each in ids if each in self.texts and each not in self.stored}
        self.meanwhile()  # it waits for its turn to write what it has read
        self.words.update(found)
        return found

    async def words_settled(self) -> None:
        self.meanwhile()

    async def forget(self, ids: Sequence[str] | None) -> None:
        self.meanwhile()
        for each in [name for name in self.stored if name not in self.texts and (ids is None or name in ids)]:
            del self.stored[each]

    async def umbrella(self) -> None:
        return None

    @asynccontextmanager
    async def news(self) -> AsyncIterator[Database]:
        yield self

    def source(self) -> Source:
        return Source(
            umbrella=self.umbrella,
            ids_after=self.ids_after,
            owned=self.owned,
            documents=self.documents,
            parts=self.parts,
            vectors=self.vectors,
            save=self.save,
            words_ahead=self.words_ahead,
            words_settled=self.words_settled,
            forget=self.forget,
            news=self.news,
        )


async def caught_up(library: Library, database: Database) -> None:
    while database.waiting():
        await follow(library, database.source(), await database.next())


def says_the_same(index: SortedIndex, database: Database) -> None:
    held = {name: (each.document, each.text_hash) for name, each in index.held.items()}
    assert held == database.texts
    for name, (_, text) in database.texts.items():
        (expected,) = document_vectors(encode, [{Part.TITLE: text}])
        np.testing.assert_allclose(index.held[name].vector, expected, atol=1e-6)
    assert database.stored.keys() <= database.texts.keys()
    assert {name: database.words.get(name) for name in database.texts} == {
        name: text for name, (_, text) in database.texts.items()
    }


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.integers(0, 60))
async def test_the_library_says_what_the_database_says(seed: int, changes: int) -> None:
    database = Database(np.random.default_rng(seed), changes)
    for _ in range(30):
        database.change()
    database.heard.clear()  # from before anybody listened
    index = SortedIndex()
    library = Library(EMBEDDER, None, index)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refresh, "PAGE", 7)
        patch.setattr(refresh, "WORDED_TOGETHER", 14)
        patch.setattr(refresh, "EMBEDDED_TOGETHER", 3)
        await bring_up_to_date(library, database.source(), database)
        await caught_up(library, database)
        says_the_same(index, database)
        for _ in range(10):
            database.change()
        await caught_up(library, database)
        says_the_same(index, database)
        # A connection was lost: changes that nobody heard of.
        for _ in range(10):
            database.change()
        database.heard.clear()
        database.changes = changes
        await bring_up_to_date(library, database.source(), database)
        await caught_up(library, database)
        says_the_same(index, database)
        # Nothing has changed: nothing is embedded.
        database.embedded = 0
        await bring_up_to_date(Library(EMBEDDER, None, SortedIndex()), database.source(), database)
        assert database.embedded == 0


async def test_what_is_hidden_while_the_library_is_filled_leaves_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refresh, "PAGE", 5)
    monkeypatch.setattr(refresh, "WORDED_TOGETHER", 5)
    database = Database(np.random.default_rng(1), 0)
    for number in range(20):
        name = f"d{number:02}"
        database.texts[name] = (random_document(name, database.random), name)
    index, looked = SortedIndex(), list[tuple[str, bool]]()
    library = Library(EMBEDDER, None, index)
    source = database.source()

    async def watched(last: str, count: int) -> list[str]:
        if last == "d04":
            del database.texts["d01"]
            database.heard.append("d01")
        looked.append((last, "d01" in index.held))
        return await database.ids_after(last, count)

    await bring_up_to_date(library, replace(source, ids_after=watched), database)
    assert looked == [("", False), ("d04", True), ("d09", False), ("d14", False), ("d19", False)]
