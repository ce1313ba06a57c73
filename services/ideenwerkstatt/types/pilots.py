"""Pilot projects and the measured footprint of projects."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules.vocabulary import SustainabilityRating
from services.ideenwerkstatt.store import offers as offer_store
from services.ideenwerkstatt.store import projects as store
from services.ideenwerkstatt.store.orders import PrototypeOrder
from services.ideenwerkstatt.store.rows import AssessmentRow
from services.ideenwerkstatt.types import hubs, people
from services.ideenwerkstatt.types.context import Info, at_moment
from services.ideenwerkstatt.types.cuts import PROTOTYPES
from services.ideenwerkstatt.types.interfaces import PROGRAMME, CivicProject
from services.ideenwerkstatt.types.references import ExpertType, PilotCallType, PrototypeType, RegionType
from services.kit.field import field
from services.kit.finding import found, found_by, found_each
from services.kit.leading import leads_to
from services.kit.under import listed_under


@federation.type(keys=["id"], description="A pilot project accompanied for a year (Pilotprojekt).")
class PilotProject(CivicProject):
    resolve_reference = found_by(store.pilot_projects_by_id)

    @field(provides=["name"])
    def region(self) -> RegionType | None:
        return hubs.region(self.row.region_nuts, self.row.region_name)

    programme = PROGRAMME

    call = leads_to(PilotCallType, offer_store.pilot_calls_by_id, by="row.call_id", further=at_moment)

    @field()
    async def experts(self, info: Info) -> list[ExpertType]:
        return await found_each(info, people.Expert, offer_store.experts_by_id, self.row.expert_ids)

    prototypes: list[PrototypeType] = listed_under(
        PrototypeType,
        store.prototypes_of_project,
        PrototypeOrder,
        PROTOTYPES,
        first=10,
        by_id=store.prototypes_by_id,
    )

    @field()
    async def sustainability_assessment(self, info: Info) -> SustainabilityAssessment | None:
        return await newest_assessment(info, "PilotProject", self.id)


@federation.type(
    keys=["id"],
    description="Measured, not estimated: energy, hardware and CO2 of training and use (Nachhaltigkeitsbewertung).",
)
class SustainabilityAssessment:
    resolve_reference = found_by(store.assessments_by_id)
    row: strawberry.Private[AssessmentRow]
    id: strawberry.ID
    rating: SustainabilityRating
    training_kwh: float | None
    inference_kwh_per_year: float | None
    co2_kg_per_year: float | None = strawberry.field(name="co2KgPerYear")
    embodied_co2_kg: float | None = strawberry.field(name="embodiedCo2Kg")
    method: str
    assessed_on: date

    assessed_by = leads_to(ExpertType | None, offer_store.experts_by_id, by="row.assessed_by")


async def newest_assessment(info: Info, project_type: str, project_id: str) -> SustainabilityAssessment | None:
    """The newest assessment of a project of any ministry."""
    return await found(info, SustainabilityAssessment, store.newest_assessments, project_id, project_type)
