"""The four programmes: the marketplace's view of the ministries' three, and the umbrella initiative itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import strawberry
from strawberry import ID, federation

from services.kit.civic import DateRange, LocalizedText, ProgrammeStatus
from services.kit.clock import BERLIN
from services.kit.connections import BorderConnection, border_connection
from services.kit.errors import BadInputError
from services.kit.field import field, sliced
from services.kit.finding import found_by, reads
from services.kit.leading import how_many
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder, sorting
from services.kit.paging import page_request
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, asked_page, with_arguments
from services.marketplace.rules.foreign import Category
from services.marketplace.store import offers as store
from services.marketplace.store.actors import followed_by, follower_counts
from services.marketplace.store.hubs import ministries_of_programmes, umbrellas_by_slugs
from services.marketplace.store.rows import ProgrammeRow
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import own_offers as own_types
from services.marketplace.types import statistics as statistics_types
from services.marketplace.types.context import Info, MarketplaceContext, is_viewers
from services.marketplace.types.foreign import PROJECTS, foreign
from services.marketplace.types.references import CivicProjectType, MinistryType, StatisticsType, SupportOfferType

PAGED = sliced(sized=("nodes", "edges"))


@strawberry.interface
class Programme:
    slug: ID

    follower_count = how_many(follower_counts, by="slug", gives=int | None)
    viewer_is_following = is_viewers(followed_by, by="slug", gives=bool | None)


def on_day(context: MarketplaceContext) -> tuple[date]:
    """What relations to the own programme take beside keys."""
    return (context.clock.today(),)


@strawberry.interface
class AnchorProject(Programme):
    pass


ANCHORS = foreign(AnchorProject, "CipProgramme", "IdeenwerkstattProgramme", "CivicDataLabProgramme", key="slug")


async def offers_of(root: Any, info: Info, **given: Any) -> BorderConnection[SupportOfferType]:
    """The umbrella's own offers."""
    asked, database = asked_page(given, 20), info.context.database
    by = sorting(store.PROGRAMME_OFFERS, asked.order, asked.direction)
    request = page_request(info, asked.first, asked.after, by.shape, by.order.mark)
    wanted = of_programme(root, info, Category.SUPPORT_OFFER, PROGRAMME_OFFERS.filters(given))
    page = await store.programme_documents(database, wanted, by.order, request)
    offers = await asyncio.gather(*(own_types.offer(info, row.type_name, row.id) for row in page.rows))
    found = dict(zip(page.rows, offers, strict=True))
    total = partial(store.count_programme_documents, database, wanted)
    return border_connection(page, lambda row: found[row], by.sort_key, total)


async def projects_of(root: Any, info: Info, **given: Any) -> BorderConnection[CivicProjectType]:
    """The umbrella's own projects. ``BadInputError`` for what they lack: the catalogue does not hold it."""
    asked, database = asked_page(given, 20), info.context.database
    by = sorting(store.PROGRAMME_PROJECTS, asked.order, asked.direction)
    request = page_request(info, asked.first, asked.after, by.shape, by.order.mark)
    status, start, end, without = PROGRAMME_PROJECTS.filters(given)
    if without is not None:
        raise BadInputError("without: only the ministries' programmes know what their projects have not told.")
    wanted = of_programme(root, info, Category.PROJECT, (status, start, end))
    page = await store.programme_documents(database, wanted, by.order, request)
    total = partial(store.count_programme_documents, database, wanted)
    return border_connection(page, lambda row: PROJECTS[row.type_name](id=ID(row.id)), by.sort_key, total)


def of_programme(root: Any, info: Info, category: Category, filters: tuple[Any, ...]) -> store.OfProgramme:
    """What is asked of the catalogue; a day begins at midnight in Germany, and its end is that of the day."""
    status, start, end = filters
    if isinstance(end, date) and not isinstance(end, datetime):
        end = at_midnight(end) + timedelta(days=1, microseconds=-1)
    if isinstance(start, date) and not isinstance(start, datetime):
        start = at_midnight(start)
    return store.OfProgramme(root.slug, category, status, info.context.clock.now(), start, end)


def at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BERLIN)


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

    support_offers: BorderConnection[SupportOfferType] = with_arguments(
        offers_of, ProgrammeOfferOrder, PROGRAMME_OFFERS
    )

    projects: BorderConnection[CivicProjectType] = with_arguments(
        projects_of, ProgrammeProjectOrder, PROGRAMME_PROJECTS
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

    resolve_reference = found_by(umbrellas_by_slugs, "slug", further=on_day)


umbrella = reads(CivicCodingProgramme, umbrellas_by_slugs, on_day)


async def programme(info: Info, row: ProgrammeRow) -> Programme | None:
    """A programme by its type: a ministry's by reference, the marketplace's own whole."""
    anchor = ANCHORS.get(row.type_name)
    return await umbrella(info, row.slug) if anchor is None else anchor(slug=ID(row.slug))


def anchors(rows: Sequence[ProgrammeRow]) -> list[AnchorProject | None]:
    return [ANCHORS[row.type_name](slug=ID(row.slug)) for row in rows if row.type_name in ANCHORS]
