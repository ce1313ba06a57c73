"""Funding calls and funded projects."""

from __future__ import annotations

from datetime import date, datetime

import strawberry
from strawberry import federation

from services.cip.rules import funding as rules
from services.cip.rules.funding import CallAction, FundedProjectAction
from services.cip.rules.viewing import STAFF
from services.cip.rules.vocabulary import CallPhase, FundedProjectOrder, PartnerRole, SubmissionOrder
from services.cip.store import relations as store
from services.cip.store.rows import CallRow, PartnerUnder, ProjectRow
from services.cip.types import actors, interfaces
from services.cip.types.context import Info, at_moment
from services.cip.types.cuts import APPLICATIONS, PROJECTS
from services.cip.types.references import CipProgrammeType, FundedProjectType, GrantApplicationType, OrganisationType
from services.kit.civic import URL, LocalizedText, Money, Sector, SupportOfferKind
from services.kit.connections import Listing, PersonalListing, listing, personal_listing
from services.kit.field import field
from services.kit.finding import found_all, found_by
from services.kit.guard import requires_scopes
from services.kit.leading import leads_to
from services.kit.named import named
from services.kit.under import listed_under


@federation.type(
    keys=["id"],
    description="A funding call under a funding guideline (Förderaufruf, Förderrichtlinie 'Civic Innovation').",
)
class FundingCall(interfaces.SupportOffer):
    row: strawberry.Private[CallRow]
    kind: SupportOfferKind = SupportOfferKind.FUNDING
    phase: CallPhase
    guideline_url: URL
    project_management_agency: str
    max_funding_per_project: Money
    budget: Money | None
    min_partners: int
    required_sectors: int
    application_until: datetime | None = strawberry.field(
        description="The last moment of the second step, for who was invited; applyUntil is that of the first."
    )

    resolve_reference = found_by(store.calls_by_ids, further=at_moment)

    programme = leads_to(CipProgrammeType, store.programmes_by_slugs, by="row.programme_slug", further=at_moment)

    projects: Listing[FundedProject] = listed_under(
        FundedProjectType, store.projects_of_call, FundedProjectOrder, PROJECTS, pages=listing
    )

    applications: PersonalListing[GrantApplicationType] | None = listed_under(
        GrantApplicationType,
        store.applications_of_call,
        SubmissionOrder,
        APPLICATIONS,
        pages=personal_listing,
        guard=requires_scopes(STAFF),
        tags=["internal"],
    )

    @field(description="What the viewer can do with the call now (of the staff: by the table of its life cycle).")
    async def viewer_actions(self, info: Info) -> list[CallAction]:
        if not info.context.viewer.is_staff:
            return []
        states = tuple(each.value for each in rules.UNFINISHED)
        unfinished = await info.context.load.counted(store.unfinished_count_of_call, self.id, states)
        return rules.actions_of_call(self.phase, unfinished, is_staff=True)


@strawberry.type
class ConsortiumPartner:
    row: strawberry.Private[PartnerUnder]
    organisation: OrganisationType | None = named(OrganisationType, actor_id="organisation_id")
    role: PartnerRole
    sector: Sector
    funding: Money | None


@strawberry.type(description="A project consortium across sectors (Projektverbund).")
class Consortium:
    name: str
    partners: list[ConsortiumPartner]
    sectors: list[Sector]


@strawberry.type
class Milestone:
    title: LocalizedText
    due_on: date
    reached_on: date | None


@federation.type(keys=["id"], description="A funded joint project (gefördertes Verbundprojekt).")
class FundedProject(interfaces.CivicProject):
    row: strawberry.Private[ProjectRow]
    grant_number: str
    funding: Money

    resolve_reference = found_by(store.projects_by_ids)

    programme = leads_to(CipProgrammeType, store.programmes_by_slugs, by="row.programme_slug", further=at_moment)

    @field()
    async def participants(self, info: Info) -> list[interfaces.Actor | None]:
        rows = await info.context.load(store.partners_of_project, self.id)
        return [actors.Organisation(actor_id=row.organisation_id) for row in rows]

    call = leads_to(FundingCall, store.calls_by_ids, by="row.call_id", further=at_moment)

    @field()
    async def consortium(self, info: Info) -> Consortium:
        partners = await found_all(info, ConsortiumPartner, store.partners_of_project, self.id)
        sectors = list(dict.fromkeys(partner.sector for partner in partners))
        return Consortium(name=self.row.consortium_name, partners=partners, sectors=sectors)

    milestones = leads_to(list[Milestone], store.milestones_of_project)

    @field(description="What the viewer can do with the project now; of the staff, to say how it does.")
    def viewer_actions(self, info: Info) -> list[FundedProjectAction]:
        return rules.actions_of_project(self.status, is_staff=info.context.viewer.is_staff)
