"""Prototypes and the exhibits that people can try out."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules.prototyping import PrototypeAction, actions_of_prototype, roles_of
from services.ideenwerkstatt.rules.viewing import EXPERT, STAFF
from services.ideenwerkstatt.rules.vocabulary import AiMethod, PrototypeStage
from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.store import projects as store
from services.ideenwerkstatt.store.rows import DemonstratorRow, PrototypeRow
from services.ideenwerkstatt.types import hubs
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.offering import is_over
from services.ideenwerkstatt.types.references import DatasetType, IdeaType, PilotProjectType, RegionType
from services.kit.civic import URL, LocalizedText
from services.kit.field import field
from services.kit.finding import found, found_by
from services.kit.guard import needing
from services.kit.leading import leads_to
from services.kit.named import all_named, named


@federation.type(keys=["id"], description="A prototype built in the workshop (Prototyp).")
class Prototype:
    resolve_reference = found_by(store.prototypes_by_id)
    row: strawberry.Private[PrototypeRow]
    id: strawberry.ID
    title: str
    stage: PrototypeStage
    ai_methods: list[AiMethod]
    model_parameters_million: float | None
    repository_url: URL | None
    license: str | None
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    datasets: list[DatasetType | None] = all_named(DatasetType, id="dataset_ids")

    @field(
        offers=needing("pilot:apply", EXPERT, STAFF),
        description="What the viewer can do now: change it, and the stages that it can go on to.",
    )
    async def viewer_actions(self, info: Info) -> list[PrototypeAction]:
        if await is_over(info):
            return []
        viewer = info.context.viewer
        builds = await info.context.load(personal.built_prototypes_by_ids, self.id, viewer.actor_id)
        return actions_of_prototype(self.stage, roles_of(is_builder=builds is not None, is_staff=viewer.is_staff))

    project = leads_to(PilotProjectType | None, store.pilot_projects_by_id, by="row.project_id")

    @field()
    async def demonstrator(self, info: Info) -> Demonstrator | None:
        return await found(info, Demonstrator, store.demonstrators_by_id, self.row.demonstrator_id)


@federation.type(keys=["id"], description="An exhibit people can try out (Demonstrator).")
class Demonstrator:
    resolve_reference = found_by(store.demonstrators_by_id)
    row: strawberry.Private[DemonstratorRow]
    id: strawberry.ID
    title: LocalizedText
    is_travelling: bool

    @field(provides=["name"])
    def region(self) -> RegionType | None:
        return hubs.region(self.row.region_nuts, self.row.region_name)

    prototype = leads_to(Prototype | None, store.prototypes_by_id, by="row.prototype_id")
