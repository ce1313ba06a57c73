"""Offers other than workshops: individual advice, calls for pilot projects, computing time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry
from strawberry import federation

from services.ideenwerkstatt.loaders.keys import FirstSlots
from services.ideenwerkstatt.store.rows import AiConsultationRow, ComputeQuotaRow, OfferRow, PilotCallRow, SlotRow
from services.ideenwerkstatt.types import anchor, hubs, people, pilots
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.enums import PilotCallPhase, SlotStatus
from services.ideenwerkstatt.types.interfaces import SupportOffer
from services.ideenwerkstatt.types.references import ExpertType, PilotProjectType, ProgrammeType
from services.kit.batch import Asked
from services.kit.civic import Sector, SupportOfferKind, SupportOfferStatus, localized, optional_url
from services.kit.field import field, sliced
from services.kit.paging import checked_first
from services.kit.schema import key


@federation.type(keys=["id"], description="Bookable individual advice (KI-Sprechstunde).")
class AiConsultation(SupportOffer):
    row: strawberry.Private[AiConsultationRow]

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field(list_size=sliced())
    async def slots(self, info: Info, free_only: bool | None = True, first: int | None = 10) -> list[ConsultationSlot]:
        wanted = FirstSlots(limit=checked_first(first), free_only=bool(free_only))
        rows = await info.context.offers.slots_of_consultation.load(Asked(self.id, wanted))
        return [ConsultationSlot.of(row) for row in rows]

    @classmethod
    def of(cls, row: AiConsultationRow) -> AiConsultation:
        return cls(row=row, **offer_fields(row))

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> AiConsultation | None:
        row = await info.context.offers.ai_consultations.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@federation.type(keys=["id"])
class ConsultationSlot:
    id: strawberry.ID
    starts_at: datetime
    minutes: int
    status: SlotStatus
    row: strawberry.Private[SlotRow]

    @field()
    async def expert(self, info: Info) -> ExpertType | None:
        return await people.expert_of(info, self.row.expert_id)

    @classmethod
    def of(cls, row: SlotRow) -> ConsultationSlot:
        return cls(
            id=strawberry.ID(row.id),
            starts_at=row.starts_at,
            minutes=row.minutes,
            status=SlotStatus(row.status),
            row=row,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> ConsultationSlot | None:
        row = await info.context.offers.slots.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@federation.type(
    keys=["id"],
    description="A call for pilot projects: two stages, one year of support (Aufruf für Pilotprojekte).",
)
class PilotCall(SupportOffer):
    row: strawberry.Private[PilotCallRow]
    phase: PilotCallPhase
    places: int

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    async def projects(self, info: Info) -> list[PilotProjectType]:
        rows = await info.context.projects.of_call.load(self.id)
        return [pilots.PilotProject.of(row) for row in rows]

    @classmethod
    def of(cls, row: PilotCallRow) -> PilotCall:
        return cls(row=row, **offer_fields(row), phase=PilotCallPhase(row.phase), places=row.places)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> PilotCall | None:
        row = await info.context.offers.pilot_calls.load(key(representation, "id"))
        return None if row is None else cls.of(row)


@federation.type(keys=["id"], description="Computing time and development platform for prototypes (Rechenkapazität).")
class ComputeQuota(SupportOffer):
    row: strawberry.Private[ComputeQuotaRow]
    gpu_hours_per_project: int
    green_power_share: float

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @classmethod
    def of(cls, row: ComputeQuotaRow) -> ComputeQuota:
        return cls(
            row=row,
            **offer_fields(row),
            gpu_hours_per_project=row.gpu_hours_per_project,
            green_power_share=row.green_power_share,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> ComputeQuota | None:
        row = await info.context.offers.compute_quotas.load(key(representation, "id"))
        return None if row is None else cls.of(row)


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
