"""One's own exports; and for staff which erasures wait for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Annotated

import strawberry
from strawberry import ID

from services.kit.civic import names
from services.kit.connections import PersonalListing, personal_listing
from services.kit.field import field, sliced
from services.kit.guard import authenticated, requires_scopes
from services.kit.ordering import Key, NewestOrder, SortDirection, sorting
from services.kit.paging import check_days, page_request
from services.marketplace.rules.erasure import DataRequestStatus
from services.marketplace.store import erasing as store
from services.marketplace.store.erasure_rows import ErasureRow
from services.marketplace.types.context import Info
from services.marketplace.types.rights import PERSONAL, STAFF, DataExport, ErasureRequest, erasure, export_by_id

LISTED: Mapping[NewestOrder, Key[ErasureRow]] = {NewestOrder.NEWEST: Key(datetime, attrgetter("requested_at"))}


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
        from_: Annotated[datetime | None, strawberry.argument(name="from")] = None,
        until: datetime | None = None,
        order_by: NewestOrder | None = None,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> PersonalListing[ErasureRequest] | None:
        check_days(from_, until)
        database, wanted, by = (
            info.context.database,
            (names(status), from_, until),
            sorting(LISTED, order_by, direction),
        )
        request = page_request(info, first, after, by.shape, by.order.mark)
        found = await store.listed(database, wanted, by.order, request)
        return personal_listing(found, erasure, by.sort_key, partial(store.count_listed, database, wanted))
