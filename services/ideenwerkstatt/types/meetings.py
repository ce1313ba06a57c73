"""Workshops, theme evenings and stops of the AI bus."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store.rows import MaterialRow, WorkshopRow
from services.ideenwerkstatt.types import anchor, hubs, people, support
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.enums import AccessibilityFeature, WorkshopFormat
from services.ideenwerkstatt.types.interfaces import SupportOffer
from services.ideenwerkstatt.types.references import ActorType, ExpertType, ProgrammeType, RegionType
from services.kit.civic import URL, LocalizedText, localized
from services.kit.field import field
from services.kit.schema import key


@federation.type(
    keys=["id"], description="A workshop, theme evening or stop of the AI bus (Workshop, Themenabend, KI-Bus)."
)
class Workshop(SupportOffer):
    row: strawberry.Private[WorkshopRow]
    format: WorkshopFormat
    starts_at: datetime
    ends_at: datetime
    venue: Venue | None
    capacity: int
    seats_free: int
    accessibility: list[AccessibilityFeature]

    @field(provides=["name"])
    def region(self) -> RegionType | None:
        return hubs.region(self.row.region_nuts, self.row.region_name)

    @field()
    def hosts(self) -> list[ActorType | None]:
        return hubs.actors(self.row.host_ids)

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    async def experts(self, info: Info) -> list[ExpertType]:
        return await people.experts_of(info, self.row.expert_ids)

    @field()
    async def materials(self, info: Info) -> list[Material]:
        rows = await info.context.offers.materials_of_workshop.load(self.id)
        return [Material.of(row) for row in rows]

    @classmethod
    def of(cls, row: WorkshopRow) -> Workshop:
        return cls(
            row=row,
            **support.offer_fields(row),
            format=WorkshopFormat(row.format),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            venue=venue_of(row),
            capacity=row.capacity,
            seats_free=row.seats_free,
            accessibility=[AccessibilityFeature(one) for one in row.accessibility],
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Workshop | None:
        row = await info.context.offers.workshops.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@strawberry.type
class Venue:
    name: str
    street: str | None
    postal_code: str | None
    city: str | None
    is_online: bool


def venue_of(row: WorkshopRow) -> Venue | None:
    """Where a workshop takes place; None while that is open."""
    if row.venue_name is None:
        return None
    return Venue(
        name=row.venue_name,
        street=row.venue_street,
        postal_code=row.venue_postal_code,
        city=row.venue_city,
        is_online=row.is_online,
    )


@federation.type(keys=["id"])
class Material:
    id: strawberry.ID
    title: LocalizedText
    url: URL
    license: str
    media_type: str

    @classmethod
    def of(cls, row: MaterialRow) -> Material:
        return cls(
            id=strawberry.ID(row.id),
            title=localized(row.title),
            url=URL(row.url),
            license=row.license,
            media_type=row.media_type,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Material | None:
        row = await info.context.offers.materials.load(key(representation, "id"))
        return None if row is None else cls.of(row)
