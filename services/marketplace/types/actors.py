"""Whoever acts in the network: the entity interface Actor with Member and Organisation."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID, federation

from services.kit.civic import URL, Sector, optional_url
from services.kit.field import field, sliced
from services.kit.guard import authenticated
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.rules.names import shown_handle, shown_name
from services.marketplace.rules.vocabulary import MemberState, OrganisationRole
from services.marketplace.store.ideas import Hub
from services.marketplace.store.rows import ActorRow, MembershipRow
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types import profiles as profile_types
from services.marketplace.types.links import there
from services.marketplace.types.references import IdeaConnectionType, ProfileType, RegionType, TopicType

PAGED = sliced(sized=("nodes", "edges"))


@federation.interface(keys=["id"], description="Whoever acts in the network: a person or an organisation (Akteur*in).")
class Actor:
    id: ID
    handle: str
    display_name: str
    sector: Sector
    region_ars: strawberry.Private[str | None]

    @field()
    async def region(self, info: Info) -> RegionType | None:
        return await hub_types.region_by_ars(info, self.region_ars)

    @field()
    async def topics(self, info: Info) -> list[TopicType]:
        return [hub_types.topic(row) for row in await info.context.hubs.topics_of_actor.load(self.id)]

    @field()
    async def profile(self, info: Info) -> ProfileType | None:
        row = await info.context.profiles.of_actor.load(self.id)
        return None if row is None else profile_types.profile(row)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Actor | None:
        return await actor_by_id(info, key(representation, "id"))


@strawberry.type
class OrganisationMembership:
    role: OrganisationRole
    verified: bool
    organisation_id: strawberry.Private[str]
    member_id: strawberry.Private[str]

    @field()
    async def organisation(self, info: Info) -> Organisation:
        return there(await organisation_by_id(info, self.organisation_id))

    @field()
    async def member(self, info: Info) -> Member:
        return there(await member_by_id(info, self.member_id))


def membership(row: MembershipRow) -> OrganisationMembership:
    return OrganisationMembership(
        role=OrganisationRole(row.role),
        verified=row.verified,
        organisation_id=row.organisation_id,
        member_id=row.member_id,
    )


@federation.type(
    keys=["id", "cipMemberNumber"],
    description="A member of the Civic Coding community (Mitglied). "
    "Former CIP members keep their history by the migrated number.",
)
class Member(Actor):
    cip_member_number: ID | None = federation.field(inaccessible=True)
    display_name: str = federation.field(override="cip")
    member_since: date = federation.field(override="cip")
    state: MemberState

    @field()
    async def organisations(self, info: Info) -> list[OrganisationMembership]:
        return [membership(row) for row in await info.context.actors.organisations_of_member.load(self.id)]

    @field(list_size=PAGED)
    async def ideas(self, info: Info, first: int | None = 10, after: str | None = None) -> IdeaConnectionType:
        return await idea_types.ideas_of_hub(info, Hub.ACTOR, self.id, first, after)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Member | None:
        if representation.get("id") is not None:
            return await member_by_id(info, key(representation, "id"))
        row = await info.context.actors.member_by_cip_number.load(key(representation, "cipMemberNumber"))
        return None if row is None else member(row)


@federation.type(keys=["id"], description="An organisation (Verein, Verband, Hochschule, Kommune, Unternehmen ...).")
class Organisation(Actor):
    legal_name: str
    legal_form: str | None
    is_non_profit: bool
    website: URL | None

    @field(guard=authenticated())
    async def members(self, info: Info) -> list[OrganisationMembership]:
        return [membership(row) for row in await info.context.actors.members_of_organisation.load(self.id)]

    @field(list_size=PAGED)
    async def ideas(self, info: Info, first: int | None = 10, after: str | None = None) -> IdeaConnectionType:
        return await idea_types.ideas_of_hub(info, Hub.ACTOR, self.id, first, after)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Organisation | None:
        return await organisation_by_id(info, key(representation, "id"))


def member(row: ActorRow) -> Member:
    state = MemberState(row.state)
    return Member(
        id=ID(row.id),
        handle=shown_handle(row.id, row.handle, state),
        display_name=shown_name(row.display_name, state),
        sector=Sector(row.sector),
        region_ars=row.region_ars,
        cip_member_number=None if row.cip_member_number is None else ID(row.cip_member_number),
        member_since=there(row.member_since),
        state=state,
    )


def organisation(row: ActorRow) -> Organisation:
    return Organisation(
        id=ID(row.id),
        handle=row.handle,
        display_name=row.display_name,
        sector=Sector(row.sector),
        region_ars=row.region_ars,
        legal_name=there(row.legal_name),
        legal_form=row.legal_form,
        is_non_profit=there(row.is_non_profit),
        website=optional_url(row.website),
    )


def actor(row: ActorRow) -> Actor:
    return organisation(row) if row.state is None else member(row)


async def actor_by_id(info: Info, actor_id: str) -> Actor | None:
    row = await info.context.actors.actor.load(actor_id)
    return None if row is None else actor(row)


async def member_by_id(info: Info, actor_id: str) -> Member | None:
    row = await info.context.actors.actor.load(actor_id)
    return None if row is None or row.state is None else member(row)


async def organisation_by_id(info: Info, actor_id: str) -> Organisation | None:
    row = await info.context.actors.actor.load(actor_id)
    return None if row is None or row.legal_name is None else organisation(row)
