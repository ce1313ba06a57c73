"""Searching the catalogue: the filter and the pages of data sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import strawberry

from services.civic_data_lab.rules.searching import DatasetWish, dataset_wish
from services.civic_data_lab.rules.vocabulary import AccessRights, DatasetStatus
from services.civic_data_lab.store.orders import DatasetLack
from services.civic_data_lab.store.rows import DatasetRow
from services.civic_data_lab.types.catalogue import Dataset
from services.kit.civic import URL, names
from services.kit.connections import Listing, Total, listing
from services.kit.making import made
from services.kit.ordering import Sorting
from services.kit.paging import Page, check_days


@strawberry.input
class DatasetFilter:
    text: str | None = None
    topic_slugs: list[strawberry.ID] | None = None
    region_ars: list[strawberry.ID] | None = None
    themes: list[URL] | None = None
    formats: list[str] | None = None
    open_license_only: bool | None = None
    access_rights: list[AccessRights] | None = None
    issued_from: datetime | None = None
    issued_until: datetime | None = None
    without: list[DatasetLack] | None = None
    status: list[DatasetStatus] | None = strawberry.field(
        default=None,
        description="States, of those that the viewer may see: what is in review is for publisher and staff.",
    )


def wish_of(wanted: DatasetFilter | None) -> DatasetWish:
    """What a filter asks for; no filter asks for nothing."""
    if wanted is None:
        return DatasetWish()
    check_days(wanted.issued_from, wanted.issued_until)
    wish = dataset_wish(
        text=wanted.text,
        topics=wanted.topic_slugs,
        regions=wanted.region_ars,
        themes=wanted.themes,
        formats=wanted.formats,
        open_license_only=wanted.open_license_only,
        access_rights=names(wanted.access_rights),
    )
    beside = {
        "issued_from": wanted.issued_from,
        "issued_until": wanted.issued_until,
        "without": names(wanted.without),
        "statuses": names(wanted.status),
    }
    return replace(wish, **beside)  # type: ignore[arg-type]  # each under its own name


def dataset_connection(page: Page[DatasetRow], by: Sorting[DatasetRow], total: Total) -> Listing[Dataset]:
    """A page of data sets; ``total`` is asked only when the client selects totalCount."""
    return listing(page, partial(made, Dataset), by.sort_key, total)
