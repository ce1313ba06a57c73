"""The enums of the graph: the words of the rules, with their descriptions."""

from __future__ import annotations

import strawberry

from services.marketplace.matching.documents import MatchKind
from services.marketplace.rules import vocabulary

RegionLevel = strawberry.enum(vocabulary.RegionLevel)
MemberState = strawberry.enum(
    vocabulary.MemberState,
    description="UNCLAIMED: imported from the CIP community, not yet claimed by login; "
    "GHOST: erased, contributions stay.",
)
OrganisationRole = strawberry.enum(vocabulary.OrganisationRole)
ProfileStatus = strawberry.enum(vocabulary.ProfileStatus)
Visibility = strawberry.enum(vocabulary.Visibility)
ContributionKind = strawberry.enum(vocabulary.ContributionKind)
IdeaStatus = strawberry.enum(vocabulary.IdeaStatus)
AiMethod = strawberry.enum(vocabulary.AiMethod)
TeamRole = strawberry.enum(vocabulary.TeamRole)
IdeaFacet = strawberry.enum(vocabulary.IdeaFacet)
IdeaOrder = strawberry.enum(vocabulary.IdeaOrder)
EventFormat = strawberry.enum(vocabulary.EventFormat)
AccessibilityFeature = strawberry.enum(vocabulary.AccessibilityFeature)
AcceleratorFormat = strawberry.enum(vocabulary.AcceleratorFormat)
MatchState = strawberry.enum(vocabulary.MatchState)
MatchKind = strawberry.enum(MatchKind)
