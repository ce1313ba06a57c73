"""Pilot projects and the measured footprint of projects."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store.rows import AssessmentRow, PilotProjectRow
from services.ideenwerkstatt.types import anchor, hubs, people, prototyping, support
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.enums import SustainabilityRating
from services.ideenwerkstatt.types.interfaces import CivicProject
from services.ideenwerkstatt.types.references import ExpertType, PilotCallType, ProgrammeType, PrototypeType, RegionType
from services.kit.batch import Asked
from services.kit.civic import DateRange, Maturity, ProjectStatus, localized, optional_url
from services.kit.field import field
from services.kit.schema import key


@federation.type(keys=["id"], description="A pilot project accompanied for a year (Pilotprojekt).")
class PilotProject(CivicProject):
    row: strawberry.Private[PilotProjectRow]

    @field(provides=["name"])
    def region(self) -> RegionType | None:
        return hubs.region(self.row.region_nuts, self.row.region_name)

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    async def call(self, info: Info) -> PilotCallType:
        row = await info.context.offers.pilot_calls.load(self.row.call_id)
        if row is None:
            raise LookupError(f"The call {self.row.call_id} has gone.")
        return support.PilotCall.of(row)

    @field()
    async def experts(self, info: Info) -> list[ExpertType]:
        return await people.experts_of(info, self.row.expert_ids)

    @field()
    async def prototypes(self, info: Info) -> list[PrototypeType]:
        rows = await info.context.projects.prototypes_of_project.load(self.id)
        return [prototyping.Prototype.of(row) for row in rows]

    @field()
    async def sustainability_assessment(self, info: Info) -> SustainabilityAssessment | None:
        return await newest_assessment(info, "PilotProject", self.id)

    @classmethod
    def of(cls, row: PilotProjectRow) -> PilotProject:
        return cls(
            id=strawberry.ID(row.id),
            row=row,
            title=row.title,
            abstract=localized(row.abstract),
            status=ProjectStatus(row.status),
            maturity=Maturity(row.maturity),
            runs=DateRange(from_=row.runs_from, until=row.runs_until),
            idea=hubs.idea(row.idea_id),
            topics=hubs.topics(row.topic_slugs),
            participants=hubs.actors(row.participant_ids),
            repository_url=optional_url(row.repository_url),
            license=row.license,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> PilotProject | None:
        return await pilot_project_of(info, key(representation, "id"))


@federation.type(
    keys=["id"],
    description="Measured, not estimated: energy, hardware and CO2 of training and use (Nachhaltigkeitsbewertung).",
)
class SustainabilityAssessment:
    id: strawberry.ID
    rating: SustainabilityRating
    training_kwh: float | None
    inference_kwh_per_year: float | None
    co2_kg_per_year: float | None = strawberry.field(name="co2KgPerYear")
    embodied_co2_kg: float | None = strawberry.field(name="embodiedCo2Kg")
    method: str
    assessed_on: date
    row: strawberry.Private[AssessmentRow]

    @field()
    async def assessed_by(self, info: Info) -> ExpertType | None:
        return await people.expert_of(info, self.row.assessed_by)

    @classmethod
    def of(cls, row: AssessmentRow) -> SustainabilityAssessment:
        return cls(
            id=strawberry.ID(row.id),
            rating=SustainabilityRating(row.rating),
            training_kwh=row.training_kwh,
            inference_kwh_per_year=row.inference_kwh_per_year,
            co2_kg_per_year=row.co2_kg_per_year,
            embodied_co2_kg=row.embodied_co2_kg,
            method=row.method,
            assessed_on=row.assessed_on,
            row=row,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> SustainabilityAssessment | None:
        row = await info.context.projects.assessments.load(key(representation, "id"))
        return None if row is None else cls.of(row)


async def pilot_project_of(info: Info, id_: str | None) -> PilotProject | None:
    row = None if id_ is None else await info.context.projects.pilot_projects.load(id_)
    return None if row is None else PilotProject.of(row)


async def newest_assessment(info: Info, project_type: str, project_id: str) -> SustainabilityAssessment | None:
    """The newest assessment of a project of any ministry."""
    row = await info.context.projects.newest_assessments.load(Asked(project_id, project_type))
    return None if row is None else SustainabilityAssessment.of(row)
