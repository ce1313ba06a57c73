"""Workshops, theme evenings and stops of the AI bus."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules.offering import WorkshopAction, actions_of_workshop
from services.ideenwerkstatt.rules.registering import faults_of_registering
from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.rules.vocabulary import AccessibilityFeature, RegistrationStatus, WorkshopFormat
from services.ideenwerkstatt.store import offers as store
from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.store.registration_writing import seen
from services.ideenwerkstatt.store.rows import WorkshopRow
from services.ideenwerkstatt.types import hubs, people
from services.ideenwerkstatt.types.context import Info, at_moment
from services.ideenwerkstatt.types.cuts import REGISTRATIONS
from services.ideenwerkstatt.types.interfaces import Offer
from services.ideenwerkstatt.types.offering import is_member, is_over
from services.ideenwerkstatt.types.references import ActorType, ExpertType, RegionType, RegistrationType
from services.kit.civic import URL, LocalizedText
from services.kit.connections import PersonalListing, personal_listing
from services.kit.field import field
from services.kit.finding import found, found_all, found_by, found_each
from services.kit.guard import authenticated, needing, requires_scopes
from services.kit.named import resolved
from services.kit.ordering import NewestOrder
from services.kit.relation import there
from services.kit.under import listed_under


@strawberry.type
class Venue:
    name: str
    street: str | None
    postal_code: str | None
    city: str | None
    is_online: bool


def venue(root: Workshop) -> Venue | None:
    """Where a workshop takes place; None while that is open."""
    row = root.row
    if row.venue_name is None:
        return None
    return Venue(
        name=row.venue_name,
        street=row.venue_street,
        postal_code=row.venue_postal_code,
        city=row.venue_city,
        is_online=row.is_online,
    )


@federation.type(
    keys=["id"], description="A workshop, theme evening or stop of the AI bus (Workshop, Themenabend, KI-Bus)."
)
class Workshop(Offer):
    resolve_reference = found_by(store.workshops_by_id, further=at_moment)
    row: strawberry.Private[WorkshopRow]
    format: WorkshopFormat
    starts_at: datetime
    ends_at: datetime
    venue: Venue | None = strawberry.field(resolver=venue)
    capacity: int
    seats_free: int
    accessibility: list[AccessibilityFeature]

    @field(provides=["name"])
    def region(self) -> RegionType | None:
        return hubs.region(self.row.region_nuts, self.row.region_name)

    @field()
    def hosts(self) -> list[ActorType | None]:
        return [hubs.Actor(id=strawberry.ID(each)) for each in self.row.host_ids]

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="The viewer's own registration, the newest one; null without any.",
    )
    async def viewer_registration(self, info: Info) -> RegistrationType | None:
        actor = info.context.viewer.actor_id
        own = None if actor is None else self.id
        return await found(info, resolved(RegistrationType), personal.own_registration_of_workshop, own, actor)

    registrations: PersonalListing[RegistrationType] | None = listed_under(
        RegistrationType,
        personal.registrations_of_workshop,
        NewestOrder,
        REGISTRATIONS,
        first=50,
        pages=personal_listing,
        guard=requires_scopes(STAFF),
        tags=["internal"],
    )

    @field(
        offers=needing(STAFF, REGISTER=("events:register",)),
        description="What the viewer can do with the workshop now: to register, and what the staff does.",
    )
    async def viewer_actions(self, info: Info) -> list[WorkshopAction]:
        if await is_over(info):
            return []
        context = info.context
        row = there(await context.load(personal.workshops_seen, self.id, context.moment))
        is_free = not faults_of_registering(seen(row), context.moment)
        return actions_of_workshop(
            row.stored,
            is_member=await is_member(info),
            is_staff=context.viewer.is_staff,
            takes_registrations=is_free and not await self._is_registered(info),
        )

    async def _is_registered(self, info: Info) -> bool:
        actor = info.context.viewer.actor_id
        if actor is None:
            return False
        row = await info.context.load(personal.own_registration_of_workshop, self.id, actor)
        return row is not None and row.status != RegistrationStatus.CANCELLED.value

    @field()
    async def experts(self, info: Info) -> list[ExpertType]:
        return await found_each(info, people.Expert, store.experts_by_id, self.row.expert_ids)

    @field()
    async def materials(self, info: Info) -> list[Material]:
        return await found_all(info, Material, store.materials_of_workshop, self.id)


@federation.type(keys=["id"])
class Material:
    resolve_reference = found_by(store.materials_by_id)
    id: strawberry.ID
    title: LocalizedText
    url: URL
    license: str
    media_type: str
