"""What matching does with a model and an index: the steps from a question to documents in order.

Encoding, searching and ranking run in threads, so that the event loop answers others meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.kit.departure import while_awaited
from services.marketplace.matching.documents import (
    Candidate,
    Entry,
    Explanation,
    Filter,
    Hit,
    MatchKind,
    Search,
    Subject,
    Wanted,
)
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex, passes
from services.marketplace.matching.mixing import mixed
from services.marketplace.matching.narrowing import NOTHING
from services.marketplace.matching.parts import RECIPE, Parts, Vector, document_vectors
from services.marketplace.matching.passages import PassageWanted, nearest_passages
from services.marketplace.matching.rank import (
    TODAY,
    Weights,
    diversified,
    explained,
    filter_of,
    ranked,
    relevance,
    towards_others,
    with_relevance,
    with_surroundings,
)

RERANKED = 100  # nearest documents that ranking looks at: the bonuses move a document by some places, not by hundreds
WIDE = 1_000  # where what was found is narrowed by what only the database knows
SHORT = 1_000  # characters that a quick model encodes on the event loop, in a tenth of a millisecond
SURROUNDINGS = 4  # nearest documents of any kind that a question is moved towards; further ones weigh nothing
LEAST_SIMILARITY = 0.1  # below it, texts have nothing to do with each other under any model


# The share of a question, 0 to 1, that documents say: of the given ones, and of others that have rare words of it.
Words = Callable[[Sequence[str]], Awaitable[Mapping[str, float]]]


# What makes the list of candidates that is given out of the ranked one.
Order = Callable[["Question", list[Candidate]], list[Candidate]]


def as_ranked(_: Question, candidates: list[Candidate]) -> list[Candidate]:
    return candidates


async def no_words(_: Sequence[str]) -> Mapping[str, float]:
    """Of a question that is a document: between documents, common words mislead."""
    return {}


@dataclass(frozen=True, slots=True)
class Question:
    """A vector with what is wanted, and what ranking needs of the subject.

    ``seeking``: of a profile, the vector of whom it seeks, where it says so. ``text``: its words, for reasons.
    """

    vector: Vector
    subject: Subject
    wanted: Wanted
    words: Words = no_words
    seeking: Vector | None = None
    text: str = ""

    def asked_with(self, weights: Weights) -> Vector:
        """The vector to search with."""
        among_profiles = self.wanted.kinds == {MatchKind.PROFILE}
        return towards_others(self.vector, self.seeking, weights.seeking) if among_profiles else self.vector


@dataclass(frozen=True, slots=True)
class Library:
    """A model and an index of documents; a document without a vector is never found.

    ``umbrella`` is the slug of the programme that all ministries share.
    """

    embedder: Embedder
    umbrella: str | None
    index: VectorIndex
    weights: Weights = TODAY

    @property
    def version(self) -> str:
        """What marks a vector: the model, and how a document's vector is made of its parts."""
        return version_of(self.embedder)

    async def vectors_of(self, documents: Sequence[Parts]) -> list[Vector]:
        """The vectors of documents, encoded now."""
        return await asyncio.to_thread(document_vectors, self.embedder.passages, documents) if documents else []

    async def vectors_of_texts(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of passages, encoded now."""
        return list(await asyncio.to_thread(self.embedder.passages, texts)) if texts else []

    async def vector_of(self, text: str) -> Vector:
        """The vector of a question. Where a model is quick, a thread would cost more than the encoding."""
        if self.embedder.is_quick and len(text) <= SHORT:
            quick: Vector = self.embedder.questions([text])[0]
            return quick
        vector: Vector = (await asyncio.to_thread(self.embedder.questions, [text]))[0]
        return vector

    async def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The vectors that the index has."""
        return {each: entry.vector for each, entry in (await self.index.entries(ids)).items()}

    async def nearest(self, questions: Sequence[Question], count: int) -> list[list[Hit]]:
        """For each question the nearest documents that pass its filters; what is too far is left out."""
        hits = await self.index.search(
            [Search(each.vector, count, self._filter(each), each.wanted.without) for each in questions]
        )
        return [near_enough(some) for some in hits]

    async def candidates(
        self, questions: Sequence[Question], count: int = RERANKED, order: Order = as_ranked
    ) -> list[list[Candidate]]:
        """For each question what is near it in meaning, or has its words, and passes its filters: best first.

        The whole ranking but variety. ``count`` nearest documents are looked at; fewer are enough only where neither
        words nor bonuses move them, since then the nearest ones are the best.
        """
        moved = await self._moved(questions)
        near = await self.nearest(
            [Question(vector, each.subject, each.wanted) for each, vector in zip(questions, moved, strict=True)],
            count,
        )
        ids = [[hit.entry.document.entity_id for hit in hits] for hits in near]
        words = await asyncio.gather(*(each.words(some) for each, some in zip(questions, ids, strict=True)))
        far = {each: None for some, hits in zip(words, ids, strict=True) for each in some.keys() - set(hits)}
        worded = await self.index.entries(list(far))
        return await asyncio.to_thread(
            lambda: [
                order(each[0], self._ranked(*each, worded))
                for each in while_awaited(zip(questions, moved, near, words, strict=True))
            ]
        )

    async def judged(self, questions: Sequence[Question], ids: Sequence[str]) -> list[Candidate | None]:
        """For each question one document as ``candidates`` would give it; None for what is no candidate."""
        moved = await self._moved(questions)
        held = await self.index.entries(list(dict.fromkeys(ids)))
        return [
            self._judged(question, vector, held.get(each))
            for question, vector, each in zip(questions, moved, ids, strict=True)
        ]

    async def suggestions(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """The same in an order with variety, and with places for each kind where no kind is asked for."""
        # What only the database can narrow is narrowed afterwards: more is looked at, so that enough is left.
        count = WIDE if any(each.wanted.narrowing != NOTHING for each in questions) else RERANKED
        return await self.candidates(questions, count, varied)

    async def passages(self, wanted: Sequence[PassageWanted], documents: Mapping[str, Parts]) -> list[str | None]:
        """For each wish the passage of its target that is nearest in meaning; None where there is no text."""
        return await asyncio.to_thread(nearest_passages, self.embedder.passages, wanted, documents)

    def explanation(self, subject: Subject, candidate: Candidate) -> Explanation:
        return explained(subject, candidate, self.umbrella, self.embedder.version)

    async def _moved(self, questions: Sequence[Question]) -> list[Vector]:
        """The questions moved towards what lies around them: rights stay, what only narrows does not count."""
        asked = [each.asked_with(self.weights) for each in questions]
        near = await self.index.search(
            [
                Search(vector, SURROUNDINGS, rights_of(self._filter(each)), each.wanted.without)
                for vector, each in zip(asked, questions, strict=True)
            ]
        )
        weight = self.weights.surroundings
        return [with_surroundings(vector, near_enough(some), weight) for vector, some in zip(asked, near, strict=True)]

    def _filter(self, question: Question) -> Filter:
        return filter_of(question.wanted, question.subject.programme, self.umbrella)

    def _judged(self, question: Question, moved: Vector, entry: Entry | None) -> Candidate | None:
        if entry is None or entry.document.entity_id in question.wanted.without:
            return None
        if not passes(entry.document, self._filter(question)):
            return None
        found = self._ranked(question, moved, near_enough([Hit(entry, float(entry.vector @ moved))]), {}, {})
        return found[0] if found else None

    def _ranked(
        self,
        question: Question,
        moved: Vector,
        near: Sequence[Hit],
        words: Mapping[str, float],
        worded: Mapping[str, Entry],
    ) -> list[Candidate]:
        rule, without = self._filter(question), question.wanted.without
        far = {
            each: worded[each]
            for each in words
            if each in worded and each not in without and passes(worded[each].document, rule)
        }
        found = {hit.entry.document.entity_id: hit.entry for hit in near} | far
        relevances = relevance(question.vector, moved, found, words, self.weights)
        return with_relevance(ranked(question.subject, relevances, found, self.weights), words)


def varied(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    order = diversified(candidates)
    return order if question.wanted.kinds or question.subject.asks_kinds else mixed(order)


def near_enough(hits: Iterable[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.similarity >= LEAST_SIMILARITY]


def rights_of(rule: Filter) -> Filter:
    """The filter without what only narrows."""
    return Filter(with_members_only=rule.with_members_only)


def version_of(embedder: Embedder) -> str:
    return f"{embedder.version}/{RECIPE}"
