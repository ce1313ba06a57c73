"""Lists of all demonstrators and of all computing time: what an offer or a prototype leads to one by one, whole."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import strawberry

from services.ideenwerkstatt.rules.filters import nuts_code
from services.ideenwerkstatt.store import offers as offer_store
from services.ideenwerkstatt.store import orders
from services.ideenwerkstatt.store import projects as project_store
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.prototyping import Demonstrator
from services.ideenwerkstatt.types.support import ComputeQuota
from services.kit.civic import SupportOfferStatus, names
from services.kit.connections import Listing, listing
from services.kit.field import field, sliced
from services.kit.making import made
from services.kit.ordering import SortDirection, sorting
from services.kit.paging import check_days, page, page_request


@strawberry.type
class Lists:
    @field(list_size=sliced(sized=("nodes", "edges")), description="Exhibits, which one can see or have come.")
    async def demonstrators(
        self,
        info: Info,
        nuts: strawberry.ID | None = None,
        is_travelling: bool | None = None,
        without: list[orders.DemonstratorLack] | None = None,
        order_by: orders.DemonstratorOrder | None = orders.DemonstratorOrder.ID,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[Demonstrator] | None:
        database, by = info.context.database, sorting(orders.DEMONSTRATORS, order_by, direction)
        region = None if nuts is None else nuts_code(nuts)
        wanted = project_store.DemonstratorFilter(region, is_travelling, names(without))
        request = page_request(info, first, after, by.shape, by.order.mark)
        rows = await project_store.demonstrators(database, wanted, by, request)
        total = partial(project_store.demonstrator_count, database, wanted)
        return listing(page(rows, request), partial(made, Demonstrator), by.sort_key, total)

    @field(list_size=sliced(sized=("nodes", "edges")), description="Computing time that projects can have.")
    async def compute_quotas(
        self,
        info: Info,
        status: list[SupportOfferStatus] | None = None,
        apply_from: datetime | None = None,
        apply_until: datetime | None = None,
        order_by: orders.ComputeQuotaOrder | None = orders.ComputeQuotaOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[ComputeQuota] | None:
        database, by = info.context.database, sorting(orders.COMPUTE_QUOTAS, order_by, direction)
        check_days(apply_from, apply_until)
        wanted = offer_store.QuotaFilter(info.context.moment, names(status), apply_from, apply_until)
        request = page_request(info, first, after, by.shape, by.order.mark)
        rows = await offer_store.compute_quotas(database, wanted, by, request)
        total = partial(offer_store.compute_quota_count, database, wanted)
        return listing(page(rows, request), partial(made, ComputeQuota), by.sort_key, total)
