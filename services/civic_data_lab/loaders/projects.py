"""Loaders of data projects, as far as the viewer may see them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.civic_data_lab.rules import Viewer
from services.civic_data_lab.store import projects
from services.civic_data_lab.store.rows import DataProjectRow, OwnedDataProjectRow, StageRow, TotalRow
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database
from services.kit.paging import Statuses, StatusPage


class ProjectLoaders:
    """Data projects, by themselves and by what they belong to."""

    def __init__(self, database: Database, viewer: Viewer) -> None:
        self.database = database
        self.viewer = viewer

    @cached_property
    def data_projects(self) -> DataLoader[str, DataProjectRow | None]:
        return one(partial(projects.data_projects_by_id, self.database, self.viewer), identifier)

    @cached_property
    def pages(self) -> DataLoader[Asked[str, StatusPage], list[OwnedDataProjectRow]]:
        async def fetch(slugs: Sequence[str], wanted: StatusPage) -> list[OwnedDataProjectRow]:
            return await projects.data_projects_page(self.database, self.viewer, slugs, wanted.statuses, wanted.page)

        return asked_many(fetch, parent)

    @cached_property
    def totals(self) -> DataLoader[Asked[str, Statuses], TotalRow | None]:
        return asked_one(partial(projects.data_projects_total, self.database, self.viewer), parent)

    @cached_property
    def of_actor(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_actor, self.database, self.viewer), parent)

    @cached_property
    def of_idea(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_idea, self.database, self.viewer), parent)

    @cached_property
    def of_topic(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_topic, self.database, self.viewer), parent)

    @cached_property
    def of_region(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_region, self.database, self.viewer), parent)

    @cached_property
    def stages(self) -> DataLoader[str, list[StageRow]]:
        return many(partial(projects.stages_of_project, self.database, self.viewer), lambda row: row.project_id)
