"""Relations that are given out page by page: as connections under a parent, one trip a level for all parents."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import strawberry

from services.kit.connections import Total
from services.kit.paging import Page, SortKey, page, page_request
from services.kit.relation import Counted, Many, One

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """A relation in pages. ``order``: the columns that it is sorted by, and their types.

    The statements of both relations take the keys and then the same filters; that of the rows then takes the sort key
    of the row before the page (nulls from the start) and how many rows.
    """

    rows: Many[Row]
    count: One[Counted]
    order: Mapping[str, type]

    def sort_key(self, row: Row) -> SortKey:
        return tuple(getattr(row, column) for column in self.order)


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """A page of a parent; ``total`` asks how many rows there are in all pages."""

    page: Page[Row]
    total: Total


async def found_page(
    info: strawberry.Info[Any, None],
    paged: Paged[Row],
    key: str,
    first: int | None,
    after: str | None,
    *filters: Hashable,
) -> Found[Row]:
    """The page of a parent. ``BadInputError`` for a size out of range or a cursor of another list."""
    request = page_request(info, first, after, tuple(paged.order.values()))
    place = request.after_or_nulls(len(paged.order))
    rows = await info.context.load(paged.rows, key, *filters, *place, request.limit)

    async def total() -> int:
        count: int = await info.context.load.counted(paged.count, key, *filters)
        return count

    return Found(page(rows, request), total)
