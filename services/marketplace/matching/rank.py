"""Ranking: pure functions from candidates and documents to suggestions with reasons.

The score is the relevance (nearness in meaning and common words) plus three bonuses: shared topics, contributions that
complete each other, and the same region. The weights stand here and nowhere else; the README says how they were chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from services.marketplace.matching.documents import (
    Candidate,
    Document,
    Explanation,
    Hit,
    Subject,
    Suggestion,
    Wanted,
)
from services.marketplace.matching.parts import Vector, unit

SURROUNDING_WEIGHT = 1.4  # of what lies nearest to a question, times its cosine, against the question itself
SHARPNESS = 50.0  # a neighbour that is 0.02 further away than the nearest counts a third of it (e to the -1)
WORDS_WEIGHT = 0.15  # of the document with the most and rarest of the question's words
SHARED_TOPIC_BONUS = 0.01  # for each topic, up to MOST_SHARED_TOPICS
MOST_SHARED_TOPICS = 2
COMPLEMENT_BONUS = 0.02  # for each contribution that one side seeks and the other offers, up to MOST_COMPLEMENTS
MOST_COMPLEMENTS = 2
REGION_BONUS = 0.005
TOO_ALIKE = 0.9  # cosine from which a suggestion says what a better one has said already
SAME_AGAIN_MALUS = 0.5  # for each unit of cosine above TOO_ALIKE
DIVERSE = 50  # suggestions, from the best, that are put in an order with variety


def crosses_ministries(home: str | None, target: str | None, umbrella: str | None) -> bool:
    """Whether the target belongs to an anchor project other than the programme that the question comes from.

    A target without a programme, or of the umbrella initiative that all three ministries share, is nobody else's. A
    question without a programme (free text, profile, idea born on the marketplace) comes from the umbrella: each
    ministry's document is another ministry's to it.
    """
    return target is not None and target != umbrella and target != home


def is_wanted(document: Document, wanted: Wanted, subject: Subject, umbrella: str | None) -> bool:
    """Whether a document passes the hard filters; a topic or region that the document does not name is no match."""
    return (
        document.entity_id not in wanted.without
        and (wanted.with_members_only or not document.members_only)
        and (not wanted.kinds or document.kind in wanted.kinds)
        and (not wanted.topics or not wanted.topics.isdisjoint(document.topics))
        and (not wanted.regions or not wanted.regions.isdisjoint(document.regions))
        and (not wanted.crossing_ministries or crosses_ministries(subject.programme, document.programme, umbrella))
    )


def with_surroundings(question: Vector, hits: Sequence[Hit], vectors: Mapping[str, Vector]) -> Vector:
    """The question moved towards the documents nearest to it, of whatever kind; the much nearer ones nearly alone.

    Short texts and foreign words are understood by what lies around them, and two people who have no word in common by
    the idea that suits both (local feedback: Xu, Croft 1996; weights that fall with distance: Lavrenko, Croft 2001).
    """
    near = [hit for hit in hits if hit.similarity > 0 and hit.entity_id in vectors]
    if not near:
        return question
    similarities = np.array([hit.similarity for hit in near], dtype=np.float32)
    shares = np.exp(SHARPNESS * (similarities - similarities.max()))
    shares *= similarities / shares.sum()
    return unit(question + SURROUNDING_WEIGHT * (shares @ np.stack([vectors[hit.entity_id] for hit in near])))


def relative(words: Mapping[str, float], among: Iterable[str]) -> dict[str, float]:
    """The scores of words of the documents ``among``, against the best of these.

    >>> relative({"a": 8.0, "b": 4.0, "c": 2.0}, ["b", "c", "d"])
    {'b': 1.0, 'c': 0.5}
    """
    kept = {each: words[each] for each in among if each in words}
    best = max(kept.values(), default=1.0)
    return {each: score / best for each, score in kept.items()}


def candidates(
    question: Vector, moved: Vector, vectors: Mapping[str, Vector], words: Mapping[str, float]
) -> list[Candidate]:
    """Each document by its vector: similarity to the question, relevance by the moved one and words (0 to 1)."""
    if not vectors:
        return []
    ids = list(vectors)
    matrix = np.stack([vectors[each] for each in ids])
    found = zip(ids, (matrix @ question).tolist(), (matrix @ moved).tolist(), strict=True)
    return [Candidate(each, near, around + WORDS_WEIGHT * words.get(each, 0.0)) for each, near, around in found]


def suggest(
    subject: Subject,
    found: Sequence[Candidate],
    documents: Mapping[str, Document],
    umbrella: str | None,
    model: str,
) -> list[Suggestion]:
    """Suggestions in falling order of score; equal scores in order of id, so that pages are stable."""
    made = [
        weigh(subject, documents[each.entity_id], each, umbrella, model)
        for each in found
        if each.entity_id in documents
    ]
    return sorted(made, key=lambda each: (-each.score, each.document.entity_id))


def diversified(suggestions: Sequence[Suggestion], vectors: Mapping[str, Vector]) -> list[Suggestion]:
    """The best suggestions in an order where near copies of better ones stand further down.

    Maximal marginal relevance (Carbonell, Goldstein 1998), with a threshold: only what is nearly the same loses.
    """
    left, rest = list(suggestions[:DIVERSE]), list(suggestions[DIVERSE:])
    if not left:
        return rest
    matrix = np.stack([vectors[each.document.entity_id] for each in left])
    malus = np.clip(matrix @ matrix.T - TOO_ALIKE, 0.0, None) * SAME_AGAIN_MALUS
    scores = np.array([each.score for each in left])
    worst, order = np.zeros(len(left)), list[int]()
    for _ in left:
        values = scores - worst
        values[order] = -np.inf
        order.append(int(np.argmax(values)))
        worst = np.maximum(worst, malus[order[-1]])
    return [left[place] for place in order] + rest


def weigh(subject: Subject, document: Document, found: Candidate, umbrella: str | None, model: str) -> Suggestion:
    shared = tuple(sorted(subject.topics & document.topics))
    complementary = tuple(sorted((subject.seeks & document.offers) | (subject.offers & document.seeks)))
    same_region = not subject.regions.isdisjoint(document.regions)
    score = (
        max(found.relevance, 0.0)
        + SHARED_TOPIC_BONUS * min(len(shared), MOST_SHARED_TOPICS)
        + COMPLEMENT_BONUS * min(len(complementary), MOST_COMPLEMENTS)
        + (REGION_BONUS if same_region else 0.0)
    )
    crossing = crosses_ministries(subject.programme, document.programme, umbrella)
    reasons = Explanation(found.similarity, shared, complementary, same_region, crossing, model)
    return Suggestion(document, min(score, 1.0), reasons)
