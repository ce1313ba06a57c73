"""What cip adds to persons and organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry
from strawberry import federation

from services.cip.rules.viewing import PLACE_HOLDER, may_read_former_community
from services.cip.rules.vocabulary import PartnerRole
from services.cip.store import relations as store
from services.cip.store.rows import FormerMemberRow
from services.cip.types import applications, awards, competition, funding, hubs
from services.cip.types.context import Info
from services.cip.types.interfaces import Actor
from services.cip.types.periods import DateRangeInput, days_of
from services.cip.types.references import AwardType, EntryType, FundedProjectType, GrantApplicationType
from services.kit.civic import Money
from services.kit.errors import BadInputError, ForbiddenError, NotFoundError
from services.kit.field import field, sliced
from services.kit.finding import found_all
from services.kit.guard import authenticated
from services.kit.paging import checked_first
from services.kit.schema import key


async def known_application(info: Info, after: str | None) -> str | None:
    """The id that a list of applications goes on after. ``BadInputError`` for one that the caller knows nothing of."""
    if after is not None:
        row = await info.context.load(store.applications_seen, after, *info.context.viewer)
        if row is None or not row.is_visible:
            raise BadInputError(
                f"after is {after!r}, which is no id of this list; give the id of the last item you have."
            )
    return after


@federation.type(keys=["id", "cipMemberNumber"])
class Member(Actor):
    """Former owner of the community: these fields move to the marketplace by @override and are then deleted here."""

    """``number`` is the key of a person without an account; with an account it is looked up when asked for.

    Whose number it is, and whether it is anybody's, is for that person, the staff and those who move the community; for
    all others a number leads to nothing, as one of nobody does. What is public stays readable by its entry.
    """

    number: strawberry.Private[str | None] = None

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: Any) -> Member | None:
        if "id" in representation:
            return cls(actor_id=key(representation, "id"))
        number = key(representation, "cipMemberNumber")
        row = await info.context.load(store.former_members_by_numbers, number)
        # A number that is not the caller's business and one of nobody must look alike.
        return cls(actor_id=row.member_id, number=number) if row is not None and knows(info, row) else None

    @field(inaccessible=True)
    async def cip_member_number(self, info: Info) -> strawberry.ID | None:
        row = await self.former(info)
        return strawberry.ID(row.cip_member_number) if row and knows(info, row) else None

    @field()
    async def display_name(self, info: Info) -> str:
        if not may_read_former_community(info.context.caller):
            return PLACE_HOLDER
        return (await self.surely_former(info)).display_name or PLACE_HOLDER

    @field()
    async def member_since(self, info: Info) -> date:
        return (await self.surely_former(info)).member_since

    @field(description="Competition entries of the member (own ones and published ones).")
    async def competition_entries(self, info: Info) -> list[EntryType] | None:
        entries = store.entries_of_former_member if self.actor_id is None else store.entries_of_member
        viewer = info.context.viewer
        return await found_all(info, competition.CompetitionEntry, entries, self.known_as, *viewer)

    @field()
    async def awards(self, info: Info) -> list[AwardType] | None:
        found = store.awards_of_former_member if self.actor_id is None else store.awards_of_member
        return await found_all(info, awards.Award, found, self.known_as)

    @field(
        guard=authenticated(),
        tags=["personal"],
        list_size=sliced(),
        description="Applications of the organisations that the member acts for; for oneself, and for staff.",
    )
    async def grant_applications(
        self, info: Info, first: int | None = 20, after: strawberry.ID | None = None
    ) -> list[GrantApplicationType] | None:
        viewer = info.context.viewer
        if self.actor_id is None or (self.actor_id != viewer.actor_id and not viewer.is_staff):
            raise ForbiddenError
        wanted = (self.actor_id, await known_application(info, after), checked_first(first))
        return await found_all(info, applications.GrantApplication, store.applications_of_member, *wanted)

    @property
    def known_as(self) -> str:
        """The account, or for who has none the number."""
        return self.actor_id or self.number or ""

    async def former(self, info: Info) -> FormerMemberRow | None:
        """The person in the former community."""
        if self.number is not None:
            return await info.context.load(store.former_members_by_numbers, self.number)
        return await info.context.load(store.former_member_of_account, str(self.actor_id))

    async def surely_former(self, info: Info) -> FormerMemberRow:
        """For fields that are asked of cip only until the marketplace has taken them over."""
        row = await self.former(info) if may_read_former_community(info.context.caller) else None
        if row is None:
            raise NotFoundError("This member was never in the CIP community, or it is not yours to ask.")
        return row


def knows(info: Info, row: FormerMemberRow) -> bool:
    """Whether the caller may know which account a number of the former community belongs to."""
    caller = info.context.caller
    is_self = caller is not None and caller.actor_id is not None and caller.actor_id == row.member_id
    return is_self or may_read_former_community(caller)


@federation.type(keys=["id"])
class Organisation(Actor):
    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> Organisation:
        return cls(actor_id=key(representation, "id"))

    @field()
    async def competition_entries(self, info: Info) -> list[EntryType] | None:
        wanted = (str(self.actor_id), *info.context.viewer)
        return await found_all(info, competition.CompetitionEntry, store.entries_of_organisation, *wanted)

    @field()
    async def awards(self, info: Info) -> list[AwardType] | None:
        return await found_all(info, awards.Award, store.awards_of_organisation, str(self.actor_id))

    @field()
    async def funded_projects(self, info: Info, role: PartnerRole | None = None) -> list[FundedProjectType] | None:
        wanted = (str(self.actor_id), role and role.value)
        return await found_all(info, funding.FundedProject, store.projects_of_organisation, *wanted)

    @field(
        guard=authenticated(),
        tags=["personal"],
        list_size=sliced(),
        description="Applications in whose consortium it is; for its administrators, and for staff.",
    )
    async def grant_applications(
        self, info: Info, first: int | None = 20, after: strawberry.ID | None = None
    ) -> list[GrantApplicationType] | None:
        viewer = info.context.viewer
        own = await info.context.load(store.own_organisations_by_ids, str(self.actor_id), viewer.actor_id)
        if own is None and not viewer.is_staff:
            raise ForbiddenError
        wanted = (str(self.actor_id), *viewer, await known_application(info, after), checked_first(first))
        return await found_all(info, applications.GrantApplication, store.applications_of_organisation, *wanted)

    @field(description="What the organisation gets, in a period; of a year that lies in it in part, its share by days.")
    async def funding_total(self, info: Info, period: DateRangeInput | None = None) -> Money | None:
        return await hubs.funding_total(info, store.funding_of_organisation, str(self.actor_id), *days_of(period))
