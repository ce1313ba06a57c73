"""The verbs of the graph: what can be asked of the Civic Innovation Platform."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from services.cip.rules.vocabulary import (
    AwardOrder,
    CompetitionCategory,
    FundedProjectOrder,
    FundingCallOrder,
    RoundOrder,
)
from services.cip.settings import PREFIX
from services.cip.store import lists
from services.cip.store import relations as store
from services.cip.types.applications import GrantApplication
from services.cip.types.awards import Award
from services.cip.types.competition import CompetitionEntry, CompetitionRound
from services.cip.types.context import Info
from services.cip.types.funding import FundedProject, FundingCall
from services.kit.civic import ProjectLack, ProjectStatus, SupportOfferStatus, names
from services.kit.connections import Listing, listing
from services.kit.errors import BadInputError
from services.kit.events import EventRecord, event_page, for_followers
from services.kit.feed import ChangeRecord, change_records, feed_page, for_indexers
from services.kit.field import field, sliced
from services.kit.finding import found
from services.kit.guard import authenticated
from services.kit.making import all_made, made
from services.kit.ordering import SortDirection, sorting
from services.kit.paged import placed
from services.kit.paging import check_days, list_request, page, page_request
from services.kit.regions import area, region_keys
from services.kit.topics import check_topics

From = Annotated[date | None, strawberry.argument(name="from")]
EVENTS = "cipEvents"
"""The name of the list of events, which its cursors hold."""


@strawberry.type
class Query:
    @field(list_size=sliced())
    async def competition_rounds(
        self,
        info: Info,
        apply_from: datetime | None = None,
        apply_until: datetime | None = None,
        order_by: RoundOrder | None = RoundOrder.NUMBER,
        direction: SortDirection | None = None,
        first: int | None = 50,
        after: strawberry.ID | None = None,
    ) -> list[CompetitionRound] | None:
        context, by = info.context, sorting(lists.ROUND_ORDERS, order_by, direction)
        check_days(apply_from, apply_until)
        request = await list_request(first, after, placed(info, by, store.rounds_by_ids, info.context.moment))
        rows = await lists.rounds(context.database, context.moment, (apply_from, apply_until), by, request)
        return all_made(CompetitionRound, rows)

    @field()
    async def competition_round(
        self, info: Info, id: strawberry.ID | None = None, number: int | None = None
    ) -> CompetitionRound | None:
        if (id is None) == (number is None):
            raise BadInputError("competitionRound needs either id or number.")
        if number is None:
            return await found(info, CompetitionRound, store.rounds_by_ids, id, info.context.moment)
        row = await lists.round_by_number(info.context.database, number, info.context.moment)
        return made(CompetitionRound, row) if row else None

    @field()
    async def competition_entry(self, info: Info, id: strawberry.ID) -> CompetitionEntry | None:
        return await found(info, CompetitionEntry, store.visible_entries_by_ids, id, *info.context.viewer)

    @field(list_size=sliced())
    async def awards(
        self,
        info: Info,
        category: CompetitionCategory | None = None,
        from_: From = None,
        until: date | None = None,
        order_by: AwardOrder | None = AwardOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 50,
        after: strawberry.ID | None = None,
    ) -> list[Award] | None:
        database, by = info.context.database, sorting(lists.AWARD_ORDERS, order_by, direction)
        check_days(from_, until)
        wanted = lists.AwardFilter(category.value if category else None, from_, until)
        request = await list_request(first, after, partial(lists.award_place, database, by))
        return all_made(Award, await lists.awards(database, wanted, by, request))

    @field(list_size=sliced())
    async def funding_calls(
        self,
        info: Info,
        status: list[SupportOfferStatus] | None = None,
        apply_from: datetime | None = None,
        apply_until: datetime | None = None,
        order_by: FundingCallOrder | None = FundingCallOrder.DEADLINE,
        direction: SortDirection | None = None,
        first: int | None = 50,
        after: strawberry.ID | None = None,
    ) -> list[FundingCall] | None:
        context, by = info.context, sorting(lists.CALL_ORDERS, order_by, direction)
        check_days(apply_from, apply_until)
        deadlines = (apply_from, apply_until)
        request = await list_request(first, after, placed(info, by, store.calls_by_ids, info.context.moment))
        rows = await lists.calls(context.database, context.moment, names(status), deadlines, by, request)
        return all_made(FundingCall, rows)

    @field()
    async def funded_project(self, info: Info, id: strawberry.ID) -> FundedProject | None:
        return await found(info, FundedProject, store.projects_by_ids, id)

    @field(list_size=sliced(sized=("nodes", "edges")))
    async def funded_projects(
        self,
        info: Info,
        topic_slugs: list[strawberry.ID] | None = None,
        region_ars: list[strawberry.ID] | None = None,
        status: list[ProjectStatus] | None = None,
        from_: From = None,
        until: date | None = None,
        without: list[ProjectLack] | None = None,
        order_by: FundedProjectOrder | None = FundedProjectOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[FundedProject] | None:
        await check_topics(info.context.database, topic_slugs, "topicSlugs")
        regions = region_keys(region_ars, "regionArs")
        wanted = lists.ProjectFilter(
            topics=None if topic_slugs is None else tuple(topic_slugs),
            areas=None if regions is None else tuple(map(area, regions)),
            statuses=names(status),
            first=from_,
            last=until,
            without=names(without),
        )
        check_days(from_, until)
        by = sorting(lists.PROJECT_ORDERS, order_by, direction)
        request = page_request(info, first, after, by.shape, by.order.mark)
        rows = await lists.projects(info.context.database, wanted, by, request)
        total = partial(lists.project_count, info.context.database, wanted)
        return listing(page(rows, request), partial(made, FundedProject), by.sort_key, total)

    @field(guard=authenticated(), tags=["personal"])
    async def grant_application(self, info: Info, id: strawberry.ID) -> GrantApplication | None:
        return await found(info, GrantApplication, store.visible_applications_by_ids, id, *info.context.viewer)

    @field(guard=for_indexers(), inaccessible=True)
    async def cip_changes(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[ChangeRecord] | None:
        asked = feed_page(PREFIX, since, first)
        return change_records(PREFIX, await lists.changes(info.context.database, asked))

    @field(guard=for_followers(), inaccessible=True)
    async def cip_events(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[EventRecord] | None:
        return await event_page(info.context.database, EVENTS, since, first, info.context.moment)
