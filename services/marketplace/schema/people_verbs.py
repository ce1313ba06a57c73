"""What people do for themselves and for organisations: join, agree, claim, follow."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.changing import Fault
from services.kit.field import field
from services.kit.guard import authenticated, requires_scopes
from services.kit.making import made
from services.kit.payloads import payload_of
from services.marketplace.rules.people import ConsentPurpose
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.rules.vocabulary import OrganisationRole
from services.marketplace.store import claiming
from services.marketplace.store import organisation_writing as organisations
from services.marketplace.store import people_writing as people
from services.marketplace.store.people_reading import cards_by_ids
from services.marketplace.types import actors
from services.marketplace.types.context import Info
from services.marketplace.types.own_offers import offer_of_card
from services.marketplace.types.payloads import user_errors
from services.marketplace.types.people import (
    BookmarkPayload,
    Consent,
    ConsentPayload,
    FollowPayload,
    MemberPayload,
    MembershipInvitationPayload,
    OrganisationInput,
    OrganisationPayload,
    RegistrationInput,
    body_of,
    person_of,
)

PERSONAL = ["personal"]
INTERNAL = ["internal"]


def me(info: Info) -> str:
    """The caller's own id; the guard of all mutations lets nobody without one through to where this is asked."""
    return info.context.viewer.member_id or ""


member_payload = payload_of(MemberPayload, actors.member_by_id, SENTENCES)
organisation_payload = payload_of(OrganisationPayload, actors.organisation_by_id, SENTENCES)


@strawberry.type
class PeopleVerbs:
    @field(guard=authenticated(), tags=PERSONAL)
    async def register(self, info: Info, input: RegistrationInput) -> MemberPayload | None:
        caller, context = info.context.caller, info.context
        account = people.Account(caller.actor_id, caller.email) if caller else people.Account(None)
        return await member_payload(
            info, await people.register(context.database, context.clock, account, person_of(input))
        )

    @field(guard=requires_scopes("profile:write"))
    async def register_organisation(
        self, info: Info, input: OrganisationInput, idempotency_key: ID | None = None
    ) -> OrganisationPayload | None:
        changed = await organisations.register_organisation(*info.context.writes, body_of(input), idempotency_key)
        return await organisation_payload(info, changed)

    @field(guard=requires_scopes("profile:write", "marketplace:manage"))
    async def set_organisation_member(
        self, info: Info, organisation_id: ID, member_id: ID, role: OrganisationRole | None = None
    ) -> OrganisationPayload | None:
        changed = await organisations.set_member(*info.context.writes, organisation_id, member_id, role)
        return await organisation_payload(info, changed)

    @field(guard=requires_scopes("marketplace:manage"), tags=INTERNAL)
    async def verify_organisation(
        self, info: Info, organisation_id: ID, member_id: ID, verified: bool
    ) -> OrganisationPayload | None:
        changed = await organisations.verify(*info.context.writes, organisation_id, member_id, verified)
        return await organisation_payload(info, changed)

    @field(guard=authenticated(), tags=PERSONAL)
    async def set_consent(
        self, info: Info, purpose: ConsentPurpose, granted: bool, text_version: str
    ) -> ConsentPayload | None:
        context, answer = info.context, people.Answer(purpose, granted, text_version)
        changed = await people.set_consent(context.database, context.clock, me(info), answer)
        info.context.forget()
        rows = [] if changed.faults else await people.consents_of(context.database, me(info))
        consent = next((made(Consent, row) for row in rows if row.purpose == purpose.value), None)
        return ConsentPayload(consent=consent, errors=user_errors(changed.faults))

    @field(guard=requires_scopes("cip:manage", "marketplace:manage"), tags=INTERNAL)
    async def invite_former_member(self, info: Info, cip_member_number: ID) -> MembershipInvitationPayload | None:
        found = await claiming.invite(*info.context.writes, cip_member_number)
        if isinstance(found, Fault):
            return MembershipInvitationPayload(token=None, expires_at=None, errors=user_errors([found]))
        return MembershipInvitationPayload(token=found.token, expires_at=found.expires_at, errors=[])

    @field(
        guard=authenticated(),
        tags=PERSONAL,
        description="Claim the former CIP membership after login at the Civic Coding portal.",
    )
    async def accept_community_migration(self, info: Info, token: str, text_version: str) -> MemberPayload | None:
        context = info.context
        return await member_payload(
            info, await claiming.accept(context.database, context.clock, me(info), token, text_version)
        )

    @field(guard=authenticated(), tags=PERSONAL)
    async def decline_community_migration(self, info: Info, token: str) -> MemberPayload | None:
        context = info.context
        changed = await claiming.decline(context.database, context.clock.now(), context.viewer.member_id, token)
        return MemberPayload(member=None, errors=user_errors(changed.faults))

    @field(guard=authenticated())
    async def follow(self, info: Info, subject_id: ID, follow: bool) -> FollowPayload | None:
        context = info.context
        changed = await people.follow(context.database, context.viewer.sees, context.clock.now(), subject_id, follow)
        info.context.forget()
        return FollowPayload(errors=user_errors(changed.faults), is_following=follow and not changed.faults)

    @field(guard=authenticated())
    async def bookmark_offer(self, info: Info, offer_id: ID, bookmark: bool) -> BookmarkPayload | None:
        context, at = info.context, info.context.clock.now()
        changed = await people.bookmark(context.database, me(info), at, offer_id, bookmark)
        info.context.forget()
        card = None if changed.faults else await context.load(cards_by_ids, offer_id, at)
        return BookmarkPayload(offer=None if card is None else offer_of_card(card), errors=user_errors(changed.faults))
