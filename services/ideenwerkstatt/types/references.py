"""The names by which types refer to one another in circles; looked up when the schema is built, not when imported."""

# No `from __future__ import annotations` here: Strawberry finds the lazy reference in the alias itself.
from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

if TYPE_CHECKING:
    from services.ideenwerkstatt.types.anchor import IdeenwerkstattProgramme
    from services.ideenwerkstatt.types.applications import PilotApplication
    from services.ideenwerkstatt.types.hubs import Actor, Dataset, Idea, Ministry, Region, Topic
    from services.ideenwerkstatt.types.interfaces import CivicProject, SupportOffer
    from services.ideenwerkstatt.types.meetings import Workshop
    from services.ideenwerkstatt.types.people import Expert
    from services.ideenwerkstatt.types.pilots import PilotProject, SustainabilityAssessment
    from services.ideenwerkstatt.types.prototyping import Demonstrator, Prototype
    from services.ideenwerkstatt.types.registrations import WorkshopRegistration
    from services.ideenwerkstatt.types.statistics import Statistics
    from services.ideenwerkstatt.types.support import ConsultationSlot, PilotCall

HUBS = strawberry.lazy("services.ideenwerkstatt.types.hubs")
PILOTS = strawberry.lazy("services.ideenwerkstatt.types.pilots")
PROTOTYPING = strawberry.lazy("services.ideenwerkstatt.types.prototyping")
SUPPORT = strawberry.lazy("services.ideenwerkstatt.types.support")
INTERFACES = strawberry.lazy("services.ideenwerkstatt.types.interfaces")

ActorType: TypeAlias = Annotated["Actor", HUBS]
DatasetType: TypeAlias = Annotated["Dataset", HUBS]
IdeaType: TypeAlias = Annotated["Idea", HUBS]
MinistryType: TypeAlias = Annotated["Ministry", HUBS]
RegionType: TypeAlias = Annotated["Region", HUBS]
TopicType: TypeAlias = Annotated["Topic", HUBS]
StatisticsType: TypeAlias = Annotated["Statistics", strawberry.lazy("services.ideenwerkstatt.types.statistics")]
SupportOfferType: TypeAlias = Annotated["SupportOffer", INTERFACES]
CivicProjectType: TypeAlias = Annotated["CivicProject", INTERFACES]
ProgrammeType: TypeAlias = Annotated["IdeenwerkstattProgramme", strawberry.lazy("services.ideenwerkstatt.types.anchor")]
WorkshopType: TypeAlias = Annotated["Workshop", strawberry.lazy("services.ideenwerkstatt.types.meetings")]
ExpertType: TypeAlias = Annotated["Expert", strawberry.lazy("services.ideenwerkstatt.types.people")]
PilotCallType: TypeAlias = Annotated["PilotCall", SUPPORT]
SlotType: TypeAlias = Annotated["ConsultationSlot", SUPPORT]
RegistrationType: TypeAlias = Annotated[
    "WorkshopRegistration", strawberry.lazy("services.ideenwerkstatt.types.registrations")
]
ApplicationType: TypeAlias = Annotated[
    "PilotApplication", strawberry.lazy("services.ideenwerkstatt.types.applications")
]
PilotProjectType: TypeAlias = Annotated["PilotProject", PILOTS]
AssessmentType: TypeAlias = Annotated["SustainabilityAssessment", PILOTS]
PrototypeType: TypeAlias = Annotated["Prototype", PROTOTYPING]
DemonstratorType: TypeAlias = Annotated["Demonstrator", PROTOTYPING]
