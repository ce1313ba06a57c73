"""Data sets that a viewer may see, with their distributions, regions and usages.

What a relation takes beside keys is named behind it; ``viewer`` is two of them (is staff, actor).
"""

from __future__ import annotations

from services.civic_data_lab.rules.searching import DatasetWish
from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.locked import DatasetPrivateRow
from services.civic_data_lab.store.orders import DATASETS, USAGES
from services.civic_data_lab.store.rows import (
    CoverageRow,
    DatasetByUri,
    DatasetRow,
    DatasetUnder,
    DistributionRow,
    LicenseRow,
    UsageRow,
)
from services.kit.database import Database
from services.kit.ordering import Sorting
from services.kit.paged import sorted_many
from services.kit.paging import PageRequest
from services.kit.relation import many, one

datasets_by_id = one(DatasetRow, QUERIES.datasets_by_id)  # viewer
datasets_by_uri = one(DatasetByUri, QUERIES.datasets_by_uri, key="uri")  # viewer
private_of_dataset = one(DatasetPrivateRow, QUERIES.datasets_private)  # viewer
# viewer, what is named behind it, first and last moment of issue, what they lack
datasets_of_topic = sorted_many(DatasetUnder, QUERIES, "datasets_of_topic", DATASETS)  # open only
datasets_of_area = sorted_many(DatasetUnder, QUERIES, "datasets_of_region", DATASETS)  # keys are patterns of ARS
datasets_of_publisher = sorted_many(DatasetUnder, QUERIES, "datasets_of_publisher", DATASETS)
datasets_of_project = sorted_many(DatasetUnder, QUERIES, "datasets_of_project", DATASETS)  # type of project
# viewer, what is named behind it, first and last day of the beginning
usages_of_project = sorted_many(UsageRow, QUERIES, "usages_of_project", USAGES, key="project_id")  # type of project
usages_of_dataset = sorted_many(UsageRow, QUERIES, "usages_of_dataset", USAGES, key="dataset_id")
regions_of_dataset = many(CoverageRow, QUERIES.regions_of_dataset, key="dataset_id")
distributions_of_dataset = many(DistributionRow, QUERIES.distributions_of_dataset, key="dataset_id")
licenses_by_uri = one(LicenseRow, QUERIES.licenses_by_uri, key="uri")


async def licenses(database: Database) -> list[LicenseRow]:
    """All licences (at most 100), by title."""
    return await database.rows(LicenseRow, QUERIES.licenses)


async def datasets_page(
    database: Database, viewer: Viewer, wish: DatasetWish, sorting: Sorting[DatasetRow], page: PageRequest
) -> list[DatasetRow]:
    """One page of the data sets of a filter; one more than the page holds."""
    statement = QUERIES.sorted_by("datasets_page", sorting.order)
    return await database.rows(DatasetRow, statement, *filter_of(viewer, wish), *page.after_or_nulls(2), page.limit)


async def datasets_total(database: Database, viewer: Viewer, wish: DatasetWish) -> int:
    """How many data sets a filter has."""
    total: int = await database.value(QUERIES.datasets_total, *filter_of(viewer, wish))
    return total


def filter_of(viewer: Viewer, wish: DatasetWish) -> tuple[object, ...]:
    """The arguments of ``matching_datasets``, and what is asked of the data sets beside it."""
    return (
        *viewer.arguments,
        wish.words,
        wish.topics,
        wish.areas,
        wish.themes,
        wish.formats,
        wish.open_license_only,
        wish.access_rights,
        wish.issued_from,
        wish.issued_until,
        wish.without,
        wish.statuses,
    )
