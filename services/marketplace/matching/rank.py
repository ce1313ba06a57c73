"""Ranking: pure functions from candidates and documents to suggestions with reasons.

The score is the relevance (nearness in meaning and common words) plus three bonuses: shared topics, contributions that
complete each other, and the same region. The weights stand here and nowhere else; the README says how they were chosen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.marketplace.matching.documents import (
    Candidate,
    Document,
    Entry,
    Explanation,
    Filter,
    Hit,
    MatchKind,
    Subject,
    Wanted,
)
from services.marketplace.matching.parts import Vector, stacked, unit

Relevance = Mapping[str, tuple[float, float]]  # by id: similarity to the question, and what ranking starts from

SHARPNESS = 50.0  # a neighbour that is 0.02 further away than the nearest counts a third of it (e to the -1)
SURE = 12.0  # how fast relevance grows with nearness and words
SAID_SURE = 0.45  # what saying the words of the question counts for being sure, by their share
HALF_SURE = 0.395  # nearness and words at which the best of FEW documents fits as often as not
OF_MANY = 0.025  # more for each e times as many documents: the nearest of many is near by chance
FEW, MANY = 75, 1_000  # documents that this was found with; beyond MANY it was not measured, and does not grow
HALF_OF_DOCUMENTS = 0.34  # of a document as a question, which is near to more
ELSEWHERE = 0.075  # more for a question in the words of what is sought elsewhere
COUNTRY = "000000000000"  # the region key of what is for everybody
POSSIBLE = 0.08  # relevance; below it, one of thirty judged documents fits
POSSIBLE_ASKED = 0.05  # the same of the kind of help that a question names: half of what it asks is met by that
FITS = 0.5  # relevance; where nothing has it, nothing fits
SHARED_TOPIC_BONUS = 0.01  # for each topic, up to MOST_SHARED_TOPICS
MOST_SHARED_TOPICS = 2
COMPLEMENT_BONUS = 0.02  # for each contribution that one side seeks and the other offers, up to MOST_COMPLEMENTS
MOST_COMPLEMENTS = 2
REGION_BONUS = 0.005
OTHER_LANGUAGE_BONUS = 0.02  # between documents: what says the same in another language is a little further away
TOO_ALIKE = 0.9  # cosine from which a suggestion says what a better one has said already
SAME_AGAIN_MALUS = 0.5  # for each unit of cosine above TOO_ALIKE
DIVERSE = 50  # suggestions, from the best, that are put in an order with variety


@dataclass(frozen=True, slots=True)
class Weights:
    """What nested cross-validation chooses (`make evaluate NESTED="folder folder"`); the README has its table."""

    surroundings: float = 1.0  # of what lies nearest to a question, times its cosine, against the question itself
    said: float = 0.5  # of a document that says all words of the question: a title, a name, a place
    asked_kind: float = 0.2  # where the question names a kind of help
    hinted_kind: float = 0.1  # where its words may mean a kind of help
    asked_region: float = 0.3  # where the question names a region
    near_region: float = 0.1  # where it names a place in that region
    asked_time: float = 0.2  # where it names a time, of what begins or ends in it; as for the kind, not measured
    asked_sector: float = 0.1  # where it says for whom, of offers for these and not for everybody; not measured
    seeking: float = 0.5  # of what somebody seeks in others, against all that the profile says


TODAY = Weights()


def crosses_ministries(home: str | None, target: str | None, umbrella: str | None) -> bool:
    """Whether the target belongs to an anchor project other than the programme that the question comes from.

    A target without a programme, or of the umbrella initiative that all three ministries share, is nobody else's. A
    question without a programme (free text, profile, idea born on the marketplace) comes from the umbrella: each
    ministry's document is another ministry's to it.
    """
    return target is not None and target != umbrella and target != home


def filter_of(wanted: Wanted, home: str | None, umbrella: str | None) -> Filter:
    """The filter of what somebody wants who comes from the programme ``home``."""
    not_of = frozenset(each for each in (umbrella, home) if each is not None) if wanted.crossing_ministries else None
    rule = wanted.narrowing
    sets = (wanted.kinds, wanted.topics, wanted.regions)
    return Filter(*sets, wanted.with_members_only, not_of, rule.programmes, rule.languages)


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


def relevance(
    question: Vector,
    moved: Vector,
    found: Mapping[str, Entry],
    said: Mapping[str, float],
    weights: Weights = TODAY,
) -> Relevance:
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


def half_sure(documents: int, is_sought_elsewhere: bool = False) -> float:
    """Nearness and words at which a document fits as often as not, where there are so many documents.

    >>> round(half_sure(75), 3), round(half_sure(852), 3), half_sure(10**6) == half_sure(1_000)
    (0.395, 0.456, True)
    """
    many = math.log(min(max(documents, 1), MANY) / FEW)
    return HALF_SURE + OF_MANY * max(many, 0.0) + (ELSEWHERE if is_sought_elsewhere else 0.0)


def fitting(similarity: float, said: float = 0.0, half: float = HALF_SURE) -> float:
    """How sure it is that a document fits, 0 to 1: by nearness to the question itself and the share of it that is said.

    A logistic function fitted to judged data; unlike the score it means the same for every question. ``half``: from
    ``half_sure``.

    >>> round(fitting(0.395), 2), fitting(0.2, 0.5) > FITS, fitting(0.39) > FITS, fitting(0.0, 1.0) > FITS
    (0.5, True, False, True)
    """
    return 1 / (1 + math.exp(-SURE * (similarity + SAID_SURE * said - half)))


def least_possible(half: float, least: float = POSSIBLE) -> float:
    """The similarity that is possible without words."""
    return half + math.log(least / (1 - least)) / SURE


def possible_from(subject: Subject) -> dict[MatchKind, float]:
    """The relevance from which on a document is possible, by its kind.

    >>> found = possible_from(Subject(asks_kinds=frozenset({MatchKind.DATASET})))
    >>> found[MatchKind.DATASET] < found[MatchKind.IDEA]
    True
    """
    return {kind: POSSIBLE_ASKED if kind in subject.asks_kinds else POSSIBLE for kind in MatchKind}


def answer_of(
    candidates: Sequence[Candidate], enough: float = FITS, whole: Sequence[Candidate] | None = None
) -> list[Candidate]:
    """All of them where something fits, else nothing: "nothing fits" is an answer.

    ``whole``: where ``candidates`` passed a filter, what was found without it: that alone says whether anything fits,
    so that one filter more never finds what one less did not.
    """
    judged = candidates if whole is None else whole
    return list(candidates) if any(each.relevance >= enough for each in judged) else []


def ranked(
    subject: Subject,
    relevances: Relevance,
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
    sure = {each: fitting(relevances[each][0], shares.get(each, 0.0), half) for each in found}
    placed = [
        (-place_by(subject, found[each].document, relevances[each][1], weights), each)
        for each, relevance in sure.items()
        if not only_possible or relevance >= least[found[each].document.kind]
    ]
    return [Candidate(found[each], relevances[each][0], min(-place, 1.0), sure[each]) for place, each in sorted(placed)]


def place_by(subject: Subject, document: Document, relevant: float, weights: Weights = TODAY) -> float:
    """What a document is ordered by: the relevance with the bonuses, from 0 to above 1 where words are added."""
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
    return max(relevant, 0.0) + bonuses + asked_for(subject, document, weights)


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


def diversified(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates in an order where near copies of better ones stand further down.

    Maximal marginal relevance (Carbonell, Goldstein 1998), with a threshold: only what is nearly the same loses.
    """
    left, rest = list(candidates[:DIVERSE]), list(candidates[DIVERSE:])
    if not left:
        return rest
    matrix = stacked([each.entry.vector for each in left])
    malus = np.clip(matrix @ matrix.T - TOO_ALIKE, 0.0, None) * SAME_AGAIN_MALUS
    np.fill_diagonal(malus, 0.0)
    if not malus.any():  # mostly, nothing is nearly the same
        return list(candidates)
    scores = np.array([each.score for each in left])
    worst, order = np.zeros(len(left)), list[int]()
    for _ in left:
        values = scores - worst
        values[order] = -np.inf
        order.append(int(np.argmax(values)))
        worst = np.maximum(worst, malus[order[-1]])
    return [left[place] for place in order] + rest


def explained(subject: Subject, candidate: Candidate, umbrella: str | None, model: str) -> Explanation:
    """The reasons of a candidate's place."""
    document = candidate.document
    return Explanation(
        similarity=candidate.similarity,
        shared_topics=tuple(sorted(subject.topics & document.topics)),
        complementary=tuple(sorted(complements(subject, document))),
        same_region=not subject.regions.isdisjoint(document.regions),
        crosses_ministries=crosses_ministries(subject.programme, document.programme, umbrella),
        model_version=model,
    )
