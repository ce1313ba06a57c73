"""Makes the words of the rules enums of the graph; everybody else imports them from where they are defined."""

from __future__ import annotations

import strawberry

from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.narrowing import DocumentStatus, SearchFacet
from services.marketplace.rules import vocabulary

PLAIN = (
    DocumentStatus,
    MatchKind,
    SearchFacet,
    vocabulary.AcceleratorFormat,
    vocabulary.AccessibilityFeature,
    vocabulary.AiMethod,
    vocabulary.ContributionKind,
    vocabulary.EventFormat,
    vocabulary.IdeaFacet,
    vocabulary.IdeaLack,
    vocabulary.IdeaStatus,
    vocabulary.MatchState,
    vocabulary.CommentOrder,
    vocabulary.HubIdeaOrder,
    vocabulary.OrganisationOrder,
    vocabulary.OrganisationRole,
    vocabulary.ProfileLack,
    vocabulary.ProfileOrder,
    vocabulary.ProfileStatus,
    vocabulary.RegionLevel,
    vocabulary.RegionOrder,
    vocabulary.SupportOfferLack,
    vocabulary.SupportOfferOrder,
    vocabulary.TeamRole,
    vocabulary.Visibility,
)


def register() -> None:
    """Marks the enums for Strawberry; their names and values are those of the graph."""
    for each in PLAIN:
        strawberry.enum(each)
    strawberry.enum(
        vocabulary.IdeaOrder,
        description="How ideas are sorted. RELEVANCE: by how well the filter's text is met; without one it is refused.",
    )
    strawberry.enum(
        vocabulary.MemberState,
        description="UNCLAIMED: imported from the CIP community, not yet claimed by login; "
        "GHOST: erased, contributions stay.",
    )


register()
