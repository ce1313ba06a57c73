"""The four programmes: the marketplace's view of the ministries' three, and the umbrella initiative itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import strawberry
from strawberry import ID, federation

from services.kit.civic import DateRange, LocalizedText, ProgrammeStatus, ProjectStatus, SupportOfferStatus, names
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import field, sliced
from services.kit.finding import found, found_by
from services.kit.leading import how_many
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder, SortDirection, sorting
from services.kit.paging import page_request
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric
from services.marketplace.rules.foreign import Category
from services.marketplace.store.actors import followed_by, follower_counts
from services.marketplace.store.hubs import ministries_of_programmes, umbrellas_by_slugs
from services.marketplace.store.offers import (
    PROGRAMME_OFFERS,
    PROGRAMME_PROJECTS,
    OfProgramme,
    count_programme_documents,
    programme_documents,
)
from services.marketplace.store.rows import ProgrammeRow
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import own_offers as own_types
from services.marketplace.types import statistics as statistics_types
from services.marketplace.types.context import Info, is_viewers
from services.marketplace.types.foreign import PROJECTS, foreign
from services.marketplace.types.references import CivicProjectType, MinistryType, StatisticsType, SupportOfferType

PAGED = sliced(sized=("nodes", "edges"))


@strawberry.interface
class Programme:
    slug: ID

    follower_count = how_many(follower_counts, by="slug", gives=int | None)
    viewer_is_following = is_viewers(followed_by, by="slug", gives=bool | None)


@strawberry.interface
class AnchorProject(Programme):
    pass


ANCHORS = foreign(AnchorProject, "CipProgramme", "IdeenwerkstattProgramme", "CivicDataLabProgramme", key="slug")


@federation.type(
    keys=["slug"],
    description="The umbrella initiative itself (Dachinitiative Civic Coding) with its own offers.",
)
class CivicCodingProgramme(Programme):
    name: LocalizedText
    description: LocalizedText
    status: ProgrammeStatus
    runs: DateRange
    operator_name: str | None

    @field()
    async def ministries(self, info: Info) -> list[MinistryType]:
        links = await info.context.load(ministries_of_programmes, self.slug)
        return [hub_types.Ministry(code=ID(link.target)) for link in links]

    follower_count = how_many(follower_counts, by="slug")
    viewer_is_following = is_viewers(followed_by, by="slug")

    @field(list_size=PAGED)
    async def support_offers(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[SupportOfferStatus] | None = None,
        order_by: ProgrammeOfferOrder | None = None,
        direction: SortDirection | None = None,
    ) -> BorderConnection[SupportOfferType]:
        by, database = sorting(PROGRAMME_OFFERS, order_by, direction), info.context.database
        request = page_request(info, first, after, by.shape, by.order.mark)
        wanted = OfProgramme(self.slug, Category.SUPPORT_OFFER, names(status), info.context.clock.now())
        page = await programme_documents(database, wanted, by.order, request)
        offers = await asyncio.gather(*(own_types.offer(info, row.type_name, row.id) for row in page.rows))
        found = dict(zip(page.rows, offers, strict=True))
        total = partial(count_programme_documents, database, wanted)
        return border_connection(page, lambda row: found[row], by.sort_key, total)

    @field(list_size=PAGED)
    async def projects(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[ProjectStatus] | None = None,
        order_by: ProgrammeProjectOrder | None = None,
        direction: SortDirection | None = None,
    ) -> BorderConnection[CivicProjectType]:
        by, database = sorting(PROGRAMME_PROJECTS, order_by, direction), info.context.database
        request = page_request(info, first, after, by.shape, by.order.mark)
        wanted = OfProgramme(self.slug, Category.PROJECT, names(status), info.context.clock.now())
        page = await programme_documents(database, wanted, by.order, request)
        total = partial(count_programme_documents, database, wanted)
        return border_connection(
            page,
            lambda row: PROJECTS[row.type_name](id=ID(row.id)),
            by.sort_key,
            total,
        )

    @field(cost=20)
    async def statistics(
        self,
        info: Info,
        metric: StatisticsMetric,
        group_by: list[StatisticsDimension] = [],  # noqa: B006 - the default of the graph, which nobody changes
        filter: StatisticsFilter | None = None,
    ) -> StatisticsType | None:
        return await statistics_types.statistics_of(info, self.slug, statistics_types.Wanted(metric, group_by, filter))

    resolve_reference = found_by(umbrellas_by_slugs, "slug")


async def umbrella(info: Info, slug: str) -> CivicCodingProgramme | None:
    return await found(info, CivicCodingProgramme, umbrellas_by_slugs, slug)


async def programme(info: Info, row: ProgrammeRow) -> Programme | None:
    """A programme by its type: a ministry's by reference, the marketplace's own whole."""
    anchor = ANCHORS.get(row.type_name)
    return await umbrella(info, row.slug) if anchor is None else anchor(slug=ID(row.slug))


def anchors(rows: Sequence[ProgrammeRow]) -> list[AnchorProject | None]:
    return [ANCHORS[row.type_name](slug=ID(row.slug)) for row in rows if row.type_name in ANCHORS]
