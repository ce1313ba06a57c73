"""Searching the catalogue: the filter and the pages of data sets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import strawberry

from services.civic_data_lab.rules import DatasetWish, dataset_wish
from services.civic_data_lab.store.rows import DatasetRow
from services.civic_data_lab.types.catalogue import Dataset
from services.civic_data_lab.types.enums import AccessRights
from services.kit.civic import URL, names
from services.kit.connections import PageInfo, page_info
from services.kit.field import field
from services.kit.paging import Page, SortKey, encode_cursor

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


@strawberry.type
class DatasetEdge:
    cursor: str
    node: Dataset


@strawberry.type
class DatasetConnection:
    nodes: list[Dataset]
    edges: list[DatasetEdge]
    page_info: PageInfo
    total: strawberry.Private[Callable[[], Awaitable[int]]]

    @field()
    async def total_count(self) -> int:
        return await self.total()


def dataset_connection(page: Page[DatasetRow], total: Callable[[], Awaitable[int]]) -> DatasetConnection:
    """A page of data sets; ``total`` is asked only when the client selects totalCount."""
    nodes = [Dataset.of(row) for row in page.rows]
    cursors = [encode_cursor(sort_key(row)) for row in page.rows]
    return DatasetConnection(
        nodes=nodes,
        edges=[DatasetEdge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)],
        page_info=page_info(page, sort_key),
        total=total,
    )


def sort_key(row: DatasetRow) -> SortKey:
    return row.newest, row.id
