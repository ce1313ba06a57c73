"""What is asked of a library: a vector with what is wanted, moved towards what lies around it, and its words, which are
looked up when it is known what is near.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from services.marketplace.matching.documents import Hit, MatchKind, Subject, Wanted
from services.marketplace.matching.parts import Vector, stacked, unit
from services.marketplace.matching.rank import TODAY, Weights
from services.marketplace.matching.relevance import HALF_OF_DOCUMENTS, least_possible, possible_from

SHARPNESS = 50.0  # a neighbour that is 0.02 further away than the nearest counts a third of it (e to the -1)


@dataclass(frozen=True, slots=True)
class Said:
    """The share of a question, 0 to 1, that documents say; ``led``: ids of those that have rare words of it."""

    shares: Mapping[str, float] = field(default_factory=dict)
    led: frozenset[str] = frozenset()

    def of(self, ids: Collection[str]) -> dict[str, float]:
        """What these say, and those that words lead to: nobody else who was asked about in the same trip."""
        return {each: share for each, share in self.shares.items() if each in self.led or each in ids}


# What the given documents say of a question, and others that have rare words of it.
Words = Callable[[Sequence[str]], Awaitable[Said]]


async def no_words(_: Sequence[str]) -> Said:
    """Of a question that is a document: between documents, common words mislead."""
    return Said()


WHOLE = 2.0  # shares of a question


def with_all(words: Words, whole: frozenset[str], most: int) -> Words:
    """The same words, and what says all of a question by what it is: that leads to it, and its own words count besides.

    It counts twice: what is there and then stands before what only has "Workshop" in its title. Of more than ``most``,
    those alone that are near.
    """
    some = frozenset(sorted(whole)[:most])

    async def found(among: Sequence[str]) -> Said:
        said = await words(among)
        all_said = {each: WHOLE + said.shares.get(each, 0.0) for each in some | whole.intersection(among)}
        return Said({**said.shares, **all_said}, said.led | some)

    return found


@dataclass(frozen=True, slots=True)
class Question:
    """A vector with what is wanted, and what ranking needs of the subject.

    ``seeking``: of a profile, the vector of whom it seeks, where it says so. ``text``: its words, for reasons.
    ``among``: the ids that a filter of the database lets through; None where it has none, or too many to name.
    ``half``: nearness and words at which something fits as often as not. ``of_kind``: ids of all that is of the kind of
    help which a text names that has no subject: nothing else is found. None where it has one.
    """

    vector: Vector
    subject: Subject
    wanted: Wanted
    words: Words = no_words
    seeking: Vector | None = None
    text: str = ""
    among: frozenset[str] | None = None
    half: float = HALF_OF_DOCUMENTS
    of_kind: frozenset[str] | None = None

    @property
    def within(self) -> frozenset[str] | None:
        """The ids among which is looked; None for all."""
        if self.of_kind is None or self.among is None:
            return self.among if self.of_kind is None else self.of_kind
        return self.among & self.of_kind

    def lets_through(self, document_id: str) -> bool:
        """Whether a document is not excluded by its id."""
        within = self.within
        return document_id not in self.wanted.without and (within is None or document_id in within)

    def asked_with(self, weights: Weights) -> Vector:
        """The vector to search with."""
        among_profiles = self.wanted.kinds == {MatchKind.PROFILE}
        return towards_others(self.vector, self.seeking, weights.seeking) if among_profiles else self.vector


def with_surroundings(question: Vector, hits: Sequence[Hit], weight: float = TODAY.surroundings) -> Vector:
    """The question moved towards the documents nearest to it, of whatever kind; the much nearer ones nearly alone.

    Short texts and foreign words are understood by what lies around them, and two people who have no word in common by
    the idea that suits both (local feedback: Xu, Croft 1996; weights that fall with distance: Lavrenko, Croft 2001).
    """
    near = [hit for hit in hits if hit.similarity > 0]
    if not near:
        return question
    similarities = np.array([hit.similarity for hit in near], dtype=np.float32)
    shares = np.exp(SHARPNESS * (similarities - similarities.max()))
    shares *= similarities / shares.sum()
    return unit(question + weight * (shares @ stacked([hit.entry.vector for hit in near])))


def towards_others(question: Vector, seeking: Vector | None, weight: float = TODAY.seeking) -> Vector:
    """What a profile is asked with among other profiles: what it seeks in others counts beside what it is.

    Likeness alone brings two people together who want the same and lack the same.
    """
    return question if seeking is None else unit((1 - weight) * question + weight * seeking)


def worth_words(question: Question, near: Sequence[Hit]) -> list[str]:
    """The ids of those that are possible without words: of the others, only rare words make something possible.

    So it hangs on the question and the document whether it is possible, and not on who else passes a filter.
    """
    if question.words is no_words or not near:
        return []
    least = {kind: least_possible(question.half, sure) for kind, sure in possible_from(question.subject).items()}
    similarities = (stacked([hit.entry.vector for hit in near]) @ question.vector).tolist()
    documents = [hit.entry.document for hit in near]
    return [
        each.entity_id
        for each, similarity in zip(documents, similarities, strict=True)
        if similarity >= least[each.kind]
    ]


async def words_of_all(questions: Sequence[Question], ids: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """What is said of each question, by the ids that were asked about for it; the same words are one trip."""
    asked: dict[Words, dict[str, None]] = {}
    for question, some in zip(questions, ids, strict=True):
        asked.setdefault(question.words, {}).update(dict.fromkeys(some))
    found = await asyncio.gather(*(words(list(some)) for words, some in asked.items()))
    said = dict(zip(asked, found, strict=True))
    return [said[question.words].of(frozenset(some)) for question, some in zip(questions, ids, strict=True)]
