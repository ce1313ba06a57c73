"""Relay connections as generic Strawberry types; the printed name is the node's, such as SupportOfferConnection.

``BorderConnection`` is for interfaces that span services: @shareable, and its nodes may be null, because another
service may be away. ``Listing`` is for the service's own nodes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import strawberry
from strawberry import federation

from services.kit.field import field
from services.kit.paging import Page, SortKey, encode_cursor

Node = TypeVar("Node")
Row = TypeVar("Row")
Total = Callable[[], Awaitable[int]]


@federation.type(shareable=True)
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@federation.type(name="Edge", shareable=True)
class BorderEdge(Generic[Node]):
    cursor: str
    node: Node | None


@federation.type(name="Connection", shareable=True)
class BorderConnection(Generic[Node]):
    nodes: list[Node | None]
    edges: list[BorderEdge[Node]]
    page_info: PageInfo
    total: strawberry.Private[Total]

    @field()
    async def total_count(self) -> int:
        return await self.total()


@federation.type(name="Connection")
class Listing(Generic[Node]):
    nodes: list[Node]
    page_info: PageInfo
    total: strawberry.Private[Total]

    @field()
    async def total_count(self) -> int:
        return await self.total()


def page_info(page: Page[Row], sort_key: Callable[[Row], SortKey]) -> PageInfo:
    """Where the page stands. Cursors are null when it is empty."""
    ends = (page.rows[0], page.rows[-1]) if page.rows else ()
    start, end = [encode_cursor(sort_key(row)) for row in ends] or (None, None)
    return PageInfo(
        has_next_page=page.has_next, has_previous_page=page.has_previous, start_cursor=start, end_cursor=end
    )


def border_connection(
    page: Page[Row], node_of: Callable[[Row], Node | None], sort_key: Callable[[Row], SortKey], total: Total
) -> BorderConnection[Node]:
    """A page as a connection with edges. ``total`` is asked only when the client selects totalCount."""
    nodes = [node_of(row) for row in page.rows]
    cursors = [encode_cursor(sort_key(row)) for row in page.rows]
    return BorderConnection(
        nodes=nodes,
        edges=[BorderEdge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)],
        page_info=page_info(page, sort_key),
        total=total,
    )


def listing(
    page: Page[Row], node_of: Callable[[Row], Node], sort_key: Callable[[Row], SortKey], total: Total
) -> Listing[Node]:
    """A page as a connection without edges."""
    return Listing(nodes=[node_of(row) for row in page.rows], page_info=page_info(page, sort_key), total=total)
