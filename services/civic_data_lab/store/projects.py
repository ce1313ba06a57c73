"""Data projects and the way that each of them went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import DataProjectRow, OwnedDataProjectRow, StageRow, TotalRow
from services.kit.database import Database, by_keys
from services.kit.paging import PageRequest
from services.kit.regions import area

data_projects_by_id = by_keys(DataProjectRow, QUERIES.data_projects_by_id)
data_projects_of_actor = by_keys(OwnedDataProjectRow, QUERIES.data_projects_of_actor)
data_projects_of_idea = by_keys(OwnedDataProjectRow, QUERIES.data_projects_of_idea)
data_projects_of_topic = by_keys(OwnedDataProjectRow, QUERIES.data_projects_of_topic)
stages_of_project = by_keys(StageRow, QUERIES.stages_of_project)


async def data_projects_of_region(database: Database, regions: Sequence[str]) -> list[OwnedDataProjectRow]:
    """The projects in each region and in the regions that it contains."""
    patterns = [area(region) for region in regions]
    return await database.rows(OwnedDataProjectRow, QUERIES.data_projects_of_region, regions, patterns)


async def data_projects(
    database: Database, stages: Sequence[str] | None, topics: Sequence[str] | None, page: PageRequest
) -> list[DataProjectRow]:
    """The projects in one of the stages and with one of the topics, or all; the newest first."""
    arguments = (stages, topics, *page.after_or_nulls(2), page.first)
    return await database.rows(DataProjectRow, QUERIES.data_projects, *arguments)


async def data_project_place(database: Database, id_: str) -> date | None:
    """Where a project stands in the list; None when there is none."""
    place: date | None = await database.value(QUERIES.data_project_place, id_)
    return place


async def data_projects_page(
    database: Database, programmes: Sequence[str], states: Sequence[str] | None, page: PageRequest
) -> list[OwnedDataProjectRow]:
    """One page of each programme's projects, the newest first."""
    after = page.after_or_nulls(2)
    return await database.rows(OwnedDataProjectRow, QUERIES.data_projects_page, programmes, states, *after, page.limit)


async def data_projects_total(
    database: Database, programmes: Sequence[str], states: Sequence[str] | None
) -> list[TotalRow]:
    """How many projects each programme has; no row for a programme without any."""
    return await database.rows(TotalRow, QUERIES.data_projects_total, programmes, states)
