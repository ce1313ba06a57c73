"""The signed-in account, its consents, and the claim of a former membership."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import strawberry
from strawberry import ID, federation

from services.kit.assurance import AssuranceLevel, assurance_level
from services.kit.civic import URL, LocalizedText, Sector, UserError, localized
from services.kit.connections import Listing, listing
from services.kit.field import field, sliced
from services.kit.making import all_made, made
from services.kit.ordering import NewestOrder, ProgrammeOfferOrder, SortDirection, sorting
from services.kit.paging import check_days, list_request
from services.kit.under import listed_under
from services.marketplace.rules.people import Body, ConsentPurpose, Person, due
from services.marketplace.store import claiming
from services.marketplace.store import people_writing as store
from services.marketplace.store.idea_together import team_requests_of_viewers
from services.marketplace.store.ideas import Hub
from services.marketplace.store.orders import BOOKMARKS
from services.marketplace.store.people_reading import bookmark_place, bookmarks_of
from services.marketplace.store.people_rows import ConsentTextRow, InvitationRow
from services.marketplace.types import actors
from services.marketplace.types.contact import ContactLists
from services.marketplace.types.context import Info, at_moment
from services.marketplace.types.cuts import TEAM_REQUESTS
from services.marketplace.types.idea_team import TeamRequest
from services.marketplace.types.ideas_under import ideas_under
from services.marketplace.types.inputs import or_none
from services.marketplace.types.notifications import NotificationLists
from services.marketplace.types.offers import SupportOffer
from services.marketplace.types.own_offers import offer_of_card
from services.marketplace.types.references import IdeaConnectionType
from services.marketplace.types.rights import RightsOfViewer
from services.marketplace.types.saved_searches import SearchLists

PAGED = sliced(sized=("nodes", "edges"))
LARGEST_PAGE = 100

strawberry.enum(ConsentPurpose, description="What a consent is given for (Zweck der Einwilligung).")


@strawberry.type(description="The wording that a consent refers to (Einwilligungstext); versions are never changed.")
class ConsentText:
    purpose: ConsentPurpose
    version: str
    text: LocalizedText
    valid_from: date
    is_required: bool


@federation.type(
    authenticated=True, tags=["personal"], description="What somebody said to a wording (Einwilligung), newest first."
)
class Consent:
    purpose: ConsentPurpose
    granted: bool
    text_version: str
    changed_at: datetime


def consent_text(row: ConsentTextRow) -> ConsentText:
    return made(ConsentText, row, text=localized(row.text))


@federation.type(
    authenticated=True,
    tags=["personal"],
    description="The signed-in account (angemeldetes Konto). member is null until the person has registered.",
)
class Viewer(ContactLists, NotificationLists, SearchLists, RightsOfViewer):
    id: ID
    email: str | None
    scopes: list[str]
    assurance_level: AssuranceLevel

    @field()
    async def member(self, info: Info) -> actors.Member | None:
        found = await actors.member_by_id(info, self.id)
        return found if found is not None and found.is_named else None

    @field()
    async def consents(self, info: Info) -> list[Consent]:
        return all_made(Consent, await store.consents_of(info.context.database, self.id))

    @field(description="Consents that are needed in a newer wording (geänderte Nutzungsbedingungen).")
    async def consents_due(self, info: Info) -> list[ConsentText]:
        today = info.context.clock.today()
        rows = await store.newest_texts(info.context.database, today)
        granted = store.granted_of(await store.consents_of(info.context.database, self.id))
        wanted = {purpose.value for purpose in due(store.wordings_of(rows), granted, today)}
        return [consent_text(row) for row in rows if row.purpose in wanted]

    team_requests: Listing[TeamRequest] = listed_under(
        TeamRequest,
        team_requests_of_viewers,
        NewestOrder,
        TEAM_REQUESTS,
        further=at_moment,
        pages=listing,
        description="Requests that the caller, or an organisation that they act for, is a side of; the newest first.",
    )

    @field(list_size=sliced())
    async def bookmarks(
        self,
        info: Info,
        apply_from: datetime | None = None,
        apply_until: datetime | None = None,
        order_by: ProgrammeOfferOrder | None = None,
        direction: SortDirection | None = None,
        first: int | None = LARGEST_PAGE,
        after: ID | None = None,
    ) -> list[SupportOffer | None]:
        check_days(apply_from, apply_until)
        by, context = sorting(BOOKMARKS, order_by, direction), info.context
        request = await list_request(first, after, partial(bookmark_place, context.database, self.id, by.order))
        asked = (context.clock.now(), (apply_from, apply_until), by.order, request)
        return [offer_of_card(card) for card in await bookmarks_of(context.database, self.id, *asked)]

    followed_ideas: IdeaConnectionType = ideas_under(Hub.FOLLOWER)


def viewer_of(info: Info) -> Viewer | None:
    """The account of the login; None for machines."""
    caller = info.context.caller
    if caller is None or caller.actor_id is None:
        return None
    return Viewer(
        id=ID(caller.actor_id),
        email=caller.email,
        scopes=sorted(caller.scopes),
        assurance_level=assurance_level(caller.acr),
    )


@federation.type(
    authenticated=True, tags=["personal"], description="An open invitation to claim a former CIP membership."
)
class MembershipInvitation:
    member_since: date
    expires_at: datetime
    row: strawberry.Private[InvitationRow]

    @field(
        description="What the person was called in the old community; what the place-holder is called with CIP away."
    )
    async def display_name(self, info: Info) -> str:
        return await info.context.name_of_former(self.row.cip_member_number) or self.row.display_name or ""

    @field()
    async def idea_count(self, info: Info) -> int:
        return await claiming.ideas_of_former(info.context.database, self.row.former_id or "")

    @field()
    async def consent_text(self, info: Info) -> ConsentText:
        rows = await store.newest_texts(info.context.database, info.context.clock.today())
        return next(consent_text(row) for row in rows if row.purpose == ConsentPurpose.CIP_MIGRATION.value)


def membership_invitation(row: InvitationRow) -> MembershipInvitation:
    return MembershipInvitation(
        member_since=row.member_since or row.expires_at.date(),
        expires_at=row.expires_at,
        row=row,
    )


@federation.type(
    requires_scopes=[["marketplace:manage"], ["cip:manage"]],
    tags=["internal"],
    description="How far the move of the CIP community has come.",
)
class CommunityMigration:
    invited: int
    migrated: int
    declined: int
    pending: int
    expired: int


@strawberry.type
class MemberPayload:
    member: actors.Member | None
    errors: list[UserError]


@strawberry.type
class OrganisationPayload:
    organisation: actors.Organisation | None
    errors: list[UserError]


@strawberry.type
class ConsentPayload:
    consent: Consent | None
    errors: list[UserError]


@federation.type(tags=["internal"])
class MembershipInvitationPayload:
    token: str | None = strawberry.field(description="Shown this once; it goes into the letter.")
    expires_at: datetime | None
    errors: list[UserError]


@strawberry.type
class FollowPayload:
    errors: list[UserError]
    is_following: strawberry.Private[bool] = False

    @field()
    async def following(self) -> bool:
        return bool(self.is_following)  # a refusal knows nothing of it


@strawberry.type
class BookmarkPayload:
    offer: SupportOffer | None
    errors: list[UserError]


@strawberry.input
class RegistrationInput:
    handle: str
    display_name: str
    sector: Sector
    region_ars: ID | None = strawberry.UNSET
    topic_slugs: list[ID] | None = strawberry.UNSET
    terms_version: str


@strawberry.input
class OrganisationInput:
    handle: str
    display_name: str
    legal_name: str
    legal_form: str | None = strawberry.UNSET
    is_non_profit: bool
    sector: Sector
    region_ars: ID | None = strawberry.UNSET
    website: URL | None = strawberry.UNSET
    topic_slugs: list[ID] | None = strawberry.UNSET


def person_of(given: RegistrationInput) -> Person:
    return Person(
        given.handle,
        given.display_name,
        given.sector,
        or_none(given.region_ars),
        tuple(or_none(given.topic_slugs) or ()),
        given.terms_version,
    )


def body_of(given: OrganisationInput) -> Body:
    return Body(
        given.handle,
        given.display_name,
        given.legal_name,
        or_none(given.legal_form),
        given.is_non_profit,
        given.sector,
        or_none(given.region_ars),
        or_none(given.website),
        tuple(or_none(given.topic_slugs) or ()),
    )
