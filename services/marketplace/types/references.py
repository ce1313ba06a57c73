"""Types that refer to each other in circles, by name: Strawberry resolves them when the schema is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from services.marketplace.types.actors import Actor
    from services.marketplace.types.foreign import CivicProject
    from services.marketplace.types.hubs import Ministry, Region, Sdg, Topic
    from services.marketplace.types.idea_amendments import Amendment
    from services.marketplace.types.idea_comments import Comment
    from services.marketplace.types.idea_connection import IdeaConnection
    from services.marketplace.types.idea_team import TeamRequest
    from services.marketplace.types.ideas import Idea
    from services.marketplace.types.matches import Match, MatchConnection
    from services.marketplace.types.moderation import ModerationCase
    from services.marketplace.types.offers import SupportOffer
    from services.marketplace.types.profiles import Profile
    from services.marketplace.types.programmes import CivicCodingProgramme, Programme
    from services.marketplace.types.statistics import Statistics

ActorType = Annotated["Actor", strawberry.lazy("services.marketplace.types.actors")]
AmendmentType = Annotated["Amendment", strawberry.lazy("services.marketplace.types.idea_amendments")]
CommentType = Annotated["Comment", strawberry.lazy("services.marketplace.types.idea_comments")]
TeamRequestType = Annotated["TeamRequest", strawberry.lazy("services.marketplace.types.idea_team")]
CivicCodingProgrammeType = Annotated["CivicCodingProgramme", strawberry.lazy("services.marketplace.types.programmes")]
CivicProjectType = Annotated["CivicProject", strawberry.lazy("services.marketplace.types.foreign")]
IdeaConnectionType = Annotated["IdeaConnection", strawberry.lazy("services.marketplace.types.idea_connection")]
IdeaType = Annotated["Idea", strawberry.lazy("services.marketplace.types.ideas")]
MatchType = Annotated["Match", strawberry.lazy("services.marketplace.types.matches")]
MatchConnectionType = Annotated["MatchConnection", strawberry.lazy("services.marketplace.types.matches")]
MinistryType = Annotated["Ministry", strawberry.lazy("services.marketplace.types.hubs")]
ModerationCaseType = Annotated["ModerationCase", strawberry.lazy("services.marketplace.types.moderation")]
ProfileType = Annotated["Profile", strawberry.lazy("services.marketplace.types.profiles")]
ProgrammeType = Annotated["Programme", strawberry.lazy("services.marketplace.types.programmes")]
RegionType = Annotated["Region", strawberry.lazy("services.marketplace.types.hubs")]
SdgType = Annotated["Sdg", strawberry.lazy("services.marketplace.types.hubs")]
StatisticsType = Annotated["Statistics", strawberry.lazy("services.marketplace.types.statistics")]
SupportOfferType = Annotated["SupportOffer", strawberry.lazy("services.marketplace.types.offers")]
TopicType = Annotated["Topic", strawberry.lazy("services.marketplace.types.hubs")]
