"""The Civic Innovation Platform itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry
from strawberry import federation

from services.cip.store import relations as store
from services.cip.store.rows import OfferUnder, ProgrammeRow
from services.cip.types import competition, funding, hubs
from services.cip.types.context import Info, at_moment
from services.cip.types.interfaces import AnchorProject, CivicProject, SupportOffer
from services.cip.types.periods import DateRangeInput
from services.cip.types.references import FundedProjectType
from services.cip.types.statistics import Statistics, statistics_of
from services.kit.civic import LocalizedText, Money
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import field
from services.kit.finding import certain, found, found_all, found_by
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.relation import One
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, listed_under


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

    support_offers: BorderConnection[SupportOffer] = listed_under(
        SupportOffer,
        store.offers_of_programme,
        ProgrammeOfferOrder,
        PROGRAMME_OFFERS,
        key="slug",
        further=at_moment,
        pages=border_connection,
        nodes=lambda info, rows: offers_by_id(info, rows),
    )

    projects: BorderConnection[CivicProject] = listed_under(
        FundedProjectType,
        store.projects_of_programme,
        ProgrammeProjectOrder,
        PROGRAMME_PROJECTS,
        key="slug",
        pages=border_connection,
    )

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

    @field(description="The public area that stays with CIP (öffentlicher Bereich).")
    async def public_pages(self, info: Info) -> list[PublicPage]:
        return await found_all(info, PublicPage, store.pages_of_programme, self.slug)


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
