"""Pilot projects, prototypes, demonstrators and measured footprints.

What a relation takes beside keys is named behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.orders import DEMONSTRATORS, PILOT_PROJECTS, PROGRAMME_PROJECTS, PROTOTYPES
from services.ideenwerkstatt.store.rows import (
    AssessmentRow,
    AssessmentUnder,
    CountUnder,
    DemonstratorRow,
    DemonstratorUnder,
    PilotProjectRow,
    PilotProjectUnder,
    PrototypeRow,
    PrototypeUnder,
)
from services.kit.database import Database
from services.kit.ordering import Sorting
from services.kit.paged import sorted_many
from services.kit.paging import PageRequest
from services.kit.relation import one


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """None means: any. ``first`` and ``last``: days of the beginning; ``without``: what a project has not told."""

    states: Sequence[str] | None
    first: date | None
    last: date | None
    without: Sequence[str] | None


pilot_projects_by_id = one(PilotProjectRow, QUERIES.pilot_projects_by_id)
pilot_projects_total = one(CountUnder, QUERIES.pilot_projects_total, key="parent")
pilot_projects_of_programme = sorted_many(  # statuses
    PilotProjectUnder, QUERIES, "pilot_projects_page", PROGRAMME_PROJECTS, pilot_projects_total
)
# first and last day of the beginning, what they lack
pilot_projects_of_call = sorted_many(PilotProjectUnder, QUERIES, "pilot_projects_of_call", PILOT_PROJECTS)
pilot_projects_of_idea = sorted_many(PilotProjectUnder, QUERIES, "pilot_projects_of_idea", PILOT_PROJECTS)
pilot_projects_of_actor = sorted_many(PilotProjectUnder, QUERIES, "pilot_projects_of_actor", PILOT_PROJECTS)
pilot_projects_of_topic = sorted_many(PilotProjectUnder, QUERIES, "pilot_projects_of_topic", PILOT_PROJECTS)
pilot_projects_of_region = sorted_many(PilotProjectUnder, QUERIES, "pilot_projects_of_region", PILOT_PROJECTS)
assessments_by_id = one(AssessmentRow, QUERIES.assessments_by_id)
newest_assessments = one(AssessmentUnder, QUERIES.newest_assessments, key="parent")  # type of project
prototypes_by_id = one(PrototypeRow, QUERIES.prototypes_by_id)
# stages, what they lack
prototypes_of_project = sorted_many(PrototypeUnder, QUERIES, "prototypes_of_project", PROTOTYPES)
prototypes_of_idea = sorted_many(PrototypeUnder, QUERIES, "prototypes_of_idea", PROTOTYPES)
prototypes_of_dataset = sorted_many(PrototypeUnder, QUERIES, "prototypes_of_dataset", PROTOTYPES)
demonstrators_by_id = one(DemonstratorRow, QUERIES.demonstrators_by_id)
demonstrators_of_region = sorted_many(DemonstratorUnder, QUERIES, "demonstrators_of_region", DEMONSTRATORS)


async def pilot_projects(
    database: Database, wanted: ProjectFilter, sorting: Sorting[PilotProjectRow], page: PageRequest
) -> list[PilotProjectRow]:
    arguments = (wanted.states, wanted.first, wanted.last, wanted.without, *page.after_or_nulls(2), page.first)
    return await database.rows(PilotProjectRow, QUERIES.sorted_by("pilot_projects", sorting.order), *arguments)


async def pilot_project_place(database: Database, sorting: Sorting[PilotProjectRow], id_: str) -> object | None:
    """Where a project stands in the list; None when there is none."""
    place: object | None = await database.value(QUERIES.sorted_by("pilot_project_place", sorting.order), id_)
    return place


async def prototypes(
    database: Database,
    stages: Sequence[str] | None,
    without: Sequence[str] | None,
    sorting: Sorting[PrototypeRow],
    page: PageRequest,
) -> list[PrototypeRow]:
    """Prototypes in one of the stages, or in any; ``without`` what they have not."""
    arguments = (stages, without, *page.after_or_nulls(2), page.first)
    return await database.rows(PrototypeRow, QUERIES.sorted_by("prototypes", sorting.order), *arguments)


async def prototype_place(database: Database, sorting: Sorting[PrototypeRow], id_: str) -> object | None:
    """Where a prototype stands in the list; None when there is none."""
    place: object | None = await database.value(QUERIES.sorted_by("prototype_place", sorting.order), id_)
    return place


@dataclass(frozen=True, slots=True)
class DemonstratorFilter:
    """None means: any. ``nuts``: the code of a region, which contains those that it begins."""

    nuts: str | None
    is_travelling: bool | None
    without: Sequence[str] | None

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.nuts, self.is_travelling, self.without


async def demonstrators(
    database: Database, wanted: DemonstratorFilter, sorting: Sorting[DemonstratorRow], page: PageRequest
) -> list[DemonstratorRow]:
    """One more than the page holds."""
    statement = QUERIES.sorted_by("demonstrators", sorting.order)
    return await database.rows(DemonstratorRow, statement, *wanted.arguments, *page.after_or_nulls(2), page.limit)


async def demonstrator_count(database: Database, wanted: DemonstratorFilter) -> int:
    count: int = await database.value(QUERIES.demonstrator_count, *wanted.arguments)
    return count
