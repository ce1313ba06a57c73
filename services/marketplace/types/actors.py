"""Whoever acts in the network: the entity interface Actor with Member and Organisation."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import ID, federation

from services.kit.civic import URL, Sector
from services.kit.field import field, sliced
from services.kit.finding import found_all
from services.kit.guard import authenticated
from services.kit.leading import leads_to
from services.kit.making import made
from services.kit.relation import there
from services.kit.schema import key
from services.marketplace.rules.names import shown_handle, shown_name, shown_since
from services.marketplace.rules.vocabulary import MemberState, OrganisationRole
from services.marketplace.store import actors as store
from services.marketplace.store import hubs as hub_store
from services.marketplace.store.ideas import Hub
from services.marketplace.store.people_reading import aliases, emails_of_members
from services.marketplace.store.profiles import profiles_of_actors
from services.marketplace.store.rows import ActorRow
from services.marketplace.types import hubs as hub_types
from services.marketplace.types.context import Info, is_viewers, seen
from services.marketplace.types.ideas_under import ideas_under
from services.marketplace.types.references import IdeaConnectionType, ProfileType, RegionType, TopicType

KNOW_NUMBERS = frozenset({"marketplace:manage", "service:migrate"})
PAGED = sliced(sized=("nodes", "edges"))


@federation.interface(keys=["id"], description="Whoever acts in the network: a person or an organisation (Akteur*in).")
class Actor:
    id: ID
    handle: str
    display_name: str
    sector: Sector
    region_ars: strawberry.Private[str | None]

    @property
    def is_named(self) -> bool:
        """Not so of a member who has not come, or has gone: what else would tell who it is, is not shown either."""
        return True

    region = leads_to(RegionType | None, hub_store.regions_by_ars, by="region_ars")

    @field()
    async def topics(self, info: Info) -> list[TopicType]:
        if not self.is_named:
            return []
        return await found_all(info, hub_types.Topic, hub_store.topics_of_actors, self.id)

    profile = leads_to(ProfileType | None, profiles_of_actors, further=seen)

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


@federation.type(
    keys=["id", "cipMemberNumber"],
    description="A member of the Civic Coding community (Mitglied). "
    "Former CIP members keep their history by the migrated number.",
)
class Member(Actor):
    number: strawberry.Private[str | None]
    display_name: str = federation.field(override="cip")
    member_since: date = federation.field(override="cip")
    state: MemberState

    @property
    def is_named(self) -> bool:
        return self.state is MemberState.ACTIVE

    @field(inaccessible=True)
    async def cip_member_number(self, info: Info) -> ID | None:
        return None if self.number is None or not knows_number(info, self.id) else ID(self.number)

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="Contact by mail; only after an accepted contact request, or for oneself.",
    )
    async def email(self, info: Info) -> str | None:
        viewer = info.context.viewer.member_id
        if not self.is_named or viewer is None:
            return None
        row = await info.context.load(emails_of_members, self.id, viewer)
        return None if row is None else row.email

    @field()
    async def organisations(self, info: Info) -> list[OrganisationMembership]:
        if not self.is_named:
            return []
        return await found_all(info, OrganisationMembership, store.organisations_of_members, self.id)

    ideas: IdeaConnectionType = ideas_under(Hub.ACTOR, first=10)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Member | None:
        if representation.get("id") is not None:
            return await member_by_id(info, key(representation, "id"))
        row = await info.context.load(store.members_by_cip_numbers, key(representation, "cipMemberNumber"))
        return member(row) if row is not None and knows_number(info, row.id) else None


def knows_number(info: Info, member_id: str) -> bool:
    """Whose CIP number is whose is for that person, for staff and for those who move the community (or follow it)."""
    caller = info.context.caller
    return caller is not None and (member_id == caller.actor_id or not caller.scopes.isdisjoint(KNOW_NUMBERS))


@federation.type(keys=["id"], description="An organisation (Verein, Verband, Hochschule, Kommune, Unternehmen ...).")
class Organisation(Actor):
    legal_name: str
    legal_form: str | None
    is_non_profit: bool
    website: URL | None

    viewer_may_act = is_viewers(
        store.acted_for_by, description="Whether the caller may act for the organisation (verified administrator)."
    )
    members = leads_to(list[OrganisationMembership] | None, store.members_of_organisations, guard=authenticated())

    ideas: IdeaConnectionType = ideas_under(Hub.ACTOR, first=10)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Organisation | None:
        return await organisation_by_id(info, key(representation, "id"))


def member(row: ActorRow) -> Member:
    """A person as others see it: who has not come, or has gone, is not named."""
    state = MemberState(row.state)
    return made(
        Member,
        row,
        handle=shown_handle(row.id, row.handle, state),
        display_name=shown_name(row.display_name, state),
        region_ars=row.region_ars if state is MemberState.ACTIVE else None,
        number=row.cip_member_number,
        member_since=shown_since(there(row.member_since), state),
    )


async def actor_by_id(info: Info, actor_id: str) -> Actor | None:
    row = await info.context.load(store.actors_by_ids, actor_id)
    if row is not None and row.state is None and row.legal_name is None:
        # A place-holder of the old community whose membership was claimed: its id leads on.
        alias = await info.context.load(aliases, actor_id)
        row = None if alias is None else await info.context.load(store.actors_by_ids, alias.new_id)
    if row is None or (row.state is None and row.legal_name is None):
        return None
    return made(Organisation, row) if row.state is None else member(row)


async def member_by_id(info: Info, actor_id: str) -> Member | None:
    found = await actor_by_id(info, actor_id)
    return found if isinstance(found, Member) else None


async def organisation_by_id(info: Info, actor_id: str) -> Organisation | None:
    found = await actor_by_id(info, actor_id)
    return found if isinstance(found, Organisation) else None
