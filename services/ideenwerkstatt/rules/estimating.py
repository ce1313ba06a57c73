"""A rough estimate of what running an idea costs in energy and carbon dioxide (Nachhaltigkeit von KI). Pure.

The class follows from the methods and the expected users by the table below, and from nothing else: where either is
unknown the class is UNKNOWN, never a guess (domain_slice2 2.14). Measured values are in ``SustainabilityAssessment``.

Sources of the table, in their order of magnitude: Luccioni, Jernite, Strubell, "Power Hungry Processing" (FAccT 2024),
energy of 1,000 inferences by task; de Vries, "The growing energy footprint of artificial intelligence" (Joule 2023),
2.9 Wh for an answer of a large language model; Umweltbundesamt, 363 g of carbon dioxide for a kWh of German
electricity in 2024. Classes are those of the assessments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.ideenwerkstatt.rules.vocabulary import AiMethod, SustainabilityRating

USES = 100  # of a person in a year
SERVER = 50.0  # kWh a year: a tenth of a small server that runs all the time
CARBON = 0.363  # kg for a kWh
WATT_HOURS: Mapping[AiMethod, float] = {
    AiMethod.LLM: 3.0,
    AiMethod.ROBOTICS: 0.5,
    AiMethod.SPEECH: 0.1,
    AiMethod.NLP: 0.05,
    AiMethod.COMPUTER_VISION: 0.04,
    AiMethod.GEO_AI: 0.04,
    AiMethod.RECOMMENDER: 0.002,
    AiMethod.TABULAR_ML: 0.001,
    AiMethod.TIME_SERIES: 0.001,
}
"""Of one use, by method; methods are used one after the other."""
UPPER = (
    (SustainabilityRating.A, 20.0),
    (SustainabilityRating.B, 90.0),
    (SustainabilityRating.C, 300.0),
    (SustainabilityRating.D, 900.0),
)
"""The kilograms of carbon dioxide a year that a class ends below; above the last it is E."""
ASSUMPTIONS: Mapping[str, str] = {
    "de": "Angenommen sind 100 Nutzungen je Person und Jahr, ein Zehntel eines kleinen Servers (50 kWh im Jahr), für "
    "jede Nutzung der Strom der genannten Verfahren (Sprachmodell 3 Wh, Robotik 0,5 Wh, Sprache 0,1 Wh, Text 0,05 Wh, "
    "Bild und Karte 0,04 Wh, alle anderen höchstens 0,002 Wh) und 363 g CO2 je kWh. Training und Geräte zählen nicht.",
    "en": "Assumed are 100 uses a person and year, a tenth of a small server (50 kWh a year), for each use the power "
    "of the named methods (language model 3 Wh, robotics 0.5 Wh, speech 0.1 Wh, text 0.05 Wh, image and map 0.04 Wh, "
    "all others 0.002 Wh at most) and 363 g of CO2 for a kWh. Training and devices do not count.",
    "deSimple": "Wir rechnen so: Jede Person benutzt die Idee 100 Mal im Jahr. Wir schätzen den Strom dafür. "
    "Das ist keine Messung.",
}
UNKNOWN_ASSUMPTIONS: Mapping[str, str] = {
    "de": "Ohne KI-Verfahren und erwartete Nutzer*innen gibt es keine Schätzung.",
    "en": "Without methods and expected users there is no estimate.",
    "deSimple": "Es fehlen Angaben. Darum gibt es keine Schätzung.",
}
Words = Mapping[str, str]
MISSING_METHODS: Words = {
    "de": "Nennen Sie bei der Idee die KI-Verfahren.",
    "en": "Name the idea's AI methods.",
    "deSimple": "Schreiben Sie bei der Idee: Welche Technik ist das?",
}
MISSING_USERS: Words = {
    "de": "Nennen Sie bei der Idee, wie viele Menschen sie nutzen sollen.",
    "en": "Say how many people are expected to use the idea.",
    "deSimple": "Schreiben Sie bei der Idee: Wie viele Menschen benutzen sie?",
}
SMALLER_MODEL: Words = {
    "de": "Ein kleines, für die Aufgabe angepasstes Sprachmodell braucht oft weniger als ein Zehntel des Stroms.",
    "en": "A small language model that is fitted to the task often needs less than a tenth of the power.",
    "deSimple": "Ein kleines Sprach-Modell braucht viel weniger Strom.",
}
ON_THE_DEVICE: Words = {
    "de": "Bilder und Töne lassen sich oft auf dem Gerät auswerten; dann entfällt die Übertragung.",
    "en": "Images and sounds can often be analysed on the device; then nothing is transferred.",
    "deSimple": "Manches kann das Gerät selbst. Dann braucht man weniger Strom.",
}
GREEN_POWER: Words = {
    "de": "Rechenzeit der KI-Ideenwerkstatt läuft mit erneuerbarem Strom.",
    "en": "The computing time of the KI-Ideenwerkstatt runs on renewable power.",
    "deSimple": "Die Computer der KI-Ideen-Werkstatt laufen mit Öko-Strom.",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """Energy in kWh and carbon dioxide in kg, a year; None where nothing is known."""

    rating: SustainabilityRating
    energy_kwh_per_year: float | None
    co2_kg_per_year: float | None
    assumptions: Words
    hints: tuple[Words, ...]


def estimate_of(methods: Sequence[AiMethod], users: int | None) -> Estimate:
    """The estimate of an idea; methods in any order, each once.

    >>> estimate_of([AiMethod.TABULAR_ML], 1_000).rating.value, estimate_of([AiMethod.LLM], 50_000).rating.value
    ('A', 'E')
    >>> estimate_of([AiMethod.NONE_YET], 1_000).rating.value
    'UNKNOWN'
    """
    known = [method for method in WATT_HOURS if method in methods]
    if not known or users is None or users < 0:
        lacking = ((MISSING_METHODS, not known), (MISSING_USERS, users is None or users < 0))
        hints = tuple(words for words, lacks in lacking if lacks)
        return Estimate(SustainabilityRating.UNKNOWN, None, None, UNKNOWN_ASSUMPTIONS, hints)
    energy = SERVER + users * USES * sum(WATT_HOURS[method] for method in known) / 1_000
    carbon = energy * CARBON
    return Estimate(rating_of(carbon), round(energy, 1), round(carbon, 1), ASSUMPTIONS, hints_for(known, carbon))


def rating_of(carbon: float) -> SustainabilityRating:
    """The class of so many kilograms of carbon dioxide a year."""
    return next((rating for rating, upper in UPPER if carbon < upper), SustainabilityRating.E)


def hints_for(methods: Sequence[AiMethod], carbon: float) -> tuple[Words, ...]:
    """What would make it less; nothing for who needs next to nothing."""
    if rating_of(carbon) is SustainabilityRating.A:
        return ()
    found = [SMALLER_MODEL] if AiMethod.LLM in methods else []
    if {AiMethod.COMPUTER_VISION, AiMethod.SPEECH} & set(methods):
        found.append(ON_THE_DEVICE)
    return (*found, GREEN_POWER)
