"""The Civic Innovation Platform itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import strawberry
from strawberry import federation

from services.cip.store import relations as store
from services.cip.store.rows import OfferUnder, ProgrammeRow
from services.cip.types import competition, funding, hubs
from services.cip.types.context import Info, at_moment
from services.cip.types.interfaces import AnchorProject, CivicProject, SupportOffer
from services.cip.types.periods import DateRangeInput
from services.cip.types.statistics import Statistics, statistics_of
from services.kit.civic import LocalizedText, Money, ProjectStatus, SupportOfferStatus, names
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import field, sliced
from services.kit.finding import certain, found, found_by
from services.kit.leading import leads_to
from services.kit.making import made
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder, SortDirection
from services.kit.paged import AskedPage, found_sorted
from services.kit.relation import One
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric


@strawberry.type
class PublicPage:
    slug: strawberry.ID
    title: LocalizedText
    body: LocalizedText
    updated_at: datetime


@federation.type(keys=["slug"], description="Civic Innovation Platform (BMAS), 'Gemeinsam wird es KI'.")
class CipProgramme(AnchorProject):
    row: strawberry.Private[ProgrammeRow]

    resolve_reference = found_by(store.programmes_by_slugs, "slug", at_moment)

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def support_offers(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[SupportOfferStatus] | None = None,
        order_by: ProgrammeOfferOrder | None = None,
        direction: SortDirection | None = None,
    ) -> BorderConnection[SupportOffer]:
        page = AskedPage(first, after, order_by, direction)
        filters = (info.context.moment, names(status))
        asked = await found_sorted(info, store.offers_of_programme, self.slug, page, *filters)
        offers = await offers_by_id(info, asked.page.rows)
        return border_connection(asked.page, lambda row: offers.get(row.id), asked.sort_key, asked.total)

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def projects(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[ProjectStatus] | None = None,
        order_by: ProgrammeProjectOrder | None = None,
        direction: SortDirection | None = None,
    ) -> BorderConnection[CivicProject]:
        page = AskedPage(first, after, order_by, direction)
        asked = await found_sorted(info, store.projects_of_programme, self.slug, page, names(status))
        node_of = partial(made, funding.FundedProject)
        return border_connection(asked.page, node_of, asked.sort_key, asked.total)

    @field(cost=20)
    async def statistics(
        self,
        info: Info,
        metric: StatisticsMetric,
        group_by: list[StatisticsDimension] = [],  # noqa: B006 - the default of the graph, which nobody changes
        filter: StatisticsFilter | None = None,
    ) -> Statistics | None:
        return await statistics_of(info, self.slug, metric, group_by, filter)

    @field(description=hubs.BY_DAYS)
    async def funding_total(self, info: Info, period: DateRangeInput | None = None) -> Money | None:
        return await hubs.funding_in(info, store.funding_of_programme, store.funding_of_programme_in, self.slug, period)

    public_pages = leads_to(
        list[PublicPage],
        store.pages_of_programme,
        by="slug",
        description="The public area that stays with CIP (öffentlicher Bereich).",
    )


async def programme_of(info: Info, slug: str) -> CipProgramme:
    """The programme of a round, call or project."""
    return await certain(info, CipProgramme, store.programmes_by_slugs, slug, info.context.moment)


async def offers_by_id(info: Info, rows: Sequence[OfferUnder]) -> Mapping[str, SupportOffer]:
    """The offers of a list, each kind in one trip."""
    kinds: Mapping[str, tuple[type[SupportOffer], One[Any]]] = {
        "CompetitionRound": (competition.CompetitionRound, store.rounds_by_ids),
        "FundingCall": (funding.FundingCall, store.calls_by_ids),
    }
    offers = await asyncio.gather(*(found(info, *kinds[row.type_name], row.id, info.context.moment) for row in rows))
    return {offer.id: offer for offer in offers if offer is not None}
