"""The programme itself, with its offers and projects as pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry import federation
from strawberry.dataloader import DataLoader

from services.civic_data_lab.store.rows import DataProjectRow, OfferKeyRow, ProgrammeRow
from services.civic_data_lab.types import hubs, learning, projects, support
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.interfaces import AnchorProject, CivicProject, SupportOffer
from services.kit.batch import Asked
from services.kit.civic import DateRange, ProgrammeStatus, ProjectStatus, SupportOfferStatus, localized, names
from services.kit.connections import BorderConnection, border_connection
from services.kit.field import field, sliced
from services.kit.paging import SortKey, StatusPage, page, page_request
from services.kit.schema import key

NEWEST_FIRST = (date, str)  # what a cursor of both lists holds: the date and the id of a row


@federation.type(
    keys=["slug"],
    description="Civic Data Lab (family ministry; Gesellschaft für Informatik, CorrelAid, Deutscher Caritasverband).",
)
class CivicDataLabProgramme(AnchorProject):
    @field(list_size=sliced(sized=("nodes", "edges")))
    async def support_offers(
        self,
        info: Info,
        first: int | None = 20,
        after: str | None = None,
        status: list[SupportOfferStatus] | None = None,
    ) -> BorderConnection[SupportOffer]:
        statuses, request = names(status), page_request(first, after, NEWEST_FIRST)
        rows = await info.context.offers.pages.load(Asked(self.slug, StatusPage(statuses, request)))
        found = page(rows, request)
        nodes = await offers_by_id(info, found.rows)

        async def total() -> int:
            row = await info.context.offers.totals.load(Asked(self.slug, statuses))
            return row.total if row else 0

        return border_connection(found, lambda row: nodes[row.id], offer_sort_key, total)

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def projects(
        self, info: Info, first: int | None = 20, after: str | None = None, status: list[ProjectStatus] | None = None
    ) -> BorderConnection[CivicProject]:
        statuses, request = names(status), page_request(first, after, NEWEST_FIRST)
        rows = await info.context.projects.pages.load(Asked(self.slug, StatusPage(statuses, request)))

        async def total() -> int:
            row = await info.context.projects.totals.load(Asked(self.slug, statuses))
            return row.total if row else 0

        return border_connection(page(rows, request), projects.DataProject.of, project_sort_key, total)

    @classmethod
    def of(cls, row: ProgrammeRow) -> CivicDataLabProgramme:
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
    async def resolve_reference(cls, info: Info, **representation: object) -> CivicDataLabProgramme | None:
        row = await info.context.offers.programmes.load(key(representation, "slug"))
        return None if row is None else cls.of(row)


async def programme_of(info: Info, slug: str) -> CivicDataLabProgramme:
    """The programme of an offer or project; a foreign key says that it is there."""
    row = await info.context.offers.programmes.load(slug)
    if row is None:
        raise LookupError(f"The programme {slug} has gone.")
    return CivicDataLabProgramme.of(row)


def offer_sort_key(row: OfferKeyRow) -> SortKey:
    return row.published_on, row.id


def project_sort_key(row: DataProjectRow) -> SortKey:
    return row.runs_from, row.id


LOADING: Mapping[str, tuple[Callable[[Info], DataLoader[str, Any]], Callable[[Any], SupportOffer]]] = {
    "DataConsultation": (
        lambda info: info.context.offers.data_consultations,
        lambda row: support.DataConsultation.of(row),
    ),
    "DataProjectCall": (
        lambda info: info.context.offers.data_project_calls,
        lambda row: support.DataProjectCall.of(row),
    ),
    "LearningModule": (lambda info: info.context.offers.learning_modules, lambda row: learning.LearningModule.of(row)),
    "CommunityFormat": (
        lambda info: info.context.offers.community_formats,
        lambda row: learning.CommunityFormat.of(row),
    ),
}


async def offers_by_id(info: Info, rows: Sequence[OfferKeyRow]) -> Mapping[str, SupportOffer | None]:
    """The offers of a page in their own types, by one trip for each type that occurs."""

    async def load(row: OfferKeyRow) -> SupportOffer | None:
        loader_of, offer_of = LOADING[row.type_name]
        found = await loader_of(info).load(row.id)
        return None if found is None else offer_of(found)

    return dict(zip((row.id for row in rows), await asyncio.gather(*(load(row) for row in rows)), strict=True))
