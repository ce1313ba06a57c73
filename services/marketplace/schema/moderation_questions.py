"""The queue of moderation, and a case for its moderators and its author."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import strawberry
from strawberry import ID

from services.kit.civic import names
from services.kit.connections import PersonalListing, personal_listing
from services.kit.field import field, sliced
from services.kit.guard import authenticated
from services.kit.paging import page_request
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
        first: int | None = 20,
        after: str | None = None,
    ) -> PersonalListing[ModerationCase] | None:
        context, states = info.context, names(status)
        request = page_request(info, first, after, (datetime, str))
        found = await store.queue(context.database, context.viewer.member_id, states, request)
        total = partial(store.count_queue, context.database, states)
        return personal_listing(found, case, lambda row: (row.created_at, row.id), total)

    @field(guard=authenticated(), tags=PERSONAL)
    async def moderation_case(self, info: Info, id: ID) -> ModerationCase | None:
        return await case_by_id(info, id)
