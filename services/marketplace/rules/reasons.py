"""The reasons of a match in words, in the language of whoever asks: what a person reads who should decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.kit.context import Language

# From which relevance on; what is related fits (``matching.relevance.FITS``): words and number never contradict.
NEAR, RELATED, FAR = 0.8, 0.5, 0.0


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for a match. ``topics`` and ``contributions`` are labels in the wanted language, ``words`` are those
    of the question that the target has."""

    relevance: float
    topics: Sequence[str]
    contributions: Sequence[str]
    same_region: bool
    crosses_ministries: bool
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. ``nearness`` is by the least relevance, the greatest first."""

    nearness: Mapping[float, str]
    topics: str
    contributions: str
    region: str
    crossing: str
    words: str


PHRASES = {
    Language.DE: Phrases(
        {NEAR: "Inhaltlich nah.", RELATED: "Inhaltlich verwandt.", FAR: "Inhaltlich entfernt verwandt."},
        "Gemeinsame Themen: {}.",
        "Ergänzt sich: {}.",
        "Gleiche Region.",
        "Aus einem anderen Ministerium.",
        "Gemeinsame Wörter: {}.",
    ),
    Language.EN: Phrases(
        {NEAR: "Close in content.", RELATED: "Related in content.", FAR: "Distantly related in content."},
        "Shared topics: {}.",
        "Complementary: {}.",
        "Same region.",
        "From another ministry.",
        "Words in common: {}.",
    ),
    Language.DE_SIMPLE: Phrases(
        {NEAR: "Das passt gut.", RELATED: "Das passt.", FAR: "Das passt ein wenig."},
        "Beide arbeiten an diesen Themen: {}.",
        "Eine Seite sucht das. Die andere Seite bietet das an: {}.",
        "Beide sind in der gleichen Gegend.",
        "Das kommt von einem anderen Ministerium.",
        "Diese Wörter stehen auch dort: {}.",
    ),
}


def in_words(reasons: Reasons, language: Language) -> str:
    """The reasons in the order of their weight, each a sentence.

    >>> in_words(Reasons(0.9, ["Naturschutz"], [], True, False), Language.DE)
    'Inhaltlich nah. Gemeinsame Themen: Naturschutz. Gleiche Region.'
    """
    phrases = PHRASES[language]
    near = next((text for least, text in phrases.nearness.items() if reasons.relevance >= least), phrases.nearness[FAR])
    sentences = [
        near,
        phrases.words.format(", ".join(reasons.words)) if reasons.words else "",
        phrases.topics.format(", ".join(reasons.topics)) if reasons.topics else "",
        phrases.contributions.format(", ".join(reasons.contributions)) if reasons.contributions else "",
        phrases.region if reasons.same_region else "",
        phrases.crossing if reasons.crosses_ministries else "",
    ]
    return " ".join(filter(None, sentences))
