"""The hubs of the whole graph and other ministries' entities: references, and the fields that this service adds.

Nothing of a hub is stored here but its key, so a reference is answered without a look into the database; only the added
fields ask it. They are nullable, because they stand at a border between services.
"""

from __future__ import annotations

from functools import partial

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.ideenwerkstatt.rules.estimating import estimate_of
from services.ideenwerkstatt.rules.filters import nuts_code
from services.ideenwerkstatt.rules.vocabulary import AiMethod, RegistrationStatus, SustainabilityRating
from services.ideenwerkstatt.store import offers as offer_store
from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.store import projects as project_store
from services.ideenwerkstatt.store.orders import WorkshopOrder
from services.ideenwerkstatt.types import meetings, pilots
from services.ideenwerkstatt.types.context import Info
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
from services.kit.civic import LocalizedText, names
from services.kit.connections import PersonalListing, personal_listing
from services.kit.errors import BadInputError, ForbiddenError
from services.kit.field import field, sliced
from services.kit.finding import referred
from services.kit.guard import authenticated
from services.kit.leading import leads_to
from services.kit.making import all_made, made
from services.kit.named import resolved
from services.kit.ordering import SortDirection
from services.kit.paged import AskedPage, first_sorted, found_page
from services.kit.schema import key

PAGED = sliced(sized=("nodes", "edges"))
FOR_OWN = "For the member, for who acts for the organisation, and for staff."


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


@federation.interface_object(keys=["id"])
class Actor:
    """Fields added to every actor, person or organisation, without knowing which."""

    resolve_reference = referred()
    id: strawberry.ID

    pilot_projects = leads_to(list[PilotProjectType] | None, project_store.pilot_projects_of_actor)
    expertise = leads_to(ExpertType | None, offer_store.experts_by_actor)

    @field(guard=authenticated(), tags=["personal"], list_size=PAGED, description=FOR_OWN)
    async def workshop_registrations(
        self,
        info: Info,
        status: list[RegistrationStatus] | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> PersonalListing[RegistrationType] | None:
        await self.check_own(info)
        paged = personal.registrations_of_actor
        asked = await found_page(info, paged, self.id, first, after, names(status))
        return personal_listing(asked.page, partial(made, resolved(RegistrationType)), paged.sort_key, asked.total)

    @field(guard=authenticated(), tags=["personal"], list_size=PAGED, description=FOR_OWN)
    async def consultation_slots(
        self, info: Info, first: int | None = 20, after: str | None = None
    ) -> PersonalListing[SlotType] | None:
        await self.check_own(info)
        paged = personal.slots_of_actor
        asked = await found_page(info, paged, self.id, first, after)
        return personal_listing(asked.page, partial(made, resolved(SlotType)), paged.sort_key, asked.total)

    @field(
        guard=authenticated(),
        tags=["personal"],
        list_size=PAGED,
        description="Of a member: those of the organisations that the member acts for. " + FOR_OWN,
    )
    async def pilot_applications(
        self, info: Info, first: int | None = 20, after: str | None = None
    ) -> PersonalListing[ApplicationType] | None:
        await self.check_own(info)
        paged = personal.applications_of_actor
        asked = await found_page(info, paged, self.id, first, after)
        return personal_listing(asked.page, partial(made, resolved(ApplicationType)), paged.sort_key, asked.total)

    async def check_own(self, info: Info) -> None:
        """``ForbiddenError`` for who neither is the actor, nor acts for it, nor is staff."""
        viewer = info.context.viewer
        if (
            not viewer.is_staff
            and await info.context.load(personal.own_actors_by_ids, self.id, viewer.actor_id) is None
        ):
            raise ForbiddenError


@federation.type(keys=["slug"])
class Topic:
    resolve_reference = referred("slug")
    slug: strawberry.ID

    pilot_projects = leads_to(list[PilotProjectType] | None, project_store.pilot_projects_of_topic, by="slug")

    @field(list_size=sliced())
    async def workshops(
        self,
        info: Info,
        first: int | None = 10,
        order_by: WorkshopOrder | None = None,
        direction: SortDirection | None = None,
    ) -> list[WorkshopType] | None:
        wanted, moment = AskedPage(first, None, order_by, direction), info.context.moment
        return all_made(
            meetings.Workshop, await first_sorted(info, offer_store.workshops_of_topic, self.slug, wanted, moment)
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

    pilot_projects = leads_to(list[PilotProjectType] | None, project_store.pilot_projects_of_region, by="nuts")
    demonstrators = leads_to(list[DemonstratorType] | None, project_store.demonstrators_of_region, by="nuts")

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

    pilot_projects = leads_to(list[PilotProjectType] | None, project_store.pilot_projects_of_idea)
    prototypes = leads_to(list[PrototypeType] | None, project_store.prototypes_of_idea)


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

    prototypes = leads_to(list[PrototypeType] | None, project_store.prototypes_of_dataset)


def region(nuts: str | None, name: str | None) -> Region | None:
    """A region with the name that goes with the key (@provides); None for a place without NUTS code."""
    return None if nuts is None else Region(nuts=strawberry.ID(nuts), stored_name=name)
