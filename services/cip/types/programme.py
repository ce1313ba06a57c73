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
from services.cip.types.references import FundedProjectType
from services.cip.types.statistics import Statistics, statistics_of
from services.kit.civic import LocalizedText, Money
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import field
from services.kit.finding import found_by
from services.kit.leading import leads_to
from services.kit.ordering import ProgrammeOfferOrder, ProgrammeProjectOrder
from services.kit.programmes import offers_in, statistics_field
from services.kit.relation import One
from services.kit.under import PROGRAMME_OFFERS, PROGRAMME_PROJECTS, listed_under

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

    support_offers: BorderConnection[SupportOffer] = listed_under(
        SupportOffer,
        store.offers_of_programme,
        ProgrammeOfferOrder,
        PROGRAMME_OFFERS,
        key="slug",
        further=at_moment,
        pages=border_connection,
        nodes=offers_in(OFFERS, at_moment),
    )

    projects: BorderConnection[CivicProject] = listed_under(
        FundedProjectType,
        store.projects_of_programme,
        ProgrammeProjectOrder,
        PROGRAMME_PROJECTS,
        key="slug",
        pages=border_connection,
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
