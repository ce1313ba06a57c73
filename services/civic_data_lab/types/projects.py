"""Data projects: what they are about, how far they are, what they cost and left behind."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.store.rows import DataProjectRow
from services.civic_data_lab.types import anchor, catalogue, hubs
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.enums import DataProjectStage
from services.civic_data_lab.types.interfaces import CivicProject
from services.civic_data_lab.types.references import (
    ActorType,
    DatasetType,
    DatasetUsageType,
    ProgrammeType,
    RegionType,
)
from services.kit.civic import (
    DateRange,
    LocalizedText,
    Maturity,
    Money,
    ProjectStatus,
    localized,
    optional_localized,
    optional_url,
)
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.schema import key


@federation.type(keys=["id"], description="A data project for the common good (Datenvorhaben).")
class DataProject(CivicProject):
    row: strawberry.Private[DataProjectRow]
    stage: DataProjectStage
    methods: list[str]
    learnings: LocalizedText | None

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await anchor.programme_of(info, self.row.programme_slug)

    @field()
    def region(self) -> RegionType | None:
        return None if self.row.region_ars is None else hubs.Region(ars=strawberry.ID(self.row.region_ars))

    @field()
    def applicant(self) -> ActorType | None:
        return hubs.actor(self.row.applicant_id)

    @field(description="The company that implemented it (Dienstleister).")
    def service_provider(self) -> ActorType | None:
        return hubs.actor(self.row.service_provider_id)

    @field(guard=requires_scopes("cdl:manage", "stats:read"))
    def budget(self) -> Money | None:
        amount = self.row.budget_amount
        return None if amount is None else Money(amount=amount, currency=self.row.budget_currency)

    @field()
    async def stage_history(self, info: Info) -> list[StageChange]:
        rows = await info.context.projects.stages.load(self.id)
        return [StageChange(stage=DataProjectStage(row.stage), at=row.at, note=row.note) for row in rows]

    @field()
    async def used_datasets(self, info: Info) -> list[DatasetUsageType]:
        return await catalogue.used_datasets(info, "DataProject", self.id)

    @field()
    async def published_datasets(self, info: Info) -> list[DatasetType]:
        return await catalogue.published_datasets(info, "DataProject", self.id)

    @classmethod
    def of(cls, row: DataProjectRow) -> DataProject:
        return cls(
            row=row,
            id=strawberry.ID(row.id),
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
            stage=DataProjectStage(row.stage),
            methods=row.methods,
            learnings=optional_localized(row.learnings),
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> DataProject | None:
        return await data_project_of(info, key(representation, "id"))


@strawberry.type
class StageChange:
    stage: DataProjectStage
    at: datetime
    note: str | None


async def data_project_of(info: Info, id_: str) -> DataProject | None:
    row = await info.context.projects.data_projects.load(id_)
    return None if row is None else DataProject.of(row)
