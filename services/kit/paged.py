"""Relations that are given out page by page: as connections under a parent, one trip a level for all parents."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeAlias, TypeVar

import strawberry

from services.kit.connections import Total
from services.kit.ordering import Key, Order, SortDirection, Sorting, sorting
from services.kit.paging import Find, Page, SortKey, checked_first, list_request, page, page_request
from services.kit.relation import Counted, Many, One, many
from services.kit.sql import Queries

ById: TypeAlias = tuple[Any, ...]
"""The relation to rows by their ids, and what it takes beside them."""
Row = TypeVar("Row")
Chosen = TypeVar("Chosen", bound=Enum)


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


@dataclass(frozen=True, slots=True)
class Sorted(Generic[Row, Chosen]):
    """A relation that clients sort: one statement for each order and direction (``services.kit.ordering``).

    The statements take the keys, the filters, then the place and the id of the row before the page (where there are
    pages), and how many rows. ``count``: None where nobody asks how many there are.
    """

    rows: Mapping[Order, Many[Row]]
    keys: Mapping[Chosen, Key[Row]]
    count: One[Counted] | None = None

    def by(self, order: Chosen | None, direction: SortDirection | None) -> Sorting[Row]:
        """What a client chose; the first order where it chose none."""
        return sorting(self.keys, order, direction)


def sorted_many(
    row: Callable[..., Row],
    queries: Queries,
    name: str,
    keys: Mapping[Chosen, Key[Any]],
    count: One[Counted] | None = None,
    key: str = "parent",
) -> Sorted[Row, Chosen]:
    """The relation of a statement with the lines ``-- order:`` of these keys. ``AttributeError`` for one that lacks."""
    orders = [Order(str(each.value), direction) for each in keys for direction in SortDirection]
    return Sorted({each: many(row, queries.sorted_by(name, each), key) for each in orders}, keys, count)


@dataclass(frozen=True, slots=True)
class AskedPage(Generic[Chosen]):
    """What a client asks of a sorted list: how many after which, in which order."""

    first: int | None
    after: str | None = None
    order: Chosen | None = None
    direction: SortDirection | None = None


@dataclass(frozen=True, slots=True)
class FoundSorted(Generic[Row]):
    """A page of a parent in an order."""

    page: Page[Row]
    total: Total
    sort_key: Callable[[Row], SortKey]


async def found_sorted(
    info: strawberry.Info[Any, None],
    relation: Sorted[Row, Chosen],
    key: str,
    asked: AskedPage[Chosen],
    *filters: Hashable,
) -> FoundSorted[Row]:
    """The page of a parent. ``BadInputError`` for a size out of range or a cursor of another list or order."""
    by = relation.by(asked.order, asked.direction)
    request = page_request(info, asked.first, asked.after, by.shape, by.order.mark)
    place = request.after_or_nulls(2)
    rows = await info.context.load(relation.rows[by.order], key, *filters, *place, request.limit)

    async def total() -> int:
        count: int = 0 if relation.count is None else await info.context.load.counted(relation.count, key, *filters)
        return count

    return FoundSorted(page(rows, request), total, by.sort_key)


async def first_sorted(
    info: strawberry.Info[Any, None],
    relation: Sorted[Row, Chosen],
    key: str,
    asked: AskedPage[Chosen],
    *filters: Hashable,
    by_id: ById | None = None,
) -> list[Row]:
    """The first rows of a parent, of a plain list. With ``by_id`` it goes on after the id of the last item, and its
    statements take the place (nulls from the start). ``BadInputError`` for a size out of range, or an id of nothing.
    """
    by, place = relation.by(asked.order, asked.direction), tuple[Any, ...]()
    if by_id is not None:
        request = await list_request(asked.first, asked.after, placed(info, by, *by_id))
        place = request.after_or_nulls(2)
    first = checked_first(asked.first)
    rows: list[Row] = await info.context.load(relation.rows[by.order], key, *filters, *place, first)
    return rows


def placed(info: strawberry.Info[Any, None], by: Sorting[Any], relation: One[Any], *further: Hashable) -> Find:
    """What finds an id's place in an order, by the relation that leads to its row (one that the viewer may see)."""

    async def find(id_: str) -> Any:
        row = await info.context.load(relation, id_, *further)
        return None if row is None else by.key.of(row)

    return find
