"""Data projects: what they are about, how far they are, what they cost and left behind."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.store import projects as store
from services.civic_data_lab.types import catalogue, hubs
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.enums import DataProjectStage
from services.civic_data_lab.types.interfaces import CivicProject, programme_of
from services.civic_data_lab.types.references import (
    ActorType,
    DatasetType,
    DatasetUsageType,
    ProgrammeType,
    RegionType,
)
from services.kit.civic import LocalizedText, Money
from services.kit.field import field
from services.kit.finding import found_all, found_by
from services.kit.guard import requires_scopes


@federation.type(keys=["id"], description="A data project for the common good (Datenvorhaben).")
class DataProject(CivicProject):
    resolve_reference = found_by(store.data_projects_by_id, further=as_seen)
    stage: DataProjectStage
    methods: list[str]
    learnings: LocalizedText | None

    @field()
    async def programme(self, info: Info) -> ProgrammeType:
        return await programme_of(info, self.row.programme_slug)

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
        return await found_all(info, StageChange, store.stages_of_project, self.id, *info.context.seen)

    @field()
    async def used_datasets(self, info: Info) -> list[DatasetUsageType]:
        return await catalogue.used_datasets(info, "DataProject", self.id)

    @field()
    async def published_datasets(self, info: Info) -> list[DatasetType]:
        return await catalogue.published_datasets(info, "DataProject", self.id)


@strawberry.type
class StageChange:
    stage: DataProjectStage
    at: datetime
    note: str | None
