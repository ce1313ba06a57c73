"""Loaders of data projects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.civic_data_lab.store import projects
from services.civic_data_lab.store.rows import DataProjectRow, OwnedDataProjectRow, StageRow, TotalRow
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database
from services.kit.paging import Statuses, StatusPage


class ProjectLoaders:
    """Data projects, by themselves and by what they belong to."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def data_projects(self) -> DataLoader[str, DataProjectRow | None]:
        return one(partial(projects.data_projects_by_id, self.database), identifier)

    @cached_property
    def pages(self) -> DataLoader[Asked[str, StatusPage], list[OwnedDataProjectRow]]:
        async def fetch(slugs: Sequence[str], wanted: StatusPage) -> list[OwnedDataProjectRow]:
            return await projects.data_projects_page(self.database, slugs, wanted.statuses, wanted.page)

        return asked_many(fetch, parent)

    @cached_property
    def totals(self) -> DataLoader[Asked[str, Statuses], TotalRow | None]:
        return asked_one(partial(projects.data_projects_total, self.database), parent)

    @cached_property
    def of_actor(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_actor, self.database), parent)

    @cached_property
    def of_idea(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_idea, self.database), parent)

    @cached_property
    def of_topic(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_topic, self.database), parent)

    @cached_property
    def of_region(self) -> DataLoader[str, list[OwnedDataProjectRow]]:
        return many(partial(projects.data_projects_of_region, self.database), parent)

    @cached_property
    def stages(self) -> DataLoader[str, list[StageRow]]:
        return many(partial(projects.stages_of_project, self.database), lambda row: row.project_id)
