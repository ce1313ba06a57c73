"""A programme as every house has it: its columns, its pages of offers and projects, its statistics.

The interface of a house declares the fields, its programme gives them. A house says the types, for Topic, Region and
the like are its own view of them:

    support_offers = offers_field(BorderConnection[SupportOffer], offers_over(store.offers_of_programme, OFFERS))
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar, Unpack

import strawberry

from services.kit.civic import DateRange, LocalizedText, ProgrammeStatus, ProjectStatus, SupportOfferStatus, names
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import Options, field
from services.kit.finding import Further, found, nothing_further
from services.kit.making import made
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder, SortDirection
from services.kit.paged import AskedPage, Paged, Sorted, found_page, found_sorted
from services.kit.relation import One
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric

Info = strawberry.Info[Any, None]
Give = Callable[[Info, str, AskedPage[Any], tuple[str, ...] | None], Awaitable[BorderConnection[Any]]]
Count = Callable[[Info, str, StatisticsMetric, Sequence[StatisticsDimension], StatisticsFilter | None], Awaitable[Any]]


class OfferUnder(Protocol):
    """A row that says of which type an offer is."""

    @property
    def id(self) -> str: ...
    @property
    def type_name(self) -> str: ...


Row = TypeVar("Row", bound=OfferUnder)
Kinds = Mapping[str, tuple[type, One[Any]]]


@strawberry.type
class ProgrammeForm:
    slug: strawberry.ID
    name: LocalizedText
    description: LocalizedText
    status: ProgrammeStatus
    runs: DateRange
    operator_name: str | None


async def left_to_types(*_: object) -> Any:
    """Of an interface: each type that implements it gives the field itself."""
    raise NotImplementedError


def declared(gives: Any) -> Any:
    """A field of an interface that each type gives itself."""

    def resolve(self: Any) -> Any:
        raise NotImplementedError

    return field(gives=gives)(resolve)


def offers_field(gives: Any, give: Give = left_to_types, **options: Unpack[Options]) -> Any:
    """``supportOffers``: a page in an order. ``give`` gets ``info``, the slug, what is asked and the states."""

    async def resolve(
        self: Any,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[SupportOfferStatus] | None = None,
        order_by: ProgrammeOfferOrder | None = None,
        direction: SortDirection | None = None,
    ) -> Any:
        return await give(info, self.slug, AskedPage(first, after, order_by, direction), names(status))

    return field(gives=gives, **options)(resolve)


def projects_field(gives: Any, give: Give = left_to_types, **options: Unpack[Options]) -> Any:
    """``projects``, as ``offers_field``."""

    async def resolve(
        self: Any,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[ProjectStatus] | None = None,
        order_by: ProgrammeProjectOrder | None = None,
        direction: SortDirection | None = None,
    ) -> Any:
        return await give(info, self.slug, AskedPage(first, after, order_by, direction), names(status))

    return field(gives=gives, **options)(resolve)


def statistics_field(gives: Any, count: Count = left_to_types, **options: Unpack[Options]) -> Any:
    """``statistics``; ``count`` gets ``info``, the slug and the question."""

    async def resolve(
        self: Any,
        info: Info,
        metric: StatisticsMetric,
        group_by: list[StatisticsDimension] = [],  # noqa: B006 - the default of the graph, which nobody changes
        filter: StatisticsFilter | None = None,
    ) -> Any:
        return await count(info, self.slug, metric, group_by, filter)

    return field(gives=gives, **options)(resolve)


def offers_over(relation: Sorted[Row, Any], kinds: Kinds, further: Further[Any]) -> Give:
    """Offers of a sorted relation, each in its own type; ``further``: of the relation and of each type's."""

    async def give(info: Info, slug: str, page: AskedPage[Any], status: tuple[str, ...] | None) -> Any:
        more = further(info.context)
        asked = await found_sorted(info, relation, slug, page, *more, status)
        nodes = await offers_by_id(info, kinds, asked.page.rows, *more)
        return border_connection(asked.page, lambda row: nodes[row.id], asked.sort_key, asked.total)

    return give


def projects_over(relation: Sorted[Any, Any], kind: type, further: Further[Any] = nothing_further) -> Give:
    """Projects of a sorted relation, all of one type."""

    async def give(info: Info, slug: str, page: AskedPage[Any], status: tuple[str, ...] | None) -> Any:
        asked = await found_sorted(info, relation, slug, page, *further(info.context), status)
        return border_connection(asked.page, partial(made, kind), asked.sort_key, asked.total)

    return give


async def page_of_offers(
    info: Info, relation: Paged[Row], kinds: Kinds, slug: str, first: int | None, after: str | None, *further: Hashable
) -> BorderConnection[Any]:
    """Offers of a relation that has one order only."""
    asked = await found_page(info, relation, slug, first, after, *further)
    nodes = await offers_by_id(info, kinds, asked.page.rows, *further)
    return border_connection(asked.page, lambda row: nodes[row.id], relation.sort_key, asked.total)


async def offers_by_id(info: Info, kinds: Kinds, rows: Sequence[Row], *further: Hashable) -> Mapping[str, Any]:
    """The offers of a page in their own types, by one trip for each type that occurs; None for what there is not."""
    nodes = await asyncio.gather(*(found(info, *kinds[row.type_name], row.id, *further) for row in rows))
    return dict(zip((row.id for row in rows), nodes, strict=True))
