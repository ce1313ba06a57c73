"""Loaders of pilot projects, prototypes, demonstrators and measured footprints."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.ideenwerkstatt.store import projects
from services.ideenwerkstatt.store.rows import (
    AssessmentRow,
    DemonstratorRow,
    OwnedAssessmentRow,
    OwnedDemonstratorRow,
    OwnedPilotProjectRow,
    OwnedPrototypeRow,
    PilotProjectRow,
    PrototypeRow,
    TotalRow,
)
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database
from services.kit.paging import Statuses, StatusPage


class ProjectLoaders:
    """Loaders of pilot projects, prototypes, demonstrators and measured footprints."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def pilot_projects(self) -> DataLoader[str, PilotProjectRow | None]:
        return one(partial(projects.pilot_projects_by_id, self.database), identifier)

    @cached_property
    def pages(self) -> DataLoader[Asked[str, StatusPage], list[OwnedPilotProjectRow]]:
        async def fetch(slugs: Sequence[str], wanted: StatusPage) -> list[OwnedPilotProjectRow]:
            return await projects.pilot_projects_page(self.database, slugs, wanted.statuses, wanted.page)

        return asked_many(fetch, parent)

    @cached_property
    def totals(self) -> DataLoader[Asked[str, Statuses], TotalRow | None]:
        return asked_one(partial(projects.pilot_projects_total, self.database), parent)

    @cached_property
    def of_call(self) -> DataLoader[str, list[OwnedPilotProjectRow]]:
        return many(partial(projects.pilot_projects_of_call, self.database), parent)

    @cached_property
    def of_idea(self) -> DataLoader[str, list[OwnedPilotProjectRow]]:
        return many(partial(projects.pilot_projects_of_idea, self.database), parent)

    @cached_property
    def of_actor(self) -> DataLoader[str, list[OwnedPilotProjectRow]]:
        return many(partial(projects.pilot_projects_of_actor, self.database), parent)

    @cached_property
    def of_topic(self) -> DataLoader[str, list[OwnedPilotProjectRow]]:
        return many(partial(projects.pilot_projects_of_topic, self.database), parent)

    @cached_property
    def of_region(self) -> DataLoader[str, list[OwnedPilotProjectRow]]:
        return many(partial(projects.pilot_projects_of_region, self.database), parent)

    @cached_property
    def assessments(self) -> DataLoader[str, AssessmentRow | None]:
        return one(partial(projects.assessments_by_id, self.database), identifier)

    @cached_property
    def newest_assessments(self) -> DataLoader[Asked[str, str], OwnedAssessmentRow | None]:
        """By the project's id, with its type as parameter."""
        return asked_one(partial(projects.newest_assessments, self.database), parent)

    @cached_property
    def prototypes(self) -> DataLoader[str, PrototypeRow | None]:
        return one(partial(projects.prototypes_by_id, self.database), identifier)

    @cached_property
    def prototypes_of_project(self) -> DataLoader[str, list[OwnedPrototypeRow]]:
        return many(partial(projects.prototypes_of_project, self.database), parent)

    @cached_property
    def prototypes_of_idea(self) -> DataLoader[str, list[OwnedPrototypeRow]]:
        return many(partial(projects.prototypes_of_idea, self.database), parent)

    @cached_property
    def prototypes_of_dataset(self) -> DataLoader[str, list[OwnedPrototypeRow]]:
        return many(partial(projects.prototypes_of_dataset, self.database), parent)

    @cached_property
    def demonstrators(self) -> DataLoader[str, DemonstratorRow | None]:
        return one(partial(projects.demonstrators_by_id, self.database), identifier)

    @cached_property
    def demonstrators_of_region(self) -> DataLoader[str, list[OwnedDemonstratorRow]]:
        return many(partial(projects.demonstrators_of_region, self.database), parent)
