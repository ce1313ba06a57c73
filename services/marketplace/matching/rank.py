"""Ranking: pure functions from hits and documents to suggestions with reasons.

The score is the similarity plus three bonuses: shared topics, contributions that complete each other, and the same
region. The weights stand here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.marketplace.matching.documents import Document, Explanation, Hit, Subject, Suggestion, Wanted

SHARED_TOPIC_BONUS = 0.05  # for each topic, up to MOST_SHARED_TOPICS
MOST_SHARED_TOPICS = 2
COMPLEMENT_BONUS = 0.04  # for each contribution that one side seeks and the other offers, up to MOST_COMPLEMENTS
MOST_COMPLEMENTS = 2
REGION_BONUS = 0.03
FUSION_CONSTANT = 60  # Cormack, Clarke, Buettcher 2009: reciprocal rank fusion


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


def suggest(
    subject: Subject, hits: Sequence[Hit], documents: Mapping[str, Document], umbrella: str | None, model: str
) -> list[Suggestion]:
    """Suggestions in falling order of score; equal scores in order of id, so that pages are stable."""
    found = [
        weigh(subject, documents[hit.entity_id], hit.similarity, umbrella, model)
        for hit in hits
        if hit.entity_id in documents
    ]
    return sorted(found, key=lambda each: (-each.score, each.document.entity_id))


def weigh(subject: Subject, document: Document, similarity: float, umbrella: str | None, model: str) -> Suggestion:
    shared = tuple(sorted(subject.topics & document.topics))
    complementary = tuple(sorted((subject.seeks & document.offers) | (subject.offers & document.seeks)))
    same_region = not subject.regions.isdisjoint(document.regions)
    score = (
        max(similarity, 0.0)
        + SHARED_TOPIC_BONUS * min(len(shared), MOST_SHARED_TOPICS)
        + COMPLEMENT_BONUS * min(len(complementary), MOST_COMPLEMENTS)
        + (REGION_BONUS if same_region else 0.0)
    )
    crossing = crosses_ministries(subject.programme, document.programme, umbrella)
    reasons = Explanation(similarity, shared, complementary, same_region, crossing, model)
    return Suggestion(document, min(score, 1.0), reasons)


def fuse(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion: ids with their fused score, best first; the best possible score is 1.

    >>> fuse(["a", "b"], ["b", "c"])[0][0]
    'b'
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, entity_id in enumerate(ranking, start=1):
            scores[entity_id] = scores.get(entity_id, 0.0) + 1.0 / (FUSION_CONSTANT + place)
    best = len(rankings) / (FUSION_CONSTANT + 1)
    return sorted(((each, score / best) for each, score in scores.items()), key=lambda pair: (-pair[1], pair[0]))
