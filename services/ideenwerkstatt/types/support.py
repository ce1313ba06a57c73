"""Offers other than workshops: individual advice, calls for pilot projects, computing time."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store import offers as store
from services.ideenwerkstatt.store import projects as project_store
from services.ideenwerkstatt.store.rows import SlotRow
from services.ideenwerkstatt.types import people, pilots
from services.ideenwerkstatt.types.context import Info, at_moment
from services.ideenwerkstatt.types.enums import PilotCallPhase, SlotStatus
from services.ideenwerkstatt.types.interfaces import Offer
from services.ideenwerkstatt.types.references import ExpertType, PilotProjectType
from services.kit.field import field, sliced
from services.kit.finding import found, found_all, found_by
from services.kit.paging import checked_first


@federation.type(keys=["id"], description="Bookable individual advice (KI-Sprechstunde).")
class AiConsultation(Offer):
    resolve_reference = found_by(store.ai_consultations_by_id, further=at_moment)

    @field(list_size=sliced())
    async def slots(self, info: Info, free_only: bool | None = True, first: int | None = 10) -> list[ConsultationSlot]:
        wanted = (bool(free_only), checked_first(first))
        return await found_all(info, ConsultationSlot, store.slots_of_consultation, self.id, *wanted)


@federation.type(keys=["id"])
class ConsultationSlot:
    resolve_reference = found_by(store.slots_by_id)
    row: strawberry.Private[SlotRow]
    id: strawberry.ID
    starts_at: datetime
    minutes: int
    status: SlotStatus

    @field()
    async def expert(self, info: Info) -> ExpertType | None:
        return await found(info, people.Expert, store.experts_by_id, self.row.expert_id)


@federation.type(
    keys=["id"],
    description="A call for pilot projects: two stages, one year of support (Aufruf für Pilotprojekte).",
)
class PilotCall(Offer):
    resolve_reference = found_by(store.pilot_calls_by_id, further=at_moment)
    phase: PilotCallPhase
    places: int

    @field()
    async def projects(self, info: Info) -> list[PilotProjectType]:
        return await found_all(info, pilots.PilotProject, project_store.pilot_projects_of_call, self.id)


@federation.type(keys=["id"], description="Computing time and development platform for prototypes (Rechenkapazität).")
class ComputeQuota(Offer):
    resolve_reference = found_by(store.compute_quotas_by_id, further=at_moment)
    gpu_hours_per_project: int
    green_power_share: float
