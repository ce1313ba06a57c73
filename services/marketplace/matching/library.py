"""The documents that may be matched right now, with their vectors: one library for each process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.marketplace.matching.documents import Candidate, Document, Hit, MatchKind, Subject, Suggestion, Wanted
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import FlatIndex, VectorIndex
from services.marketplace.matching.parts import RECIPE, Parts, Vector, document_vectors
from services.marketplace.matching.rank import candidates, diversified, is_wanted, relative, suggest, with_surroundings

RERANKED = 200  # nearest documents that ranking looks at: the bonuses move a document by some places, not by hundreds
SURROUNDINGS = 4  # nearest documents of any kind that a question is moved towards; further ones weigh nothing
LEAST_SIMILARITY = 0.1  # below it, texts have nothing to do with each other under any model


@dataclass(frozen=True, slots=True)
class Question:
    """A vector with the filters that work inside the search, and what ranking needs of the subject.

    ``words`` are scores of documents with words of the question, of any size; free texts alone have some.
    """

    vector: Vector
    subject: Subject
    wanted: Wanted
    words: Mapping[str, float] = field(default_factory=dict)


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

    @property
    def version(self) -> str:
        """What marks a vector: the model, and how a document's vector is made of its parts."""
        return f"{self.embedder.version}/{RECIPE}"

    async def vectors_of(self, documents: Sequence[Parts]) -> list[Vector]:
        """The vectors of documents, encoded now."""
        return await asyncio.to_thread(document_vectors, self.embedder.passages, documents) if documents else []

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
        return await asyncio.to_thread(
            lambda: [
                near_enough(self.index.search(question.vector, count, ids))
                for question, ids in zip(questions, among, strict=True)
            ]
        )

    async def found(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """For each question what is near it in meaning, or has its words, and passes its filters; in no order."""
        open_questions = [replace(each, wanted=unnarrowed(each.wanted)) for each in questions]
        around = [self.passing(each) for each in open_questions]
        among = [self.passing(each) for each in questions]
        return await asyncio.to_thread(
            lambda: [self._found(*each) for each in zip(questions, around, among, strict=True)]
        )

    def _found(self, question: Question, around: list[str], among: list[str]) -> list[Candidate]:
        near = near_enough(self.index.search(question.vector, SURROUNDINGS, around))
        surroundings = self.index.vectors([hit.entity_id for hit in near])
        moved = with_surroundings(question.vector, near, surroundings)
        hits = near_enough(self.index.search(moved, RERANKED, among))
        words = relative(question.words, among)
        vectors = self.index.vectors({hit.entity_id for hit in hits} | words.keys())
        return candidates(question.vector, moved, vectors, words)

    def passing(self, question: Question) -> list[str]:
        """Ids of the documents that pass the filters."""
        return [
            each.entity_id
            for each in self.documents.values()
            if is_wanted(each, question.wanted, question.subject, self.umbrella)
        ]

    async def suggestions(self, questions: Sequence[Question]) -> list[list[Suggestion]]:
        """For each question its ranked suggestions with their reasons, best first."""
        found = await self.found(questions)
        ranked = [
            suggest(question.subject, each, self.documents, self.umbrella, self.embedder.version)
            for question, each in zip(questions, found, strict=True)
        ]
        vectors = await self.vectors(list({each.document.entity_id: None for some in ranked for each in some}))
        return [diversified([each for each in some if each.document.entity_id in vectors], vectors) for some in ranked]

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


def near_enough(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.similarity >= LEAST_SIMILARITY]


def unnarrowed(wanted: Wanted) -> Wanted:
    """The filters without what only narrows: rights stay, and what is excluded."""
    return Wanted(with_members_only=wanted.with_members_only, without=wanted.without)


def empty_library(
    embedder: Embedder, umbrella: str | None, make_index: Callable[[int], VectorIndex] = FlatIndex
) -> Library:
    return Library(embedder, umbrella, make_index(embedder.dim), {})
