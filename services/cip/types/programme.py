"""The Civic Innovation Platform itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import strawberry
from strawberry import federation

from services.cip.store import relations as store
from services.cip.store.rows import ProgrammeRow
from services.cip.types import competition, funding, hubs
from services.cip.types.context import Info, at_moment
from services.cip.types.interfaces import AnchorProject, CivicProject, SupportOffer
from services.cip.types.periods import DateRangeInput
from services.cip.types.statistics import Statistics, statistics_of
from services.kit.civic import LocalizedText, Money
from services.kit.connections import BorderConnection
from services.kit.field import field, sliced
from services.kit.finding import found_by
from services.kit.leading import leads_to
from services.kit.programmes import offers_field, offers_over, projects_field, projects_over, statistics_field
from services.kit.relation import One

PAGED = sliced(sized=("nodes", "edges"))
OFFERS: Mapping[str, tuple[type[SupportOffer], One[Any]]] = {
    "CompetitionRound": (competition.CompetitionRound, store.rounds_by_ids),
    "FundingCall": (funding.FundingCall, store.calls_by_ids),
}


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

    support_offers = offers_field(
        BorderConnection[SupportOffer], offers_over(store.offers_of_programme, OFFERS, at_moment), list_size=PAGED
    )
    projects = projects_field(
        BorderConnection[CivicProject],
        projects_over(store.projects_of_programme, funding.FundedProject),
        list_size=PAGED,
    )
    statistics = statistics_field(Statistics | None, statistics_of, cost=20)

    @field(description=hubs.BY_DAYS)
    async def funding_total(self, info: Info, period: DateRangeInput | None = None) -> Money | None:
        return await hubs.funding_in(info, store.funding_of_programme, store.funding_of_programme_in, self.slug, period)

    public_pages = leads_to(
        list[PublicPage],
        store.pages_of_programme,
        by="slug",
        description="The public area that stays with CIP (öffentlicher Bereich).",
    )
