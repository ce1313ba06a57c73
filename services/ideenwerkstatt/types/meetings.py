"""Workshops, theme evenings and stops of the AI bus."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store import offers as store
from services.ideenwerkstatt.store.rows import WorkshopRow
from services.ideenwerkstatt.types import hubs, people
from services.ideenwerkstatt.types.context import Info, at_moment
from services.ideenwerkstatt.types.enums import AccessibilityFeature, WorkshopFormat
from services.ideenwerkstatt.types.interfaces import Offer
from services.ideenwerkstatt.types.references import ActorType, ExpertType, RegionType
from services.kit.civic import URL, LocalizedText
from services.kit.field import field
from services.kit.finding import found_all, found_by, found_each


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
