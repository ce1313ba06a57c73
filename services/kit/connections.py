"""Relay connections as generic Strawberry types; the printed name is the node's, such as SupportOfferConnection.

All have one form: ``nodes``, ``edges { cursor node }``, ``pageInfo`` and ``totalCount``. ``BorderConnection`` is for
interfaces that span services: @shareable, and its nodes may be null, because another service may be away. ``Listing``
is for the service's own nodes; a list that says more of itself (facets) is a subclass of it.
Source: the GraphQL Cursor Connections Specification.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypedDict, TypeVar

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


@federation.type(name="Edge")
class Edge(Generic[Node]):
    cursor: str
    node: Node


@federation.type(name="Connection")
class Listing(Generic[Node]):
    nodes: list[Node]
    edges: list[Edge[Node]]
    page_info: PageInfo
    total: strawberry.Private[Total]

    @field()
    async def total_count(self) -> int:
        return await self.total()


@federation.type(name="Edge", authenticated=True, tags=["personal"])
class PersonalEdge(Generic[Node]):
    cursor: str
    node: Node


@federation.type(name="Connection", authenticated=True, tags=["personal"])
class PersonalListing(Generic[Node]):
    """A list of things that are @authenticated themselves: with their guard its fields need not be nullable."""

    nodes: list[Node]
    edges: list[PersonalEdge[Node]]
    page_info: PageInfo
    total: strawberry.Private[Total]

    @field()
    async def total_count(self) -> int:
        return await self.total()


def border_connection(
    page: Page[Row], node_of: Callable[[Row], Node | None], sort_key: Callable[[Row], SortKey], total: Total
) -> BorderConnection[Node]:
    """A page as a connection at the border. ``total`` is asked only when the client selects totalCount."""
    nodes = [node_of(row) for row in page.rows]
    cursors = [encode_cursor(page.listed, sort_key(row)) for row in page.rows]
    edges = [BorderEdge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)]
    return BorderConnection(nodes=nodes, edges=edges, page_info=page_info(page, cursors), total=total)


def listing(
    page: Page[Row], node_of: Callable[[Row], Node], sort_key: Callable[[Row], SortKey], total: Total
) -> Listing[Node]:
    """A page of the service's own nodes. ``total`` is asked only when the client selects totalCount."""
    return Listing(**listed(page, node_of, sort_key), total=total)


def personal_listing(
    page: Page[Row], node_of: Callable[[Row], Node], sort_key: Callable[[Row], SortKey], total: Total
) -> PersonalListing[Node]:
    """The same of personal things."""
    nodes = [node_of(row) for row in page.rows]
    cursors = [encode_cursor(page.listed, sort_key(row)) for row in page.rows]
    edges = [PersonalEdge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)]
    return PersonalListing(nodes=nodes, edges=edges, page_info=page_info(page, cursors), total=total)


class Listed(TypedDict, Generic[Node]):
    """What a page gives to a ``Listing`` or a subclass of it."""

    nodes: list[Node]
    edges: list[Edge[Node]]
    page_info: PageInfo


def listed(page: Page[Row], node_of: Callable[[Row], Node], sort_key: Callable[[Row], SortKey]) -> Listed[Node]:
    """The fields of a list that come from its page; ``sort_key`` is what ``after`` is compared with."""
    nodes = [node_of(row) for row in page.rows]
    cursors = [encode_cursor(page.listed, sort_key(row)) for row in page.rows]
    edges = [Edge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)]
    return Listed(nodes=nodes, edges=edges, page_info=page_info(page, cursors))


def page_info(page: Page[Row], cursors: Sequence[str]) -> PageInfo:
    """Where the page stands; ``cursors`` are those of its rows. The ends are null when it is empty."""
    start, end = (cursors[0], cursors[-1]) if cursors else (None, None)
    return PageInfo(
        has_next_page=page.has_next, has_previous_page=page.has_previous, start_cursor=start, end_cursor=end
    )
