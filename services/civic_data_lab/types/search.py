"""Searching the catalogue: the filter and the pages of data sets."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import strawberry

from services.civic_data_lab.rules.searching import DatasetWish, dataset_wish
from services.civic_data_lab.rules.vocabulary import AccessRights
from services.civic_data_lab.store.rows import DatasetRow
from services.civic_data_lab.types.catalogue import Dataset
from services.kit.civic import URL, names
from services.kit.connections import Listing, Total, listing
from services.kit.making import made
from services.kit.paging import Page, SortKey

DATASET_CURSOR = (datetime, str)  # the place in the list and the id of a row


@strawberry.input
class DatasetFilter:
    text: str | None = None
    topic_slugs: list[strawberry.ID] | None = None
    region_ars: list[strawberry.ID] | None = None
    themes: list[URL] | None = None
    formats: list[str] | None = None
    open_license_only: bool | None = None
    access_rights: list[AccessRights] | None = None


def wish_of(wanted: DatasetFilter | None) -> DatasetWish:
    """What a filter asks for; no filter asks for nothing."""
    if wanted is None:
        return DatasetWish()
    return dataset_wish(
        text=wanted.text,
        topics=wanted.topic_slugs,
        regions=wanted.region_ars,
        themes=wanted.themes,
        formats=wanted.formats,
        open_license_only=wanted.open_license_only,
        access_rights=names(wanted.access_rights),
    )


def dataset_connection(page: Page[DatasetRow], total: Total) -> Listing[Dataset]:
    """A page of data sets; ``total`` is asked only when the client selects totalCount."""
    return listing(page, partial(made, Dataset), sort_key, total)


def sort_key(row: DatasetRow) -> SortKey:
    return row.newest, row.id
