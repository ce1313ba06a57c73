"""Prototypes and the exhibits that people can try out."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.ideenwerkstatt.store.rows import DemonstratorRow, PrototypeRow
from services.ideenwerkstatt.types import hubs, pilots
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.enums import AiMethod, PrototypeStage
from services.ideenwerkstatt.types.references import DatasetType, IdeaType, PilotProjectType, RegionType
from services.kit.civic import URL, LocalizedText, localized, optional_url
from services.kit.field import field
from services.kit.schema import key


@federation.type(keys=["id"], description="A prototype built in the workshop (Prototyp).")
class Prototype:
    id: strawberry.ID
    title: str
    stage: PrototypeStage
    ai_methods: list[AiMethod]
    model_parameters_million: float | None
    repository_url: URL | None
    license: str | None
    row: strawberry.Private[PrototypeRow]

    @field()
    def idea(self) -> IdeaType | None:
        return hubs.idea(self.row.idea_id)

    @field()
    def datasets(self) -> list[DatasetType | None]:
        return [hubs.Dataset(id=strawberry.ID(one)) for one in self.row.dataset_ids]

    @field()
    async def project(self, info: Info) -> PilotProjectType | None:
        return await pilots.pilot_project_of(info, self.row.project_id)

    @field()
    async def demonstrator(self, info: Info) -> Demonstrator | None:
        return await demonstrator_of(info, self.row.demonstrator_id)

    @classmethod
    def of(cls, row: PrototypeRow) -> Prototype:
        return cls(
            id=strawberry.ID(row.id),
            title=row.title,
            stage=PrototypeStage(row.stage),
            ai_methods=[AiMethod(one) for one in row.ai_methods],
            model_parameters_million=row.model_parameters_million,
            repository_url=optional_url(row.repository_url),
            license=row.license,
            row=row,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Prototype | None:
        return await prototype_of(info, key(representation, "id"))


@federation.type(keys=["id"], description="An exhibit people can try out (Demonstrator).")
class Demonstrator:
    id: strawberry.ID
    title: LocalizedText
    is_travelling: bool
    row: strawberry.Private[DemonstratorRow]

    @field(provides=["name"])
    def region(self) -> RegionType | None:
        return hubs.region(self.row.region_nuts, self.row.region_name)

    @field()
    async def prototype(self, info: Info) -> Prototype | None:
        return await prototype_of(info, self.row.prototype_id)

    @classmethod
    def of(cls, row: DemonstratorRow) -> Demonstrator:
        return cls(
            id=strawberry.ID(row.id),
            title=localized(row.title),
            is_travelling=row.is_travelling,
            row=row,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Demonstrator | None:
        return await demonstrator_of(info, key(representation, "id"))


async def prototype_of(info: Info, id_: str | None) -> Prototype | None:
    row = None if id_ is None else await info.context.projects.prototypes.load(id_)
    return None if row is None else Prototype.of(row)


async def demonstrator_of(info: Info, id_: str | None) -> Demonstrator | None:
    row = None if id_ is None else await info.context.projects.demonstrators.load(id_)
    return None if row is None else Demonstrator.of(row)
