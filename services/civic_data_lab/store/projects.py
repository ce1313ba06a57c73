"""Data projects that a viewer may see, and the way that each of them went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TypeVar

from services.civic_data_lab.rules import Viewer
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import DataProjectRow, OwnedDataProjectRow, StageRow, TotalRow
from services.kit.database import Database
from services.kit.paging import PageRequest
from services.kit.regions import area
from services.kit.sql import Statement

Row = TypeVar("Row")


def seen_by_keys(row: Callable[..., Row], statement: Statement) -> Callable[..., Awaitable[list[Row]]]:
    """A store function ``(database, viewer, keys)`` of a statement about what the viewer may see."""

    async def fetch(database: Database, viewer: Viewer, keys: Sequence[str]) -> list[Row]:
        return await database.rows(row, statement, viewer.is_staff, viewer.actor_id, keys)

    return fetch


data_projects_by_id = seen_by_keys(DataProjectRow, QUERIES.data_projects_by_id)
data_projects_of_actor = seen_by_keys(OwnedDataProjectRow, QUERIES.data_projects_of_actor)
data_projects_of_idea = seen_by_keys(OwnedDataProjectRow, QUERIES.data_projects_of_idea)
data_projects_of_topic = seen_by_keys(OwnedDataProjectRow, QUERIES.data_projects_of_topic)
stages_of_project = seen_by_keys(StageRow, QUERIES.stages_of_project)


async def data_projects_of_region(
    database: Database, viewer: Viewer, regions: Sequence[str]
) -> list[OwnedDataProjectRow]:
    """The projects in each region and in the regions that it contains."""
    arguments = (viewer.is_staff, viewer.actor_id, regions, [area(region) for region in regions])
    return await database.rows(OwnedDataProjectRow, QUERIES.data_projects_of_region, *arguments)


async def data_projects(
    database: Database,
    viewer: Viewer,
    stages: Sequence[str] | None,
    topics: Sequence[str] | None,
    page: PageRequest,
) -> list[DataProjectRow]:
    """The projects in one of the stages and with one of the topics, or all; the newest first."""
    arguments = (viewer.is_staff, viewer.actor_id, stages, topics, *page.after_or_nulls(2), page.first)
    return await database.rows(DataProjectRow, QUERIES.data_projects, *arguments)


async def data_project_place(database: Database, viewer: Viewer, id_: str) -> date | None:
    """Where a project stands in the list; None when there is none that the viewer may see."""
    place: date | None = await database.value(QUERIES.data_project_place, id_, viewer.is_staff, viewer.actor_id)
    return place


async def data_projects_page(
    database: Database, viewer: Viewer, programmes: Sequence[str], states: Sequence[str] | None, page: PageRequest
) -> list[OwnedDataProjectRow]:
    """One page of each programme's projects, the newest first."""
    arguments = (viewer.is_staff, viewer.actor_id, programmes, states, *page.after_or_nulls(2), page.limit)
    return await database.rows(OwnedDataProjectRow, QUERIES.data_projects_page, *arguments)


async def data_projects_total(
    database: Database, viewer: Viewer, programmes: Sequence[str], states: Sequence[str] | None
) -> list[TotalRow]:
    """How many projects each programme has for the viewer; no row for a programme without any."""
    arguments = (viewer.is_staff, viewer.actor_id, programmes, states)
    return await database.rows(TotalRow, QUERIES.data_projects_total, *arguments)
