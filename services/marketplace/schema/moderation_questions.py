"""The queue of moderation, and a case for its moderators and its author."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

import strawberry
from strawberry import ID

from services.kit.civic import names
from services.kit.connections import PersonalListing, personal_listing
from services.kit.field import field, sliced
from services.kit.guard import authenticated
from services.kit.ordering import NewestOrder, SortDirection, sorting
from services.kit.paging import check_days, page_request
from services.marketplace.rules.moderation import ModerationStatus
from services.marketplace.store import moderation_reading as store
from services.marketplace.types.context import Info
from services.marketplace.types.moderation import INTERNAL, PERSONAL, ModerationCase, case, case_by_id, for_moderators


@strawberry.type
class ModerationQuestions:
    @field(
        description="The oldest first.",
        guard=for_moderators,
        tags=INTERNAL,
        list_size=sliced(sized=("nodes", "edges")),
    )
    async def moderation_queue(
        self,
        info: Info,
        status: list[ModerationStatus] | None = None,
        from_: Annotated[datetime | None, strawberry.argument(name="from")] = None,
        until: datetime | None = None,
        order_by: NewestOrder | None = None,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> PersonalListing[ModerationCase] | None:
        check_days(from_, until)
        context, wanted, by = info.context, (names(status), from_, until), sorting(store.QUEUE, order_by, direction)
        request = page_request(info, first, after, by.shape, by.order.mark)
        found = await store.queue(context.database, context.viewer.member_id, wanted, by.order, request)
        return personal_listing(found, case, by.sort_key, partial(store.count_queue, context.database, wanted))

    @field(guard=authenticated(), tags=PERSONAL)
    async def moderation_case(self, info: Info, id: ID) -> ModerationCase | None:
        return await case_by_id(info, id)
