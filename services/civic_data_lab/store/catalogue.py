"""Data sets that a viewer may see, with their distributions, regions and usages."""

from __future__ import annotations

from collections.abc import Sequence

from services.civic_data_lab.rules import DatasetWish, Viewer
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.rows import (
    CoverageRow,
    DatasetRow,
    DistributionRow,
    LicenseRow,
    OwnedDatasetRow,
    UsageRow,
)
from services.kit.database import Database, by_keys
from services.kit.paging import PageRequest
from services.kit.regions import area
from services.kit.sql import Statement

regions_of_dataset = by_keys(CoverageRow, QUERIES.regions_of_dataset)
distributions_of_dataset = by_keys(DistributionRow, QUERIES.distributions_of_dataset)
licenses_by_uri = by_keys(LicenseRow, QUERIES.licenses_by_uri)


async def licenses(database: Database) -> list[LicenseRow]:
    """All licences (at most 100), by title."""
    return await database.rows(LicenseRow, QUERIES.licenses)


async def datasets_by_id(database: Database, viewer: Viewer, ids: Sequence[str]) -> list[DatasetRow]:
    return await database.rows(DatasetRow, QUERIES.datasets_by_id, viewer.is_staff, viewer.actor_id, ids)


async def datasets_by_uri(database: Database, viewer: Viewer, uris: Sequence[str]) -> list[DatasetRow]:
    return await database.rows(DatasetRow, QUERIES.datasets_by_uri, viewer.is_staff, viewer.actor_id, uris)


async def datasets_page(database: Database, viewer: Viewer, wish: DatasetWish, page: PageRequest) -> list[DatasetRow]:
    """One page of the data sets of a filter, the newest first; one more than the page holds."""
    after = page.after_or_nulls(2)
    return await database.rows(DatasetRow, QUERIES.datasets_page, *filter_of(viewer, wish), *after, page.limit)


async def datasets_total(database: Database, viewer: Viewer, wish: DatasetWish) -> int:
    """How many data sets a filter has."""
    total: int = await database.value(QUERIES.datasets_total, *filter_of(viewer, wish))
    return total


def filter_of(viewer: Viewer, wish: DatasetWish) -> tuple[object, ...]:
    """The arguments of ``matching_datasets``."""
    return (
        viewer.is_staff,
        viewer.actor_id,
        wish.words,
        wish.topics,
        wish.areas,
        wish.themes,
        wish.formats,
        wish.open_license_only,
        wish.access_rights,
    )


async def datasets_of_topic(
    database: Database, viewer: Viewer, topics: Sequence[str], limit: int, *, open_only: bool
) -> list[OwnedDatasetRow]:
    """The newest data sets of each topic."""
    return await owned(database, QUERIES.datasets_of_topic, viewer, topics, open_only, limit)


async def datasets_of_region(
    database: Database, viewer: Viewer, regions: Sequence[str], limit: int
) -> list[OwnedDatasetRow]:
    """The newest data sets of each region and of the regions that it contains."""
    patterns = [area(region) for region in regions]
    return await owned(database, QUERIES.datasets_of_region, viewer, regions, patterns, limit)


async def datasets_of_publisher(database: Database, viewer: Viewer, publishers: Sequence[str]) -> list[OwnedDatasetRow]:
    return await owned(database, QUERIES.datasets_of_publisher, viewer, publishers)


async def datasets_of_project(
    database: Database, viewer: Viewer, projects: Sequence[str], project_type: str
) -> list[OwnedDatasetRow]:
    """The data sets that projects of one type published."""
    return await owned(database, QUERIES.datasets_of_project, viewer, project_type, projects)


async def owned(database: Database, statement: Statement, viewer: Viewer, *arguments: object) -> list[OwnedDatasetRow]:
    return await database.rows(OwnedDatasetRow, statement, viewer.is_staff, viewer.actor_id, *arguments)


async def usages_of_project(
    database: Database, viewer: Viewer, projects: Sequence[str], project_type: str
) -> list[UsageRow]:
    """What projects of one type use, as far as the viewer may see the data sets."""
    return await database.rows(
        UsageRow, QUERIES.usages_of_project, viewer.is_staff, viewer.actor_id, project_type, projects
    )


async def usages_of_dataset(database: Database, viewer: Viewer, datasets: Sequence[str]) -> list[UsageRow]:
    return await database.rows(UsageRow, QUERIES.usages_of_dataset, viewer.is_staff, viewer.actor_id, datasets)
