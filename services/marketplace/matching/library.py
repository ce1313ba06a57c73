"""The documents that may be matched right now, with their vectors: one library for each process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.marketplace.matching.documents import Document, Hit, MatchKind, Subject, Suggestion, Wanted
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import FlatIndex, Vector, VectorIndex
from services.marketplace.matching.rank import is_wanted, suggest

RERANKED = 200  # nearest documents that ranking looks at: the bonuses move a document by some places, not by hundreds


@dataclass(frozen=True, slots=True)
class Library:
    """Documents by id and their vectors in an index; a document without a vector is never found.

    Mutable inside on purpose: it follows the database (see refresh.py). ``umbrella`` is the slug of the programme that
    all ministries share.
    """

    embedder: Embedder
    umbrella: str | None
    index: VectorIndex
    documents: dict[str, Document]

    async def vector_of(self, text: str) -> Vector:
        """The vector of a free text; encoding runs in a thread."""
        return (await asyncio.to_thread(self.embedder.encode, [text]))[0]  # type: ignore[no-any-return]

    async def vector(self, entity_id: str) -> Vector | None:
        return await asyncio.to_thread(self.index.vector, entity_id)

    async def nearest(self, vector: Vector, count: int, subject: Subject, wanted: Wanted) -> list[Hit]:
        """The nearest documents that pass the filters; the filters work inside the search."""
        among = [each.entity_id for each in self.documents.values() if is_wanted(each, wanted, subject, self.umbrella)]
        return await asyncio.to_thread(self.index.search, vector, count, among)

    async def suggestions(self, vector: Vector, subject: Subject, wanted: Wanted) -> list[Suggestion]:
        """Ranked suggestions with their reasons, best first."""
        hits = await self.nearest(vector, RERANKED, subject, wanted)
        return suggest(subject, hits, self.documents, self.umbrella, self.embedder.version)

    def take_out(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        for each in gone:
            self.documents.pop(each, None)
        self.index.remove(gone)

    def put_in(self, documents: Sequence[Document], vectors: Mapping[str, Vector]) -> None:
        """Put documents in, those whose text is unchanged without a vector."""
        self.index.put(vectors)
        self.documents.update({each.entity_id: each for each in documents})

    def touched_by(self, changed: Iterable[str]) -> set[str]:
        """Ids of the documents that a change may concern: a profile follows its owner's consents, topics and region."""
        marks = set(changed)
        return {
            each.entity_id
            for each in self.documents.values()
            if each.entity_id in marks or (each.kind is MatchKind.PROFILE and each.owner_id in marks)
        }


def empty_library(
    embedder: Embedder, umbrella: str | None, make_index: Callable[[int], VectorIndex] = FlatIndex
) -> Library:
    return Library(embedder, umbrella, make_index(embedder.dim), {})
