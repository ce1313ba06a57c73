"""The Wegweiser (domain_slice2 2.14): what three ministries judge of an idea becomes next steps. Pure.

At most one step for a gap, with an offer that is open, or something to do on the marketplace; by deadline. A judgement
that is not there says nothing: no step comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from services.kit.civic import Maturity, Sector


class Gap(Enum):
    """What an idea lacks, or may have now; in the order in which they are told where deadlines do not decide."""

    FUNDING = "FUNDING"
    PARTNERS = "PARTNERS"
    CONCEPT = "CONCEPT"
    CONSUMPTION = "CONSUMPTION"
    ESTIMATE = "ESTIMATE"
    DATA = "DATA"
    DATA_PROJECT = "DATA_PROJECT"


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the ministries said; None: nothing. ``rating`` and ``readiness`` are words of the graph."""

    eligible: bool | None = None
    rating: str | None = None
    readiness: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """``offer_id``: None where it is done on the marketplace."""

    gap: Gap
    offer_id: str | None
    deadline: datetime | None


OFFERS: Mapping[Gap, tuple[str, ...]] = {
    Gap.FUNDING: ("FundingCall",),
    Gap.PARTNERS: (),
    Gap.CONCEPT: ("AiConsultation", "ProjectCounselling"),
    Gap.CONSUMPTION: ("AiConsultation",),
    Gap.ESTIMATE: ("AiConsultation",),
    Gap.DATA: ("DataConsultation",),
    Gap.DATA_PROJECT: ("DataProjectCall", "DataConsultation"),
}
"""Which kinds of offers help, the best first; of none: the marketplace itself."""
REASONS: Mapping[Gap, Mapping[str, str]] = {
    Gap.FUNDING: {
        "de": "Die Idee erfüllt die Bedingungen der Projektförderung des Arbeitsministeriums.",
        "en": "The idea meets the conditions of the labour ministry's funding.",
        "deSimple": "Für Ihre Idee kann es Geld geben. Sie können einen Antrag stellen.",
    },
    Gap.PARTNERS: {
        "de": "Für eine Förderung fehlt ein Partner aus einem anderen Sektor: Suchen Sie ihn auf dem Profilmarkt.",
        "en": "For funding the team lacks a partner from another sector: look for one on the market of profiles.",
        "deSimple": "Sie brauchen noch einen anderen Partner. Suchen Sie auf dem Profil-Markt.",
    },
    Gap.CONCEPT: {
        "de": "Aus der Idee soll ein Konzept werden: Eine Beratung hilft dabei.",
        "en": "The idea should become a concept: counselling helps.",
        "deSimple": "Ihre Idee muss genauer werden. Hier bekommen Sie Hilfe.",
    },
    Gap.CONSUMPTION: {
        "de": "Der geschätzte Verbrauch ist hoch: In der KI-Sprechstunde lässt sich ein sparsamerer Weg finden.",
        "en": "The estimated consumption is high: in a consultation a more frugal way can be found.",
        "deSimple": "Die Idee braucht viel Strom. Wir suchen mit Ihnen einen besseren Weg.",
    },
    Gap.ESTIMATE: {
        "de": "Der Verbrauch lässt sich noch nicht schätzen: Klären Sie Methoden und Nutzung in der KI-Sprechstunde.",
        "en": "The consumption cannot be estimated yet: make methods and use clear in a consultation.",
        "deSimple": "Wir wissen noch nicht: Wie viel Strom braucht die Idee? Fragen Sie uns.",
    },
    Gap.DATA: {
        "de": "Die Idee braucht Daten, zu denen noch keine passen: Die Datensprechstunde hilft beim Suchen.",
        "en": "The idea needs data and none that fit are known: the data consultation helps to look for them.",
        "deSimple": "Ihre Idee braucht Daten. Wir suchen mit Ihnen.",
    },
    Gap.DATA_PROJECT: {
        "de": "Passende Daten sind da: Ein Datenvorhaben kann sie für die Idee aufbereiten.",
        "en": "Data that fit are there: a data project can prepare them for the idea.",
        "deSimple": "Es gibt passende Daten. Wir machen sie für Sie fertig.",
    },
}
NEVER = datetime.max.replace(tzinfo=UTC)


def judgements_of(said: Mapping[str, Any]) -> Judgements:
    """What a gateway sends along with the key of an idea; what is no judgement is none.

    >>> judgements_of({"id": "idea_1", "cipEligibility": {"eligible": True, "missing": []}, "dataReadiness": None})
    Judgements(eligible=True, rating=None, readiness=None)
    """
    eligible = _part(said, "cipEligibility", "eligible")
    rating, readiness = _part(said, "sustainabilityEstimate", "rating"), _part(said, "dataReadiness", "level")
    return Judgements(
        eligible if isinstance(eligible, bool) else None,
        rating if isinstance(rating, str) else None,
        readiness if isinstance(readiness, str) else None,
    )


def _part(said: Mapping[str, Any], name: str, field: str) -> object:
    whole = said.get(name)
    return whole.get(field) if isinstance(whole, Mapping) else None


def gaps(judged: Judgements, maturity: Maturity, sectors: Iterable[Sector]) -> Sequence[Gap]:
    """What to tell of an idea; what lacks for funding the marketplace knows itself."""
    found: list[Gap] = []
    match judged.eligible:
        case True:
            found.append(Gap.FUNDING)
        case False:
            found += [Gap.PARTNERS] if len(set(sectors)) < 2 else []
            found += [Gap.CONCEPT] if maturity is Maturity.IDEA else []
    match judged.rating:
        case "D" | "E":
            found.append(Gap.CONSUMPTION)
        case "UNKNOWN":
            found.append(Gap.ESTIMATE)
    match judged.readiness:
        case "IDENTIFIED":
            found.append(Gap.DATA)
        case "ACCESSIBLE":
            found.append(Gap.DATA_PROJECT)
    return found


def steps(found: Iterable[Gap], open_offers: Mapping[str, tuple[str, datetime | None]]) -> list[Step]:
    """One step for each gap that something open helps with, no offer twice. ``open_offers``: by type the id and the
    deadline of the one to name.
    """
    made: list[Step] = []
    taken: set[str] = set()
    for gap in found:
        if not OFFERS[gap]:
            made.append(Step(gap, None, None))
            continue
        chosen = next((open_offers[name] for name in OFFERS[gap] if name in open_offers), None)
        if chosen is not None and chosen[0] not in taken:
            taken.add(chosen[0])
            made.append(Step(gap, *chosen))
    return sorted(made, key=lambda step: step.deadline or NEVER)
