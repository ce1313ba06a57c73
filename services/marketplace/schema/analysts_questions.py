"""What analysts ask of the catalogue."""

from __future__ import annotations

from functools import partial

import strawberry
from strawberry import ID

from services.kit.connections import Listing, listing
from services.kit.field import field, sliced
from services.kit.making import made
from services.kit.ordering import SortDirection, sorting
from services.kit.paging import page_request
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric
from services.marketplace.rules.vocabulary import OrganisationOrder, RegionLevel
from services.marketplace.schema.filters import known_filter
from services.marketplace.store.organisations import ORDERS, count_organisations, find_organisations
from services.marketplace.types.actors import Organisation
from services.marketplace.types.context import Info
from services.marketplace.types.inputs import OrganisationFilter
from services.marketplace.types.statistics import Statistics, Wanted, statistics_of


@strawberry.type
class AnalystsQuestions:
    @field(
        description="Counts of what the catalogue holds: IDEAS, PROFILES, OFFERS, PROJECTS, DATASETS, ORGANISATIONS. "
        "Money, applications and participants are each house's own: programmes { statistics }.",
        cost=20,
    )
    async def statistics(
        self,
        info: Info,
        metric: StatisticsMetric,
        group_by: list[StatisticsDimension] = [],  # noqa: B006 - the default of the graph, which nobody changes
        region_level: RegionLevel | None = RegionLevel.STATE,
        programmes: list[ID] | None = None,
        filter: StatisticsFilter | None = None,
    ) -> Statistics | None:
        level = region_level or RegionLevel.STATE
        return await statistics_of(info, None, Wanted(metric, group_by, filter, programmes, level))

    @field(
        description="Organisations, by where they take part, sector, region, topic, or the beginnings of the words of "
        "their names.",
        list_size=sliced(sized=("nodes", "edges")),
    )
    async def organisations(
        self,
        info: Info,
        filter: OrganisationFilter | None = None,
        order_by: OrganisationOrder | None = OrganisationOrder.NAME,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[Organisation] | None:
        database, given = info.context.database, await known_filter(info, filter)
        by = sorting(ORDERS, order_by, direction)
        request = page_request(info, first, after, by.shape, by.order.mark)
        found = await find_organisations(database, given, by, request)
        return listing(found, partial(made, Organisation), by.sort_key, partial(count_organisations, database, given))
