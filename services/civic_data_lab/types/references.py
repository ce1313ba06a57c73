"""The names by which types refer to one another in circles; looked up when the schema is built, not when imported."""

# No `from __future__ import annotations` here: Strawberry finds the lazy reference in the alias itself.
from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

import strawberry
from strawberry.types.lazy_type import LazyType

if TYPE_CHECKING:
    from services.civic_data_lab.types.anchor import CivicDataLabProgramme
    from services.civic_data_lab.types.catalogue import Dataset, DatasetUsage
    from services.civic_data_lab.types.enrolments import Enrolment
    from services.civic_data_lab.types.hubs import Actor, FundedProject, Idea, Ministry, PilotProject, Region, Topic
    from services.civic_data_lab.types.interfaces import CivicProject, SupportOffer
    from services.civic_data_lab.types.projects import DataProject
    from services.civic_data_lab.types.readiness import DataReadiness, DatasetRecommendation
    from services.civic_data_lab.types.sessions import DataConsultationSession
    from services.civic_data_lab.types.statistics import Statistics
    from services.civic_data_lab.types.support import DataConsultationSlot

CATALOGUE = strawberry.lazy("services.civic_data_lab.types.catalogue")
HUBS = strawberry.lazy("services.civic_data_lab.types.hubs")
INTERFACES = strawberry.lazy("services.civic_data_lab.types.interfaces")

ActorType: TypeAlias = Annotated["Actor", HUBS]
IdeaType: TypeAlias = Annotated["Idea", HUBS]
MinistryType: TypeAlias = Annotated["Ministry", HUBS]
RegionType: TypeAlias = Annotated["Region", HUBS]
TopicType: TypeAlias = Annotated["Topic", HUBS]
StatisticsType: TypeAlias = Annotated["Statistics", strawberry.lazy("services.civic_data_lab.types.statistics")]
SupportOfferType: TypeAlias = Annotated["SupportOffer", INTERFACES]
CivicProjectType: TypeAlias = Annotated["CivicProject", INTERFACES]
ProgrammeType: TypeAlias = Annotated["CivicDataLabProgramme", strawberry.lazy("services.civic_data_lab.types.anchor")]
DataProjectType: TypeAlias = Annotated["DataProject", strawberry.lazy("services.civic_data_lab.types.projects")]
SessionType: TypeAlias = Annotated["DataConsultationSession", strawberry.lazy("services.civic_data_lab.types.sessions")]
EnrolmentType: TypeAlias = Annotated["Enrolment", strawberry.lazy("services.civic_data_lab.types.enrolments")]
SlotType: TypeAlias = Annotated["DataConsultationSlot", strawberry.lazy("services.civic_data_lab.types.support")]
DatasetType: TypeAlias = Annotated["Dataset", CATALOGUE]
READINESS = strawberry.lazy("services.civic_data_lab.types.readiness")
DataReadinessType: TypeAlias = Annotated["DataReadiness", READINESS]
RecommendationType: TypeAlias = Annotated["DatasetRecommendation", READINESS]
DatasetUsageType: TypeAlias = Annotated["DatasetUsage", CATALOGUE]

# Strawberry does not look into the members of a union for lazy aliases; it takes lazy types themselves.
if TYPE_CHECKING:
    AnyProjectType: TypeAlias = FundedProject | PilotProject | DataProject
else:
    AnyProjectType = Annotated[
        Union[  # noqa: UP007 - a lazy type has no operator |
            LazyType("FundedProject", HUBS.module),
            LazyType("PilotProject", HUBS.module),
            LazyType("DataProject", "services.civic_data_lab.types.projects"),
        ],
        strawberry.union("AnyProject", description="A project of any ministry."),
    ]
