"""Whether an idea could be funded by the labour ministry (Förderfähigkeit; domain_slice2 2.14). Pure.

A judgement for the Wegweiser, not a promise: the application is checked by its own rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from services.kit.civic import Maturity, Sector
from services.kit.context import Language

SECTORS_NEEDED = 2
MATURE_ENOUGH = frozenset({Maturity.CONCEPT, Maturity.PROTOTYPE, Maturity.PILOT, Maturity.IN_USE})


class Criterion(Enum):
    TOPIC = "TOPIC"
    SECTORS = "SECTORS"
    MATURITY = "MATURITY"
    CALL = "CALL"


Words = Mapping[str, str]
LABELS: Mapping[Criterion, Words] = {
    Criterion.TOPIC: {
        "de": "Thema des Arbeitsministeriums",
        "en": "Topic of the labour ministry",
        "deSimple": "Das Thema passt",
    },
    Criterion.SECTORS: {
        "de": "Team aus mindestens zwei Sektoren",
        "en": "Team of at least two sectors",
        "deSimple": "Verschiedene Partner machen mit",
    },
    Criterion.MATURITY: {
        "de": "Reifegrad mindestens Konzept",
        "en": "At least a concept",
        "deSimple": "Die Idee ist genau aufgeschrieben",
    },
    Criterion.CALL: {
        "de": "Offener Förderaufruf",
        "en": "An open funding call",
        "deSimple": "Man kann jetzt einen Antrag stellen",
    },
}
MISSING: Mapping[Criterion, Words] = {
    Criterion.TOPIC: {
        "de": "Kein Thema der Idee gehört zu einer Kategorie des Arbeitsministeriums.",
        "en": "No topic of the idea belongs to a category of the labour ministry.",
        "deSimple": "Das Thema passt nicht.",
    },
    Criterion.SECTORS: {
        "de": "Im Team fehlt ein Partner aus einem anderen Sektor.",
        "en": "The team lacks a partner from another sector.",
        "deSimple": "Es fehlt noch ein anderer Partner.",
    },
    Criterion.MATURITY: {
        "de": "Die Idee ist noch kein Konzept.",
        "en": "The idea is not a concept yet.",
        "deSimple": "Die Idee muss genauer aufgeschrieben werden.",
    },
    Criterion.CALL: {
        "de": "Zur Zeit ist kein Förderaufruf offen.",
        "en": "No funding call is open at present.",
        "deSimple": "Im Moment kann man keinen Antrag stellen.",
    },
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of an idea. ``categories``: those of the ministry that its topics belong to."""

    maturity: Maturity | None
    sectors: frozenset[Sector]
    categories: frozenset[str]
    has_call: bool


def fulfilled(sketch: Sketch) -> Mapping[Criterion, bool]:
    """Each criterion, and whether the idea meets it.

    >>> fulfilled(Sketch(Maturity.IDEA, frozenset({Sector.SCIENCE}), frozenset({"x"}), True))[Criterion.SECTORS]
    False
    """
    return {
        Criterion.TOPIC: bool(sketch.categories),
        Criterion.SECTORS: len(sketch.sectors) >= SECTORS_NEEDED,
        Criterion.MATURITY: sketch.maturity in MATURE_ENOUGH,
        Criterion.CALL: sketch.has_call,
    }


def missing_words(criteria: Mapping[Criterion, bool], language: Language) -> Sequence[str]:
    """What lacks, in the language of the request."""
    word = {Language.DE: "de", Language.EN: "en", Language.DE_SIMPLE: "deSimple"}[language]
    return [MISSING[each][word] for each, holds in criteria.items() if not holds]
