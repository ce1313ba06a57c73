"""Ranking: pure functions from candidates and documents to their order.

The score is nearness (in meaning, and by common words) plus three bonuses: shared topics, contributions that
complete each other, and the same region; and what a question asks for besides its subject. The weights stand here and
nowhere else; the README says how they were chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.marketplace.matching.documents import Candidate, Document, Entry, Subject
from services.marketplace.matching.parts import Vector, stacked
from services.marketplace.matching.relevance import HALF_SURE, fitting, possible_from

Nearness = Mapping[str, tuple[float, float]]  # by id: similarity to the question, and what ranking starts from

COUNTRY = "000000000000"  # the region key of what is for everybody
SHARED_TOPIC_BONUS = 0.01  # for each topic, up to MOST_SHARED_TOPICS
MOST_SHARED_TOPICS = 2
COMPLEMENT_BONUS = 0.02  # for each contribution that one side seeks and the other offers, up to MOST_COMPLEMENTS
MOST_COMPLEMENTS = 2
REGION_BONUS = 0.005
OTHER_LANGUAGE_BONUS = 0.05  # between documents: what says the same in another language is a little further away


@dataclass(frozen=True, slots=True)
class Weights:
    """What nested cross-validation chooses (`make evaluate NESTED="folder folder"`); the README has its table."""

    surroundings: float = 1.0  # of what lies nearest to a question, times its cosine, against the question itself
    said: float = 0.5  # of a document that says all words of the question: a title, a name, a place
    asked_kind: float = 0.3  # where the question names a kind of help
    hinted_kind: float = 0.1  # where its words may mean a kind of help
    asked_region: float = 0.3  # where the question names a region
    near_region: float = 0.1  # where it names a place in that region
    asked_time: float = 0.2  # where it names a time, of what begins or ends in it; as for the kind, not measured
    asked_sector: float = 0.1  # where it says for whom, of offers for these and not for everybody; not measured
    asked_finer: float = 0.2  # where its words name what kind of offer; judged offers are all of one
    seeking: float = 0.5  # of what somebody seeks in others, against all that the profile says


TODAY = Weights()


def nearness_of(
    question: Vector,
    moved: Vector,
    found: Mapping[str, Entry],
    said: Mapping[str, float],
    weights: Weights = TODAY,
) -> Nearness:
    """By document the similarity to the question, and what ranking starts from: by the moved one and words.

    ``said`` is the share of the question that a document says, 0 to 1.
    """
    if not found:
        return {}
    matrix = stacked([each.vector for each in found.values()])
    near, around = (matrix @ question).tolist(), (matrix @ moved).tolist()
    return {
        each: (similarity, moved_similarity + weights.said * said.get(each, 0.0))
        for each, similarity, moved_similarity in zip(found, near, around, strict=True)
    }


def ranked(
    subject: Subject,
    nearness: Nearness,
    found: Mapping[str, Entry],
    weights: Weights = TODAY,
    said: Mapping[str, float] | None = None,
    half: float = HALF_SURE,
    only_possible: bool = False,
) -> list[Candidate]:
    """Candidates in falling order of score; equal scores in order of id, so that pages are stable.

    ``said``: the share of the question that documents say, for their relevance; ``half``: from ``half_sure``;
    ``only_possible``: what is not is left out, before it costs anything.
    """
    shares, least = said or {}, possible_from(subject)
    sure = {each: fitting(nearness[each][0], shares.get(each, 0.0), half) for each in found}
    placed = [
        (-place_by(subject, found[each].document, nearness[each][1], weights), each)
        for each, relevance in sure.items()
        if not only_possible or relevance >= least[found[each].document.kind]
    ]
    return [Candidate(found[each], nearness[each][0], min(-place, 1.0), sure[each]) for place, each in sorted(placed)]


def place_by(subject: Subject, document: Document, near: float, weights: Weights = TODAY) -> float:
    """What a document is ordered by: nearness with the bonuses, from 0 to above 1 where words are added."""
    # Of a free text nearly all of this is empty, and a question has hundreds of candidates.
    bonuses = 0.0
    if subject.topics:
        bonuses += SHARED_TOPIC_BONUS * min(len(subject.topics & document.topics), MOST_SHARED_TOPICS)
    if subject.seeks or subject.offers:
        bonuses += COMPLEMENT_BONUS * min(len(complements(subject, document)), MOST_COMPLEMENTS)
    if subject.regions and not subject.regions.isdisjoint(document.regions):
        bonuses += REGION_BONUS
    if subject.languages and is_in_another_language(subject, document):
        bonuses += OTHER_LANGUAGE_BONUS
    return max(near, 0.0) + bonuses + asked_for(subject, document, weights)


def asked_for(subject: Subject, document: Document, weights: Weights) -> float:
    """The bonuses of what the words of a question ask for besides their subject."""
    bonuses = 0.0
    if subject.asks_kinds and document.kind in subject.asks_kinds:
        bonuses += weights.asked_kind
    if subject.hints_kinds and document.kind in subject.hints_kinds:
        bonuses += weights.hinted_kind
    if subject.asks_states and serves(document, subject.asks_states):
        bonuses += weights.asked_region
    if subject.near_states and serves(document, subject.near_states):
        bonuses += weights.near_region
    if subject.in_time and document.entity_id in subject.in_time:
        bonuses += weights.asked_time
    if subject.of_finer and document.entity_id in subject.of_finer:
        bonuses += weights.asked_finer
    if subject.for_sector and document.entity_id in subject.for_sector:
        bonuses += weights.asked_sector
    return bonuses


def serves(document: Document, states: frozenset[str]) -> bool:
    """Whether a document is for one of these states, or for the whole country."""
    return bool(states) and any(each[:2] in states or each == COUNTRY for each in document.regions)


def is_in_another_language(subject: Subject, document: Document) -> bool:
    """Of a free text no language is known here: the words decide."""
    return bool(subject.languages and document.languages) and subject.languages.isdisjoint(document.languages)


def complements(subject: Subject, document: Document) -> frozenset[str]:
    """What one side seeks and the other offers."""
    return (subject.seeks & document.offers) | (subject.offers & document.seeks)
