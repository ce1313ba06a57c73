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
LEAST_SIMILARITY = 0.1  # below it, texts have nothing to do with each other under any model


@dataclass(frozen=True, slots=True)
class Question:
    """A vector with the filters that work inside the search, and what ranking needs of the subject."""

    vector: Vector
    subject: Subject
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Library:
    """Documents by id and their vectors in an index; a document without a vector is never found.

    Mutable inside on purpose: it follows the database (see refresh.py). ``umbrella`` is the slug of the programme that
    all ministries share. Encoding and searching run in threads.
    """

    embedder: Embedder
    umbrella: str | None
    index: VectorIndex
    documents: dict[str, Document]

    async def vectors_of(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of texts that may be found, encoded now."""
        return list(await asyncio.to_thread(self.embedder.passages, texts)) if texts else []

    async def vector_of(self, text: str) -> Vector:
        """The vector of a question."""
        vector: Vector = (await asyncio.to_thread(self.embedder.questions, [text]))[0]
        return vector

    async def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The vectors that the index has."""
        return await asyncio.to_thread(self.index.vectors, ids)

    async def nearest(self, questions: Sequence[Question], count: int) -> list[list[Hit]]:
        """For each question the nearest documents that pass its filters; what is too far is left out."""
        among = [self.passing(each) for each in questions]

        def search() -> list[list[Hit]]:
            found = [self.index.search(each.vector, count, ids) for each, ids in zip(questions, among, strict=True)]
            return [[hit for hit in hits if hit.similarity >= LEAST_SIMILARITY] for hits in found]

        return await asyncio.to_thread(search)

    def passing(self, question: Question) -> list[str]:
        """Ids of the documents that pass the filters."""
        return [
            each.entity_id
            for each in self.documents.values()
            if is_wanted(each, question.wanted, question.subject, self.umbrella)
        ]

    async def suggestions(self, questions: Sequence[Question]) -> list[list[Suggestion]]:
        """For each question its ranked suggestions with their reasons, best first."""
        found = await self.nearest(questions, RERANKED)
        return [
            suggest(question.subject, hits, self.documents, self.umbrella, self.embedder.version)
            for question, hits in zip(questions, found, strict=True)
        ]

    def take_out(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        for each in gone:
            self.documents.pop(each, None)
        self.index.remove(gone)

    def put_in(self, documents: Sequence[Document], vectors: Mapping[str, Vector]) -> None:
        """Put documents in; ``vectors`` are by their ids."""
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
