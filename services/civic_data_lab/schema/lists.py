"""Lists of all formats of the community and of the whole toolbox: what else stands among a programme's offers only."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from services.civic_data_lab.rules.vocabulary import CommunityFormatKind
from services.civic_data_lab.store import offer_lists as store
from services.civic_data_lab.store import orders
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.learning import CommunityFormat, ToolboxItem
from services.kit.civic import SupportOfferStatus, names
from services.kit.connections import Listing, listing
from services.kit.context import Language
from services.kit.field import field, sliced
from services.kit.making import made
from services.kit.ordering import SortDirection, sorting
from services.kit.paging import check_days, page, page_request
from services.kit.topics import check_topics


@strawberry.type
class Lists:
    @field(list_size=sliced(sized=("nodes", "edges")), description="Meetings of the community, the latest first.")
    async def community_formats(
        self,
        info: Info,
        format: list[CommunityFormatKind] | None = None,
        topic_slugs: list[strawberry.ID] | None = None,
        status: list[SupportOfferStatus] | None = None,
        from_: Annotated[datetime | None, strawberry.argument(name="from")] = None,
        until: datetime | None = None,
        order_by: orders.CommunityFormatOrder | None = orders.CommunityFormatOrder.BEGINNING,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[CommunityFormat] | None:
        context, by = info.context, sorting(orders.COMMUNITY_FORMATS, order_by, direction)
        check_days(from_, until)
        kinds = names(format)
        wanted = store.FormatFilter(context.moment, kinds, topic_slugs, names(status), from_, until)
        request = page_request(info, first, after, by.shape, by.order.mark)
        await check_topics(context.database, topic_slugs, "topicSlugs")
        rows = await store.community_formats(context.database, wanted, by, request)
        total = partial(store.community_format_count, context.database, wanted)
        return listing(page(rows, request), partial(made, CommunityFormat), by.sort_key, total)

    @field(list_size=sliced(sized=("nodes", "edges")), description="Tools to take along, by the day of publication.")
    async def toolbox_items(
        self,
        info: Info,
        language: Language | None = None,
        topic_slugs: list[strawberry.ID] | None = None,
        status: list[SupportOfferStatus] | None = None,
        from_: Annotated[date | None, strawberry.argument(name="from")] = None,
        until: date | None = None,
        order_by: orders.ToolboxItemOrder | None = orders.ToolboxItemOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[ToolboxItem] | None:
        context, by = info.context, sorting(orders.TOOLBOX_ITEMS, order_by, direction)
        check_days(from_, until)
        spoken = language and language.value
        wanted = store.ToolFilter(context.moment, spoken, topic_slugs, names(status), from_, until)
        request = page_request(info, first, after, by.shape, by.order.mark)
        await check_topics(context.database, topic_slugs, "topicSlugs")
        rows = await store.toolbox_items(context.database, wanted, by, request)
        total = partial(store.toolbox_item_count, context.database, wanted)
        return listing(page(rows, request), partial(made, ToolboxItem), by.sort_key, total)
