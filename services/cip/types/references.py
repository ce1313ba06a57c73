"""Names of types across modules: Strawberry reads annotations while the modules are still being loaded in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from services.cip.types.actors import Member, Organisation
    from services.cip.types.applications import GrantApplication
    from services.cip.types.awards import Award
    from services.cip.types.competition import CompetitionEntry, CompetitionRound
    from services.cip.types.funding import FundedProject, FundingCall
    from services.cip.types.hubs import Idea, Ministry, Region, Topic
    from services.cip.types.interfaces import Actor
    from services.cip.types.programme import CipProgramme
    from services.cip.types.statistics import Statistics

ActorType = Annotated["Actor", strawberry.lazy("services.cip.types.interfaces")]
AwardType = Annotated["Award", strawberry.lazy("services.cip.types.awards")]
CipProgrammeType = Annotated["CipProgramme", strawberry.lazy("services.cip.types.programme")]
EntryType = Annotated["CompetitionEntry", strawberry.lazy("services.cip.types.competition")]
FundedProjectType = Annotated["FundedProject", strawberry.lazy("services.cip.types.funding")]
FundingCallType = Annotated["FundingCall", strawberry.lazy("services.cip.types.funding")]
GrantApplicationType = Annotated["GrantApplication", strawberry.lazy("services.cip.types.applications")]
IdeaType = Annotated["Idea", strawberry.lazy("services.cip.types.hubs")]
MemberType = Annotated["Member", strawberry.lazy("services.cip.types.actors")]
MinistryType = Annotated["Ministry", strawberry.lazy("services.cip.types.hubs")]
OrganisationType = Annotated["Organisation", strawberry.lazy("services.cip.types.actors")]
RegionType = Annotated["Region", strawberry.lazy("services.cip.types.hubs")]
RoundType = Annotated["CompetitionRound", strawberry.lazy("services.cip.types.competition")]
StatisticsType = Annotated["Statistics", strawberry.lazy("services.cip.types.statistics")]
TopicType = Annotated["Topic", strawberry.lazy("services.cip.types.hubs")]
