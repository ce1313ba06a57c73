"""What cip adds to persons and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

import strawberry
from strawberry import federation

from services.cip.rules.viewing import PLACE_HOLDER, may_read_former_community
from services.cip.rules.vocabulary import AwardOrder, FundedProjectOrder, SubmissionOrder
from services.cip.store import lists
from services.cip.store import relations as store
from services.cip.store.grant_rows import ApplicationUnder
from services.cip.store.rows import FormerMemberRow
from services.cip.types import applications, hubs
from services.cip.types.context import Info, by_viewer
from services.cip.types.cuts import AWARDED, HANDED_IN, PROJECTS_OF_PARTNER
from services.cip.types.interfaces import Actor
from services.cip.types.periods import DateRangeInput, days_of
from services.cip.types.references import AwardType, EntryType, FundedProjectType, GrantApplicationType
from services.kit.civic import Money
from services.kit.errors import ForbiddenError, NotFoundError
from services.kit.field import field, sliced
from services.kit.guard import authenticated
from services.kit.making import all_made
from services.kit.ordering import SortDirection
from services.kit.paged import Sorted
from services.kit.paging import check_days, list_request
from services.kit.schema import key
from services.kit.under import listed_under

From = Annotated[datetime | None, strawberry.argument(name="from")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks of a list of applications; ``start`` and ``end``: moments of handing in."""

    first: int | None
    after: str | None
    start: datetime | None
    end: datetime | None
    order: SubmissionOrder | None
    direction: SortDirection | None


async def applications_after(
    info: Info, relation: Sorted[ApplicationUnder, SubmissionOrder], of: str, asked: Asked, *seen: str | bool | None
) -> list[GrantApplicationType]:
    """The applications of a member or an organisation that come after one. ``BadInputError`` for an unknown one."""
    check_days(asked.start, asked.end)
    by = relation.by(asked.order, asked.direction)
    find = partial(lists.application_place, info.context.database, by, info.context.viewer)
    request = await list_request(asked.first, asked.after, find)
    wanted = (*seen, asked.start, asked.end, *request.after_or_nulls(2), request.first)
    return all_made(applications.GrantApplication, await info.context.load(relation.rows[by.order], of, *wanted))


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

    competition_entries: list[EntryType] | None = listed_under(
        EntryType,
        lambda member: store.entries_of_former_member if member.actor_id is None else store.entries_of_member,
        SubmissionOrder,
        HANDED_IN,
        key="known_as",
        further=by_viewer,
        description="Competition entries of the member (own ones and published ones).",
        by_id=store.visible_entries_by_ids,
    )

    awards: list[AwardType] | None = listed_under(
        AwardType,
        lambda member: store.awards_of_former_member if member.actor_id is None else store.awards_of_member,
        AwardOrder,
        AWARDED,
        key="known_as",
        by_id=store.awards_by_ids,
    )

    @field(
        guard=authenticated(),
        tags=["personal"],
        list_size=sliced(),
        description="Applications of the organisations that the member acts for; for oneself, and for staff.",
    )
    async def grant_applications(
        self,
        info: Info,
        from_: From = None,
        until: datetime | None = None,
        order_by: SubmissionOrder | None = None,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[GrantApplicationType] | None:
        viewer = info.context.viewer
        if self.actor_id is None or (self.actor_id != viewer.actor_id and not viewer.is_staff):
            raise ForbiddenError
        asked = Asked(first, after, from_, until, order_by, direction)
        return await applications_after(info, store.applications_of_member, self.actor_id, asked)

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

    competition_entries: list[EntryType] | None = listed_under(
        EntryType,
        store.entries_of_organisation,
        SubmissionOrder,
        HANDED_IN,
        key="actor_id",
        further=by_viewer,
        by_id=store.visible_entries_by_ids,
    )

    awards: list[AwardType] | None = listed_under(
        AwardType,
        store.awards_of_organisation,
        AwardOrder,
        AWARDED,
        key="actor_id",
        by_id=store.awards_by_ids,
    )

    funded_projects: list[FundedProjectType] | None = listed_under(
        FundedProjectType,
        store.projects_of_organisation,
        FundedProjectOrder,
        PROJECTS_OF_PARTNER,
        key="actor_id",
        by_id=store.projects_by_ids,
    )

    @field(
        guard=authenticated(),
        tags=["personal"],
        list_size=sliced(),
        description="Applications in whose consortium it is; for its administrators, and for staff.",
    )
    async def grant_applications(
        self,
        info: Info,
        from_: From = None,
        until: datetime | None = None,
        order_by: SubmissionOrder | None = None,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[GrantApplicationType] | None:
        viewer = info.context.viewer
        own = await info.context.load(store.own_organisations_by_ids, str(self.actor_id), viewer.actor_id)
        if own is None and not viewer.is_staff:
            raise ForbiddenError
        asked = Asked(first, after, from_, until, order_by, direction)
        return await applications_after(info, store.applications_of_organisation, str(self.actor_id), asked, *viewer)

    @field(description="What the organisation gets, in a period; of a year that lies in it in part, its share by days.")
    async def funding_total(self, info: Info, period: DateRangeInput | None = None) -> Money | None:
        return await hubs.funding_total(info, store.funding_of_organisation, str(self.actor_id), *days_of(period))
