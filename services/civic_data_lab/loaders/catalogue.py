"""Loaders of data sets, as far as the viewer may see them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.civic_data_lab.loaders.keys import FirstDatasets
from services.civic_data_lab.rules import Viewer
from services.civic_data_lab.store import catalogue
from services.civic_data_lab.store.rows import (
    CoverageRow,
    DatasetRow,
    DistributionRow,
    LicenseRow,
    OwnedDatasetRow,
    UsageRow,
)
from services.kit.batch import Asked, asked_many, identifier, many, one, parent
from services.kit.database import Database


class CatalogueLoaders:
    """Data sets, by themselves and by what they belong to, with their parts and usages."""

    def __init__(self, database: Database, viewer: Viewer) -> None:
        self.database = database
        self.viewer = viewer

    @cached_property
    def datasets(self) -> DataLoader[str, DatasetRow | None]:
        return one(partial(catalogue.datasets_by_id, self.database, self.viewer), identifier)

    @cached_property
    def datasets_by_uri(self) -> DataLoader[str, DatasetRow | None]:
        return one(partial(catalogue.datasets_by_uri, self.database, self.viewer), lambda row: row.uri)

    @cached_property
    def of_topic(self) -> DataLoader[Asked[str, FirstDatasets], list[OwnedDatasetRow]]:
        async def fetch(topics: Sequence[str], wanted: FirstDatasets) -> list[OwnedDatasetRow]:
            return await catalogue.datasets_of_topic(
                self.database, self.viewer, topics, wanted.limit, open_only=wanted.open_only
            )

        return asked_many(fetch, parent)

    @cached_property
    def of_region(self) -> DataLoader[Asked[str, int], list[OwnedDatasetRow]]:
        """By the region's ARS, with how many as parameter."""
        return asked_many(partial(catalogue.datasets_of_region, self.database, self.viewer), parent)

    @cached_property
    def of_publisher(self) -> DataLoader[str, list[OwnedDatasetRow]]:
        return many(partial(catalogue.datasets_of_publisher, self.database, self.viewer), parent)

    @cached_property
    def of_project(self) -> DataLoader[Asked[str, str], list[OwnedDatasetRow]]:
        """By the project's id, with its type as parameter."""
        return asked_many(partial(catalogue.datasets_of_project, self.database, self.viewer), parent)

    @cached_property
    def usages_of_project(self) -> DataLoader[Asked[str, str], list[UsageRow]]:
        """By the project's id, with its type as parameter."""
        return asked_many(partial(catalogue.usages_of_project, self.database, self.viewer), lambda row: row.project_id)

    @cached_property
    def usages_of_dataset(self) -> DataLoader[str, list[UsageRow]]:
        return many(partial(catalogue.usages_of_dataset, self.database, self.viewer), lambda row: row.dataset_id)

    @cached_property
    def regions(self) -> DataLoader[str, list[CoverageRow]]:
        return many(partial(catalogue.regions_of_dataset, self.database), lambda row: row.dataset_id)

    @cached_property
    def distributions(self) -> DataLoader[str, list[DistributionRow]]:
        return many(partial(catalogue.distributions_of_dataset, self.database), lambda row: row.dataset_id)

    @cached_property
    def licenses(self) -> DataLoader[str, LicenseRow | None]:
        return one(partial(catalogue.licenses_by_uri, self.database), lambda row: row.uri)
