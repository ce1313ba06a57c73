"""What is still to do about data before an idea can be built (Datenreife; domain_slice2 2.14). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import orjson

from services.civic_data_lab.rules.vocabulary import DataReadinessLevel
from services.kit.regions import area

Words = Mapping[str, str]
SHORTEST_WORD, MOST_WORDS = 5, 20
WORD = re.compile(r"[^\W\d_]+")
NO_NEED: Words = {
    "de": "Noch ist nicht beschrieben, welche Daten die Idee braucht.",
    "en": "It is not described yet which data the idea needs.",
    "deSimple": "Sie haben noch nicht gesagt: Welche Daten brauchen Sie?",
}
NO_DATA: Words = {
    "de": "Zu den Themen der Idee gibt es im Katalog noch keinen offenen Datensatz.",
    "en": "The catalogue has no public data set on the topics of the idea yet.",
    "deSimple": "Zu Ihrem Thema gibt es noch keine offenen Daten.",
}
NOT_USED: Words = {
    "de": "Passende Daten gibt es; noch nutzt sie kein Vorhaben der Idee.",
    "en": "There are fitting data; no project of the idea uses them yet.",
    "deSimple": "Es gibt passende Daten. Noch arbeitet niemand damit.",
}
ADVICE: Mapping[DataReadinessLevel, Sequence[str]] = {
    DataReadinessLevel.NONE: ("DataConsultation",),
    DataReadinessLevel.IDENTIFIED: ("DataConsultation", "DataProjectCall"),
    DataReadinessLevel.ACCESSIBLE: ("DataProjectCall", "DataConsultation"),
    DataReadinessLevel.PREPARED: (),
}
"""Types of offers that help on from a level."""


def level_of(needs: str | None, *, fits: bool, is_used: bool) -> DataReadinessLevel:
    """``fits``: there is a public data set of the idea's topics; ``is_used``: a project of the idea uses one.

    >>> level_of(" ", fits=True, is_used=True).value, level_of("Zählungen", fits=True, is_used=False).value
    ('NONE', 'ACCESSIBLE')
    """
    if not (needs or "").strip():
        return DataReadinessLevel.NONE
    if is_used:
        return DataReadinessLevel.PREPARED
    return DataReadinessLevel.ACCESSIBLE if fits else DataReadinessLevel.IDENTIFIED


def gaps_of(level: DataReadinessLevel) -> Sequence[Words]:
    """What lacks at a level, in words."""
    match level:
        case DataReadinessLevel.NONE:
            return [NO_NEED]
        case DataReadinessLevel.IDENTIFIED:
            return [NO_DATA]
        case DataReadinessLevel.ACCESSIBLE:
            return [NOT_USED]
        case DataReadinessLevel.PREPARED:
            return []


def need_key(idea_id: str, topics: Sequence[str], region: str | None = None, needs: str | None = None) -> str:
    """What is asked of the catalogue for an idea, as one key: relations of several ideas are one trip.

    >>> need_key("idea_1", ["care"], "150020000000", "Zahl der Pflegeplätze")
    '{"id":"idea_1","topics":["care"],"ars":"150020000000","area":"15002%","words":["pflegeplätze"]}'
    """
    asked = {
        "id": idea_id,
        "topics": list(topics),
        "ars": region,
        "area": area(region) if region else None,
        "words": words_of(needs or ""),
    }
    return orjson.dumps(asked).decode()


def words_of(needs: str) -> list[str]:
    """The longer words of a text, each once, in their order."""
    found = (word.lower() for word in WORD.findall(needs) if len(word) >= SHORTEST_WORD)
    return list(dict.fromkeys(found))[:MOST_WORDS]


def reason_of(topics: int, words: Sequence[str], *, same_region: bool) -> Words:
    """Why a data set is recommended.

    >>> reason_of(1, ["pflege"], same_region=True)["en"]
    'Fits the topic; mentions pflege; is of the region.'
    """
    parts = {
        "de": ["passt zum Thema"] if topics else [],
        "en": ["fits the topic"] if topics else [],
    }
    if words:
        parts["de"].append(f"nennt {', '.join(words[:3])}")
        parts["en"].append(f"mentions {', '.join(words[:3])}")
    if same_region:
        parts["de"].append("ist aus der Region")
        parts["en"].append("is of the region")
    return {language: said[0].upper() + said[1:] + "." for language, each in parts.items() if (said := "; ".join(each))}
