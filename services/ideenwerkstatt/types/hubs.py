"""The hubs of the whole graph and other ministries' entities: references, and the fields that this service adds.

Nothing of a hub is stored here but its key, so a reference is answered without a look into the database; only the added
fields ask it. They are nullable, because they stand at a border between services.
"""

from __future__ import annotations

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.ideenwerkstatt.rules.estimating import estimate_of
from services.ideenwerkstatt.rules.filters import nuts_code
from services.ideenwerkstatt.rules.vocabulary import AiMethod, SustainabilityRating
from services.ideenwerkstatt.store import offers as offer_store
from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.store import projects as project_store
from services.ideenwerkstatt.store.orders import DemonstratorOrder, PilotProjectOrder, PrototypeOrder, WorkshopOrder
from services.ideenwerkstatt.types import pilots
from services.ideenwerkstatt.types.context import Info, at_moment
from services.ideenwerkstatt.types.cuts import DEMONSTRATORS, IN_TIME, PROJECTS, PROTOTYPES, REGISTRATIONS
from services.ideenwerkstatt.types.references import (
    ApplicationType,
    AssessmentType,
    DemonstratorType,
    ExpertType,
    PilotProjectType,
    PrototypeType,
    RegistrationType,
    SlotType,
    WorkshopType,
)
from services.kit.civic import LocalizedText
from services.kit.connections import PersonalListing, personal_listing
from services.kit.errors import BadInputError, ForbiddenError
from services.kit.field import field
from services.kit.finding import referred
from services.kit.guard import authenticated
from services.kit.leading import leads_to
from services.kit.making import made
from services.kit.ordering import AppointmentOrder, NewestOrder
from services.kit.schema import key
from services.kit.under import listed_under

FOR_OWN = "For the member, for who acts for the organisation, and for staff."


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


async def check_own(actor: Actor, info: Info) -> None:
    """``ForbiddenError`` for who neither is the actor, nor acts for it, nor is staff."""
    viewer = info.context.viewer
    if not viewer.is_staff and await info.context.load(personal.own_actors_by_ids, actor.id, viewer.actor_id) is None:
        raise ForbiddenError


@federation.interface_object(keys=["id"])
class Actor:
    """Fields added to every actor, person or organisation, without knowing which."""

    resolve_reference = referred()
    id: strawberry.ID

    pilot_projects: list[PilotProjectType] | None = listed_under(
        PilotProjectType,
        project_store.pilot_projects_of_actor,
        PilotProjectOrder,
        PROJECTS,
        by_id=project_store.pilot_projects_by_id,
    )

    expertise = leads_to(ExpertType | None, offer_store.experts_by_actor)

    workshop_registrations: PersonalListing[RegistrationType] | None = listed_under(
        RegistrationType,
        personal.registrations_of_actor,
        AppointmentOrder,
        REGISTRATIONS,
        check=check_own,
        pages=personal_listing,
        guard=authenticated(),
        tags=["personal"],
        description=FOR_OWN,
    )

    consultation_slots: PersonalListing[SlotType] | None = listed_under(
        SlotType,
        personal.slots_of_actor,
        AppointmentOrder,
        IN_TIME,
        check=check_own,
        pages=personal_listing,
        guard=authenticated(),
        tags=["personal"],
        description="The period is that in which they begin. " + FOR_OWN,
    )

    pilot_applications: PersonalListing[ApplicationType] | None = listed_under(
        ApplicationType,
        personal.applications_of_actor,
        NewestOrder,
        IN_TIME,
        check=check_own,
        pages=personal_listing,
        guard=authenticated(),
        tags=["personal"],
        description="Of a member: those of the organisations that the member acts for. " + FOR_OWN,
    )


@federation.type(keys=["slug"])
class Topic:
    resolve_reference = referred("slug")
    slug: strawberry.ID

    pilot_projects: list[PilotProjectType] | None = listed_under(
        PilotProjectType,
        project_store.pilot_projects_of_topic,
        PilotProjectOrder,
        PROJECTS,
        key="slug",
        by_id=project_store.pilot_projects_by_id,
    )

    workshops: list[WorkshopType] | None = listed_under(
        WorkshopType,
        offer_store.workshops_of_topic,
        WorkshopOrder,
        IN_TIME,
        key="slug",
        further=at_moment,
        first=10,
        by_id=offer_store.workshops_by_id,
    )


