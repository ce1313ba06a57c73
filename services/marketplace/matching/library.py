"""What matching does with a model and an index: the steps from a question to documents in order.

What takes long (many texts, many rows, many questions) runs in a thread, so that the event loop answers others; for a
single question a thread costs as much as the work. Both searches of a question are one visit to the index.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.kit.departure import while_awaited
from services.marketplace.matching.documents import Candidate, Entry, Explanation, Filter, Hit, Search, Subject
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import Steps, VectorIndex, passes
from services.marketplace.matching.parts import RECIPE, Parts, Vector, document_vectors
from services.marketplace.matching.passages import PassageWanted, nearest_passages
from services.marketplace.matching.questions import Question, with_surroundings, words_of_all, worth_words
from services.marketplace.matching.rank import TODAY, Weights, nearness_of, ranked
from services.marketplace.matching.reasons import explained, filter_of
from services.marketplace.matching.relevance import POSSIBLE_ASKED, least_possible
from services.marketplace.matching.variety import Order, as_ranked, varied

RERANKED = 100  # nearest documents that ranking looks at: the bonuses move a document by some places, not by hundreds
MOST = 1_000  # of what fits are counted and given out
WIDE = 1_000  # of what passes a narrow filter all are looked at, if they are no more
ON_THE_LOOP = 2  # questions that are ranked there: half a millisecond each
SHORT = 1_000  # characters that a quick model encodes on the event loop, in a tenth of a millisecond
SURROUNDINGS = 4  # nearest documents of any kind that a question is moved towards; further ones weigh nothing
LEAST_SIMILARITY = 0.02  # below it, texts have nothing to do with each other


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
        hits = await self.index.search([self._search(each, each.vector, count) for each in questions])
        return [near_enough(some) for some in hits]

    async def candidates(
        self, questions: Sequence[Question], count: int = RERANKED, order: Order = as_ranked
    ) -> list[list[Candidate]]:
        """For each question what is possible, near it in meaning or by its words, and passes its filters: best first.

        The whole ranking but variety. ``count`` nearest documents are looked at; fewer are enough only where neither
        words nor bonuses move them, since then the nearest ones are the best. Of what passes a narrow filter all are.
        Where all of it is wanted, what is possible by its nearness to the question itself comes behind; more than
        ``MOST`` candidates are there exactly if more than that are possible.
        """
        searches = 2 * len(questions) + sum(len(self._possible(each)) for each in questions)
        moved, near, rest = await self.index.walk(self._around(questions, count), searches)
        words = await words_of_all(questions, [worth_words(*each) for each in zip(questions, near, strict=True)])
        ids = [{hit.entry.document.entity_id for hit in hits} for hits in near]
        far = {each: None for some, known in zip(words, ids, strict=True) for each in some.keys() - known}
        worded = await self.index.entries(list(far))

        def ranking() -> list[list[Candidate]]:
            return [
                self._with_rest(
                    question, vector, order(question, self._ranked(question, vector, hits, said, worded)), more
                )
                for question, vector, hits, more, said in while_awaited(
                    zip(questions, moved, near, rest, words, strict=True)
                )
            ]

        is_short = len(questions) <= ON_THE_LOOP and sum(map(len, [*near, *rest])) <= ON_THE_LOOP * RERANKED
        return ranking() if is_short else await asyncio.to_thread(ranking)

    async def judged(self, questions: Sequence[Question], ids: Sequence[str]) -> list[Candidate | None]:
        """For each question one document as ``candidates`` would give it; None for what is no candidate."""
        moved = await self.index.walk(self._moved(questions), len(questions))
        held = await self.index.entries(list(dict.fromkeys(ids)))
        return [
            self._judged(question, vector, held.get(each))
            for question, vector, each in zip(questions, moved, ids, strict=True)
        ]

    async def suggestions(self, questions: Sequence[Question]) -> list[list[Candidate]]:
        """The same in an order with variety, and with places for each kind where no kind is asked for."""
        return await self.candidates(questions, order=varied)

    async def passages(self, wanted: Sequence[PassageWanted], documents: Mapping[str, Parts]) -> list[str | None]:
        """For each wish the passage of its target that is nearest in meaning; None where there is no text."""
        return await asyncio.to_thread(nearest_passages, self.embedder.passages, wanted, documents)

    def explanation(self, subject: Subject, candidate: Candidate) -> Explanation:
        return explained(subject, candidate, self.umbrella, self.embedder.version)

    def _around(
        self, questions: Sequence[Question], count: int
    ) -> Steps[tuple[list[Vector], list[list[Hit]], list[list[Hit]]]]:
        """The questions moved towards what lies around them, what is nearest to these, and, where all of it is wanted,
        what is possible by its nearness to the questions themselves.
        """
        moved = yield from self._moved(questions)
        nearest = [self._search(each, vector, count) for each, vector in zip(questions, moved, strict=True)]
        whole = [self._possible(each) for each in questions]
        hits = yield [*nearest, *(search for some in whole for search, _ in some)]
        rest = iter(hits[len(questions) :])
        possible = [[hit for _, least in some for hit in near_enough(next(rest), least)] for some in whole]
        return moved, [near_enough(some) for some in hits[: len(questions)]], possible

    def _possible(self, question: Question) -> list[tuple[Search, float]]:
        """Where all of it is wanted, the searches for what is possible, each with its least similarity.

        The kind that a question names has its own: its bound is lower, and the thousand nearest of all kinds would not
        hold all that pass it.
        """
        wanted, half = question.wanted, question.half
        if not wanted.all_of_it:
            return []
        rule, asked = self._filter(question), question.subject.asks_kinds
        every = Search(question.vector, MOST + 1, rule, wanted.without, among=question.within)
        named = asked & rule.kinds if rule.kinds else asked
        if not named:
            return [(every, least_possible(half))]
        of_named = replace(every, filter=replace(rule, kinds=named))
        return [(every, least_possible(half)), (of_named, least_possible(half, POSSIBLE_ASKED))]

    def _with_rest(
        self, question: Question, moved: Vector, first: list[Candidate], rest: Sequence[Hit]
    ) -> list[Candidate]:
        """Candidates with those behind them, in the order of their own."""
        known = {each.document.entity_id for each in first}
        behind = [hit for hit in rest if hit.entry.document.entity_id not in known]
        return [*first, *self._ranked(question, moved, behind, {}, {})] if behind else first

    def _moved(self, questions: Sequence[Question]) -> Steps[list[Vector]]:
        """The questions moved towards what lies around them: rights stay, what only narrows does not count."""
        asked = [each.asked_with(self.weights) for each in questions]
        near = yield [
            Search(vector, SURROUNDINGS, rights_of(self._filter(each)), each.wanted.without)
            for vector, each in zip(asked, questions, strict=True)
        ]
        weight = self.weights.surroundings
        return [with_surroundings(vector, near_enough(some), weight) for vector, some in zip(asked, near, strict=True)]

    def _search(self, question: Question, vector: Vector, count: int) -> Search:
        wanted = question.wanted
        few = WIDE if wanted.is_narrow and count >= RERANKED else 0
        # Too many pass to be named: more is looked at, so that enough is left.
        is_cut_later = wanted.narrowing.hangs_on_time and question.among is None
        most = max(count, WIDE) if is_cut_later else count
        return Search(vector, most, self._filter(question), wanted.without, few, question.within)

    def _filter(self, question: Question) -> Filter:
        return filter_of(question.wanted, question.subject.programme, self.umbrella)

    def _judged(self, question: Question, moved: Vector, entry: Entry | None) -> Candidate | None:
        if entry is None or not question.lets_through(entry.document.entity_id):
            return None
        if not passes(entry.document, self._filter(question)):
            return None
        found = self._ranked(question, moved, near_enough([Hit(entry, float(entry.vector @ moved))]), {}, {}, False)
        return found[0] if found else None

    def _ranked(
        self,
        question: Question,
        moved: Vector,
        near: Sequence[Hit],
        words: Mapping[str, float],
        worded: Mapping[str, Entry],
        only_possible: bool = True,
    ) -> list[Candidate]:
        rule = self._filter(question)
        far = {
            each: worded[each]
            for each in words
            if each in worded and question.lets_through(each) and passes(worded[each].document, rule)
        }
        found = {hit.entry.document.entity_id: hit.entry for hit in near} | far
        nearness = nearness_of(question.vector, moved, found, words, self.weights)
        return ranked(question.subject, nearness, found, self.weights, words, question.half, only_possible)


def near_enough(hits: Iterable[Hit], least: float = LEAST_SIMILARITY) -> list[Hit]:
    return [hit for hit in hits if hit.similarity >= least]


def rights_of(rule: Filter) -> Filter:
    """The filter without what only narrows."""
    return Filter(with_members_only=rule.with_members_only)


def version_of(embedder: Embedder) -> str:
    return f"{embedder.version}/{RECIPE}"
