"""Data projects that a viewer may see, and the way that each of them went.

What a relation takes beside keys is named behind it; ``viewer`` is two of them (is staff, actor).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.locked import ProjectPrivateRow
from services.civic_data_lab.store.orders import DATA_PROJECTS, PROGRAMME_PROJECTS
from services.civic_data_lab.store.rows import CountUnder, DataProjectRow, DataProjectUnder, StageRow
from services.kit.database import Database
from services.kit.ordering import Sorting
from services.kit.paged import sorted_many
from services.kit.paging import PageRequest
from services.kit.relation import many, one

data_projects_by_id = one(DataProjectRow, QUERIES.data_projects_by_id)  # viewer
data_projects_total = one(CountUnder, QUERIES.data_projects_total, key="parent")
data_projects_of_programme = sorted_many(  # viewer, statuses
    DataProjectUnder, QUERIES, "data_projects_page", PROGRAMME_PROJECTS, data_projects_total
)
# viewer, first and last day of the beginning, what they lack
data_projects_of_actor = sorted_many(DataProjectUnder, QUERIES, "data_projects_of_actor", DATA_PROJECTS)
data_projects_of_idea = sorted_many(DataProjectUnder, QUERIES, "data_projects_of_idea", DATA_PROJECTS)
data_projects_of_topic = sorted_many(DataProjectUnder, QUERIES, "data_projects_of_topic", DATA_PROJECTS)
data_projects_of_area = sorted_many(
    DataProjectUnder, QUERIES, "data_projects_of_region", DATA_PROJECTS
)  # patterns of ARS
private_of_project = one(ProjectPrivateRow, QUERIES.project_private)  # viewer
stages_of_project = many(StageRow, QUERIES.stages_of_project, key="project_id")  # viewer


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """None means: any. ``first`` and ``last``: days of the beginning; ``without``: what a project has not told."""

    stages: Sequence[str] | None
    topics: Sequence[str] | None
    first: date | None
    last: date | None
    without: Sequence[str] | None

    @property
    def arguments(self) -> tuple[object, ...]:
        return self.stages, self.topics, self.first, self.last, self.without


async def data_projects(
    database: Database, viewer: Viewer, wanted: ProjectFilter, sorting: Sorting[DataProjectRow], page: PageRequest
) -> list[DataProjectRow]:
    arguments = (*viewer.arguments, *wanted.arguments, *page.after_or_nulls(2), page.first)
    return await database.rows(DataProjectRow, QUERIES.sorted_by("data_projects", sorting.order), *arguments)


async def data_project_place(
    database: Database, viewer: Viewer, sorting: Sorting[DataProjectRow], id_: str
) -> object | None:
    """Where a project stands in the list; None when there is none that the viewer may see."""
    statement = QUERIES.sorted_by("data_project_place", sorting.order)
    place: object | None = await database.value(statement, id_, *viewer.arguments)
    return place
