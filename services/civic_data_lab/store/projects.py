"""Data projects that a viewer may see, and the way that each of them went.

What a relation takes beside keys is named behind it; ``viewer`` is two of them (is staff, actor).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.locked import ProjectPrivateRow
from services.civic_data_lab.store.rows import CountUnder, DataProjectRow, DataProjectUnder, StageRow
from services.kit.database import Database
from services.kit.paged import Paged
from services.kit.paging import PageRequest
from services.kit.relation import many, one

data_projects_by_id = one(DataProjectRow, QUERIES.data_projects_by_id)  # viewer
data_projects_of_programme = Paged(  # viewer, statuses
    many(DataProjectUnder, QUERIES.data_projects_page),
    one(CountUnder, QUERIES.data_projects_total, key="parent"),
    {"runs_from": date, "id": str},
)
data_projects_of_actor = many(DataProjectUnder, QUERIES.data_projects_of_actor)  # viewer
data_projects_of_idea = many(DataProjectUnder, QUERIES.data_projects_of_idea)  # viewer
data_projects_of_topic = many(DataProjectUnder, QUERIES.data_projects_of_topic)  # viewer
data_projects_of_area = many(DataProjectUnder, QUERIES.data_projects_of_region)  # viewer; keys are patterns of ARS
private_of_project = one(ProjectPrivateRow, QUERIES.project_private)  # viewer
stages_of_project = many(StageRow, QUERIES.stages_of_project, key="project_id")  # viewer


async def data_projects(
    database: Database,
    viewer: Viewer,
    stages: Sequence[str] | None,
    topics: Sequence[str] | None,
    page: PageRequest,
) -> list[DataProjectRow]:
    """The projects in one of the stages and with one of the topics, or all; the newest first."""
    arguments = (*viewer.arguments, stages, topics, *page.after_or_nulls(2), page.first)
    return await database.rows(DataProjectRow, QUERIES.data_projects, *arguments)


async def data_project_place(database: Database, viewer: Viewer, id_: str) -> date | None:
    """Where a project stands in the list; None when there is none that the viewer may see."""
    place: date | None = await database.value(QUERIES.data_project_place, id_, *viewer.arguments)
    return place