@federation.type(keys=["nuts"])
class Region:
    """Environmental data come by NUTS code; the name is provided where it is stored."""

    nuts: strawberry.ID
    stored_name: strawberry.Private[str | None] = None

    @field(external=True)
    def name(self) -> str:
        if self.stored_name is None:
            raise BadInputError("This service knows a region's name only where it provides it.")
        return self.stored_name

    pilot_projects: list[PilotProjectType] | None = listed_under(
        PilotProjectType,
        project_store.pilot_projects_of_region,
        PilotProjectOrder,
        PROJECTS,
        key="nuts",
        by_id=project_store.pilot_projects_by_id,
    )

    demonstrators: list[DemonstratorType] | None = listed_under(
        DemonstratorType,
        project_store.demonstrators_of_region,
        DemonstratorOrder,
        DEMONSTRATORS,
        key="nuts",
        by_id=project_store.demonstrators_by_id,
    )

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Region:
        return cls(nuts=strawberry.ID(nuts_code(key(representation, "nuts"))))


@strawberry.type
class SustainabilityEstimate:
    rating: SustainabilityRating
    energy_kwh_per_year: float | None
    co2_kg_per_year: float | None = strawberry.field(name="co2KgPerYear")
    assumptions: LocalizedText
    hints: list[LocalizedText]


@federation.type(keys=["id"])
class Idea:
    """``given_methods`` and ``given_users``: what a gateway sends along for the estimate."""

    id: strawberry.ID
    given_methods: strawberry.Private[object] = None
    given_users: strawberry.Private[object] = None

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Idea:
        methods, users = representation.get("aiMethods"), representation.get("expectedUsers")
        return cls(id=strawberry.ID(key(representation, "id")), given_methods=methods, given_users=users)

    @field(external=True)
    def ai_methods(self) -> list[AiMethod]:
        given = self.given_methods if isinstance(self.given_methods, list) else []
        return [AiMethod(each) for each in given if each in AiMethod.__members__]

    @field(external=True)
    def expected_users(self) -> int | None:
        return self.given_users if type(self.given_users) is int else None

    @field(
        requires=["aiMethods expectedUsers"],
        cost=5,
        description="Rough estimate of energy and CO2 of running the idea (Nachhaltigkeit von KI).",
    )
    def sustainability_estimate(self) -> SustainabilityEstimate | None:
        return made(SustainabilityEstimate, estimate_of(self.ai_methods(), self.expected_users()))

    pilot_projects: list[PilotProjectType] | None = listed_under(
        PilotProjectType,
        project_store.pilot_projects_of_idea,
        PilotProjectOrder,
        PROJECTS,
        first=10,
        by_id=project_store.pilot_projects_by_id,
    )

    prototypes: list[PrototypeType] | None = listed_under(
        PrototypeType,
        project_store.prototypes_of_idea,
        PrototypeOrder,
        PROTOTYPES,
        first=10,
        by_id=project_store.prototypes_by_id,
    )


@federation.type(keys=["id"])
class FundedProject:
    """The Ideenwerkstatt's assessments are open to the projects of the other ministries (gemeinsame Nutzung)."""

    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def sustainability_assessment(self, info: Info) -> AssessmentType | None:
        return await pilots.newest_assessment(info, "FundedProject", self.id)


@federation.type(keys=["id"])
class DataProject:
    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def sustainability_assessment(self, info: Info) -> AssessmentType | None:
        return await pilots.newest_assessment(info, "DataProject", self.id)


@federation.type(keys=["id"])
class Dataset:
    resolve_reference = referred()
    id: strawberry.ID

    prototypes: list[PrototypeType] | None = listed_under(
        PrototypeType,
        project_store.prototypes_of_dataset,
        PrototypeOrder,
        PROTOTYPES,
        first=10,
        by_id=project_store.prototypes_by_id,
    )


def region(nuts: str | None, name: str | None) -> Region | None:
    """A region with the name that goes with the key (@provides); None for a place without NUTS code."""
    return None if nuts is None else Region(nuts=strawberry.ID(nuts), stored_name=name)
