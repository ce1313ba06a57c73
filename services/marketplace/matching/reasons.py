"""The reasons of a candidate's place, and what crossing ministries means. Pure."""

from __future__ import annotations

from services.marketplace.matching.documents import Candidate, Explanation, Filter, Subject, Wanted
from services.marketplace.matching.rank import complements


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
