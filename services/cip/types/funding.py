"""Funding calls and funded projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import strawberry
from strawberry import federation

from services.cip.store.funding import PROJECT_CURSOR
from services.cip.store.rows import CallRow, PartnerRow, ProjectRow
from services.cip.types import actors, hubs, interfaces, programme
from services.cip.types.context import Info
from services.cip.types.enums import CallPhase, PartnerRole
from services.cip.types.references import CipProgrammeType, OrganisationType
from services.kit.batch import Asked
from services.kit.civic import (
    URL,
    DateRange,
    LocalizedText,
    Maturity,
    Money,
    ProjectStatus,
    Sector,
    SupportOfferKind,
    SupportOfferStatus,
    euros,
    localized,
    optional_euros,
    optional_url,
)
from services.kit.connections import Listing, listing
from services.kit.errors import NotFoundError
from services.kit.field import field, sliced
from services.kit.paging import SortKey, page, page_request
from services.kit.schema import key


@federation.type(
    keys=["id"],
    description="A funding call under a funding guideline (Förderaufruf, Förderrichtlinie 'Civic Innovation').",
)
class FundingCall(interfaces.SupportOffer):
    programme_slug: strawberry.Private[str]
    phase: CallPhase
    guideline_url: URL
    project_management_agency: str
    max_funding_per_project: Money
    budget: Money | None
    min_partners: int
    required_sectors: int

    @classmethod
    def of(cls, row: CallRow) -> FundingCall:
        return cls(
            id=strawberry.ID(row.id),
            title=localized(row.title),
            summary=localized(row.summary),
            kind=SupportOfferKind.FUNDING,
            status=SupportOfferStatus(row.status),
            audiences=[Sector(audience) for audience in row.audiences],
            apply_until=row.apply_until,
            url=optional_url(row.url),
            programme_slug=row.programme_slug,
            phase=CallPhase(row.phase),
            guideline_url=URL(row.guideline_url),
            project_management_agency=row.project_management_agency,
            max_funding_per_project=euros(row.max_funding_per_project),
            budget=optional_euros(row.budget),
            min_partners=row.min_partners,
            required_sectors=row.required_sectors,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> FundingCall | None:
        row = await info.context.funding.calls.load(key(representation, "id"))
        return cls.of(row) if row else None

    @field()
    async def programme(self, info: Info) -> CipProgrammeType:
        return await programme.programme(info, self.programme_slug)

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def projects(self, info: Info, first: int | None = 20, after: str | None = None) -> Listing[FundedProject]:
        request = page_request(first, after, PROJECT_CURSOR)
        rows = await info.context.funding.projects_by_calls.load(Asked(str(self.id), request))

        async def total() -> int:
            count = await info.context.funding.project_counts_by_calls.load(self.id)
            return count.count if count else 0

        return listing(page(rows, request), FundedProject.of, project_sort_key, total)


@strawberry.type
class ConsortiumPartner:
    organisation: OrganisationType | None
    role: PartnerRole
    sector: Sector
    funding: Money | None

    @classmethod
    def of(cls, row: PartnerRow) -> ConsortiumPartner:
        return cls(
            organisation=actors.Organisation(actor_id=row.organisation_id),
            role=PartnerRole(row.role),
            sector=Sector(row.sector),
            funding=optional_euros(row.funding),
        )


@strawberry.type(description="A project consortium across sectors (Projektverbund).")
class Consortium:
    name: str
    partners: list[ConsortiumPartner]
    sectors: list[Sector]

    @classmethod
    def of(cls, name: str, rows: Sequence[PartnerRow]) -> Consortium:
        return cls(
            name=name,
            partners=[ConsortiumPartner.of(row) for row in rows],
            sectors=list(dict.fromkeys(Sector(row.sector) for row in rows)),
        )


@strawberry.type
class Milestone:
    title: LocalizedText
    due_on: date
    reached_on: date | None


@federation.type(keys=["id"], description="A funded joint project (gefördertes Verbundprojekt).")
class FundedProject(interfaces.CivicProject):
    programme_slug: strawberry.Private[str]
    call_id: strawberry.Private[str]
    consortium_name: strawberry.Private[str]
    grant_number: str
    funding: Money

    @classmethod
    def of(cls, row: ProjectRow) -> FundedProject:
        return cls(
            id=strawberry.ID(row.id),
            title=row.title,
            abstract=localized(row.abstract),
            status=ProjectStatus(row.status),
            maturity=Maturity(row.maturity),
            runs=DateRange(from_=row.runs_from, until=row.runs_until),
            idea=hubs.optional_idea(row.idea_id),
            region=hubs.optional_region(row.region_ars),
            repository_url=optional_url(row.repository_url),
            license=row.license,
            programme_slug=row.programme_slug,
            call_id=row.call_id,
            consortium_name=row.consortium_name,
            grant_number=row.grant_number,
            funding=euros(row.funding),
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> FundedProject | None:
        row = await info.context.funding.projects.load(key(representation, "id"))
        return cls.of(row) if row else None

    @field()
    async def programme(self, info: Info) -> CipProgrammeType:
        return await programme.programme(info, self.programme_slug)

    @field()
    async def participants(self, info: Info) -> list[interfaces.Actor | None]:
        rows = await info.context.funding.partners.load(self.id)
        return [actors.Organisation(actor_id=row.organisation_id) for row in rows]

    @field()
    async def call(self, info: Info) -> FundingCall:
        row = await info.context.funding.calls.load(self.call_id)
        if row is None:
            raise NotFoundError("There is no such call.")
        return FundingCall.of(row)

    @field()
    async def consortium(self, info: Info) -> Consortium:
        return Consortium.of(self.consortium_name, await info.context.funding.partners.load(self.id))

    @field()
    async def milestones(self, info: Info) -> list[Milestone]:
        rows = await info.context.funding.milestones.load(self.id)
        return [Milestone(title=localized(row.title), due_on=row.due_on, reached_on=row.reached_on) for row in rows]


def projects(rows: Sequence[ProjectRow]) -> list[FundedProject]:
    return [FundedProject.of(row) for row in rows]


def project_sort_key(row: ProjectRow) -> SortKey:
    return row.runs_from, row.id
