"""Offers of advice: consultations and the call for data projects; what all offers have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry
from strawberry import federation

from services.civic_data_lab.store.rows import DataConsultationRow, DataProjectCallRow, OfferRow, SlotRow
from services.civic_data_lab.types import anchor, hubs
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.interfaces import SupportOffer
from services.civic_data_lab.types.references import ProgrammeType
from services.kit.batch import Asked
from services.kit.civic import LocalizedText, Sector, SupportOfferKind, SupportOfferStatus, localized, optional_url
from services.kit.field import field, sliced
from services.kit.paging import checked_first
from services.kit.schema import key


@federation.type(keys=["id"], description="Bookable advice on data (Datensprechstunde).")
class DataConsultation(SupportOffer):
    row: strawberry.Private[DataConsultationRow]

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field(list_size=sliced())
    async def next_free_slots(self, info: Info, first: int | None = 5) -> list[DataConsultationSlot]:
        rows = await info.context.offers.next_free_slots.load(Asked(self.id, checked_first(first)))
        return [DataConsultationSlot.of(row) for row in rows]

    @classmethod
    def of(cls, row: DataConsultationRow) -> DataConsultation:
        return cls(row=row, **offer_fields(row))

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> DataConsultation | None:
        row = await info.context.offers.data_consultations.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@federation.type(keys=["id"])
class DataConsultationSlot:
    id: strawberry.ID
    starts_at: datetime
    minutes: int
    is_free: bool

    @classmethod
    def of(cls, row: SlotRow) -> DataConsultationSlot:
        return cls(id=strawberry.ID(row.id), starts_at=row.starts_at, minutes=row.minutes, is_free=row.is_free)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> DataConsultationSlot | None:
        row = await info.context.offers.slots.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@federation.type(
    keys=["id"],
    description="The offer to plan, finance and accompany a data project (Begleitung von Datenvorhaben).",
)
class DataProjectCall(SupportOffer):
    row: strawberry.Private[DataProjectCallRow]
    places: int

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    async def selection_principles(self, info: Info) -> list[SelectionPrinciple]:
        rows = await info.context.offers.principles_of_call.load(self.id)
        return [SelectionPrinciple(key=row.key, label=localized(row.label)) for row in rows]

    @classmethod
    def of(cls, row: DataProjectCallRow) -> DataProjectCall:
        return cls(row=row, **offer_fields(row), places=row.places)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> DataProjectCall | None:
        row = await info.context.offers.data_project_calls.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@strawberry.type
class SelectionPrinciple:
    key: str
    label: LocalizedText


def offer_fields(row: OfferRow) -> dict[str, Any]:
    """The fields that all four types of offers have."""
    return {
        "id": strawberry.ID(row.id),
        "title": localized(row.title),
        "summary": localized(row.summary),
        "kind": SupportOfferKind(row.kind),
        "status": SupportOfferStatus(row.status),
        "topics": hubs.topics(row.topic_slugs),
        "audiences": [Sector(one) for one in row.audiences],
        "apply_until": row.apply_until,
        "url": optional_url(row.url),
    }
