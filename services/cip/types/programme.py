"""The Civic Innovation Platform itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry
from strawberry import federation

from services.cip.store.funding import PROJECT_CURSOR
from services.cip.store.programme import OFFER_CURSOR
from services.cip.store.rows import OfferRow, ProgrammeRow, ProjectRow
from services.cip.types import competition, funding, hubs
from services.cip.types.context import Info
from services.cip.types.interfaces import AnchorProject, CivicProject, SupportOffer
from services.kit.batch import Asked
from services.kit.civic import (
    DateRange,
    LocalizedText,
    ProgrammeStatus,
    ProjectStatus,
    SupportOfferStatus,
    localized,
)
from services.kit.connections import BorderConnection, border_connection
from services.kit.errors import NotFoundError
from services.kit.field import field, sliced
from services.kit.paging import SortKey, StatusPage, page, page_request
from services.kit.schema import key


@strawberry.type
class PublicPage:
    slug: strawberry.ID
    title: LocalizedText
    body: LocalizedText
    updated_at: datetime


@federation.type(keys=["slug"], description="Civic Innovation Platform (BMAS), 'Gemeinsam wird es KI'.")
class CipProgramme(AnchorProject):
    @classmethod
    def of(cls, row: ProgrammeRow) -> CipProgramme:
        return cls(
            slug=strawberry.ID(row.slug),
            name=localized(row.name),
            description=localized(row.description),
            status=ProgrammeStatus(row.status),
            runs=DateRange(from_=row.runs_from, until=row.runs_until),
            operator_name=row.operator_name,
            ministries=[hubs.Ministry(code=strawberry.ID(code)) for code in row.ministry_codes],
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> CipProgramme | None:
        row = await info.context.programme.programmes.load(key(representation, "slug"))
        return cls.of(row) if row else None

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def support_offers(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[SupportOfferStatus] | None = None,
    ) -> BorderConnection[SupportOffer]:
        statuses = None if status is None else tuple(one.value for one in status)
        request = page_request(first, after, OFFER_CURSOR)
        rows = await info.context.programme.offers.load(Asked(str(self.slug), StatusPage(statuses, request)))
        found = page(rows, request)
        offers = await offers_by_id(info, found.rows)

        async def total() -> int:
            count = await info.context.programme.offer_counts.load(Asked(str(self.slug), statuses))
            return count.count if count else 0

        return border_connection(found, lambda row: offers.get(row.id), offer_sort_key, total)

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def projects(
        self, info: Info, first: int | None = 20, after: str | None = None, status: list[ProjectStatus] | None = None
    ) -> BorderConnection[CivicProject]:
        statuses = None if status is None else tuple(one.value for one in status)
        request = page_request(first, after, PROJECT_CURSOR)
        asked = Asked(str(self.slug), StatusPage(statuses, request))
        rows = await info.context.funding.projects_by_programmes.load(asked)

        async def total() -> int:
            count = await info.context.funding.project_counts_by_programmes.load(Asked(str(self.slug), statuses))
            return count.count if count else 0

        return border_connection(page(rows, request), civic_project, funding.project_sort_key, total)

    @field(description="The public area that stays with CIP (öffentlicher Bereich).")
    async def public_pages(self, info: Info) -> list[PublicPage]:
        rows = await info.context.programme.pages.load(self.slug)
        return [
            PublicPage(
                slug=strawberry.ID(row.slug),
                title=localized(row.title),
                body=localized(row.body),
                updated_at=row.updated_at,
            )
            for row in rows
        ]


async def programme(info: Info, slug: str) -> CipProgramme:
    """The programme of a round, call or project. A foreign key sees to it that it is there."""
    row = await info.context.programme.programmes.load(slug)
    if row is None:
        raise NotFoundError("There is no such programme.")
    return CipProgramme.of(row)


async def offers_by_id(info: Info, rows: Sequence[OfferRow]) -> dict[str, SupportOffer]:
    """Rounds and calls of a list, each kind in one trip."""
    wanted_rounds = [row.id for row in rows if row.type_name == "CompetitionRound"]
    wanted_calls = [row.id for row in rows if row.type_name == "FundingCall"]
    rounds, calls = await asyncio.gather(
        info.context.competition.rounds.load_many(wanted_rounds), info.context.funding.calls.load_many(wanted_calls)
    )
    found: dict[str, SupportOffer] = {row.id: competition.CompetitionRound.of(row) for row in rounds if row}
    found.update({row.id: funding.FundingCall.of(row) for row in calls if row})
    return found


def offer_sort_key(row: OfferRow) -> SortKey:
    return row.closes_at, row.id


def civic_project(row: ProjectRow) -> CivicProject:
    return funding.FundedProject.of(row)
