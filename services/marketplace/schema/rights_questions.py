"""One's own exports; and for staff which erasures wait for whom."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import strawberry
from strawberry import ID

from services.kit.civic import names
from services.kit.connections import PersonalListing, personal_listing
from services.kit.field import field, sliced
from services.kit.guard import authenticated, requires_scopes
from services.kit.paging import page_request
from services.marketplace.rules.erasure import DataRequestStatus
from services.marketplace.store import erasing as store
from services.marketplace.types.context import Info
from services.marketplace.types.rights import PERSONAL, STAFF, DataExport, ErasureRequest, erasure, export_by_id


@strawberry.type
class RightsQuestions:
    @field(guard=authenticated(), tags=PERSONAL)
    async def data_export(self, info: Info, id: ID) -> DataExport | None:
        return await export_by_id(info, id)

    @field(
        description="For staff: which erasures wait for whom, the newest first; not whose they are.",
        guard=requires_scopes(STAFF),
        tags=["internal"],
        list_size=sliced(sized=("nodes", "edges")),
    )
    async def erasure_requests(
        self,
        info: Info,
        status: list[DataRequestStatus] | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> PersonalListing[ErasureRequest] | None:
        database, states = info.context.database, names(status)
        request = page_request(info, first, after, (datetime, str))
        found = await store.listed(database, states, request)
        total = partial(store.count_listed, database, states)
        return personal_listing(found, erasure, lambda row: (row.requested_at, row.id), total)
