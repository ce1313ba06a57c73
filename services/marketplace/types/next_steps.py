"""The Wegweiser: what three ministries judge of an idea, turned into next steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry import federation

from services.kit.civic import LocalizedText, Maturity, Sector, localized
from services.marketplace.rules.next_steps import REASONS, gaps, judgements_of, steps
from services.marketplace.store.offers import open_offers_of_ideas
from services.marketplace.store.rows import StepOfferUnder
from services.marketplace.types import own_offers
from services.marketplace.types.context import Info
from services.marketplace.types.offers import SupportOffer


@strawberry.enum
class SustainabilityRating(Enum):
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    UNKNOWN = "UNKNOWN"


@strawberry.type
class EligibilityCheck:
    eligible: bool = federation.field(external=True)
    missing: list[str] = federation.field(external=True)


@strawberry.type
class SustainabilityEstimate:
    rating: SustainabilityRating = federation.field(external=True)


@strawberry.enum
class DataReadinessLevel(Enum):
    NONE = "NONE"
    IDENTIFIED = "IDENTIFIED"
    ACCESSIBLE = "ACCESSIBLE"
    PREPARED = "PREPARED"


@strawberry.type
class DataReadiness:
    level: DataReadinessLevel = federation.field(external=True)


@strawberry.type(
    description="A recommended next step (Wegweiser): an offer of any ministry, or something to do on the marketplace."
)
class NextStep:
    priority: int
    reason: LocalizedText
    offer: SupportOffer | None
    deadline: datetime | None


def eligibility_of(said: Mapping[str, Any]) -> EligibilityCheck | None:
    """The labour ministry's judgement as it was sent along; this house has none of its own."""
    given = said.get("cipEligibility")
    if not isinstance(given, Mapping) or not isinstance(given.get("eligible"), bool):
        return None
    return EligibilityCheck(eligible=given["eligible"], missing=[str(each) for each in given.get("missing") or ()])


def estimate_of(said: Mapping[str, Any]) -> SustainabilityEstimate | None:
    """The environment ministry's."""
    rating = judgements_of(said).rating
    known = SustainabilityRating.__members__
    return SustainabilityEstimate(rating=known[rating]) if rating is not None and rating in known else None


def readiness_of(said: Mapping[str, Any]) -> DataReadiness | None:
    """The family ministry's."""
    level = judgements_of(said).readiness
    known = DataReadinessLevel.__members__
    return DataReadiness(level=known[level]) if level is not None and level in known else None


async def next_steps(
    info: Info, idea_id: str, said: Mapping[str, Any], maturity: Maturity, sectors: list[Sector], most: int
) -> list[NextStep]:
    """What to do next with an idea; ``said``: what came with its key."""
    found = gaps(judgements_of(said), maturity, sectors)
    if not found:
        return []
    rows = await info.context.load(open_offers_of_ideas, idea_id, info.context.clock.now())
    by_type: dict[str, StepOfferUnder] = {row.type_name: row for row in rows}
    chosen = steps(found, {name: (row.id, row.apply_until) for name, row in by_type.items()})
    by_id = {row.id: row for row in rows}
    return [
        NextStep(
            priority=place,
            reason=localized(REASONS[step.gap]),
            offer=None if step.offer_id is None else own_offers.offer_of_card(by_id[step.offer_id]),
            deadline=step.deadline,
        )
        for place, step in enumerate(chosen[:most], 1)
    ]
