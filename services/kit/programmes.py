"""A programme as every house has it: its columns, its offers in their own types, its statistics.

The interface of a house declares the fields, its programme gives them. A house says the types, for Topic, Region and
the like are its own view of them:

    statistics = statistics_field(Statistics | None, statistics_of, cost=20)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, Unpack

import strawberry

from services.kit.civic import (
    DateRange,
    LocalizedText,
    Maturity,
    ProgrammeStatus,
    ProjectStatus,
    SupportOfferKind,
    SupportOfferStatus,
)
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import Options, field
from services.kit.finding import Further, found
from services.kit.paged import Paged, found_page
from services.kit.relation import One
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric

Info = strawberry.Info[Any, None]
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


@strawberry.type
class OfferForm:
    """What a support offer begins with; where its topics stand is each house's."""

    id: strawberry.ID
    title: LocalizedText
    summary: LocalizedText
    kind: SupportOfferKind
    status: SupportOfferStatus


@strawberry.type
class ProjectForm:
    id: strawberry.ID
    title: str
    abstract: LocalizedText
    status: ProjectStatus
    maturity: Maturity
    runs: DateRange


async def left_to_types(*_: object) -> Any:
    """Of an interface: each type that implements it gives the field itself."""
    raise NotImplementedError


def declared(gives: Any) -> Any:
    """A field of an interface that each type gives itself."""

    def resolve(self: Any) -> Any:
        raise NotImplementedError

    return field(gives=gives)(resolve)


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


def offers_in(kinds: Kinds, further: Further[Any]) -> Callable[[Info, Sequence[Row]], Awaitable[Mapping[str, Any]]]:
    """The objects of a page of offers, by their ids; ``further``: what the relation of each type takes."""

    async def nodes(info: Info, rows: Sequence[Row]) -> Mapping[str, Any]:
        return await offers_by_id(info, kinds, rows, *further(info.context))

    return nodes


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
