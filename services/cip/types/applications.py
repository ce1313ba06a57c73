"""Applications of consortia: for the administrators of their partners, and for staff; never public."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import strawberry
from strawberry import federation

from services.cip.rules import funding as rules
from services.cip.rules.funding import ApplicationAction, Partner, PartnershipAction
from services.cip.rules.sentences import SENTENCES
from services.cip.rules.viewing import STAFF
from services.cip.rules.vocabulary import ApplicationStatus, PartnerRole, PartnershipStatus
from services.cip.store import relations as store
from services.cip.store.call_writing import seen
from services.cip.store.grant_rows import ApplicationPartnerUnder, ApplicationRow
from services.cip.types.context import Info, at_moment
from services.cip.types.references import FundedProjectType, FundingCallType, IdeaType, OrganisationType
from services.kit.civic import Money, Sector, euros
from services.kit.field import field
from services.kit.finding import found_by
from services.kit.guard import needing
from services.kit.leading import leads_to
from services.kit.named import named
from services.kit.relation import there
from services.kit.sentences import in_language

PERSONAL = ["personal"]
APPLY = ("grants:apply",)


@federation.type(authenticated=True, tags=PERSONAL)
class ApplicationStep:
    status: ApplicationStatus
    at: datetime
    note: str | None


@federation.type(authenticated=True, tags=PERSONAL)
class ApplicationPartner:
    row: strawberry.Private[ApplicationPartnerUnder]
    application: strawberry.Private[ApplicationStatus]
    organisation: OrganisationType | None = named(OrganisationType, actor_id="organisation_id")
    role: PartnerRole
    sector: Sector
    requested: Money
    status: PartnershipStatus
    answered_at: datetime | None

    @field(offers=needing("grants:apply"), description="What the viewer, who acts for this partner, can do now.")
    async def viewer_actions(self, info: Info) -> list[PartnershipAction]:
        context = info.context
        own = await context.load(store.own_organisations_by_ids, self.row.organisation_id, context.viewer.actor_id)
        if own is None or self.application not in rules.EDITABLE or self.role is PartnerRole.COORDINATOR:
            return []
        return [PartnershipAction(action) for action in rules.PARTNERSHIP.actions(self.status, rules.PARTNER)]


@federation.type(
    authenticated=True,
    tags=PERSONAL,
    description="A consortium in the making (Projektverbund in Gründung): each partner confirms for itself.",
)
class ApplicationConsortium:
    name: str
    partners: list[ApplicationPartner]
    sectors: list[Sector]
    is_complete: bool
    missing: list[str] = strawberry.field(description="What lacks before it can be submitted, in words.")


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=PERSONAL,
    description="Expression of interest and grant application of a consortium (Interessenbekundung und Antrag).",
)
class GrantApplication:
    row: strawberry.Private[ApplicationRow]
    id: strawberry.ID
    reference_number: str
    title: str
    abstract: str
    status: ApplicationStatus
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    version: int
    submitted_at: datetime | None

    resolve_reference = found_by(store.visible_applications_by_ids, further=lambda context: context.viewer)
    call = leads_to(FundingCallType, store.calls_by_ids, by="row.call_id", further=at_moment)

    @field()
    async def requested(self, info: Info) -> Money:
        return euros(
            sum((each.requested for each in await self.partners(info) if each.status != "DECLINED"), Decimal())
        )

    @field()
    async def consortium(self, info: Info) -> ApplicationConsortium:
        context, rows = info.context, await self.partners(info)
        call = there(await context.load(store.calls_seen, self.row.call_id, context.moment))
        given = [Partner(row.organisation_id, row.role, row.sector, row.requested, row.status) for row in rows]
        lacks = rules.missing(seen(call), given)
        return ApplicationConsortium(
            name=self.row.consortium_name,
            partners=[partner_of(row, self.status) for row in rows],
            sectors=[Sector(each) for each in dict.fromkeys(row.sector for row in rows if row.status != "DECLINED")],
            is_complete=not lacks,
            missing=[in_language(each, context.language, SENTENCES) for each in lacks],
        )

    history = leads_to(list[ApplicationStep], store.steps_of_application)
    project = leads_to(FundedProjectType | None, store.project_of_application)

    @field(
        offers=needing(STAFF, EDIT=APPLY, SUBMIT_INTEREST=APPLY, SUBMIT_APPLICATION=APPLY, WITHDRAW=APPLY),
        description="What the viewer can do now, by the table of its life cycle.",
    )
    async def viewer_actions(self, info: Info) -> list[ApplicationAction]:
        context, viewer = info.context, info.context.viewer
        row = await context.load(store.applications_seen, self.id, *viewer)
        call = seen(there(await context.load(store.calls_seen, self.row.call_id, context.moment)))
        own = row is not None and row.is_coordinator
        return rules.actions_of_application(
            call, self.status, context.moment, is_coordinator=own, is_staff=viewer.is_staff
        )

    async def partners(self, info: Info) -> list[ApplicationPartnerUnder]:
        return await info.context.load(store.partners_of_application, self.id)


def partner_of(row: ApplicationPartnerUnder, status: ApplicationStatus) -> ApplicationPartner:
    return ApplicationPartner(
        row=row,
        application=status,
        role=PartnerRole(row.role),
        sector=Sector(row.sector),
        requested=euros(row.requested),
        status=PartnershipStatus(row.status),
        answered_at=row.answered_at,
    )
