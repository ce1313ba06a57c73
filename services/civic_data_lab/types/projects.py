"""Data projects: what they are about, how far they are, what they cost and left behind."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.rules import projects as rules
from services.civic_data_lab.rules.projects import DataProjectAction
from services.civic_data_lab.rules.vocabulary import DataProjectStage
from services.civic_data_lab.store import projects as store
from services.civic_data_lab.store.locked import ProjectPrivateRow
from services.civic_data_lab.types import hubs
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.data_of_projects import published_datasets, used_datasets
from services.civic_data_lab.types.interfaces import PROGRAMME, CivicProject
from services.civic_data_lab.types.references import ActorType, DatasetType, DatasetUsageType, RegionType
from services.kit.civic import LocalizedText, Money
from services.kit.field import field
from services.kit.finding import found_all, found_by
from services.kit.guard import authenticated, needing, requires_scopes
from services.kit.named import named
from services.kit.relation import there


@federation.type(keys=["id"], description="A data project for the common good (Datenvorhaben).")
class DataProject(CivicProject):
    resolve_reference = found_by(store.data_projects_by_id, further=as_seen)
    stage: DataProjectStage
    methods: list[str]
    learnings: LocalizedText | None

    programme = PROGRAMME

    @field()
    def region(self) -> RegionType | None:
        return None if self.row.region_ars is None else hubs.Region(ars=strawberry.ID(self.row.region_ars))

    applicant = named(ActorType, id="applicant_id")
    service_provider = named(
        ActorType, id="service_provider_id", description="The company that implemented it (Dienstleister)."
    )

    @field(guard=requires_scopes("cdl:manage", "stats:read"))
    def budget(self) -> Money | None:
        amount = self.row.budget_amount
        return None if amount is None else Money(amount=amount, currency=self.row.budget_currency)

    @field()
    async def stage_history(self, info: Info) -> list[StageChange]:
        return await found_all(info, StageChange, store.stages_of_project, self.id, *info.context.seen)

    used_datasets: list[DatasetUsageType] = used_datasets("DataProject")

    published_datasets: list[DatasetType] = published_datasets("DataProject")

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="What the applicant wrote about the data; for the applicant and for staff.",
    )
    async def data_description(self, info: Info) -> str | None:
        return (await self.private(info)).data_description

    @field(description="Whether the viewer takes part in the project, or is staff.")
    async def viewer_may_edit(self, info: Info) -> bool:
        return info.context.viewer.is_staff or (await self.private(info)).is_participant

    @field(
        offers=needing("cdl:manage", WITHDRAW=("dataprojects:apply",)),
        description="What the viewer can do now, by the table of its life cycle.",
    )
    async def viewer_actions(self, info: Info) -> list[DataProjectAction]:
        own = (await self.private(info)).is_applicant
        return rules.actions_of_project(
            self.stage, rules.roles_of(is_applicant=own, is_staff=info.context.viewer.is_staff)
        )

    async def private(self, info: Info) -> ProjectPrivateRow:
        """What is not for everybody, as far as it is the viewer's."""
        return there(await info.context.load(store.private_of_project, self.id, *info.context.seen))


@strawberry.type
class StageChange:
    stage: DataProjectStage
    at: datetime
    note: str | None
