"""The index of vectors behind a small interface; the first filling is exact search by FAISS in this process.

Every method may be called from any thread: FAISS lets go of the interpreter lock while it searches, but does not
allow a search beside a change, so one lock guards both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Protocol

import faiss
import numpy as np

from services.marketplace.matching.documents import Hit
from services.marketplace.matching.parts import Vector


class VectorIndex(Protocol):
    """Vectors by entity id. Similarity is the inner product, which is the cosine of vectors of length 1."""

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Add vectors or replace those of the same id."""

    def remove(self, ids: Iterable[str]) -> None:
        """Forget ids; unknown ones are no error."""

    def search(self, vector: Vector, count: int, among: Iterable[str]) -> list[Hit]:
        """The nearest ``count`` of the ids in ``among``, best first; ids without a vector are left out."""

    def vectors(self, ids: Iterable[str]) -> dict[str, Vector]:
        """The vectors of those of the ids that have one."""


class FlatIndex:
    """Exact search: FAISS IndexFlatIP with ids. Good up to some 100,000 vectors."""

    def __init__(self, dim: int) -> None:
        self._faiss: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))  # FAISS has no types
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._next = 0
        self._lock = Lock()

    def put(self, vectors: Mapping[str, Vector]) -> None:
        if not vectors:
            return
        matrix = np.stack(list(vectors.values())).astype(np.float32)
        with self._lock:
            self._forget(vectors)
            numbers = np.arange(self._next, self._next + len(vectors), dtype=np.int64)
            self._next += len(vectors)
            self._faiss.add_with_ids(matrix, numbers)
            for entity_id, number in zip(vectors, numbers.tolist(), strict=True):
                self._numbers[entity_id] = number
                self._names[number] = entity_id

    def remove(self, ids: Iterable[str]) -> None:
        with self._lock:
            self._forget(ids)

    def _forget(self, ids: Iterable[str]) -> None:
        gone = [self._numbers.pop(each) for each in ids if each in self._numbers]
        if gone:
            self._faiss.remove_ids(np.array(gone, dtype=np.int64))
        for number in gone:
            del self._names[number]

    def search(self, vector: Vector, count: int, among: Iterable[str]) -> list[Hit]:
        with self._lock:
            allowed = np.array([self._numbers[each] for each in among if each in self._numbers], dtype=np.int64)
            if not len(allowed) or count < 1:
                return []
            chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]  # SWIG hides it
            similarities, numbers = self._faiss.search(vector[np.newaxis], min(count, len(allowed)), params=chosen)
            return [
                Hit(self._names[number], similarity)
                for similarity, number in zip(similarities[0].tolist(), numbers[0].tolist(), strict=True)
                if number >= 0  # FAISS fills up with -1
            ]

    def vectors(self, ids: Iterable[str]) -> dict[str, Vector]:
        with self._lock:
            return {each: self._faiss.reconstruct(self._numbers[each]) for each in ids if each in self._numbers}
